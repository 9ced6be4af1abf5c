"""Risk levels of the AQHI parameter sets: words, colours, shapes and advice.

Lishui's advice follows the sense of the candidate source and is not verified against annex A of DB3311/T 147-2020.
Hong Kong and Canada: level words and colours are theirs, the advice is our plain wording (平台默认).
"""

from monitoring.science.aqhi.parameters import OVER_TOP, AqhiLevel

LISHUI_ADVICE_NOTE_ZH = "未与附录 A 核对"

_USUAL_ZH, _USUAL_EN = "照常活动。", "Activities as usual."

LISHUI_LEVELS = (
    AqhiLevel(
        1, 3, "一级", "Level I", "绿色", (0, 153, 68), "circle", _USUAL_ZH, _USUAL_ZH, _USUAL_EN, _USUAL_EN
    ),
    AqhiLevel(
        2,
        6,
        "二级",
        "Level II",
        "蓝色",
        (0, 112, 192),
        "square",
        _USUAL_ZH,
        "适当减少户外停留和体力消耗。",
        _USUAL_EN,
        "Reduce outdoor stays and exertion somewhat.",
    ),
    AqhiLevel(
        3,
        9,
        "三级",
        "Level III",
        "黄色",
        (255, 217, 0),
        "triangle",
        "适当减少户外停留和体力消耗。",
        "尽量减少户外停留和体力消耗，关闭门窗，开启空气净化器。",
        "Reduce outdoor stays and exertion somewhat.",
        "Reduce outdoor stays and exertion as far as possible; shut windows, run an air purifier.",
    ),
    AqhiLevel(
        4,
        OVER_TOP,
        "四级",
        "Level IV",
        "红色",
        (216, 30, 6),
        "octagon",
        "尽量减少户外停留和体力消耗，关闭门窗。",
        "避免户外停留和体力消耗，关闭门窗，开启空气净化器。",
        "Reduce outdoor stays and exertion as far as possible; shut windows.",
        "Avoid outdoor stays and exertion; shut windows, run an air purifier.",
    ),
)

_LESS_ZH, _LESS_EN = "适当减少户外体力消耗。", "Reduce outdoor exertion somewhat."
_MUCH_ZH, _MUCH_EN = "尽量减少户外停留和体力消耗。", "Reduce outdoor stays and exertion as far as possible."
_AVOID_ZH, _AVOID_EN = "避免户外停留和体力消耗。", "Avoid outdoor stays and exertion."

HONG_KONG_LEVELS = (
    AqhiLevel(1, 3, "低", "Low", "绿色", (77, 183, 72), "circle", _USUAL_ZH, _USUAL_ZH, _USUAL_EN, _USUAL_EN),
    AqhiLevel(
        2, 6, "中", "Moderate", "橙色", (249, 166, 26), "square", _USUAL_ZH, _USUAL_ZH, _USUAL_EN, _USUAL_EN
    ),
    AqhiLevel(
        3, 7, "高", "High", "红色", (237, 27, 36), "triangle", _USUAL_ZH, _LESS_ZH, _USUAL_EN, _LESS_EN
    ),
    AqhiLevel(
        4, 10, "甚高", "Very high", "褐色", (159, 71, 33), "diamond", _LESS_ZH, _MUCH_ZH, _LESS_EN, _MUCH_EN
    ),
    AqhiLevel(
        5,
        OVER_TOP,
        "严重",
        "Serious",
        "黑色",
        (0, 0, 0),
        "octagon",
        _MUCH_ZH,
        _AVOID_ZH,
        _MUCH_EN,
        _AVOID_EN,
    ),
)

CANADA_LEVELS = (
    AqhiLevel(1, 3, "低", "Low", "蓝色", (0, 153, 204), "circle", _USUAL_ZH, _USUAL_ZH, _USUAL_EN, _USUAL_EN),
    AqhiLevel(
        2, 6, "中", "Moderate", "黄色", (255, 204, 0), "square", _USUAL_ZH, _LESS_ZH, _USUAL_EN, _LESS_EN
    ),
    AqhiLevel(3, 10, "高", "High", "红色", (255, 0, 0), "triangle", _LESS_ZH, _MUCH_ZH, _LESS_EN, _MUCH_EN),
    AqhiLevel(
        4,
        OVER_TOP,
        "很高",
        "Very high",
        "深红色",
        (102, 0, 0),
        "octagon",
        _MUCH_ZH,
        _AVOID_ZH,
        _MUCH_EN,
        _AVOID_EN,
    ),
)

# Canada colours each value 1 … 10, 10+.
CANADA_VALUE_RGB = (
    (0, 204, 255),
    (0, 153, 204),
    (0, 102, 153),
    (255, 255, 0),
    (255, 204, 0),
    (255, 153, 51),
    (255, 102, 102),
    (255, 0, 0),
    (204, 0, 0),
    (153, 0, 0),
    (102, 0, 0),
)
