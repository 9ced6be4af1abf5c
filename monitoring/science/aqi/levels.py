"""The six AQI levels (HJ 633-2012 table 2, HJ 633-2026 table 1 and annex A) and the groups to warn."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class AqiLevel:
    """One level. `upper` is its highest AQI, None for the open last one; `shape` repeats the grade without colour."""

    number: int
    name_zh: str
    category: str
    colour: str
    rgb: tuple[int, int, int]
    cmyk: tuple[int, int, int, int]
    shape: str
    upper: int | None
    effect_zh: str
    advice_zh: str

    @property
    def hex(self) -> str:
        """The colour as #rrggbb."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


# Colours: annex A. Effects and advice: HJ 633-2012 table 2, wording to be read against the text (confidence B).
AQI_LEVELS = (
    AqiLevel(
        1,
        "一级",
        "优",
        "绿色",
        (0, 228, 0),
        (40, 0, 100, 0),
        "circle",
        50,
        "空气质量令人满意，基本无空气污染。",
        "各类人群可正常活动。",
    ),
    AqiLevel(
        2,
        "二级",
        "良",
        "黄色",
        (255, 255, 0),
        (0, 0, 100, 0),
        "square",
        100,
        "空气质量可接受，但某些污染物可能对极少数异常敏感人群健康有较弱影响。",
        "极少数异常敏感人群应减少户外活动。",
    ),
    AqiLevel(
        3,
        "三级",
        "轻度污染",
        "橙色",
        (255, 126, 0),
        (0, 52, 100, 0),
        "triangle",
        150,
        "易感人群症状有轻度加剧，健康人群出现刺激症状。",
        "儿童、老年人及心脏病、呼吸系统疾病患者应减少长时间、高强度的户外锻炼。",
    ),
    AqiLevel(
        4,
        "四级",
        "中度污染",
        "红色",
        (255, 0, 0),
        (0, 100, 100, 0),
        "diamond",
        200,
        "进一步加剧易感人群症状，可能对健康人群心脏、呼吸系统有影响。",
        "儿童、老年人及心脏病、呼吸系统疾病患者避免长时间、高强度的户外锻炼，一般人群适量减少户外运动。",
    ),
    AqiLevel(
        5,
        "五级",
        "重度污染",
        "紫色",
        (153, 0, 76),
        (10, 100, 40, 30),
        "pentagon",
        300,
        "心脏病和肺病患者症状显著加剧，运动耐受力降低，健康人群普遍出现症状。",
        "儿童、老年人和心脏病、肺病患者应停留在室内，停止户外运动，一般人群减少户外运动。",
    ),
    AqiLevel(
        6,
        "六级",
        "严重污染",
        "褐红色",
        (126, 0, 35),
        (30, 100, 100, 30),
        "octagon",
        None,
        "健康人群运动耐受力降低，有明显强烈症状，提前出现某些疾病。",
        "儿童、老年人和病人应当留在室内，避免体力消耗，一般人群应避免户外活动。",
    ),
)

_PARTICLES = ("心血管疾病患者", "呼吸系统疾病患者", "青少年儿童", "户外活动者", "老年人")
# HJ 633-2026 table 2: whom to warn when the pollutant's IAQI is above 100.
SENSITIVE_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "so2": ("哮喘患者", "青少年儿童", "老年人"),
        "no2": ("呼吸系统疾病患者", "青少年儿童", "老年人"),
        "co": ("心血管疾病患者",),
        "o3": ("呼吸系统疾病患者", "青少年儿童", "户外活动者", "老年人"),
        "pm10": _PARTICLES,
        "pm2_5": _PARTICLES,
    }
)


def level_of(aqi: int) -> AqiLevel:
    """The level of a whole AQI; everything above 300 is 六级. Raises ValueError below zero."""
    if aqi < 0:
        raise ValueError("AQI is never negative")
    return next(level for level in AQI_LEVELS if level.upper is None or aqi <= level.upper)
