"""GB/T 8170-2008 on exact decimals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.rounding import ceil_int, decimal_of, exact, measurable, round_half_even


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("12.1498", 0, "12"),
        ("10.5002", 0, "11"),
        ("1.050", 1, "1.0"),
        ("0.35", 1, "0.4"),
        ("2500", -3, "2E+3"),
        ("3500", -3, "4E+3"),
        ("1268", -2, "1.3E+3"),
        ("8.53459", 2, "8.53"),
        ("60.5", 0, "60"),
        ("35.5", 0, "36"),
        ("-0.4", 0, "0"),
        ("-2.5", 0, "-2"),
    ],
)
def test_halves_go_to_the_even_digit_once_only(value: str, places: int, expected: str) -> None:
    assert str(round_half_even(value, places)) == expected


def test_a_float_is_taken_at_its_written_digits() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert round_half_even(exact(2.675), 2) == Decimal("2.68")


@pytest.mark.parametrize("value", ["", "abc", "NaN", "Infinity", float("nan"), float("inf"), True])
def test_what_is_not_a_finite_number_is_refused(value: str | float) -> None:
    with pytest.raises(ValueError, match="number"):
        exact(value)


def test_rounding_a_huge_number_is_refused_and_not_attempted() -> None:
    with pytest.raises(ValueError, match="too many digits"):
        round_half_even("1E999999", 2)


@pytest.mark.parametrize(
    "value", [None, Decimal("-0.1"), Decimal("NaN"), Decimal("Infinity"), Decimal("1E13")]
)
def test_no_index_is_computed_from_a_missing_negative_or_absurd_value(value: Decimal | None) -> None:
    assert measurable(value) is None


def test_negative_zero_is_zero() -> None:
    assert str(measurable(Decimal("-0.0"))) == "0"


@given(st.decimals("-100000", "100000", places=4), st.integers(-3, 4))
def test_rounding_never_moves_a_value_by_more_than_half_a_unit(value: Decimal, places: int) -> None:
    rounded = round_half_even(value, places)
    assert abs(rounded - value) <= Decimal(1).scaleb(-places) / 2
    assert round_half_even(rounded, places) == rounded


@given(st.fractions(-1000, 1000), st.integers(0, 6))
def test_a_fraction_rounds_like_its_exact_value(value: Fraction, places: int) -> None:
    assert abs(Fraction(decimal_of(value, places)) - value) <= Fraction(1, 2 * 10**places)


@given(st.fractions(0, 1000))
def test_rounding_up_gives_the_next_whole_number(value: Fraction) -> None:
    assert value <= ceil_int(value) < value + 1
