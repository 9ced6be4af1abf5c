"""A worker dies while it writes a confirmed delivery: the sweep finishes the delivery, once."""

from __future__ import annotations

from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from monitoring.models import DueWindow, IndexValue, Measurement, Station, SupersededMeasurement
from tests.door.doorstep import wait_for
from tests.factories.accounts import make_user
from tests.processes import Platform, database_url
from yunhe_envhealth.core.locks import STORE
from yunhe_envhealth.deliveries import services
from yunhe_envhealth.deliveries.models import Delivery
from yunhe_envhealth.deliveries.services.working import PATIENCE, SILENCE
from yunhe_envhealth.deliveries.tasks import commit_delivery, sweep_deliveries

pytestmark = [pytest.mark.worker]
State = Delivery.State


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk)


def commits_of(delivery: Delivery) -> int:
    events = apps.get_model("deliveries", "DeliveryEvent").objects.filter(pgh_obj_id=delivery.pk)
    return events.filter(state=State.COMMITTED).count()


def somebody_waits_to_write() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s AND NOT granted",
            [STORE],
        )
        return bool(cursor.fetchone()[0])


def let_minutes_pass(delivery: Delivery) -> None:
    """Make the delivery, and the dead worker's last sign of life, as old as the sweep asks for."""
    then = timezone.now() - PATIENCE - SILENCE
    Delivery.objects.filter(pk=delivery.pk).update(updated_at=then, heartbeat_at=then)


def test_a_delivery_whose_worker_died_while_writing_is_finished_once(
    platform: Platform, lishui_hours: bytes
) -> None:
    officer = make_user("unit_officer", area_code="33")
    unit: Any = officer.memberships.get().unit
    Station.objects.filter(code__in=["1267A", "1268A", "1269A"]).update(owner_unit=unit)
    worker = platform.worker()
    delivery = services.open_delivery(
        kind="readings",
        channel=Delivery.Channel.FORM,
        filename="air.csv",
        data=lishui_hours,
        by=officer,
        unit=unit,
    ).delivery
    wait_for(lambda: state_of(delivery) == State.PREVIEWED, what="the file is checked")

    blocker = psycopg2.connect(database_url())
    try:
        with blocker.cursor() as cursor:  # whoever writes this station's measurements has to wait
            station = Station.objects.get(code="1267A")
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [STORE, station.pk])
        services.confirm(delivery=delivery, by=officer)
        wait_for(somebody_waits_to_write, what="the worker is inside the commit")
        worker.kill()
    finally:
        blocker.close()
    assert state_of(delivery) == State.CONFIRMED
    assert not Measurement.objects.exists()

    platform.worker()
    let_minutes_pass(delivery)
    sweep_deliveries.delay()
    wait_for(lambda: state_of(delivery) == State.COMMITTED, what="the sweep finishes the delivery")
    wait_for(
        lambda: IndexValue.objects.exists() and not DueWindow.objects.exists(), what="the hours are computed"
    )
    written = list(Measurement.objects.order_by("pk").values_list("pk", "value", "delivery_id"))

    services.commit(delivery_id=delivery.pk)  # the message that the dead worker never acknowledged comes back
    commit_delivery.delay(delivery_id=delivery.pk)
    sweep_deliveries.delay()

    assert {delivery_id for _, _, delivery_id in written} == {delivery.pk}
    assert len(written) == delivery_figure(delivery)
    assert list(Measurement.objects.order_by("pk").values_list("pk", "value", "delivery_id")) == written
    assert commits_of(delivery) == 1
    assert not SupersededMeasurement.objects.exists()


def delivery_figure(delivery: Delivery) -> int:
    """Return how many readings the preview promised to write."""
    preview: dict[str, Any] = Delivery.objects.get(pk=delivery.pk).preview
    return int(preview["readings"]["new"])
