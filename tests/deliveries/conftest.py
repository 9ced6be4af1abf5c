from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yunhe_envhealth.deliveries import services
from yunhe_envhealth.deliveries.models import Delivery


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Each test keeps its files in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def officer(make_user: Callable[..., Any], stations: list[Any]) -> Any:
    """A unit officer who may deliver for the three Lishui stations."""
    return make_user(role="unit_officer", unit=stations[0].owner_unit, area_code="3311")


@pytest.fixture
def deliver(officer: Any) -> Callable[..., Delivery]:
    """Open a delivery of readings in the officer's name; the broker is not asked yet."""

    def open_it(data: bytes, **options: Any) -> Delivery:
        given = {
            "filename": "示范.csv",
            "by": officer,
            "unit": officer.memberships.get().unit,
            "area_code": "3311",
        }
        received = services.open_delivery(kind="readings", channel="form", data=data, **(given | options))
        return received.delivery

    return open_it


@pytest.fixture
def previewed(deliver: Callable[..., Delivery]) -> Callable[..., Delivery]:
    """Open a delivery and check it as the worker does."""

    def check_it(data: bytes, **options: Any) -> Delivery:
        delivery = deliver(data, **options)
        services.check(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        return delivery

    return check_it


@pytest.fixture
def committed(previewed: Callable[..., Delivery], officer: Any) -> Callable[..., Delivery]:
    """Take a file all the way: check, confirm, commit."""

    def commit_it(data: bytes, *, reason: str = "", **options: Any) -> Delivery:
        delivery = previewed(data, **options)
        services.confirm(delivery=delivery, by=officer, drop_rejected_reason=reason)
        services.commit(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        return delivery

    return commit_it
