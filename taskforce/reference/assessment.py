"""The platform's own set of assessment indicators: 平台默认(非标准), for a year that copies none from before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from yunhe_envhealth.core.reference import read_csv

INDICATORS = Path(__file__).with_name("assessment_indicators.csv")


@dataclass(frozen=True, slots=True)
class UsualIndicator:
    """One indicator of the default set."""

    code: str
    title: str
    weight: Decimal
    method: str
    rule: str
    order: int


def usual_indicators(path: Path = INDICATORS) -> list[UsualIndicator]:
    """Return the default set; its weights sum to 100."""
    return [
        UsualIndicator(
            code=row["code"],
            title=row["title"],
            weight=Decimal(row["weight"]),
            method=row["method"],
            rule=row["rule"],
            order=int(row["order"]),
        )
        for row in read_csv(path)
    ]
