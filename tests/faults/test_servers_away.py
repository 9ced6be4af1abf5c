"""Broker or database go away under the running platform: requests are answered, work is found again."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from monitoring.models import DueWindow, IndexValue, Station
from monitoring.services.readings import store
from monitoring.tasks import compute_due
from tests.door.doorstep import free_port, wait_for
from tests.factories.accounts import make_user, make_verified_client
from tests.factories.monitoring import make_delivery, make_frame, six
from tests.processes import Platform
from yunhe_envhealth.core.periods import HOUR, floor_hour
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services.working import PATIENCE
from yunhe_envhealth.deliveries.tasks import sweep_deliveries

pytestmark = [pytest.mark.worker]
CSRF = "c" * 32
State = Delivery.State


def ask(address: str, *, session: str = "", fields: Mapping[str, Any] | None = None) -> tuple[int, str, str]:
    """Return status, final address and text of a GET, or of the POST of a form."""
    headers = {"Cookie": f"csrftoken={CSRF}; {settings.SESSION_COOKIE_NAME}={session}"}
    body = None
    if fields is not None:
        body = encode_multipart(BOUNDARY, dict(fields) | {"csrfmiddlewaretoken": CSRF})
        headers["Content-Type"] = MULTIPART_CONTENT
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        return response.status, response.url, response.read().decode()


def sweep_later(delivery: Delivery) -> None:
    """Let the delivery wait as long as the sweep asks for, and send what beat sends every minute."""
    Delivery.objects.filter(pk=delivery.pk).update(
        updated_at=timezone.now() - PATIENCE - timedelta(seconds=1)
    )
    sweep_deliveries.delay()


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk)


def test_an_upload_succeeds_while_the_broker_is_away_and_the_sweep_finds_it(
    platform: Platform, lishui_hours: bytes
) -> None:
    officer = make_user("unit_officer", area_code="33")
    Station.objects.update(owner_unit=officer.memberships.get().unit)
    session = make_verified_client(officer).cookies[settings.SESSION_COOKIE_NAME].value
    web = platform.web(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

    status, address, _ = ask(
        f"{web.address}/office/deliveries/upload/",
        session=session,
        fields={"content": "readings:", "file": SimpleUploadedFile("air.csv", lishui_hours)},
    )

    delivery = Delivery.objects.get()
    assert (status, address) == (200, f"{web.address}/office/deliveries/{delivery.pk}/")
    assert delivery.state == State.RECEIVED

    platform.worker()
    sweep_later(delivery)
    wait_for(lambda: state_of(delivery) == State.PREVIEWED, what="the sweep has the file checked")
    status, _, page = ask(f"{address}confirm/", session=session, fields={})
    assert (status, state_of(delivery)) == (200, State.CONFIRMED)
    assert "已确认，正在写入" in page

    sweep_later(delivery)
    wait_for(lambda: state_of(delivery) == State.COMMITTED, what="the sweep has the file written")
    wait_for(
        lambda: IndexValue.objects.exists() and not DueWindow.objects.exists(), what="the hours are computed"
    )


def end_all_connections() -> int:
    """End every other connection to the test's database, as a restart of PostgreSQL does; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return len(cursor.fetchall())


def test_the_next_request_and_the_next_task_work_after_the_database_restarted(platform: Platform) -> None:
    station = Station.objects.get(code="1267A")
    web, _ = platform.web(), platform.worker()
    listed = f"{web.address}/api/v1/stations/"
    assert ask(listed)[0] == 200
    compute_due.delay()

    for _ in range(3):
        assert end_all_connections() > 0
        status, _, text = ask(listed)
        assert status == 200
        assert "1267A" in {item["code"] for item in json.loads(text)["results"]}

    start = floor_hour(timezone.now()) - 4 * HOUR
    store(frame=make_frame(station, start, six(3)), delivery=make_delivery())
    end_all_connections()
    compute_due.delay()
    wait_for(lambda: not DueWindow.objects.exists(), what="the worker computes on a new connection")
    assert IndexValue.objects.filter(station=station, kind__code="aqi_hourly").count() >= 3
