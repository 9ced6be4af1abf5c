"""One AQHI: worked examples, edges, and the rule that a missing pollutant withholds."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.science.aqhi import (
    CANADA,
    CANADA_PLUS,
    HK_2013,
    HK_2025,
    LISHUI_CANDIDATE,
    LISHUI_CANDIDATE_EVEN,
    PARAMETER_SETS,
    AqhiParameters,
    compute,
    from_means,
    higher,
    hong_kong_on,
)

LISHUI = [LISHUI_CANDIDATE, LISHUI_CANDIDATE_EVEN]
SETS = list(PARAMETER_SETS.values())
MEANS = st.one_of(st.none(), st.decimals(0, 400, places=1))


def lishui(pm2_5: float, o3: float, so2: float, no2: float) -> dict[str, Decimal | None]:
    return {
        "pm2_5": Decimal(str(pm2_5)),
        "o3": Decimal(str(o3)),
        "so2": Decimal(str(so2)),
        "no2": Decimal(str(no2)),
    }


@pytest.mark.parametrize(
    ("means", "total", "display", "level"),
    [
        (lishui(10, 100, 20, 40), "16.71", "3.0", 1),  # WHO 2005 guideline values
        (lishui(35, 100, 50, 40), "25.74", "6.0", 2),  # GB 3095-2012 grade I
        (lishui(75, 160, 150, 40), "60.54", "10.0", 4),  # GB 3095-2012 grade II
        (lishui(0, 0, 0, 0), "0.00", "0.0", 1),
        (lishui(150, 265, 100, 120), "69.85", "10+", 4),
    ],
)
def test_the_anchor_sets_fall_on_the_band_limits(
    means: dict[str, Decimal | None], total: str, display: str, level: int
) -> None:
    for parameters in LISHUI:
        result = from_means(parameters, means)
        assert (str(result.total), result.display, result.level) == (total, display, level)


@pytest.mark.parametrize(
    ("total", "display", "level"),
    [
        ("5.57", "1.0", 1),
        ("16.71", "3.0", 1),
        ("16.72", "3.0", 2),
        ("19.72", "4.0", 2),
        ("25.74", "6.0", 2),
        ("25.75", "6.0", 3),
        ("51.84", "9.0", 3),
        ("51.85", "9.0", 4),
        ("60.54", "10.0", 4),
        ("60.55", "10+", 4),
    ],
)
def test_an_upper_end_belongs_to_the_lower_band(total: str, display: str, level: int) -> None:
    for parameters in LISHUI:
        assert parameters.display(parameters.value(Decimal(total))) == display
        assert parameters.level(Decimal(total)).number == level


def test_the_doubtful_cut_moves_decimals_inside_level_two_only() -> None:
    assert LISHUI_CANDIDATE.value(Decimal("21.78")) == 5
    assert LISHUI_CANDIDATE_EVEN.value(Decimal("22.73")) == 5
    for hundredth in range(6200):
        total = Decimal(hundredth).scaleb(-2)
        found, even = LISHUI_CANDIDATE.value(total), LISHUI_CANDIDATE_EVEN.value(total)
        assert LISHUI_CANDIDATE.level(total) == LISHUI_CANDIDATE_EVEN.level(total)
        assert found == even or Decimal("19.72") < total < Decimal("25.74")


def test_missing_ozone_withholds_the_index() -> None:
    """Counted as zero, it would have turned level two into level one."""
    means = lishui(10, 160, 10, 40)
    assert from_means(LISHUI_CANDIDATE, means).level_name == "二级"
    assert from_means(LISHUI_CANDIDATE, {**means, "o3": Decimal(0)}).level_name == "一级"
    without = from_means(LISHUI_CANDIDATE, {**means, "o3": None})
    assert (without.value, without.display, without.level) == (None, None, None)
    assert without.withheld == "missing:o3"
    assert set(without.contributions) == {"pm2_5", "so2", "no2"}
    assert not without.complete


def test_every_missing_pollutant_is_named() -> None:
    result = compute(LISHUI_CANDIDATE, {"pm2_5": [Decimal(1)] * 3})
    assert result.withheld == "missing:o3,so2,no2"
    assert result.hours == {"pm2_5": 3, "o3": 0, "so2": 0, "no2": 0}


@pytest.mark.parametrize("parameters", SETS)
def test_each_required_pollutant_alone_withholds(parameters: AqhiParameters) -> None:
    full: dict[str, list[Decimal | None]] = {key: [Decimal(20)] * 3 for key in parameters.pollutants}
    assert compute(parameters, full).complete
    for key in parameters.required:
        result = compute(parameters, {**full, key: [None] * 3})
        assert (result.value, result.withheld) == (None, f"missing:{key}")


def test_two_of_three_hours_suffice_and_one_does_not() -> None:
    hours: dict[str, list[Decimal | None]] = {key: [Decimal(20)] * 3 for key in LISHUI_CANDIDATE.pollutants}
    two = compute(LISHUI_CANDIDATE, {**hours, "o3": [Decimal(10), None, Decimal(30)]})
    assert (two.means["o3"], two.hours["o3"], two.complete) == (20, 2, False)
    assert two.value is not None
    assert compute(LISHUI_CANDIDATE, {**hours, "o3": [None, None, Decimal(30)]}).withheld == "missing:o3"
    assert compute(LISHUI_CANDIDATE, {**hours, "o3": [Decimal(30)]}).withheld == "missing:o3"


def test_only_the_last_hours_of_a_longer_sequence_count() -> None:
    hours: dict[str, list[Decimal | None]] = {
        key: [Decimal(900), Decimal(20), Decimal(20), Decimal(20)] for key in LISHUI_CANDIDATE.pollutants
    }
    assert compute(LISHUI_CANDIDATE, hours).means["no2"] == 20


def test_negative_and_infinite_hours_are_missing() -> None:
    hours: dict[str, list[Decimal | None]] = {key: [Decimal(20)] * 3 for key in LISHUI_CANDIDATE.pollutants}
    hours["so2"] = [Decimal(-3), Decimal("NaN"), Decimal(20)]
    assert compute(LISHUI_CANDIDATE, hours).withheld == "missing:so2"


def test_no_primary_pollutant_in_level_one_and_ties_together_above() -> None:
    assert from_means(LISHUI_CANDIDATE, lishui(1, 50, 1, 1)).primary == ()
    assert from_means(LISHUI_CANDIDATE, lishui(10, 160, 10, 40)).primary == ("o3",)
    tie = lishui(586, 683, 0, 0)  # 0.000683 × 586 = 0.000586 × 683
    assert from_means(LISHUI_CANDIDATE, tie).primary == ("pm2_5", "o3")


def test_lishui_says_that_it_is_a_candidate_and_its_advice_is_unverified() -> None:
    for parameters in LISHUI:
        assert parameters.status == "candidate"
        assert parameters.status_zh == "候选"
        assert any("未与附录 A 核对" in note for note in parameters.notes_zh)
    assert LISHUI_CANDIDATE.effective_from == date(2020, 9, 3)


@pytest.mark.parametrize("parameters", SETS)
def test_levels_can_be_told_apart_without_colour(parameters: AqhiParameters) -> None:
    for read in ("number", "name_zh", "colour", "rgb", "shape"):
        assert len({getattr(level, read) for level in parameters.levels}) == len(parameters.levels)
    assert all(level.general_zh and level.sensitive_zh and level.general_en for level in parameters.levels)
    assert list(parameters.cuts) == sorted(parameters.cuts)
    assert len(parameters.cuts) == 10


HK_MEANS = {
    "no2": Decimal(40),
    "so2": Decimal(5),
    "o3": Decimal(60),
    "pm10": Decimal(60),
    "pm2_5": Decimal(30),
}


@pytest.mark.parametrize("parameters", [HK_2013, HK_2025])
def test_hong_kong_takes_the_greater_particle_term(parameters: AqhiParameters) -> None:
    both = from_means(parameters, HK_MEANS)
    coarse = from_means(parameters, {**HK_MEANS, "pm2_5": None})
    assert coarse.total == both.total
    assert both.complete
    assert not coarse.complete
    fine = from_means(parameters, {**HK_MEANS, "pm2_5": Decimal(300)})
    assert fine.total is not None
    assert both.total is not None
    assert fine.total > both.total


@pytest.mark.parametrize("parameters", [HK_2013, HK_2025])
def test_hong_kong_without_pm10_or_without_both_is_withheld(parameters: AqhiParameters) -> None:
    assert from_means(parameters, {**HK_MEANS, "pm10": None}).withheld == "missing:pm10"
    assert from_means(parameters, {**HK_MEANS, "pm10": None, "pm2_5": None}).withheld == "missing:pm10"


@pytest.mark.parametrize(
    ("parameters", "total", "display", "level"),
    [
        (HK_2025, "0", "1", "低"),
        (HK_2025, "1.87", "1", "低"),
        (HK_2025, "1.88", "2", "低"),
        (HK_2013, "1.88", "1", "低"),
        (HK_2025, "5.60", "3", "低"),
        (HK_2025, "5.61", "4", "中"),
        (HK_2025, "12.81", "7", "高"),
        (HK_2025, "12.82", "8", "甚高"),
        (HK_2025, "19.21", "10", "甚高"),
        (HK_2025, "19.22", "10+", "严重"),
        (HK_2013, "19.37", "10", "甚高"),
        (HK_2013, "19.38", "10+", "严重"),
    ],
)
def test_hong_kong_bands(parameters: AqhiParameters, total: str, display: str, level: str) -> None:
    assert parameters.display(parameters.value(Decimal(total))) == display
    assert parameters.level(Decimal(total)).name_zh == level


def test_hong_kong_changed_on_22_march_2025() -> None:
    assert hong_kong_on(date(2025, 3, 21)) is HK_2013
    assert hong_kong_on(date(2025, 3, 22)) is HK_2025
    assert HK_2025.effective_from == date(2025, 3, 22)


@pytest.mark.parametrize(
    ("total", "display"), [("0", "1"), ("1.55", "1"), ("1.57", "2"), ("10.91", "10"), ("10.93", "10+")]
)
def test_canada_rounds_to_the_nearest_whole_number(total: str, display: str) -> None:
    assert CANADA.display(CANADA.value(Decimal(total))) == display


def test_canada_converts_gases_to_ppb() -> None:
    # 40 ppb NO2, 80 ppb O3, 150 µg/m³ PM2.5: 14.92, above ten.
    means = {
        "no2": Decimal(40) * Decimal("1.8804"),
        "o3": Decimal(80) * Decimal("1.9619"),
        "pm2_5": Decimal(150),
    }
    result = from_means(CANADA, means)
    assert result.total is not None
    assert float(result.total) * 10 / 10.4 == pytest.approx(14.916777, abs=1e-4)
    assert (result.display, result.value, result.level) == ("10+", 11, 4)


@pytest.mark.parametrize(
    ("mean", "display"), [("0", "1"), ("10", "1"), ("10.1", "2"), ("100", "10"), ("100.1", "10+")]
)
def test_canada_plus_counts_tens_of_fine_particles(mean: str, display: str) -> None:
    assert from_means(CANADA_PLUS, {"pm2_5": Decimal(mean)}).display == display


def test_the_higher_index_is_reported_and_a_withheld_one_withholds() -> None:
    low = from_means(CANADA_PLUS, {"pm2_5": Decimal(15)})
    high = from_means(CANADA_PLUS, {"pm2_5": Decimal(55)})
    none = from_means(CANADA_PLUS, {})
    assert higher(low, high) is high
    assert higher(high, low) is high
    assert higher(high, none) is none
    assert higher(none, high) is none


@given(st.sampled_from(SETS), st.data())
def test_no_missing_pollutant_ever_lowers_the_index(parameters: AqhiParameters, data: st.DataObject) -> None:
    means = {key: data.draw(st.decimals(0, 400, places=1)) for key in parameters.pollutants}
    full = from_means(parameters, means)
    dropped = data.draw(st.sampled_from(parameters.required))
    part = from_means(parameters, {**means, dropped: None})
    assert full.value is not None
    assert part.value is None


@given(st.sampled_from(SETS), st.data())
def test_more_of_any_pollutant_never_lowers_the_index(
    parameters: AqhiParameters, data: st.DataObject
) -> None:
    means = {key: data.draw(st.decimals(0, 400, places=1)) for key in parameters.pollutants}
    key = data.draw(st.sampled_from(parameters.pollutants))
    less = from_means(parameters, means)
    more = from_means(parameters, {**means, key: means[key] + data.draw(st.decimals(0, 300, places=1))})
    assert less.value is not None
    assert more.value is not None
    assert less.level is not None
    assert more.level is not None
    assert less.value <= more.value
    assert less.level <= more.level


@pytest.mark.parametrize("parameters", SETS)
def test_absurdly_high_concentrations_are_above_ten_and_not_an_error(parameters: AqhiParameters) -> None:
    result = from_means(parameters, dict.fromkeys(parameters.pollutants, Decimal("1E12")))
    assert result.display == "10+"
