from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from monitoring.intake.checks import RULES, CheckContext, Checked, check
from monitoring.intake.reader import read
from monitoring.intake.readings import Readings, defects_frame, readings_frame

NOW = datetime(2026, 4, 1, tzinfo=UTC)
WIDE = "stationcode,Date,Hour,PM2.5,PM10,CO,NO2,O3_1h,SO2"
UNIT = "station,parameter,start,value,unit"
PERIOD = "station,parameter,start,value,period"
FLAG = "station,parameter,start,value,flag"

Judged = Callable[..., Checked]


def wide(context: CheckContext, *rows: str) -> Checked:
    return check(read("\n".join([WIDE, *rows]).encode(), filename="a.csv", layout=None, now=NOW), context)


def rules(checked: Checked) -> list[str]:
    return [finding.rule for finding in checked.findings]


GOOD_AND_BAD = {
    "row_shape": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,5",
        "示范站,so2,2026-03-01 01,5,6",
    ),
    "known_station": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,5",
        "别处,so2,2026-03-01 01,5",
    ),
    "known_parameter": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,5",
        "示范站,xx,2026-03-01 01,5",
    ),
    "known_period": (PERIOD, "示范站,so2,2026-03-01 01,5,8h", "示范站,so2,2026-03-01 01,5,week"),
    "known_flag": (FLAG, "示范站,so2,2026-03-01 01,5,d", "示范站,so2,2026-03-01 01,5,?"),
    "known_unit": (UNIT, "示范站,so2,2026-03-01 01,5,µg/m³", "示范站,so2,2026-03-01 01,5,ppm"),
    "time_valid": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 23,5",
        "示范站,so2,2026-03-01 24,5",
    ),
    "not_future": (
        "station,parameter,start,value",
        "示范站,so2,2026-04-01 07,5",
        "示范站,so2,2026-04-01 08,5",
    ),
    "start_aligned": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,5",
        "示范站,so2,2026-03-01 01:30,5",
    ),
    "value_number": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,1e2",
        "示范站,so2,2026-03-01 01,＜5",
    ),
    "not_negative": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,0",
        "示范站,so2,2026-03-01 01,-0.1",
    ),
    "possible_range": (
        "station,parameter,start,value",
        "示范站,so2,2026-03-01 01,2000",
        "示范站,so2,2026-03-01 01,2000.1",
    ),
}


@pytest.mark.parametrize("rule", GOOD_AND_BAD)
def test_each_rule_lets_the_good_pass_and_rejects_the_bad(rule: str, judged: Judged) -> None:
    header, good, bad = GOOD_AND_BAD[rule]

    passed, failed = judged([good], header), judged([bad], header)

    assert (rules(passed), len(passed.accepted), passed.rejected_rows) == ([], 1, set())
    assert (rules(failed), len(failed.accepted), failed.rejected_rows) == ([rule], 0, {2})
    assert failed.rejected == 1
    assert failed.findings[0].message.startswith("第 2 行")
    assert failed.findings[0].advice


def test_every_rule_has_its_case_here_or_a_test_of_its_own() -> None:
    own = {"known_field", "station_active", "duplicate_in_file", "repeats_previous_hour", "pm25_above_pm10"}

    assert {rule.__name__ for rule in RULES} == {*GOOD_AND_BAD, *own}


def test_the_message_says_where_what_and_what_to_do(context: CheckContext) -> None:
    finding = wide(context, "1267A,20260301,24,1,2,3,4,5,6").findings[0]

    assert finding.message == "第 2 行“Hour”列是 24。小时只能是 00 到 23。"
    assert finding.advice == "24 点请写成次日 00 点。"
    assert (finding.row, finding.column, finding.value) == (2, "Hour", "24")


def test_a_bad_time_rejects_all_readings_of_the_row_with_one_finding(context: CheckContext) -> None:
    checked = wide(context, "1267A,20260301,24,1,2,3,4,5,6", "1267A,20260301,23,1,2,3,4,5,6")

    assert rules(checked) == ["time_valid"]
    assert (len(checked.accepted), checked.rejected, checked.rejected_rows) == (6, 6, {2})


def test_a_bad_cell_rejects_its_reading_only(context: CheckContext) -> None:
    checked = wide(context, "1267A,20260301,01,1,abc,3,-4,5,6")

    assert [(finding.rule, finding.column) for finding in checked.findings] == [
        ("value_number", "PM10"),
        ("not_negative", "NO2"),
    ]
    assert checked.accepted["column"].tolist() == ["PM2.5", "CO", "O3_1h", "SO2"]
    assert (checked.rejected, checked.absent) == (2, 0)


def test_all_that_is_wrong_with_a_row_is_told_at_once(context: CheckContext) -> None:
    checked = wide(context, "nowhere,20260332,01,abc,2,3,4,5,6")

    assert sorted(rules(checked)) == ["known_station", "time_valid", "value_number"]


def test_an_absent_value_is_no_measurement_and_no_error(context: CheckContext) -> None:
    checked = wide(context, "1267A,20260301,01,-,NaN,—,,*,6")

    assert not checked.findings
    assert (checked.accepted["value"].tolist(), checked.absent, checked.rejected) == ([6.0], 5, 0)


def test_the_counts_add_up_to_all_readings(context: CheckContext) -> None:
    checked = wide(
        context,
        "1267A,20260301,01,1,2,3,,5,6",
        "1267A,20260301,01,1,2,3,,5,7",
        "nowhere,20260301,02,x,2,3,,5,6",
    )

    assert len(checked.accepted) + checked.absent + checked.rejected + checked.ignored == 18
    assert checked.ignored == 4
    assert checked.rejected == 7
    assert len(checked.accepted) == 4


@pytest.mark.parametrize(
    ("start", "accepted"),
    [("2026-02-28 23", 0), ("2026-03-01 00", 1), ("2026-03-09 23", 1), ("2026-03-10 00", 0)],
)
def test_a_station_reports_from_its_first_day_to_before_its_end(
    start: str, accepted: int, tidy: Callable[..., Readings], context: CheckContext
) -> None:
    active = replace(context, active={9: (date(2026, 3, 1), date(2026, 3, 10))})

    checked = check(tidy([f"示范站,so2,{start},5"]), active)

    assert len(checked.accepted) == accepted
    assert rules(checked) == ([] if accepted else ["station_active"])


def test_a_parameter_whose_bounds_reach_below_zero_may_be_negative(
    tidy: Callable[..., Readings], context: CheckContext
) -> None:
    cold = replace(context, known_parameters=frozenset({"a01001"}), bounds={"a01001": (-40.0, 60.0)})

    checked = check(tidy(["示范站,a01001,2026-03-01 01,-12", "示范站,a01001,2026-03-01 02,-41"]), cold)

    assert checked.accepted["value"].tolist() == [-12.0]
    assert rules(checked) == ["possible_range"]


def test_a_repetition_is_ignored_with_a_warning(judged: Judged) -> None:
    checked = judged(
        ["1267A,so2,2026-03-01 01,5", "监测站大楼,so2,2026-03-01 01,5.0", "1267A,so2,2026-03-01 02,5"]
    )

    assert [(finding.row, finding.severity) for finding in checked.findings] == [(3, "warning")]
    assert "第 2 行重复" in checked.findings[0].message
    assert checked.accepted["row"].tolist() == [2, 4]
    assert (checked.ignored, checked.rejected_rows) == (1, set())


@pytest.mark.parametrize("second", ["1267A,so2,2026-03-01 01,6,", "1267A,so2,2026-03-01 01,5,D"])
def test_two_contradicting_values_are_both_rejected(second: str, judged: Judged) -> None:
    checked = judged(["1267A,so2,2026-03-01 01,5,", second], FLAG)

    assert [(finding.row, finding.rule, finding.severity) for finding in checked.findings] == [
        (2, "duplicate_in_file", "error"),
        (3, "duplicate_in_file", "error"),
    ]
    assert "第 3 行" in checked.findings[0].message
    assert "第 2 行" in checked.findings[1].message
    assert checked.accepted.empty


def test_a_rejected_twin_does_not_spoil_the_good_one(judged: Judged) -> None:
    checked = judged(["1267A,so2,2026-03-01 01,-5", "1267A,so2,2026-03-01 01,5", "1267A,so2,2026-03-01 01,"])

    assert rules(checked) == ["not_negative"]
    assert checked.accepted["value"].tolist() == [5.0]


def test_different_periods_are_not_duplicates(judged: Judged) -> None:
    assert (
        len(judged(["1267A,so2,2026-03-01 00,5,hour", "1267A,so2,2026-03-01 00,6,day"], PERIOD).accepted) == 2
    )


def test_an_hour_equal_to_the_one_before_is_warned_of_and_kept(context: CheckContext) -> None:
    checked = wide(context, "1267A,20260301,02,1,2,3,4,5,6", "1267A,20260301,01,1,2,3,4,5,6")

    assert [(finding.row, finding.rule, finding.severity) for finding in checked.findings] == [
        (2, "repeats_previous_hour", "warning")
    ]
    assert len(checked.accepted) == 12


@pytest.mark.parametrize(
    "second",
    [
        "1267A,20260301,02,1,2,3,4,5,7",  # one differs
        "1267A,20260301,02,1,2,3,4,5,",  # one is missing
        "1267A,20260301,03,1,2,3,4,5,6",  # two hours later
        "1268A,20260301,02,1,2,3,4,5,6",  # another station
    ],
)
def test_an_hour_that_differs_is_not_warned_of(second: str, context: CheckContext) -> None:
    assert not wide(context, "1267A,20260301,01,1,2,3,4,5,6", second).findings


def test_two_equal_values_are_too_few_to_call_a_repetition(judged: Judged) -> None:
    rows = [f"1267A,{parameter},2026-03-01 0{hour},5" for hour in (1, 2) for parameter in ("so2", "no2")]

    assert not judged(rows).findings


def test_fine_particles_above_coarse_are_warned_of_and_kept(context: CheckContext) -> None:
    checked = wide(context, "1267A,20260301,01,9,8.5,3,4,5,6", "1267A,20260301,02,8,8,3,4,5,6")

    assert [(finding.row, finding.rule, finding.severity) for finding in checked.findings] == [
        (2, "pm25_above_pm10", "warning")
    ]
    assert "PM2.5（9）大于 PM10（8.5）" in checked.findings[0].message
    assert len(checked.accepted) == 12


def test_readings_made_elsewhere_are_judged_by_the_same_rules(context: CheckContext) -> None:
    columns = {
        "row": [1, 2, 3],
        "column": ["a"] * 3,
        "station": ["示范站"] * 3,
        "parameter": ["so2"] * 3,
        "period": ["hour"] * 3,
        "start": [pd.Timestamp("2026-03-01", tz="UTC"), pd.NaT, pd.Timestamp("2030-01-01", tz="UTC")],
        "value": [1.0, 2.0, 3.0],
        "flag": [""] * 3,
    }

    checked = check(Readings(readings_frame(columns), rows_total=3, defects=defects_frame()), context)

    assert rules(checked) == ["time_valid", "not_future"]
    assert checked.accepted["row"].tolist() == [1]


def test_the_corpus_of_bad_values_gets_the_expected_verdicts(
    samples: Path, context: CheckContext, errors: Callable[[Checked], Mapping[int, str]]
) -> None:
    path = samples / "bad_values.csv"
    with path.open(newline="", encoding="utf-8") as file:
        expected = {row: case["expected"] for row, case in enumerate(csv.DictReader(file), 2)}

    checked = check(read(path.read_bytes(), filename=path.name, layout="tidy", now=NOW), context)

    assert dict(errors(checked)) == {
        row: rule for row, rule in expected.items() if rule not in {"", "absent"}
    }
    assert checked.accepted["row"].tolist() == [row for row, rule in expected.items() if not rule]
    assert checked.absent == sum(rule == "absent" for rule in expected.values())
    assert checked.accepted["value"].tolist()[-1] == 12.0
