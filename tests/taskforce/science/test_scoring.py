"""Scores from counts, their sum, their ranks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.science.scoring import ranks, share_score, total
from taskforce.science.usual_indicators import USUAL_INDICATORS


def test_a_share_is_scored_with_its_workings() -> None:
    scored = share_score(Decimal("30.0"), 2, 3, nothing="")

    assert (scored.value, scored.formula) == (Decimal("20.0"), "30 × 2 ÷ 3 ＝ 20")


def test_a_half_is_rounded_up_to_one_decimal() -> None:
    assert share_score(Decimal(10), 1, 8, nothing="").value == Decimal("1.3")


def test_nothing_to_count_is_withheld_and_not_zero() -> None:
    scored = share_score(Decimal(20), 0, 0, nothing="没有截止的报送")

    assert (scored.value, scored.withheld) == (None, "没有截止的报送")


@pytest.mark.parametrize("pair", [(3, 2), (-1, 2)])
def test_a_share_beyond_the_whole_is_a_mistake(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="share"):
        share_score(Decimal(10), *pair, nothing="")


def test_a_weight_without_a_score_leaves_the_denominator() -> None:
    found = total([(Decimal(30), Decimal(24)), (Decimal(20), None), (Decimal(10), Decimal(8))])

    assert (found.points, found.out_of, found.percent) == (Decimal(32), Decimal(40), Decimal("80.0"))


def test_without_any_score_there_is_no_percentage() -> None:
    assert total([(Decimal(30), None)]).percent is None


def test_ties_share_a_rank_and_the_next_is_passed_over() -> None:
    percents = {"a": Decimal(80), "b": Decimal(90), "c": Decimal(80), "d": Decimal(70), "e": None}

    assert ranks(percents) == {"b": 1, "a": 2, "c": 2, "d": 4}


@given(st.dictionaries(st.integers(), st.decimals(0, 100, places=1), min_size=1))
def test_a_better_unit_never_stands_behind(percents: dict[int, Decimal]) -> None:
    places = ranks(percents)

    assert min(places.values()) == 1
    assert all(
        (percents[one] > percents[other]) == (places[one] < places[other])
        for one in places
        for other in places
    )


def test_the_default_set_sums_to_100() -> None:
    assert sum(row.weight for row in USUAL_INDICATORS) == 100
