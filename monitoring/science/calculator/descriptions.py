"""What each scheme is called and asks for, as the staff form 试算 and the API's documentation print it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from monitoring.science.aqi import AQI_2012, AQI_2026, AqiStandard
from monitoring.science.pollutants import POLLUTANTS
from monitoring.science.reasons import item_name


@dataclass(frozen=True)
class InputField:
    """One input. `group` is the nested object that it stands in, "" for none; `choices` only for kind "choice"."""

    name: str
    label_zh: str
    unit: str
    kind: Literal["number", "integer", "choice", "list"] = "number"
    required: bool = False
    group: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchemeDescription:
    """One scheme of the calculator."""

    code: str
    title_zh: str
    inputs: tuple[InputField, ...]
    note_zh: str = ""


def _unit(key: str) -> str:
    return "mg/m³" if key.lower().startswith("co") else "µg/m³"


def _air(*keys: str) -> tuple[InputField, ...]:
    return tuple(InputField(key, item_name(key), _unit(key)) for key in keys)


def _grouped(group: str, *names: str) -> tuple[InputField, ...]:
    labels = {name: POLLUTANTS[name.lower().removesuffix("_ppb")].formula for name in names}
    return tuple(
        InputField(name, label, "ppb" if name.endswith("_ppb") else "µg/m³", required=True, group=group)
        for name, label in labels.items()
    )


def _single(standard: AqiStandard) -> SchemeDescription:
    return SchemeDescription(
        f"cn_hj633_{standard.edition}_iaqi",
        f"空气质量分指数（IAQI），{standard.code}",
        (
            InputField(
                "item", "项目", "", "choice", required=True, choices=tuple(sorted(standard.breakpoints))
            ),
            InputField("c", "浓度", "µg/m³（CO 为 mg/m³）", required=True),
        ),
    )


_HONG_KONG = _grouped("mean3h", "NO2", "SO2", "O3", "PM10", "PM2_5")
_HOURLY_KEYS = ("so2", "no2", "co", "o3_1h", "pm10", "pm2_5")
_FOREIGN_NOTE = "仅供对照，不是本县发布的指数。"

_ALL = (
    SchemeDescription(
        "lishui_aqhi_candidate",
        "丽水市空气质量健康指数（AQHI，候选参数）",
        _grouped("mean", "PM2_5", "O3", "SO2", "NO2"),
        "参数为候选值，未与 DB3311/T 147-2020 正文核对。输入为 3 小时滑动平均浓度。",
    ),
    SchemeDescription(
        "cn_hj633_2026_realtime",
        "空气质量指数（AQI）实时报，HJ 633-2026",
        _air(*_HOURLY_KEYS),
        "PM₁₀、PM₂.₅ 为 1 小时平均浓度，按 24 小时分段计算。",
    ),
    SchemeDescription(
        "cn_hj633_2026_daily", "空气质量指数（AQI）日报，HJ 633-2026", _air(*AQI_2026.daily_items)
    ),
    SchemeDescription(
        "cn_hj633_2012_hourly",
        "空气质量指数（AQI）小时值，HJ 633-2012",
        _air(*_HOURLY_KEYS, "so2_24h"),
        "按已有项目计算，与全国发布一致；SO₂ 1 小时浓度高于 800 µg/m³ 时用其 24 小时浓度。",
    ),
    SchemeDescription(
        "cn_hj633_2012_daily", "空气质量指数（AQI）日报，HJ 633-2012", _air(*AQI_2012.daily_items)
    ),
    _single(AQI_2026),
    _single(AQI_2012),
    SchemeDescription("cn_aqi_level", "AQI 级别", (InputField("aqi", "AQI", "", "integer", required=True),)),
    SchemeDescription("hk_aqhi_2025", "香港空气质素健康指数（2025 年版）", _HONG_KONG, _FOREIGN_NOTE),
    SchemeDescription("hk_aqhi_2013", "香港空气质素健康指数（2013 年版）", _HONG_KONG, _FOREIGN_NOTE),
    SchemeDescription(
        "ca_aqhi", "加拿大 AQHI", _grouped("mean3h", "NO2_ppb", "O3_ppb", "PM2_5"), _FOREIGN_NOTE
    ),
    SchemeDescription(
        "ca_aqhi_plus",
        "加拿大 AQHI+",
        (InputField("pm25_1h", "PM₂.₅ 1 小时", "µg/m³", required=True),),
        _FOREIGN_NOTE,
    ),
    SchemeDescription(
        "gbt8170_round",
        "数值修约，GB/T 8170-2008",
        (
            InputField("value", "数值", "", required=True),
            InputField("decimal_places", "小数位数", "", "integer", required=True),
        ),
        "四舍六入五成双，一次修约。小数位数为负时修约到十位、百位等。",
    ),
    SchemeDescription(
        "hj663_percentile",
        "百分位数，HJ 663",
        (
            InputField("values", "数值", "", "list", required=True),
            InputField("p", "百分位", "%", required=True),
        ),
    ),
    SchemeDescription(
        "cn_good_rate",
        "优良率",
        (
            InputField("good_or_excellent_days", "优良天数", "天", "integer", required=True),
            InputField("valid_days", "有效天数", "天", "integer", required=True),
        ),
    ),
    SchemeDescription(
        "cn_composite_index_2013",
        "环境空气质量综合指数，HJ 663-2013",
        (
            *(
                InputField(key, item_name(key), _unit(key), required=True)
                for key in ("so2", "no2", "pm10", "pm2_5")
            ),
            InputField("co_p95", "CO 第 95 百分位数", "mg/m³", required=True),
            InputField("o3_8h_p90", "O₃ 8 小时第 90 百分位数", "µg/m³", required=True),
        ),
    ),
)

SCHEMES: Mapping[str, SchemeDescription] = MappingProxyType({scheme.code: scheme for scheme in _ALL})


def nested_inputs(scheme: SchemeDescription, flat: Mapping[str, str]) -> dict[str, Any]:
    """A form's texts as the inputs of `calculate`: blanks are missing, a list is split at spaces, commas and 、."""
    inputs: dict[str, Any] = {}
    for field in scheme.inputs:
        text = flat.get(field.name, "").strip()
        value: Any = text or None
        if field.kind == "list":
            value = text.replace(",", " ").replace("，", " ").replace("、", " ").split()
        place = inputs.setdefault(field.group, {}) if field.group else inputs
        place[field.name] = value
    return inputs
