"""The shape of an AQHI parameter set. A new edition is a new value of `AqhiParameters`, not new code."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from monitoring.science.rounding import decimal_of

Status = Literal["official", "candidate", "default"]
STATUS_ZH: Mapping[Status, str] = MappingProxyType(
    {"official": "官方", "candidate": "候选", "default": "平台默认（非标准）"}
)
OVER_TOP = 11
"""The band above 10. Its value is 11, so that order and charts hold; what people read is the display "10+"."""


@dataclass(frozen=True)
class AqhiLevel:
    """One risk level with what to do. `top` is the last AQHI band in it; `shape` repeats the grade without colour."""

    number: int
    top: int
    name_zh: str
    name_en: str
    colour: str
    rgb: tuple[int, int, int]
    shape: str
    general_zh: str
    sensitive_zh: str
    general_en: str
    sensitive_en: str

    @property
    def hex(self) -> str:
        """The colour as #rrggbb."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


@dataclass(frozen=True)
class AqhiParameters:
    """One parameter set.

    The total is Σ 100·(exp(β·C) − 1) in per cent over `pollutants`, of `larger_of` only the greater term;
    with `form` "concentration" it is the one pollutant's mean itself. It is rounded to `total_places` (None: not)
    and banded by `cuts`, the upper ends of AQHI 1 to 10; an upper end belongs to the lower band. `interpolated`
    sets give one decimal, linear inside the band, band 1 beginning at 0.
    `required` pollutants withhold the index when missing; the rest of `pollutants` leave it incomplete.
    C is the mean of `window_hours`, of which `minimum_hours` must be valid, in µg/m³, divided by `divisors`
    (µg/m³ per ppb) where the formula wants ppb. `primary_from_level` is None where no primary pollutant is named.
    """

    code: str
    name_zh: str
    name_en: str
    edition: str
    status: Status
    effective_from: date | None
    effective_to: date | None
    pollutants: tuple[str, ...]
    required: tuple[str, ...]
    window_hours: int
    minimum_hours: int
    betas: Mapping[str, Decimal] = field(repr=False)
    cuts: tuple[Decimal, ...] = field(repr=False)
    levels: tuple[AqhiLevel, ...] = field(repr=False)
    source: str = field(repr=False)
    notes_zh: tuple[str, ...] = field(repr=False)
    form: Literal["excess_risk", "concentration"] = "excess_risk"
    larger_of: tuple[str, ...] = ()
    divisors: Mapping[str, Decimal] = field(default_factory=dict, repr=False)
    total_places: int | None = 2
    interpolated: bool = False
    primary_from_level: int | None = None
    value_rgb: tuple[tuple[int, int, int], ...] = field(default=(), repr=False)

    @property
    def status_zh(self) -> str:
        """The status in words, shown beside every value."""
        return STATUS_ZH[self.status]

    @property
    def exponents(self) -> dict[str, Fraction]:
        """β per µg/m³ of each pollutant, the unit conversion included."""
        return {
            key: Fraction(beta) / Fraction(self.divisors.get(key, Decimal(1)))
            for key, beta in self.betas.items()
        }

    def band(self, total: Decimal) -> int:
        """The band of a total already rounded: 1 to 10, or OVER_TOP above the last cut."""
        return bisect_left(self.cuts, total) + 1

    def value(self, total: Decimal) -> Decimal:
        """The index of a total already rounded: the band, or one decimal where the set interpolates; 11 above 10."""
        band = self.band(total)
        if not self.interpolated or band == OVER_TOP:
            return Decimal(band)
        low = Fraction(self.cuts[band - 2] if band > 1 else 0)
        share = (Fraction(total) - low) / (Fraction(self.cuts[band - 1]) - low)
        return decimal_of(band - 1 + share, 1)

    def display(self, value: Decimal) -> str:
        """What people read: "1.6", "7" or "10+"."""
        return "10+" if value == OVER_TOP else str(value)

    def level(self, total: Decimal) -> AqhiLevel:
        """The risk level of a total already rounded; decided on the total, never on the displayed value."""
        band = self.band(total)
        return next(level for level in self.levels if band <= level.top)
