"""One AQHI from hourly concentrations or means, on exact fractions and 34-digit exponentials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from monitoring.science.aqhi.parameters import AqhiParameters
from monitoring.science.rounding import decimal_of, measurable, round_half_even

LARGEST_EXPONENT = 100
"""β·C is cut here: far beyond every band, and the exponential stays finite."""

_CONTEXT = Context(prec=34)


@dataclass(frozen=True)
class AqhiResult:
    """One AQHI, or the reason it is withheld.

    `value` is 11 for the display "10+". `contributions` are per cent of added risk (or the concentration, for
    AQHI+) of every pollutant that has a mean, also when the index is withheld; four decimals, as are `means`
    (µg/m³). `total` is the figure that was banded. `hours` counts the valid hours of the window; empty when means
    were given. `withheld` is "missing:o3" or "missing:o3,so2"; `complete` is False when a pollutant or an hour
    was missing.
    """

    value: Decimal | None
    display: str | None
    level: int | None
    level_name: str | None
    colour: str | None
    primary: tuple[str, ...]
    contributions: dict[str, Decimal]
    total: Decimal | None
    means: dict[str, Decimal]
    hours: dict[str, int]
    missing: tuple[str, ...]
    complete: bool
    withheld: str | None
    edition: str
    status: str


def compute(parameters: AqhiParameters, hourly: Mapping[str, Sequence[Decimal | None]]) -> AqhiResult:
    """The AQHI of the hour that each sequence ends with; µg/m³, oldest first, None for a missing hour.

    Hours before the beginning of a sequence are missing, those older than the window are not read. Negative,
    infinite and NaN values count as missing. A required pollutant with too few hours withholds the index: no
    missing pollutant may ever make the air look better.
    """
    means: dict[str, Fraction] = {}
    hours: dict[str, int] = {}
    for key in parameters.pollutants:
        window = hourly.get(key, ())[-parameters.window_hours :]
        usable = [Fraction(value) for value in map(measurable, window) if value is not None]
        hours[key] = len(usable)
        if len(usable) >= parameters.minimum_hours:
            means[key] = sum(usable, Fraction(0)) / len(usable)
    full = all(count == parameters.window_hours for count in hours.values())
    return _assess(parameters, means, hours, full)


def from_means(parameters: AqhiParameters, means: Mapping[str, Decimal | None]) -> AqhiResult:
    """The AQHI of means already formed, in µg/m³; a missing, negative or non-finite mean is missing."""
    usable = {key: measurable(means.get(key)) for key in parameters.pollutants}
    fractions = {key: Fraction(value) for key, value in usable.items() if value is not None}
    return _assess(parameters, fractions, {}, True)


def higher(first: AqhiResult, second: AqhiResult) -> AqhiResult:
    """The one with the higher value, as Canada reports AQHI and AQHI+; a withheld one withholds the report."""
    if first.value is None or second.value is None:
        return first if first.value is None else second
    return second if second.value > first.value else first


def _assess(
    parameters: AqhiParameters, means: Mapping[str, Fraction], hours: dict[str, int], full: bool
) -> AqhiResult:
    exponents = parameters.exponents
    risks = {key: _term(parameters, exponents[key] * mean) for key, mean in means.items()}
    missing = tuple(key for key in parameters.pollutants if key not in means)
    withholding = [key for key in missing if key in parameters.required]
    blank = AqhiResult(
        value=None,
        display=None,
        level=None,
        level_name=None,
        colour=None,
        primary=(),
        contributions={key: round_half_even(risk, 4) for key, risk in risks.items()},
        total=None,
        means={key: decimal_of(mean, 4) for key, mean in means.items()},
        hours=hours,
        missing=missing,
        complete=full and not missing,
        withheld=f"missing:{','.join(withholding)}" if withholding else None,
        edition=parameters.edition,
        status=parameters.status,
    )
    if withholding:
        return blank
    terms = {key: exponents[key] * mean for key, mean in means.items()}
    return _judged(parameters, blank, _total(parameters, risks), terms)


def _judged(
    parameters: AqhiParameters, blank: AqhiResult, total: Decimal, terms: Mapping[str, Fraction]
) -> AqhiResult:
    """`blank` with the index, level and primary pollutant of a total."""
    level = parameters.level(total)
    value = parameters.value(total)
    named = parameters.primary_from_level is not None and level.number >= parameters.primary_from_level
    return replace(
        blank,
        value=value,
        display=parameters.display(value),
        level=level.number,
        level_name=level.name_zh,
        colour=level.colour,
        primary=_largest(terms) if named else (),
        total=total if parameters.total_places is not None else round_half_even(total, 4),
    )


def _term(parameters: AqhiParameters, exponent: Fraction) -> Decimal:
    """One pollutant's per cent of added risk; for the form "concentration" the mean itself."""
    if parameters.form == "concentration":
        return _CONTEXT.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    bounded = min(exponent, Fraction(LARGEST_EXPONENT))
    ratio = _CONTEXT.divide(Decimal(bounded.numerator), Decimal(bounded.denominator))
    return _CONTEXT.multiply(_CONTEXT.subtract(_CONTEXT.exp(ratio), Decimal(1)), Decimal(100))


def _total(parameters: AqhiParameters, risks: Mapping[str, Decimal]) -> Decimal:
    total = Decimal(0)
    for key, risk in risks.items():
        if key not in parameters.larger_of:
            total = _CONTEXT.add(total, risk)
    rivals = [risks[key] for key in parameters.larger_of if key in risks]
    if rivals:
        total = _CONTEXT.add(total, max(rivals))
    return total if parameters.total_places is None else round_half_even(total, parameters.total_places)


def _largest(exponents: Mapping[str, Fraction]) -> tuple[str, ...]:
    """The pollutants of the largest added risk, ties together: the risk grows with β·C, which compares exactly."""
    highest = max(exponents.values())
    return tuple(key for key, exponent in exponents.items() if exponent == highest)
