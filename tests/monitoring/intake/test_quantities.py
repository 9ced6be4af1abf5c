from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.intake.quantities import LARGEST, NUMBER_PROBLEMS, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("35", 35.0), (" 35.20 ", 35.2), ("+1", 1.0), ("-3", -3.0), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0)],
)
def test_a_number_is_read(text: str, value: float) -> None:
    assert parse_number(text) == (value, "")


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "--", "NaN", "nan", "*", "-;", "NA"])
def test_a_mark_for_absent_is_no_problem(text: str) -> None:
    parsed = parse_number(text)

    assert math.isnan(parsed.value)
    assert parsed.problem == ""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,2", "grouped"),
        ("1,234.5", "grouped"),
        ("1 234", "grouped"),
        ("<0.05", "below_limit"),
        ("＜5", "below_limit"),
        ("３５", "full_width"),
        ("35．2", "full_width"),
        ("inf", "not_finite"),
        ("-Infinity", "not_finite"),
        ("1e999", "too_large"),
        ("1" * 400, "too_large"),
        ("#DIV/0!", "spreadsheet_error"),
        ("abc", "text"),
        ("0x23", "text"),
        ("1_000", "text"),
        ("35%", "text"),
        ("=1+1", "text"),
        ("35 µg/m³", "text"),
    ],
)
def test_a_text_that_is_no_number_is_told(text: str, problem: str) -> None:
    parsed = parse_number(text)

    assert math.isnan(parsed.value)
    assert parsed.problem == problem


@given(st.text(max_size=80) | st.text("0123456789.,+-eE<＜ ", max_size=30))
@settings(deadline=None)
def test_any_text_is_a_finite_number_absent_or_a_known_problem(text: str) -> None:
    parsed = parse_number(text)

    assert parsed.problem in {"", *NUMBER_PROBLEMS}
    assert math.isnan(parsed.value) or (parsed.problem == "" and abs(parsed.value) < LARGEST)


@given(st.floats(-1e11, 1e11))
@settings(deadline=None)
def test_the_shortest_text_of_a_number_is_read_back_exactly(value: float) -> None:
    assert parse_number(repr(value)).value == value
