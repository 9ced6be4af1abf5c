"""What the gallery of parts draws: values made up for the drawing, in the shapes that the components ask for."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai; fixed, so that two pictures can be compared
HOURS = 168
GAPS = ((22, 27), (70, 79), (118, 145))  # first and last hour without a value
AQHI_BANDS = [
    {"from": 0, "to": 3, "name": "一级", "words": "0–3", "level": 1},
    {"from": 3, "to": 6, "name": "二级", "words": "3–6", "level": 2},
    {"from": 6, "to": 9, "name": "三级", "words": "6–9", "level": 3},
    {"from": 9, "to": None, "name": "四级", "words": "9+", "level": 4},
]
LAND = (
    "M148 8L154 21L177 24L186 42L200 54L197 60L185 60L175 74L176 84L186 92L196 98L189 114L176 121L178 132L155 143"
    "L135 165L114 179L104 188L80 189L90 215L86 227L72 229L50 237L35 244L28 233L16 211L6 194L13 186L25 196L23 179"
    "L43 163L36 149L34 131L20 110L27 102L36 74L23 53L38 41L50 48L48 38L75 30L104 35L107 9L126 6L148 8z"
)


def navigation() -> list[dict[str, Any]]:
    children = [
        {"label": "监测点", "url": "#", "active": True},
        {"label": "监测数据", "url": "#"},
        {"label": "空气指数", "url": "#"},
    ]
    return [
        {"label": "收件箱", "url": "#", "count": 7, "urgent": True},
        {"label": "监测", "url": "#", "active": True, "count": 2, "children": children, "group": True},
        {"label": "数据交接", "url": "#", "group": True},
        {"label": "审计记录", "url": "#"},
    ]


def curve(hour: int) -> float:
    """Return a drawn value for an hour: a day's wave with a slow drift."""
    return 1.8 + 0.9 * math.sin(hour / 3.8) + 0.8 * math.sin(hour / 31)


def chart(kind: str) -> dict[str, Any]:
    first = NOW - timedelta(hours=HOURS - 1)
    missing = {hour for start, end in GAPS for hour in range(start, end)}
    if kind == "bar":
        days = [
            [(first + timedelta(days=day)).isoformat(), round(14 + 5 * curve(day * 7))] for day in range(7)
        ]
        return {
            "unit": "微克/立方米",
            "kind": "bar",
            "series": [{"name": "PM2.5 日均", "points": days}],
            "limits": [{"value": 35, "name": "二级限值"}],
        }
    values = [
        [(first + timedelta(hours=hour)).isoformat(), None if hour in missing else round(curve(hour), 1)]
        for hour in range(HOURS)
    ]
    gaps = [
        {
            "from": (first + timedelta(hours=start - 1)).isoformat(),
            "to": (first + timedelta(hours=end)).isoformat(),
            "label": f"缺 {end - start} 小时",
        }
        for start, end in GAPS
    ]
    return {
        "unit": "",
        "kind": "line",
        "series": [{"name": "AQHI", "points": values, "end": f"现在 {values[-1][1]}"}],
        "bands": AQHI_BANDS,
        "limits": [],
        "gaps": gaps,
    }


def points() -> list[dict[str, Any]]:
    places = [("示范一站", 118, 119, 1), ("示范二站", 164, 59, 3), ("示范三站", 95, 169, None)]
    return [
        {"name": n, "x": x, "y": y, "label_y": y + 25, "kind": "aqhi", "grade": g} for n, x, y, g in places
    ]


def contributions() -> list[dict[str, Any]]:
    unit = "微克/立方米"
    return [
        {"name": "O₃", "share": 37, "width": 100, "value": "55", "unit": unit},
        {"name": "NO₂", "share": 35, "width": 95, "value": "24", "unit": unit},
        {"name": "PM2.5", "share": 28, "width": 76, "value": "21", "unit": unit},
        {"name": "SO₂", "missing": "缺测：近 3 小时只有 1 小时有效", "unit": ""},
    ]


def arrivals() -> list[dict[str, Any]]:
    return [
        {
            "name": "示范一站",
            "cells": ["got"] * 24,
            "words": "24/24",
            "label": "示范一站近 24 小时到了 24 小时",
        },
        {
            "name": "安溪示范点",
            "cells": ["got"] * 10 + ["miss"] * 9 + ["susp"] * 2 + ["part"] * 2 + ["wait"],
            "words": "14/24",
            "label": "安溪示范点近 24 小时到了 14 小时，缺 9 小时",
        },
    ]


def problems() -> list[dict[str, Any]]:
    return [
        {
            "state": "far",
            "gravity": "严重",
            "title": "示范二站 14 小时无数据",
            "url": "#",
            "who": "云和分局监测站",
            "detail": "7-05 19:00 起",
        },
        {
            "state": "behind",
            "gravity": "注意",
            "title": "上次导入有 7 行拒收",
            "url": "#",
            "who": "云和分局",
            "detail": "示范_空气小时值.csv",
        },
        {
            "state": "unknown",
            "gravity": "不能判断",
            "title": "AQHI 不发布",
            "url": "",
            "who": "监测站",
            "detail": "缺臭氧",
        },
    ]


def steps() -> list[dict[str, Any]]:
    return [
        {"label": "选文件", "note": "示范_空气小时值_06月.csv", "state": "done"},
        {"label": "核对", "note": "212 行全部检查完", "state": "current"},
        {"label": "确认", "note": "全部写入，或一行也不写", "state": "waiting"},
        {"label": "完成", "note": "", "state": "waiting"},
    ]


def facts() -> list[dict[str, Any]]:
    return [
        {"label": "大小", "value": "184 kB"},
        {"label": "指纹", "value": "9f3c…a1d7", "mono": True},
        {"label": "交接单位", "value": "丽水市生态环境局云和分局", "url": "#"},
        {"label": "以前收过", "value": None},
    ]


def entries() -> list[dict[str, Any]]:
    changes = [
        {"field": "活动日期", "old": "2025-09-10", "new": "2026-07-02"},
        {"field": "说明", "old": None, "new": "补录"},
    ]
    return [
        {
            "time": NOW,
            "what": "改正监测点",
            "who": "云和分局 · 监测岗",
            "is_state": True,
            "reason": "导入时写错",
            "changes": changes,
        },
        {"time": NOW - timedelta(days=3), "what": "由数据交接建立", "who": "系统", "is_state": False},
    ]


def sums() -> list[dict[str, Any]]:
    words = [
        ("全部行", 212, False),
        ("＋ 新增", 18, False),
        ("△ 变更", 46, False),
        ("＝ 不变", 141, False),
        ("✕ 拒收", 7, True),
    ]
    return [{"label": w, "count": c, "url": "#", "active": w == "全部行", "bad": bad} for w, c, bad in words]


def preview() -> list[dict[str, Any]]:
    change = {"field": "PM2.5", "old": "12.4", "new": "1,240", "note": "是前一小时的 100 倍，请确认单位"}
    return [
        {"row": 12, "name": "示范一站 08:00", "result": "new", "word": "新增", "reason": "6 个项目"},
        {"row": 13, "name": "示范一站 09:00", "result": "changed", "word": "变更 1 项", "changes": [change]},
        {"row": 14, "name": "示范二站 08:00", "result": "same", "word": "不变"},
        {
            "row": 15,
            "name": "示范九站 08:00",
            "result": "rejected",
            "word": "拒收",
            "column": "站点（B 列）",
            "reason": "没有这个监测点。",
            "cure": "先登记监测点，或改正站点编码。",
        },
    ]
