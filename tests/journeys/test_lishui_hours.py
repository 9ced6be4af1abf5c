"""Real hours in by the command, the published AQI out: every hour that the national centre published is reproduced."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from monitoring.intake.layouts import LAYOUTS
from monitoring.models import DueWindow, IndexKind, IndexValue
from monitoring.services import due
from yunhe_envhealth.core.periods import BEIJING, HOUR

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "readings"
LISHUI = SAMPLES / "lishui_air_hourly.csv"
ZHEJIANG = SAMPLES / "zhejiang_air_hourly.csv"
LAYOUT = "cnemc-wide"
# A row's place (ctid) and transaction (xmin) change whenever the row is written again, even with the same values.
WRITTEN = ("monitoring_measurement", "monitoring_indexvalue", "monitoring_averagedvalue")
# A second file leaves a receipt, and the receipt a history; nothing else may grow.
RECEIPTS = ("deliveries_", "pghistory_")


def import_file(path: Path, *words: str) -> dict[str, Any]:
    """Import by the command and return the report it prints."""
    printed = io.StringIO()
    call_command("import_readings", str(path), "--layout", LAYOUT, *words, stdout=printed)
    report: dict[str, Any] = json.loads(printed.getvalue())
    return report


def published(path: Path) -> dict[tuple[str, datetime], int]:
    """Return the AQI that the source published, by station code and start of the hour it stands for."""
    back = HOUR if LAYOUTS[LAYOUT].hour_label == "end" else timedelta()
    found = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["AQI"]:
                code = row.get("stationcode") or f"{row['City']}/{row['WatchPoint']}"
                label = datetime.strptime(row["Date"] + row["Hour"], "%Y%m%d%H").replace(tzinfo=BEIJING)
                found[code, label - back] = int(row["AQI"])
    return found


def computed() -> dict[tuple[str, datetime], float | None]:
    rows = IndexValue.objects.filter(kind__code="aqi_hourly").values_list("station__code", "start", "value")
    return {(code, start): value for code, start, value in rows}


def physical_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Return place and transaction of every measurement, index and mean."""
    return {
        table: query(f"SELECT tableoid::int, ctid::text, xmin::text FROM {table} ORDER BY 1, 2")  # noqa: S608
        for table in WRITTEN
    }


def counts(*, without: tuple[str, ...] = ()) -> dict[str, int]:
    """Return the number of rows of every table, history included, but those whose name begins with `without`.

    Staging tables live and die with their connection.
    """
    apart = ("staged_", *without)
    tables = [name for name in connection.introspection.table_names() if not name.startswith(apart)]
    return {name: query(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables}  # noqa: S608


def query(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def imported(reference: None) -> dict[str, Any]:
    """The hours of Lishui, imported and computed."""
    report = import_file(LISHUI)
    due.compute_all_due(now=timezone.now())
    return report


def test_the_report_counts_every_row_of_the_file(imported: dict[str, Any]) -> None:
    numbers = {name: imported[name] for name in ("rows", "accepted", "unchanged", "changed", "rejected")}

    # 13 rows hold no value at all: nothing of them is new.
    assert numbers == {"rows": 471, "accepted": 458, "unchanged": 13, "changed": 0, "rejected": 0}
    assert imported["layout"] == LAYOUT
    assert not DueWindow.objects.exists()


def test_the_hourly_aqi_equals_the_published_one_in_every_row(imported: dict[str, Any]) -> None:
    wanted, found = published(LISHUI), computed()

    assert len(wanted) == 456
    assert {key: (aqi, found.get(key)) for key, aqi in wanted.items() if found.get(key) != aqi} == {}


def test_importing_the_same_file_again_changes_nothing(imported: dict[str, Any]) -> None:
    rows, numbers = physical_rows(), counts(without=RECEIPTS)

    again = import_file(LISHUI)
    due.compute_all_due(now=timezone.now())

    assert again["duplicate_of"] == imported["delivery"]
    assert (again["accepted"], again["changed"], again["unchanged"]) == (0, 0, 471)
    assert physical_rows() == rows
    assert counts(without=RECEIPTS) == numbers


def test_a_gb18030_copy_is_recognised_as_nothing_new(imported: dict[str, Any], tmp_path: Path) -> None:
    copy = tmp_path / "丽水.csv"
    copy.write_bytes(LISHUI.read_text("utf-8").encode("gb18030"))
    rows, numbers = physical_rows(), counts(without=RECEIPTS)

    report = import_file(copy)

    assert report["duplicate_of"] is None
    assert (report["rows"], report["unchanged"], report["rejected"]) == (471, 471, 0)
    assert report["readings"] == {"new": 0, "changed": 0, "unchanged": sum(imported["readings"].values())}
    assert not DueWindow.objects.exists()
    assert physical_rows() == rows
    assert counts(without=RECEIPTS) == numbers


def test_one_corrected_value_changes_one_row_and_its_indices(
    imported: dict[str, Any], tmp_path: Path
) -> None:
    """The published PM2.5 of one hour is corrected: that hour follows, with the old value kept."""
    lines = LISHUI.read_text("utf-8").splitlines()
    fields = lines[2].split(",")
    assert (fields[0], fields[7]) == ("1267A", "28")
    fields[7] = "90"
    lines[2] = ",".join(fields)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text("\n".join(lines) + "\n", "utf-8")
    before = computed()

    report = import_file(corrected)
    due.compute_all_due(now=timezone.now())

    assert (report["changed"], report["unchanged"], report["accepted"]) == (1, 470, 0)
    assert report["readings"]["changed"] == 1
    after = computed()
    different = [key for key in before if before[key] != after[key]]
    assert [code for code, _ in different] == ["1267A"]
    assert (
        after[different[0]] == 119
    )  # IAQI of PM2.5 90 by HJ 633-2012: (150 − 100) / (115 − 75) × 15 + 100, up


def test_a_dry_run_writes_nothing(reference: None) -> None:
    before = counts()

    report = import_file(LISHUI, "--dry-run")

    assert (report["dry_run"], report["delivery"]) == (True, None)
    assert (report["rows"], report["accepted"], report["rejected"]) == (471, 458, 0)
    assert counts() == before


def test_the_other_cities_reproduce_every_hour_that_has_both(reference: None) -> None:
    IndexKind.objects.exclude(code="aqi_hourly").update(
        enabled=False
    )  # the published one is all that is compared
    report = import_file(ZHEJIANG)
    due.compute_all_due(now=timezone.now())
    wanted, found = published(ZHEJIANG), computed()

    assert (report["rows"], report["rejected"]) == (8232, 0)
    both = {key: aqi for key, aqi in wanted.items() if found.get(key) is not None}
    assert len(both) == 7354
    assert {key: (aqi, found[key]) for key, aqi in both.items() if found[key] != aqi} == {}
