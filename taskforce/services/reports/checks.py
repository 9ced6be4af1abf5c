"""What is looked at before a report is submitted. Its day, an unwritten section or an unknown figure keeps it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from taskforce.choices import TASK_DELIVERED
from taskforce.models import ReportComment, ReportVersion
from taskforce.science.report_text import keys_in
from taskforce.selectors.reports import contributions
from taskforce.services.reports.opening import empty_sections, prompted_sections
from taskforce.services.reports.rights import opens_on


@dataclass(frozen=True, slots=True)
class Check:
    """One line of 提交前检查: what was looked at, whether it is well, what is missing. `stops`: no submission without it."""

    words: str
    is_met: bool
    detail: str = "是"
    stops: bool = False
    sections: tuple[tuple[str, str], ...] = ()  # (key, title) of what is to be mended


def checks(version: ReportVersion, figures: Mapping[str, Mapping[str, Any]], day: date) -> list[Check]:
    """Return the lines for a draft and its figures as they are on a day."""
    return [
        *_too_early(version, day),
        _written(version),
        *_prompts(version),
        _known(version, figures),
        _sources(version, figures),
        *_replies(version),
        *_material(version),
    ]


def _too_early(version: ReportVersion, day: date) -> list[Check]:
    first = opens_on(version.duty)
    return [Check(f"已到可以提交的日子（{first} 起）", False, "还没有到", stops=True)] if day < first else []


def _written(version: ReportVersion) -> Check:
    empty = _named_sections(empty_sections(version.sections))
    words = f"空着：{'、'.join(title for _, title in empty)}" if empty else "是"
    return Check("各部分都有内容", not empty, words, stops=True, sections=empty)


def _prompts(version: ReportVersion) -> list[Check]:
    left = _named_sections(prompted_sections(version.sections))
    words = f"还在：{'、'.join(title for _, title in left)}"
    return [Check("“（请写明……）”的提示已删去", False, words, stops=True, sections=left)] if left else []


def _known(version: ReportVersion, figures: Mapping[str, Any]) -> Check:
    unknown = [key for key in _named(version) if key not in figures]
    return Check(
        "正文里的数据名都认得",
        not unknown,
        f"不认得：{'、'.join(unknown[:3])}" if unknown else "是",
        stops=True,
        sections=_named_sections(
            section for section in version.sections if {*keys_in(section["text"])} & {*unknown}
        ),
    )


def _sources(version: ReportVersion, figures: Mapping[str, Mapping[str, Any]]) -> Check:
    named = [figures[key] for key in _named(version) if key in figures]
    without = sum(1 for figure in named if not figure.get("source") and figure.get("value"))
    withheld = sum(1 for figure in named if not figure.get("value"))
    words = f"正文用的 {len(named)} 个数据都有来源" if named else "正文没有用平台数据"
    if without:
        return Check(words, False, f"差 {without} 个")
    return Check(words, not withheld, f"{withheld} 个暂无数据" if withheld else "是")


def _replies(version: ReportVersion) -> list[Check]:
    comments = ReportComment.objects.filter(version__duty=version.duty_id)
    total, open_ones = comments.count(), comments.filter(reply="").count()
    return (
        [Check("意见全部答复", not open_ones, f"差 {open_ones} 条" if open_ones else "是")] if total else []
    )


def _material(version: ReportVersion) -> list[Check]:
    asked = list(contributions(version.duty))
    late = [str(task.owner_post.unit) for task in asked if task.state not in TASK_DELIVERED]
    return [Check("请补的材料已到", not late, f"差{'、'.join(late)}" if late else "是")] if asked else []


def _named_sections(sections: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((section["key"], section["title"]) for section in sections)


def _named(version: ReportVersion) -> list[str]:
    return keys_in(*(section["text"] for section in version.sections))
