"""IAQI and AQI of one hour or one day (HJ 633-2012 clause 4, HJ 633-2026 clauses 4 and 5.3), on exact fractions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from monitoring.science.aqi.editions import IAQI_STEPS, AqiStandard
from monitoring.science.aqi.levels import level_of
from monitoring.science.rounding import ceil_int, measurable, round_half_even


@dataclass(frozen=True)
class AqiResult:
    """One AQI, or the reason it is withheld.

    `iaqi` holds every computable single index, also when the AQI is withheld. `missing` lists the keys that the
    edition asks for and that could not be used. `withheld` is a reason code ("no_data",
    "incomplete_2026_5_3_1", "needs:so2_24h"), None when the AQI stands. `exceeding` stays empty under 2026.
    """

    aqi: int | None
    level: int | None
    category: str | None
    colour: str | None
    primary: tuple[str, ...]
    iaqi: dict[str, int]
    exceeding: tuple[str, ...]
    missing: tuple[str, ...]
    complete: bool
    withheld: str | None
    edition: str


def iaqi(standard: AqiStandard, item: str, concentration: Decimal | None) -> int | None:
    """The individual index of a table column such as "so2_24h", "o3_8h" or "pm10_1h".

    `concentration` in µg/m³, CO in mg/m³. Under 2026 it is first rounded to a whole number, CO to one decimal
    (4.2.2, 4.2.3). None when the value is missing, negative, or beyond the end of a column that the edition no
    longer computes (2012: SO2 1 h and O3 8 h above 800). Raises KeyError for an unknown item.
    """
    table = standard.breakpoints[item]
    value = measurable(concentration)
    if value is None:
        return None
    if standard.rounds_concentrations:
        value = round_half_even(value, 1 if item.startswith("co_") else 0)
    if value > table.concentrations[-1]:
        return table.above
    upper = next(place for place, end in enumerate(table.concentrations) if place and value <= end)
    low, high = Fraction(table.concentrations[upper - 1]), Fraction(table.concentrations[upper])
    step = IAQI_STEPS[upper] - IAQI_STEPS[upper - 1]
    return ceil_int(step * (Fraction(value) - low) / (high - low) + IAQI_STEPS[upper - 1])


def hourly(
    standard: AqiStandard, concentrations: Mapping[str, Decimal | None], *, unplanned: Collection[str] = ()
) -> AqiResult:
    """The AQI of one hour from 1-hour means under the keys so2, no2, co, o3, pm10, pm2_5.

    Under 2012 an "so2_24h" may be added; it replaces SO2 above 800 µg/m³. `unplanned` keys are not measured at
    this place by plan and do not block publication (2026, 5.3.2; the caller answers for its condition).
    """
    return _index(standard, standard.hourly_items, concentrations, unplanned)


def daily(
    standard: AqiStandard, concentrations: Mapping[str, Decimal | None], *, unplanned: Collection[str] = ()
) -> AqiResult:
    """The AQI of one natural day: 24-hour means so2, no2, co, pm10, pm2_5, the maximum o3_8h, under 2012 also o3_1h."""
    return _index(standard, standard.daily_items, concentrations, unplanned)


def _index(
    standard: AqiStandard,
    items: Mapping[str, str],
    concentrations: Mapping[str, Decimal | None],
    unplanned: Collection[str],
) -> AqiResult:
    single: dict[str, int] = {}
    missing: list[str] = []
    needed: list[str] = []
    for key, item in items.items():
        value = measurable(concentrations.get(key))
        if value is None:
            if key not in unplanned:
                missing.append(key)
            continue
        number = iaqi(standard, item, value)
        if number is None:
            other, column = standard.stand_ins[item]
            number = iaqi(standard, column, concentrations.get(other))
            if number is None:
                needed.append(other)
                continue
            if other in items:
                continue
        single[key] = number
    withheld = f"needs:{','.join(needed)}" if needed else _withheld(standard, single, missing)
    return _result(standard, single, tuple(missing), withheld)


def _withheld(standard: AqiStandard, single: Mapping[str, int], missing: list[str]) -> str | None:
    """Why no AQI may be given: nothing to compute from, or 5.3.1 (an item missing and the rest not above 100)."""
    if not single:
        return "no_data"
    threshold = standard.publishes_above
    if threshold is not None and missing and max(single.values()) <= threshold:
        return f"incomplete_{standard.edition}_5_3_1"
    return None


def _result(
    standard: AqiStandard, single: dict[str, int], missing: tuple[str, ...], withheld: str | None
) -> AqiResult:
    exceeding = tuple(key for key, value in single.items() if value > 100) if standard.names_exceeding else ()
    if withheld is not None:
        return AqiResult(
            None, None, None, None, (), single, exceeding, missing, False, withheld, standard.edition
        )
    aqi = max(standard.lowest_aqi, *single.values())
    level = level_of(aqi)
    primary = tuple(key for key, value in single.items() if value == aqi) if aqi > 50 else ()
    return AqiResult(
        aqi,
        level.number,
        level.category,
        level.colour,
        primary,
        single,
        exceeding,
        missing,
        not missing,
        None,
        standard.edition,
    )
