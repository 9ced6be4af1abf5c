"""Figures that a report is filled with: who can state which number, asked in a fixed order.

This app lies low and knows no other: an app that has numbers registers a provider when Django starts (ADR 0009). What
nobody states is withheld with its reason; a provider that fails withholds its figures and never breaks a draft.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)

# Chapters of a report in the order of issue: code → title. One that no app fills yet is withheld.
CHAPTERS: Mapping[str, str] = {
    "indicators": "指标进展",
    "monitoring": "监测评估",
    "risk_sources": "风险源变化",
    "inspections": "检查与隐患",
    "villages": "村庄评分",
    "campaigns": "宣传活动",
    "tasks": "任务办理",
    "results": "成果与项目",
}
NO_MODULE = "平台还没有这一模块"
FAILED = "取数时出错，系统管理员可在日志中查到原因"


@dataclass(frozen=True, slots=True)
class Span:
    """What a provider is asked: the days of a period (both ends included), an area code prefix, the present."""

    period_start: date
    period_end: date
    area_code: str
    now: datetime
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as it is printed, or None with the reason in `withheld`.

    `source` says in words where it comes from, `url` leads there; `edition` names the standard or the standing
    (候选, 平台默认) that it rests on; `as_of` is when it was read or the end of what it covers.
    """

    key: str
    title: str
    value: str | None
    unit: str = ""
    withheld: str = ""
    source: str = ""
    url: str = ""
    as_of: datetime | None = None
    edition: str = ""
    chapter: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.withheld):
            raise ValueError(f"{self.key}: a figure has a value or a reason, never both and never neither")

    def as_json(self) -> dict[str, Any]:
        """Return the figure as a version of a report keeps it."""
        return asdict(self) | {"as_of": self.as_of.isoformat() if self.as_of else None}


Provider = Callable[[Span], Iterable[Figure]]


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    provider: Provider
    keys: Mapping[str, str] = field(default_factory=dict)


_PROVIDERS: dict[str, _Chapter] = {}


def register(code: str, title: str, provider: Provider, *, keys: Mapping[str, str] | None = None) -> None:
    """Let `provider` fill a chapter. `keys` {figure key: title} are withheld one by one when it fails."""
    _PROVIDERS[code] = _Chapter(title, provider, keys or {})


def chapters() -> dict[str, str]:
    """Return {code: title} in the order of a report; chapters beyond the known ones come last."""
    own = {code: chapter.title for code, chapter in _PROVIDERS.items()}
    return {**CHAPTERS, **own}


def collect(
    *, period_start: date, period_end: date, area_code: str, now: datetime, is_demo: bool = False
) -> dict[str, Figure]:
    """Return every figure of a period by key, chapter after chapter. `is_demo` asks for 示范 rows and no others."""
    span = Span(period_start, period_end, area_code, now, is_demo)
    found: dict[str, Figure] = {}
    for code, title in chapters().items():
        for figure in _chapter(code, title, span):
            found[figure.key] = replace(figure, chapter=code)
    return found


def _chapter(code: str, title: str, span: Span) -> list[Figure]:
    chapter = _PROVIDERS.get(code)
    if chapter is None:
        return [Figure(code, title, None, withheld=NO_MODULE, as_of=span.now)]
    try:
        with transaction.atomic():  # a failed query must not break the draft's own transaction
            return list(chapter.provider(span))
    except Exception:  # a foreign app's fault, whatever it is, costs its figures and nothing else
        logger.exception("figures of chapter %s failed", code)
        keys = chapter.keys or {code: title}
        return [Figure(key, words, None, withheld=FAILED, as_of=span.now) for key, words in keys.items()]
