"""Yearly reports as anyone may read them: released versions of accepted reports, with frozen figures and sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from taskforce.choices import VersionState
from taskforce.models import ReportVersion
from taskforce.science.period_words import period_words
from taskforce.science.report_text import in_print, keys_in, paragraphs, printed


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure in the text: what it is, as printed, where from, until when, why somebody typed it."""

    title: str
    words: str
    source: str
    as_of: str
    note: str


@dataclass(frozen=True, slots=True)
class PublicSection:
    title: str
    paragraphs: list[str]
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class PublicReport:
    """A released report. No name of a person stands in it but those that its text tells."""

    pk: int
    title: str
    body: str
    period: str
    period_start: date
    period_end: date
    number: int
    is_amended: bool
    accepted_at: datetime | None
    released_at: datetime | None
    is_demo: bool
    sections: list[PublicSection]
    figures: list[PublicFigure]


def public_reports() -> list[PublicReport]:
    """Return the released reports, the latest period first; of one report only its newest released version."""
    return [_public(version) for version in _released()]


def public_report(pk: int) -> PublicReport | None:
    """Return one released report by its version, None when it is not (or no more) released."""
    return next((_public(version) for version in _released().filter(pk=pk)), None)


def _released() -> QuerySet[ReportVersion]:
    rows = ReportVersion.objects.filter(is_released=True, state=VersionState.ACCEPTED)
    newest = rows.order_by("duty_id", "-number").distinct("duty_id").values("pk")
    return (
        ReportVersion.objects.filter(pk__in=newest)
        .select_related("duty__rule", "duty__body")
        .order_by("-duty__period_end", "duty__body__sort_key", "pk")
    )


def _public(version: ReportVersion) -> PublicReport:
    duty = version.duty
    period = period_words(duty.period_code)
    named = keys_in(*(section["text"] for section in version.sections))
    return PublicReport(
        pk=version.pk,
        title=f"{period}{duty.rule.title}",
        body=str(duty.body),
        period=period,
        period_start=duty.period_start,
        period_end=duty.period_end,
        number=version.number,
        is_amended=version.kind == ReportVersion.Kind.AMENDMENT,
        accepted_at=version.decided_at,
        released_at=version.released_at,
        is_demo=duty.is_demo,
        sections=[_section(section, version.figures) for section in version.sections],
        figures=[_figure(version.figures[key]) for key in named if key in version.figures],
    )


def _section(section: dict[str, Any], figures: dict[str, Any]) -> PublicSection:
    table = section.get("table") or {}
    return PublicSection(
        title=section["title"],
        paragraphs=paragraphs(printed(section["text"], figures)),
        columns=list(table.get("columns", ())),
        rows=list(table.get("rows", ())),
    )


def _figure(figure: dict[str, Any]) -> PublicFigure:
    typed = f"手填，理由：{figure.get('reason')}" if figure.get("kept") else ""
    return PublicFigure(
        title=figure["title"],
        words=in_print(figure),
        source=figure.get("source") or "",
        as_of=str(figure.get("as_of") or "")[:10],
        note=typed or figure.get("edition") or "",
    )
