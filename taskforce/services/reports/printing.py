"""A version of a report as a document: its text with the figures in print, and where each figure comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from taskforce.choices import VersionState
from taskforce.models import ReportVersion
from taskforce.science.report_text import keys_in, paragraphs, printed
from taskforce.services.documents import Document, Section, Table
from yunhe_envhealth.core.periods import BEIJING

FIGURE_COLUMNS = ("数据", "数值", "截至", "来源", "说明")
SOURCE_COLUMNS = ("报送机构", "稿次", "内容指纹（SHA-256）")


def document_of(version: ReportVersion, figures: Mapping[str, Mapping[str, Any]]) -> Document:
    """Return what the .docx and the PDF hold. `figures` are frozen ones, or live ones for a draft."""
    duty = version.duty
    return Document(
        title=duty.title,
        subtitle=str(duty.body),
        meta=list(_meta(version).items()),
        sections=[*_sections(version, figures), *_annexes(version, figures)],
        mark="　".join(_marks(version)),
    )


def filename(version: ReportVersion, ending: str) -> str:
    """Return the file's name as people read it."""
    duty = version.duty
    name = f"{duty.body}_{duty.title}_第{version.number}稿"
    return f"{name.replace('/', '_')}.{ending}"


def provenance(figure: Mapping[str, Any]) -> str:
    """Return in words what stands behind a figure beyond its source: its edition, or why somebody typed it."""
    if figure.get("kept"):
        live = figure.get("live")
        now_says = f"；平台数为 {live}" if live else ""
        return f"手填，理由：{figure.get('reason')}{now_says}"
    return str(figure.get("edition") or "")


def _meta(version: ReportVersion) -> dict[str, str]:
    duty = version.duty
    meta = {
        "报送机构": str(duty.body),
        "报告期": f"{duty.period_start} 至 {duty.period_end}",
        "稿次": f"第 {version.number} 稿（{version.get_kind_display()}，{version.get_state_display()}）",
    }
    if duty.rule.recipient:
        meta["报送对象"] = duty.rule.recipient
    if version.submitted_at:
        meta["提交时间"] = f"{version.submitted_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if version.reason:
        meta["更正理由"] = version.reason
    return meta


def _marks(version: ReportVersion) -> list[str]:
    marks = ["示范"] if version.duty.is_demo else []
    return marks if version.state == VersionState.ACCEPTED else [*marks, version.get_state_display()]


def _sections(version: ReportVersion, figures: Mapping[str, Mapping[str, Any]]) -> list[Section]:
    return [
        Section(
            title=section["title"],
            paragraphs=paragraphs(printed(section["text"], figures)),
            table=_table(section.get("table")),
        )
        for section in version.sections
    ]


def _table(table: Mapping[str, Any] | None) -> Table | None:
    return Table(columns=table["columns"], rows=table["rows"]) if table else None


def _annexes(version: ReportVersion, figures: Mapping[str, Mapping[str, Any]]) -> list[Section]:
    named = [figures[key] for key in keys_in(*(s["text"] for s in version.sections)) if key in figures]
    annexes = []
    if named:
        rows = [
            [
                str(figure["title"]),
                _value(figure),
                str(figure.get("as_of") or "")[:10],
                str(figure.get("source") or ""),
                provenance(figure),
            ]
            for figure in named
        ]
        annexes.append(Section(title="附：数据来源", table=Table(columns=FIGURE_COLUMNS, rows=rows)))
    if version.sources:
        rows = [[s["body"], f"第 {s['number']} 稿", s["sha256"]] for s in version.sources]
        annexes.append(Section(title="附：汇总的报告", table=Table(columns=SOURCE_COLUMNS, rows=rows)))
    return annexes


def _value(figure: Mapping[str, Any]) -> str:
    if figure.get("value") in (None, ""):
        return f"暂无数据：{figure.get('withheld') or '没有记录'}"
    return f"{figure['value']} {figure.get('unit') or ''}".strip()
