"""The parameter sets: Lishui (candidate), Hong Kong 2013 and 2025, Canada AQHI and AQHI+.

Lishui: DB3311/T 147-2020 is in force since 2020-09-03, but its sections 4 to 8 could not be read. The numbers are
those of a public program that serves eleven Zhejiang cities; the band limits fall on round regulatory sets
(16.71, 25.74, 60.54), which supports them, yet their identity with the standard is unproven: status candidate.
Everything here is to be replaced from the standard's text as a new value.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from monitoring.science.aqhi.levels import CANADA_LEVELS, CANADA_VALUE_RGB, HONG_KONG_LEVELS, LISHUI_LEVELS
from monitoring.science.aqhi.parameters import AqhiParameters
from monitoring.science.pollutants import POLLUTANTS


def _decimals(texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts.split())


def _betas(**texts: str) -> Mapping[str, Decimal]:
    return MappingProxyType({key: Decimal(text) for key, text in texts.items()})


def _ppb(*keys: str) -> Mapping[str, Decimal]:
    factors = {key: POLLUTANTS[key].ug_m3_per_ppb for key in keys}
    return MappingProxyType({key: factor for key, factor in factors.items() if factor is not None})


LISHUI_CANDIDATE = AqhiParameters(
    code="lishui_aqhi_candidate",
    name_zh="丽水市空气质量健康指数（AQHI）",
    name_en="Lishui air quality health index",
    edition="DB3311/T 147-2020（候选参数）",
    status="candidate",
    effective_from=date(2020, 9, 3),
    effective_to=None,
    pollutants=("pm2_5", "o3", "so2", "no2"),
    required=("pm2_5", "o3", "so2", "no2"),
    window_hours=3,
    minimum_hours=2,
    betas=_betas(pm2_5="0.000683", o3="0.000586", so2="0.002246", no2="0.001314"),
    cuts=_decimals("5.57 11.14 16.71 19.72 21.78 25.74 34.44 43.14 51.84 60.54"),
    levels=LISHUI_LEVELS,
    interpolated=True,
    primary_from_level=2,
    source="github.com/yanen-cpu/zhejiang-aqhi worker/src/aqhi.ts（2025-10）；DB3311/T 147-2020 正文未取得",
    notes_zh=(
        "参数为候选值，未与 DB3311/T 147-2020 正文核对。",
        "第 5 个分段点 21.78 按来源原样采用，等步长推算应为 22.73；只影响二级内的小数。",
        "3 小时滑动平均，至少 2 个有效小时；缺任一污染物不发布指数（平台默认）。",
        "当前小时什么也没有测到时不发布；标记为故障、校准、维护等的数据不用于计算（平台默认）。",
        "健康提示未与附录 A 核对。",
    ),
)

LISHUI_CANDIDATE_EVEN = replace(
    LISHUI_CANDIDATE,
    code="lishui_aqhi_candidate_even",
    name_zh="丽水市空气质量健康指数（AQHI，等步长变体）",
    edition="DB3311/T 147-2020（候选参数，第 5 分段点 22.73）",
    cuts=_decimals("5.57 11.14 16.71 19.72 22.73 25.74 34.44 43.14 51.84 60.54"),
    notes_zh=(
        LISHUI_CANDIDATE.notes_zh[0],
        "第 5 个分段点按 3 至 6 之间等步长取 22.73，来源程序为 21.78。",
        *LISHUI_CANDIDATE.notes_zh[2:],
    ),
)

HK_2013 = AqhiParameters(
    code="hk_aqhi_2013",
    name_zh="香港空气质素健康指数（2013 年版）",
    name_en="Hong Kong AQHI (2013)",
    edition="2013",
    status="official",
    effective_from=date(2013, 12, 30),
    effective_to=date(2025, 3, 21),
    pollutants=("no2", "so2", "o3", "pm10", "pm2_5"),
    required=("no2", "so2", "o3", "pm10"),
    window_hours=3,
    minimum_hours=2,
    betas=_betas(
        no2="0.0004462559",
        so2="0.0001393235",
        o3="0.0005116328",
        pm10="0.0002821751",
        pm2_5="0.0002180567",
    ),
    cuts=_decimals("1.88 3.76 5.64 7.52 9.41 11.29 12.91 15.07 17.22 19.37"),
    levels=HONG_KONG_LEVELS,
    larger_of=("pm10", "pm2_5"),
    source="aqhi.gov.hk FAQ（公式）；2013 年系数与分段：openaq/aqi-hub、stringstar315/EPD_R",
    notes_zh=(
        "PM₂.₅ 缺测时以 PM₁₀ 项代替（与官方发布一致）；PM₁₀ 缺测或两者都缺测时不发布。",
        "分段前将附加风险修约到两位小数（平台默认）。",
        "香港的参数，仅供对照。",
    ),
)

# The bands changed together with β(O3) on 2025-03-22: 61 of 61 official station hours reproduce.
HK_2025 = replace(
    HK_2013,
    code="hk_aqhi_2025",
    name_zh="香港空气质素健康指数（2025 年版）",
    name_en="Hong Kong AQHI (2025)",
    edition="2025",
    effective_from=date(2025, 3, 22),
    effective_to=None,
    betas=MappingProxyType({**HK_2013.betas, "o3": Decimal("0.0004888034")}),
    cuts=_decimals("1.87 3.73 5.60 7.46 9.33 11.20 12.81 14.94 17.08 19.21"),
    source="aqhi.gov.hk FAQ（公式与系数）；分段：mattpenny/hkenv、NSRingo/WeatherKit",
)

CANADA = AqhiParameters(
    code="ca_aqhi",
    name_zh="加拿大空气质量健康指数",
    name_en="Canada AQHI",
    edition="Stieb 2008",
    status="official",
    effective_from=None,
    effective_to=None,
    pollutants=("no2", "o3", "pm2_5"),
    required=("no2", "o3", "pm2_5"),
    window_hours=3,
    minimum_hours=2,
    betas=_betas(no2="0.000871", o3="0.000537", pm2_5="0.000487"),
    divisors=_ppb("no2", "o3"),
    # AQHI = total × 10/10.4 to the nearest whole number: AQHI n ends where the total is 1.04·(n + ½).
    cuts=tuple(Decimal("1.04") * (n + Decimal("0.5")) for n in range(1, 11)),
    total_places=None,
    levels=CANADA_LEVELS,
    value_rgb=CANADA_VALUE_RGB,
    source="Stieb et al. 2008，据 openaq/aqi-hub、B-Nilson/aqhi 转述",
    notes_zh=(
        "NO₂、O₃ 按 298.15 K、1013.25 hPa 换算为 ppb（平台默认）。",
        "加拿大的参数，仅供对照。",
    ),
)

CANADA_PLUS = replace(
    CANADA,
    code="ca_aqhi_plus",
    name_zh="加拿大 AQHI+（细颗粒物 1 小时）",
    name_en="Canada AQHI+ (1-hour PM2.5)",
    edition="Yao 2019",
    pollutants=("pm2_5",),
    required=("pm2_5",),
    window_hours=1,
    minimum_hours=1,
    betas=_betas(pm2_5="1"),
    divisors=MappingProxyType({}),
    form="concentration",
    cuts=tuple(Decimal(10 * n) for n in range(1, 11)),
    source="Yao et al. 2019，据 B-Nilson/aqhi 转述",
    notes_zh=("PM₂.₅ 每 10 µg/m³ 一级；与 AQHI 相比取较高者发布。", "加拿大的参数，仅供对照。"),
)

PARAMETER_SETS: Mapping[str, AqhiParameters] = MappingProxyType(
    {
        parameters.code: parameters
        for parameters in (LISHUI_CANDIDATE, LISHUI_CANDIDATE_EVEN, HK_2013, HK_2025, CANADA, CANADA_PLUS)
    }
)


def hong_kong_on(day: date) -> AqhiParameters:
    """The Hong Kong edition of an observation day: HK_2025 from 2025-03-22, HK_2013 before."""
    return HK_2025 if HK_2025.effective_from is not None and day >= HK_2025.effective_from else HK_2013
