"""Draft a report: open it already filled, keep what is edited, start an amendment beside an accepted one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from taskforce.choices import DutyState, VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import clean
from taskforce.services.reports.figures import live_figures, with_typed
from taskforce.services.reports.opening import opening_sections
from taskforce.services.reports.rights import (
    ReportRefused,
    demand_draft,
    demand_state,
    in_hand,
    lock,
    move,
)
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.locks import locked_row
from yunhe_envhealth.core.periods import beijing_day

LONGEST_SECTION = 20_000
LONGEST_REASON = 200


@transaction.atomic
def start_draft(*, duty: ReportDuty, by: User | None, now: datetime) -> ReportVersion:
    """Return the draft in hand; open the first one, already filled, when the report is only expected."""
    duty = lock(duty)
    demand_start(duty, by, beijing_day(now))
    version = in_hand(duty)
    if version is not None and version.state == VersionState.DRAFT:
        return version
    move(duty, "draft")
    with because(by=by, reason="起草"):
        duty.save(update_fields=["state", "updated_at"])
        return ReportVersion.objects.create(
            duty=duty, number=1, sections=opening_sections(live_figures(duty, now)), authors=_authors([], by)
        )


def demand_start(duty: ReportDuty, by: User | None, day: date) -> None:
    """Raise what keeps `by` from opening the first draft, or the one in hand, on a day."""
    demand_draft(duty, by, day)
    if not duty.versions.filter(state=VersionState.DRAFT).exists():
        demand_state(duty, "draft")


@transaction.atomic
def save_draft(
    *,
    version: ReportVersion,
    texts: Mapping[str, str],
    typed: Mapping[str, Mapping[str, str]] | None = None,
    seen: datetime,
    by: User | None,
    now: datetime,
) -> ReportVersion:
    """Keep edited text ({section key: text}) and typed figures ({figure key: {value, reason}}).

    `seen` is the draft's `updated_at` when the writer opened it. Raises Conflict when somebody saved since, or when
    the version is no draft any more; ReportRefused when a text is too long or a typed figure has no reason.
    """
    duty = lock(version.duty)
    demand_draft(duty, by, beijing_day(now))
    locked = _draft(version)
    if locked.updated_at != seen:
        raise Conflict(
            "您打开以后，别人已经保存过这份草稿，这次没有写入。",
            advice="您写的内容还在下面：请另开一页看最新的草稿，合并后再保存。",
        )
    sections = [_edited(section, texts) for section in locked.sections]
    unknown = set(texts) - {section["key"] for section in locked.sections}
    if unknown:
        raise ReportRefused("报告没有这一部分，没有保存。")
    figures = locked.figures
    if typed:
        changes = {key: dict(entry) for key, entry in typed.items()}
        figures = with_typed(locked, changes, live_figures(duty, now))
    if (sections, figures) == (locked.sections, locked.figures):
        return locked
    locked.sections, locked.figures, locked.authors = sections, figures, _authors(locked.authors, by)
    with because(by=by, reason="保存草稿"):
        locked.save(update_fields=["sections", "figures", "authors", "updated_at"])
    return locked


@transaction.atomic
def amend(*, duty: ReportDuty, reason: str, by: User | None, now: datetime) -> ReportVersion:
    """Open a correction beside the accepted report, which stays in force until the correction is accepted too."""
    duty = lock(duty)
    demand_draft(duty, by, beijing_day(now))
    reason = clean(reason)
    if not reason or len(reason) > LONGEST_REASON:
        raise ReportRefused(f"更正要写明理由，最多 {LONGEST_REASON} 字，没有写入。")
    if duty.state != DutyState.ACCEPTED:
        raise Conflict("报告接受以后才能更正；现在可以直接修改，没有写入。")
    if in_hand(duty) is not None:
        raise Conflict("已经有一份更正稿在办，没有再开。", advice="请继续写那一份。")
    accepted = duty.versions.filter(state=VersionState.ACCEPTED).latest("number")
    with because(by=by, reason=reason):
        return copy_of(accepted, kind=ReportVersion.Kind.AMENDMENT, reason=reason, authors=_authors([], by))


def copy_of(
    version: ReportVersion, *, kind: str, reason: str = "", authors: list[int] | None = None
) -> ReportVersion:
    """Write the next version: the same text and typed figures, a draft again."""
    newest = ReportVersion.objects.filter(duty_id=version.duty_id).latest("number")
    kept = {key: figure for key, figure in version.figures.items() if figure.get("kept")}
    return ReportVersion.objects.create(
        duty_id=version.duty_id,
        number=newest.number + 1,
        kind=kind,
        sections=version.sections,
        figures=kept,
        sources=version.sources,
        reason=reason,
        authors=version.authors if authors is None else authors,
    )


def _draft(version: ReportVersion) -> ReportVersion:
    locked = locked_row(ReportVersion.objects.select_related("duty__body"), version.pk)
    if locked.state != VersionState.DRAFT:
        raise Conflict(
            f"第 {locked.number} 稿已经提交，不能再改，没有保存。",
            advice="需要修改时请等退回，或另起更正稿。",
        )
    return locked


def _edited(section: dict[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    if section["key"] not in texts:
        return section
    text = clean(texts[section["key"]])
    if len(text) > LONGEST_SECTION:
        raise ReportRefused(
            f"“{section['title']}”有 {len(text):,} 字，最多 {LONGEST_SECTION:,} 字，没有保存。"
        )
    return {**section, "text": text}


def _authors(known: list[int], by: User | None) -> list[int]:
    return sorted({*known, by.pk}) if by is not None else known
