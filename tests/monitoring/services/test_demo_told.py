"""What the demonstration says of itself: on pages, in files and answers, and by its command."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import (
    DueWindow,
    IndexValue,
    Station,
)
from monitoring.selectors.demo import (
    demo_notice,
    original_time,
)
from monitoring.services import due
from yunhe_envhealth.core.periods import BEIJING, HOUR, floor_hour

NOW = datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)


@pytest.mark.django_db
def test_pages_can_say_the_original_time(replay: time_machine.Traveller) -> None:
    notice = demo_notice(floor_hour(NOW))

    assert notice is not None
    assert notice.original_time == "2020-04-08 03:00"


@pytest.mark.django_db
def test_without_a_demonstration_pages_say_nothing() -> None:
    assert (original_time(NOW), demo_notice(NOW)) == (None, None)


@pytest.mark.django_db
def test_files_and_answers_tell_the_recorded_time_of_each_demonstration_value(
    replay: time_machine.Traveller, client: Client, client_for: Callable[..., Client]
) -> None:
    due.compute_all_due(now=NOW)
    newest, recorded = "2026-07-07T09:00:00+08:00", "2020-04-08T03:00:00+08:00"
    station = Station.objects.filter(is_demo=True).order_by("code").first()
    assert station is not None

    for address in ("measurements", "indices"):
        with CaptureQueriesContext(connection) as asked:
            rows = client.get(
                f"/api/v1/{address}/", {"station": station.code, "start_from": "2026-07-07T07:00+08:00"}
            ).json()["results"]
        assert sum("monitoring_demoreplay" in query["sql"] for query in asked) == 1
        assert {row["original_time"] for row in rows if row["end"] == newest} == {recorded}
    public = client.get("/data/aqhi_lishui.json").json()["results"]
    assert {row["original_time"] for row in public if row["end"] == newest} == {recorded}
    text = b"".join(client.get("/data/aqhi_lishui.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert {row["原始时间（北京时间）"] for row in csv.DictReader(text.splitlines())} >= {"2020-04-08 03:00"}
    leader = client_for("leadership")
    for name in ("monitoring:measurements", "monitoring:indices"):
        answer = leader.get(reverse(name), {"export": "csv"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        told = {
            row["原始时间"]
            for row in csv.DictReader(text.splitlines())
            if row["时间（北京）"] == "2026-07-07 08:00"
        }
        assert told >= {"2020-04-08 03:00"}
        assert "" not in told


@pytest.mark.django_db
def test_a_measured_value_has_no_recorded_time_and_its_list_no_such_column(
    clock: time_machine.Traveller, lishui: list[Station], client_for: Callable[..., Client]
) -> None:
    leader = client_for("leadership")
    span = {"since": "2020-03-30", "until": "2020-03-31"}

    answer = leader.get(reverse("monitoring:measurements"), {**span, "export": "csv"})
    rows = leader.get(
        "/api/v1/measurements/",
        {"station": "1269A", "start_from": "2020-03-30T00:00+08:00", "start_to": "2020-04-01T00:00+08:00"},
    ).json()["results"]

    assert "原始时间" not in b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]  # type: ignore[attr-defined]
    assert {row["original_time"] for row in rows} == {None}


@pytest.mark.django_db
def test_the_command_refuses_where_the_demonstration_is_off(reference: None, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]

    with pytest.raises(CommandError, match="ENVHEALTH_DEMO"):
        call_command("load_demo")

    assert not Station.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_the_command_lays_the_demonstration_and_computes_its_indices(
    clock: time_machine.Traveller, reference: None, settings: object
) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]

    call_command("load_demo", verbosity=0)
    computed = IndexValue.objects.filter(
        station__is_demo=True, start=floor_hour(NOW) - HOUR, kind__code__in=["aqi_hourly", "aqhi_lishui"]
    )

    assert computed.exclude(value=None).count() == 6
    assert not DueWindow.objects.exists()

    rows = IndexValue.objects.count()
    call_command("load_demo", verbosity=0)
    assert IndexValue.objects.count() == rows
