"""The column layouts the platform takes, and which heading plays which role in a given sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from monitoring.intake.refusals import FileRefused


@dataclass(frozen=True)
class Measured:
    """What a column of a wide layout holds. `lead_hours`: how much earlier its period starts than the hour of its
    label: 7 for a moving 8-hour mean. With `hour_label="end"`, 18 means the hour 17:00–18:00, and its 8-hour mean
    covers 10:00–18:00.
    """

    parameter: str
    period: str
    lead_hours: int = 0


@dataclass(frozen=True)
class Layout:
    """`headings`: role → headings that play it, lower case. `required`: groups of roles, each group satisfied by any
    one of its alternatives (a tuple of roles). `measured`: heading → what it holds (wide layouts only).
    `hour_label`: whether an hour's label names the start or the end of the averaging hour, a source's habit. "end"
    moves the label back by one hour. The national publication shows the hour 16 while it lasts, so its label can
    only be the end of the hour measured (ADR 0007). A natural day 00:00–24:00 is then made of the labels 01 to 23 and
    00 of the next day, which are stored with the starts 00:00 to 23:00.
    """

    name: str
    title: str
    headings: Mapping[str, tuple[str, ...]]
    required: tuple[tuple[tuple[str, ...], ...], ...]
    measured: Mapping[str, Measured] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    hour_label: Literal["start", "end"] = "start"
    require_zone: bool = False


CNEMC_WIDE = Layout(
    name="cnemc-wide",
    title="国家空气站小时数据（一行一站一小时）",
    headings=MappingProxyType(
        {
            "date": ("date", "日期"),
            "hour": ("hour", "小时"),
            "stationcode": ("stationcode", "站点编码"),
            "city": ("city", "城市"),
            "point": ("watchpoint", "监测点", "监测点位"),
            "aqi": ("aqi",),
            "level": ("level",),
            "primary": ("primarypollution", "primarypollutant"),
        }
    ),
    required=((("date",),), (("hour",),), (("stationcode",), ("city", "point"))),
    measured=MappingProxyType(
        {
            "pm2.5": Measured("pm2_5", "hour"),
            "pm10": Measured("pm10", "hour"),
            "co": Measured("co", "hour"),
            "no2": Measured("no2", "hour"),
            "o3_1h": Measured("o3", "hour"),
            "o3_8h": Measured("o3", "8h", lead_hours=7),
            "so2": Measured("so2", "hour"),
        }
    ),
    optional=("o3_8h",),
    hour_label="end",
)

TIDY = Layout(
    name="tidy",
    title="整理表（一行一个数值）",
    headings=MappingProxyType(
        {
            "station": ("station", "站点编码", "监测点", "监测点位", "站点"),
            "parameter": ("parameter", "参数", "因子", "监测因子"),
            "period": ("period", "平均时间", "时段"),
            "start": ("start", "time", "时间", "开始时间", "监测时间"),
            "value": ("value", "浓度", "数值", "监测值"),
            "unit": ("unit", "单位"),
            "flag": ("flag", "标记"),
        }
    ),
    required=((("station",),), (("parameter",),), (("start",),), (("value",),)),
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.name: layout for layout in (CNEMC_WIDE, TIDY)})

PARAMETER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{name: "so2" for name in ("so2", "二氧化硫", "a21026")},
        **{name: "no2" for name in ("no2", "二氧化氮", "a21004")},
        **{name: "co" for name in ("co", "一氧化碳", "a21005")},
        **{name: "o3" for name in ("o3", "o3_1h", "臭氧", "a05024")},
        **{name: "pm10" for name in ("pm10", "可吸入颗粒物", "a34002")},
        **{name: "pm2_5" for name in ("pm2_5", "pm2.5", "pm25", "细颗粒物", "a34004")},
    }
)
PERIOD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{name: "hour" for name in ("", "hour", "1h", "小时", "1小时", "1 小时", "时均")},
        **{name: "8h" for name in ("8h", "8小时", "8 小时", "8小时滑动", "8 小时滑动")},
        **{name: "day" for name in ("day", "24h", "日", "日均", "24小时", "24 小时")},
        **{name: "instant" for name in ("instant", "瞬时", "实时")},
    }
)


@dataclass(frozen=True)
class Binding:
    """Where a sheet keeps what: `roles` role → column position; `measured` (position, what) in sheet order;
    `unused` positions of named columns that no role takes.
    """

    roles: Mapping[str, int]
    measured: tuple[tuple[int, Measured], ...]
    unused: tuple[int, ...]


def detect(header: Sequence[str]) -> str | None:
    """The name of the layout whose required columns are all in `header`; None when none fits."""
    return next((name for name, layout in LAYOUTS.items() if not missing_columns(header, layout)), None)


def missing_columns(header: Sequence[str], layout: Layout) -> list[str]:
    """What `header` lacks of `layout`, worded for the reader: headings as the layout first names them."""
    names = {_folded(name) for name in header}

    def present(role: str) -> bool:
        return any(heading in names for heading in layout.headings[role])

    lacking = [
        " 或 ".join("+".join(layout.headings[role][0] for role in roles) for roles in alternatives)
        for alternatives in layout.required
        if not any(all(present(role) for role in roles) for roles in alternatives)
    ]
    wanted = (heading for heading in layout.measured if heading not in layout.optional)
    return lacking + [heading.upper() for heading in wanted if heading not in names]


def choose(header: Sequence[str], name: str | None) -> Layout:
    """The layout called `name`, or the one that fits. Raises FileRefused naming the columns that are missing."""
    if name is not None and name not in LAYOUTS:
        raise FileRefused(f"没有“{name}”这种格式。", f"可用的格式：{'、'.join(LAYOUTS)}。")
    found = name or detect(header)
    if found is None:
        raise FileRefused(
            "表头与平台的格式都不符："
            + "；".join(_lacks(header, layout) for layout in LAYOUTS.values())
            + "。",
            "请按下载的模板填写列名，第一行须是表头。",
        )
    layout = LAYOUTS[found]
    if missing_columns(header, layout):
        raise FileRefused(
            f"表头不完整：{_lacks(header, layout)}。", "请补上这些列，列名不分大小写，次序不限。"
        )
    return layout


def bind(header: Sequence[str], layout: Layout) -> Binding:
    """Which column plays which role. Raises FileRefused when two columns have the same heading or role."""
    positions: dict[str, int] = {}
    for position, name in enumerate(header):
        if _folded(name) in positions:
            raise FileRefused(f"表头里“{name}”出现了两次。", "请只保留一列。")
        if name:
            positions[_folded(name)] = position
    roles: dict[str, int] = {}
    for role, headings in layout.headings.items():
        found = [positions[heading] for heading in headings if heading in positions]
        if len(found) > 1:
            raise FileRefused(f"“{header[found[0]]}”和“{header[found[1]]}”两列是同一项。", "请只保留一列。")
        if found:
            roles[role] = found[0]
    columns = [(positions[name], what) for name, what in layout.measured.items() if name in positions]
    measured = tuple(sorted(columns, key=lambda pair: pair[0]))
    taken = set(roles.values()) | {position for position, _ in measured}
    return Binding(
        roles, measured, tuple(position for position in positions.values() if position not in taken)
    )


def _folded(name: str) -> str:
    return name.strip().casefold()


def _lacks(header: Sequence[str], layout: Layout) -> str:
    return f"{layout.title}缺少列 {'、'.join(missing_columns(header, layout))}"
