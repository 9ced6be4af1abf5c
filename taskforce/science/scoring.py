"""Scores of the yearly assessment from counts, their sum and their ranks. 平台默认(非标准): the plan sets no method.

方案 五（三） only asks that progress be assessed; indicators and weights are the county's to state. No clock in here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
TENTH = Decimal("0.1")
FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Scored:
    """A score with its workings; value None: withheld, for the reason in `withheld`."""

    value: Decimal | None
    numerator: int
    denominator: int
    formula: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Points reached of the points that could be judged; `percent` of them, None when nothing could be judged."""

    points: Decimal
    out_of: Decimal
    percent: Decimal | None


def tenth(value: Decimal) -> Decimal:
    """Return the value to one decimal, a half rounded up."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def share_score(weight: Decimal, numerator: int, denominator: int, *, nothing: str) -> Scored:
    """Return weight × numerator ÷ denominator; with denominator 0 withheld, for the reason `nothing`."""
    if not 0 <= numerator <= denominator:
        raise ValueError("a share lies between nothing and everything")
    if denominator == 0:
        return Scored(None, 0, 0, "", nothing)
    value = tenth(weight * numerator / denominator)
    return Scored(
        value, numerator, denominator, f"{plain(weight)} × {numerator} ÷ {denominator} ＝ {plain(value)}"
    )


def total(scores: Iterable[tuple[Decimal, Decimal | None]]) -> Total:
    """Return the sum of (weight, score) pairs. A weight without a score leaves the denominator too."""
    judged = [(weight, score) for weight, score in scores if score is not None]
    points = sum((score for _, score in judged), Decimal(0))
    out_of = sum((weight for weight, _ in judged), Decimal(0))
    return Total(points, out_of, tenth(points * FULL / out_of) if out_of else None)


def ranks(percents: Mapping[K, Decimal | None]) -> dict[K, int]:
    """Return each key's rank, the highest first; equal ones share a rank and the next is passed over (1, 2, 2, 4).

    A key without a percentage has no rank.
    """
    present = [percent for percent in percents.values() if percent is not None]
    return {
        key: 1 + sum(other > percent for other in present)
        for key, percent in percents.items()
        if percent is not None
    }


def plain(value: Decimal) -> str:
    """Return a decimal without needless zeros or an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
