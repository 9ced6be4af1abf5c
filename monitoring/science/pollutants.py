"""The six pollutants of GB 3095 and their names, codes and units.

Codes: HJ 524-2009 as used by HJ 212-2017. Mass concentrations of gases refer to 298.15 K and 1013.25 hPa
(GB 3095-2012 amendment of 2018, GB 3095-2026).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType


@dataclass(frozen=True)
class Pollutant:
    """One pollutant. `ug_m3_per_ppb` is None for particles, which have no volume ratio."""

    key: str
    code: str
    name_zh: str
    formula: str
    unit: str
    ug_m3_per_ppb: Decimal | None


# µg/m³ per ppb = molar mass ÷ 24.4654 L/mol (ideal gas at 298.15 K, 1013.25 hPa), four decimals.
# State of these factors: platform default (confidence C); the monitors' own conversion may differ in the last digit.
_ALL = (
    Pollutant("so2", "a21026", "二氧化硫", "SO₂", "µg/m³", Decimal("2.6186")),
    Pollutant("no2", "a21004", "二氧化氮", "NO₂", "µg/m³", Decimal("1.8804")),
    Pollutant("co", "a21005", "一氧化碳", "CO", "mg/m³", Decimal("1.1449")),
    Pollutant("o3", "a05024", "臭氧", "O₃", "µg/m³", Decimal("1.9619")),
    Pollutant("pm10", "a34002", "可吸入颗粒物", "PM₁₀", "µg/m³", None),
    Pollutant("pm2_5", "a34004", "细颗粒物", "PM₂.₅", "µg/m³", None),
)

POLLUTANTS: Mapping[str, Pollutant] = MappingProxyType({pollutant.key: pollutant for pollutant in _ALL})


def from_ppb(key: str, ppb: Decimal) -> Decimal:
    """The mass concentration of a gas in the pollutant's own unit (CO mg/m³, others µg/m³) from ppb.

    Raises KeyError for an unknown pollutant, ValueError for particles.
    """
    pollutant = POLLUTANTS[key]
    if pollutant.ug_m3_per_ppb is None:
        raise ValueError(f"{pollutant.formula} has no volume ratio")
    mass = ppb * pollutant.ug_m3_per_ppb
    return mass.scaleb(-3) if pollutant.unit == "mg/m³" else mass
