"""The methods behind the public numbers: editions, their status (官方, 候选, 平台默认), parameters, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from monitoring.selectors import LatestIndex
from monitoring.selectors.public import public_editions
from yunhe_envhealth.portal.panels import levels

STATUSES = {
    "official": (gettext_lazy("官方"), gettext_lazy("按国家或地方标准的正文计算。"), "is-ok"),
    "candidate": (gettext_lazy("候选"), gettext_lazy("参数未与标准正文核对，核对后可能改变。"), "is-warn"),
    "default": (
        gettext_lazy("平台默认"),
        gettext_lazy("标准没有规定或正文未取得，由平台先定，可以改。"),
        "is-warn",
    ),
}
NAMES = {
    "aqhi_lishui": gettext_lazy("空气质量健康指数 AQHI（丽水）"),
    "aqi_hourly": gettext_lazy("空气质量指数 AQI（实时）"),
    "aqi_daily": gettext_lazy("空气质量指数 AQI（日）"),
}
BRACKET = re.compile("[（(]")
CHINESE = re.compile("[\u4e00-\u9fff]")


def status(code: str) -> dict[str, str]:
    """Return word, meaning and tag class of an edition's status."""
    word, meaning, tag = STATUSES[code]
    return {"word": str(word), "meaning": str(meaning), "tag": tag}


def status_of(latest: Sequence[LatestIndex], code: str) -> dict[str, str] | None:
    """Return the status of the edition that an index is computed by now; None when it was never computed."""
    found = next((item.edition for item in latest if item.kind.code == code and item.edition), None)
    return status(found.status) if found else None


def methods() -> dict[str, Any]:
    """Return what the method page prints."""
    return {
        "editions": [_edition(edition) for edition in public_editions()],
        "statuses": [status(code) for code in STATUSES],
        "rules": [{"title": str(title), "words": str(words), **status(code)} for title, words, code in RULES],
        "levels": [
            {
                "level": band["level"],
                "word": band["name"],
                "range": band["words"],
                **levels.advice(band["level"]),
            }
            for band in levels.aqhi_bands()
        ],
    }


# What the platform decides where no standard read so far does.
RULES = (
    (
        gettext_lazy("全县的值"),
        gettext_lazy("先对各公开监测点的浓度求平均，再算指数；至少四分之三的监测点有数才算。"),
        "default",
    ),
    (
        gettext_lazy("缺项"),
        gettext_lazy("AQHI 近 3 小时至少要 2 个有效小时，缺任何一项污染物都不发布。缺项不按清洁空气对待。"),
        "default",
    ),
    (
        gettext_lazy("数据的新旧"),
        gettext_lazy("一个小时结束 2 小时后还没有新数，就标明“几小时前”，颜色变灰。"),
        "default",
    ),
    (
        gettext_lazy("时间"),
        gettext_lazy("“截至 09:00”指 08:00 至 09:00 这一小时；一律用北京时间。"),
        "default",
    ),
)


def _edition(edition: Any) -> dict[str, Any]:
    parameters = edition.parameters
    return {
        "code": edition.code,
        "index": str(NAMES.get(edition.kind.code, edition.kind.name)),
        "name": _name(edition),
        "from": edition.effective_from,
        "to": edition.effective_to,
        "source": edition.source,
        "notes": [_worded(note) for note in parameters.get("notes_zh", ())],
        "parameters": _parameters(parameters),
        **status(edition.status),
    }


def _name(edition: Any) -> dict[str, str]:
    english = edition.parameters.get("name_en")
    if levels.english():
        said = edition.parameters.get("edition", "") if english else edition.name
        # What stands in the bracket is Chinese, and is said by the status beside it.
        text = f"{english or ''} {BRACKET.split(said)[0]}".strip()
        return _worded(text)
    return _worded(edition.name)


def _worded(text: str) -> dict[str, str]:
    """Return a text in the language of the page where it was translated, with the language it is in."""
    told = _(text) if text else ""
    return {"text": told, "lang": "zh-Hans" if CHINESE.search(told) else "en"}


def _parameters(parameters: dict[str, Any]) -> list[dict[str, str]]:
    """Return the numbers of an AQHI edition as label and text; an AQI edition's tables stand in the standard."""
    if "betas" not in parameters:
        return []
    betas = "；".join(f"{levels.pollutant(key)} {value}" for key, value in parameters["betas"].items())
    cuts = "、".join(parameters["cuts"])
    if levels.english():
        betas, cuts = betas.replace("；", "; "), cuts.replace("、", ", ")
    return [
        {"label": _("系数 β（每微克/立方米）"), "text": betas},
        {"label": _("分段上限（超额风险 %）"), "text": cuts},
        {
            "label": _("平均"),
            "text": _("%(hours)d 小时滑动平均，至少 %(least)d 个有效小时")
            % {"hours": parameters["window_hours"], "least": parameters["minimum_hours"]},
        },
    ]
