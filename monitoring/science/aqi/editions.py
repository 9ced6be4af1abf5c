"""Breakpoints and rules of HJ 633-2012 (to 2026-02-28) and HJ 633-2026 (from 2026-03-01).

Concentrations in µg/m³, CO in mg/m³. Neighbouring bands share their end point: there is no gap 50/51.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

IAQI_STEPS = (0, 50, 100, 150, 200, 300, 400, 500)


@dataclass(frozen=True)
class Breakpoints:
    """Concentrations at IAQI_STEPS for one item; shorter than the steps where the table ends early.

    `above` is the IAQI beyond the last concentration; None where the edition no longer computes it.
    """

    concentrations: tuple[Decimal, ...]
    above: int | None


@dataclass(frozen=True)
class AqiStandard:
    """One edition. `hourly_items` and `daily_items` map a pollutant key to the table column judged.

    `stand_ins` names, per key beyond its table's end, the key that takes its place.
    `publishes_above` is the AQI that must be exceeded to publish with an item missing (None: always publish).
    """

    code: str
    edition: str
    effective_from: date
    effective_to: date | None
    breakpoints: Mapping[str, Breakpoints] = field(repr=False)
    hourly_items: Mapping[str, str] = field(repr=False)
    daily_items: Mapping[str, str] = field(repr=False)
    stand_ins: Mapping[str, tuple[str, str]]
    rounds_concentrations: bool
    lowest_aqi: int
    names_exceeding: bool
    publishes_above: int | None


def _column(concentrations: str, above: int | None = 500) -> Breakpoints:
    return Breakpoints(tuple(Decimal(text) for text in concentrations.split()), above)


# HJ 633-2012 table 1; the gases and PM2.5 above 75 stand unchanged in HJ 633-2026 table 3.
_GASES = {
    "so2_24h": _column("0 50 150 475 800 1600 2100 2620"),
    "no2_24h": _column("0 40 80 180 280 565 750 940"),
    "no2_1h": _column("0 100 200 700 1200 2340 3090 3840"),
    "co_24h": _column("0 2 4 14 24 36 48 60"),
    "co_1h": _column("0 5 10 35 60 90 120 150"),
    "o3_1h": _column("0 160 200 300 400 800 1000 1200"),
}
_SO2_1H = "0 150 500 650 800"
_O3_8H = "0 100 160 215 265 800"
_PM10_2012 = _column("0 50 150 250 350 420 500 600")
_PM2_5_2012 = _column("0 35 75 115 150 250 350 500")
_PM10_2026 = _column("0 50 120 250 350 420 500 600")
_PM2_5_2026 = _column("0 35 60 115 150 250 350 500")

_HOURLY = MappingProxyType(
    {"so2": "so2_1h", "no2": "no2_1h", "co": "co_1h", "o3": "o3_1h", "pm10": "pm10_1h", "pm2_5": "pm2_5_1h"}
)
_DAILY_2026 = MappingProxyType(
    {
        "so2": "so2_24h",
        "no2": "no2_24h",
        "co": "co_24h",
        "o3_8h": "o3_8h",
        "pm10": "pm10_24h",
        "pm2_5": "pm2_5_24h",
    }
)
_DAILY_2012 = MappingProxyType({**_DAILY_2026, "o3_1h": "o3_1h"})


def _table(
    so2_1h: Breakpoints, o3_8h: Breakpoints, pm10: Breakpoints, pm2_5: Breakpoints
) -> Mapping[str, Breakpoints]:
    """All columns; 1-hour PM is judged by the daily breakpoints.

    The 2026 edition says so; under 2012 the national publication did the same (reproduced at every station that
    published an AQI in the two national hours kept with the tests).
    """
    particles = {"pm10_24h": pm10, "pm10_1h": pm10, "pm2_5_24h": pm2_5, "pm2_5_1h": pm2_5}
    return MappingProxyType({**_GASES, "so2_1h": so2_1h, "o3_8h": o3_8h, **particles})


AQI_2012 = AqiStandard(
    code="HJ 633-2012",
    edition="2012",
    effective_from=date(2016, 1, 1),
    effective_to=date(2026, 2, 28),
    # Table 1 notes 2 and 3: above 800, SO2 1 h and O3 8 h are no longer computed.
    breakpoints=_table(_column(_SO2_1H, None), _column(_O3_8H, None), _PM10_2012, _PM2_5_2012),
    hourly_items=_HOURLY,
    daily_items=_DAILY_2012,
    stand_ins=MappingProxyType({"so2_1h": ("so2_24h", "so2_24h"), "o3_8h": ("o3_1h", "o3_1h")}),
    rounds_concentrations=False,
    lowest_aqi=0,
    names_exceeding=True,
    publishes_above=None,
)

AQI_2026 = AqiStandard(
    code="HJ 633-2026",
    edition="2026",
    effective_from=date(2026, 3, 1),
    effective_to=None,
    # Table 3 notes: above 800, SO2 1 h is 200 and O3 8 h is 300.
    breakpoints=_table(_column(_SO2_1H, 200), _column(_O3_8H, 300), _PM10_2026, _PM2_5_2026),
    hourly_items=_HOURLY,
    daily_items=_DAILY_2026,
    stand_ins=MappingProxyType({}),
    rounds_concentrations=True,
    lowest_aqi=1,
    names_exceeding=False,
    publishes_above=100,
)

STANDARDS: Mapping[str, AqiStandard] = MappingProxyType({"2012": AQI_2012, "2026": AQI_2026})


def standard_on(day: date) -> AqiStandard:
    """The edition for an observation of `day` (Beijing date): HJ 633-2026 from 2026-03-01, HJ 633-2012 before."""
    return AQI_2026 if day >= AQI_2026.effective_from else AQI_2012
