"""Hostile addresses and values end in a refusal in words, never in a broken page."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client, RequestFactory

from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("", "/stations/%00/"),
        ("", "/api/v1/stations/%00/"),
        ("", "/api/v1/measurements/?station=1267A&start_to=0001-01-01T00:00:00Z"),
        ("", "/api/v1/stations/?page_size=000001999999"),
        ("", "/api/v1/stations/?division=3311"),
        ("", "/api/v1/stations/?cursor=cD1mb28%3D"),
        ("auditor", "/office/audit/?since=0001-01-01"),
        ("auditor", "/office/audit/?until=0001-01-01"),
        ("office", "/office/monitoring/indices/editions/%00/"),
        ("office", "/office/monitoring/stations/?per_page=-1"),
        ("office", "/office/monitoring/indices/?per_page=-1"),
    ],
)
def test_a_hostile_address_is_answered_in_words(
    stations: list[Any], client_for: Callable[..., Client], role: str, address: str
) -> None:
    answer = (client_for(role) if role else Client()).get(address)
    assert answer.status_code in (200, 400, 404)
    if "page_size" in address:
        assert answer.status_code == 400


@pytest.mark.parametrize("following", ["foo", "é", "//evil.example", "https://evil.example/", "\\evil"])
def test_signing_in_goes_nowhere_else(following: str) -> None:
    user = make_user(role="leadership")
    answer = Client().post(
        "/account/login/", {"username": user.username, "password": "Shifan-2026-Yunhe", "next": following}
    )
    assert answer.status_code == 302
    assert answer["Location"].startswith("/office/")


def test_deep_json_is_refused(client_for: Callable[..., Client]) -> None:
    answer = client_for("office").post("/api/v1/calculate/", "[" * 100_000, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["status"] == 400


def test_the_lock_out_knows_callers_behind_our_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.REST_FRAMEWORK, "NUM_PROXIES", 1)
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert get_client_ip_address(request) == "203.0.113.9"


def test_no_password_is_kept_of_a_failed_change(client_for: Callable[..., Client]) -> None:
    secret = "My-New-Secret-Pass-99"
    client_for("leadership").post(
        "/account/password/", {"old": "Wrong-Old-1", "new": secret, "again": secret}
    )
    kept = " ".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert kept
    assert "Wrong-Old-1" not in kept
    assert secret not in kept
