from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.intake.batch import FIELDS, read_batch, read_items
from monitoring.intake.checks import CheckContext, Checked, check
from monitoring.intake.limits import Limits
from monitoring.intake.refusals import BatchRefused

NOW = datetime(2026, 4, 1, tzinfo=UTC)
GOOD = {
    "station": "示范站",
    "parameter": "so2",
    "period": "hour",
    "start": "2026-03-01T00:00:00+08:00",
    "value": 35.2,
}


def body(*items: object) -> bytes:
    return json.dumps({"readings": list(items)}).encode()


def test_a_good_reading_is_accepted(context: CheckContext) -> None:
    checked = check(read_batch(body(GOOD, GOOD | {"value": None, "parameter": "no2"}), now=NOW), context)

    one = checked.accepted.iloc[0]
    assert not checked.findings
    assert (one["row"], one["column"], one["value"], one["station_id"]) == (1, "value", 35.2, 9)
    assert (len(checked.accepted), checked.absent) == (1, 1)


@pytest.mark.parametrize(
    ("change", "rule", "column"),
    [
        ({"extra": 1}, "known_field", "extra"),
        ({"flag": 1}, "known_field", "flag"),
        ({"value": True}, "known_field", "value"),
        ({"value": [1]}, "known_field", "value"),
        ({"station": 7}, "known_station", "station"),
        ({"start": "2026-03-01T00:00:00"}, "time_valid", "start"),
        ({"value": 1e400}, "value_number", "value"),
        ({"value": 10**400}, "value_number", "value"),
        ({"value": "1,2"}, "value_number", "value"),
        ({"parameter": "xx"}, "known_parameter", "parameter"),
        ({"flag": "坏"}, "known_flag", "flag"),
    ],
)
def test_a_bad_field_is_a_finding_that_names_it(
    change: dict[str, object], rule: str, column: str, context: CheckContext
) -> None:
    checked = check(read_batch(body(GOOD | {"parameter": "no2"}, GOOD | change), now=NOW), context)

    assert (2, rule, column) in {(finding.row, finding.rule, finding.column) for finding in checked.findings}
    assert len(checked.accepted) == 1
    assert "第 2 条" in checked.findings[0].message


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"flag"}))
def test_a_missing_field_is_a_finding(name: str, context: CheckContext) -> None:
    item = {key: value for key, value in GOOD.items() if key != name}

    checked = check(read_batch(body(item), now=NOW), context)

    assert ("known_field", name) in {(finding.rule, finding.column) for finding in checked.findings}
    assert checked.accepted.empty


def test_an_item_that_is_no_object_is_a_finding(context: CheckContext) -> None:
    checked = check(read_batch(body("x", GOOD), now=NOW), context)

    assert (1, "known_field") in {(finding.row, finding.rule) for finding in checked.findings}
    assert len(checked.accepted) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"readings": []}',
        b'{"readings": {}}',
        b'{"readings": [1], "x": 1}',
        b"[" * 100_000,
    ],
)
def test_a_body_of_another_shape_is_refused(content: bytes) -> None:
    with pytest.raises(BatchRefused) as refusal:
        read_batch(content, now=NOW)

    assert refusal.value.message
    assert refusal.value.advice


def test_too_many_readings_are_refused() -> None:
    limits = Limits(batch_readings=1)

    assert len(read_items([GOOD], now=NOW, limits=limits).frame) == 1
    with pytest.raises(BatchRefused, match="最多 1 条"):
        read_items([GOOD, GOOD], now=NOW, limits=limits)


def test_the_corpus_of_bad_values_gets_the_verdicts_that_a_file_gets(
    samples: Path, context: CheckContext, errors: Callable[[Checked], Mapping[int, str]]
) -> None:
    with (samples / "bad_values.csv").open(newline="", encoding="utf-8") as file:
        cases = [row for row in csv.DictReader(file) if not row["unit"]]

    checked = check(read_items([{name: case[name] for name in FIELDS} for case in cases], now=NOW), context)

    expected = {number: case["expected"] for number, case in enumerate(cases, 1)}
    wanted = {number: rule for number, rule in expected.items() if rule not in {"", "absent"}}
    assert dict(errors(checked)) == wanted


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), inner)
    ),
    max_leaves=20,
)


@given(st.lists(JSON | st.fixed_dictionaries({name: JSON for name in FIELDS}), max_size=5))
@settings(deadline=None)
def test_any_json_is_refused_or_judged(items: list[object]) -> None:
    context = CheckContext({"A": 1}, {}, NOW, frozenset({"so2"}))
    try:
        readings = read_batch(json.dumps({"readings": items}).encode(), now=NOW)
    except BatchRefused:
        assert not items
    else:
        assert check(readings, context).rows_total <= len(items)


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_sign_that_no_database_keeps_is_shown_as_one_that_it_does(sign: str, context: CheckContext) -> None:
    checked = check(read_batch(body(GOOD | {"station": f"A{sign}", f"x{sign}": sign}), now=NOW), context)

    texts = {text for finding in checked.findings for text in (finding.column, finding.value)}
    assert {"x�", "�"} <= texts
    assert "".join(texts).encode() == "".join(texts).replace("\0", "").encode()
