"""The platform's figures in a report: live while it is drafted, frozen with their sources when it is submitted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from taskforce.choices import VersionState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import clean, keys_in
from taskforce.services import figures as registry
from taskforce.services.reports.rights import ReportRefused

LONGEST_VALUE, LONGEST_REASON = 60, 200
Figures = dict[str, dict[str, Any]]
NUMBER = re.compile(r"(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,4})?")  # 1200, 1,200, 35.5
MOST_PERCENT = 1000  # an indicator may pass its target; more is a slip of the hand


def live_figures(duty: ReportDuty, now: datetime) -> Figures:
    """Return what the platform knows of the duty's period and area now, as plain JSON."""
    found = registry.collect(
        period_start=duty.period_start,
        period_end=duty.period_end,
        area_code=duty.body.area_code,
        now=now,
        is_demo=duty.is_demo,
    )
    return {key: {**figure.as_json(), "kept": False, "reason": ""} for key, figure in found.items()}


def shown_figures(version: ReportVersion, now: datetime, live: Figures | None = None) -> Figures:
    """Return the figures as this version prints them: frozen ones, or for a draft the live ones under the typed ones."""
    if version.state != VersionState.DRAFT:
        return dict(version.figures)
    live = live_figures(version.duty, now) if live is None else live
    return {**live, **_typed(version, live)}


def frozen_figures(version: ReportVersion, now: datetime) -> Figures:
    """Return what a submission keeps: every figure that the text names, with its source.

    Raises ReportRefused when the text names a figure that does not exist.
    """
    shown = shown_figures(version, now)
    named = keys_in(*(section["text"] for section in version.sections))
    unknown = [key for key in named if key not in shown]
    if unknown:
        raise ReportRefused(
            f"正文里的 {'、'.join('{{' + key + '}}' for key in unknown[:5])} 没有对应的数据，没有提交。",
            advice="请改成“平台数据”列出的数据名，或直接写文字。",
        )
    return {key: shown[key] for key in named}


def with_typed(version: ReportVersion, typed: dict[str, dict[str, str]], live: Figures) -> Figures:
    """Return the draft's figures after somebody typed some: {key: {value, reason}}; an empty value goes back to live.

    Raises ReportRefused when a value comes without a reason, is too long, names no figure, or is no number where the
    figure is one.
    """
    figures = {key: dict(figure) for key, figure in version.figures.items()}
    for key, entry in typed.items():
        value, reason = clean(entry.get("value", "")), clean(entry.get("reason", ""))
        if not value:
            figures.pop(key, None)
            continue
        base = live.get(key) or figures.get(key)
        if base is None:
            raise ReportRefused(f"没有“{key[:80]}”这项数据，没有保存。")
        if not reason:
            raise ReportRefused(f"“{base['title']}”改成手填要写明理由，没有保存。")
        if len(value) > LONGEST_VALUE or len(reason) > LONGEST_REASON:
            raise ReportRefused(
                f"“{base['title']}”的数值最多 {LONGEST_VALUE} 字，理由最多 {LONGEST_REASON} 字，没有保存。"
            )
        if _is_number(base):
            _refuse_number(value, base)
        figures[key] = {**base, "value": value, "kept": True, "reason": reason}
    return {key: figure for key, figure in figures.items() if figure.get("kept")}


def _is_number(figure: Mapping[str, Any]) -> bool:
    """Return whether the figure is a number: it is one now, or it has none now and is counted in a unit."""
    value = figure.get("value")
    return bool(NUMBER.fullmatch(str(value))) if value else bool(figure.get("unit"))


def _refuse_number(value: str, figure: Mapping[str, Any]) -> None:
    if not NUMBER.fullmatch(value):
        raise ReportRefused(
            f"“{figure['title']}”是数，手填的“{value}”不是，没有保存。",
            advice="请只填数字，如 1200 或 35.5，不写单位，不写负数。",
        )
    if figure.get("unit") == "%" and Decimal(value.replace(",", "")) > MOST_PERCENT:
        raise ReportRefused(f"“{figure['title']}”不能大于 {MOST_PERCENT}%，没有保存。")


def changed_since(before: Figures, now_shown: Figures) -> dict[str, tuple[str, str]]:
    """Return {key: (old, new) as printed without unit} of the figures that differ from an earlier version's."""
    changed = {}
    for key, old in before.items():
        new = now_shown.get(key)
        if new is not None and (old.get("value"), old.get("withheld")) != (
            new.get("value"),
            new.get("withheld"),
        ):
            changed[key] = (str(old.get("value") or "暂缺"), str(new.get("value") or "暂缺"))
    return changed


def _typed(version: ReportVersion, live: Figures) -> Figures:
    """Return the typed figures, each beside what the platform says now (`live`)."""
    return {
        key: {**figure, "live": (live.get(key) or {}).get("value")}
        for key, figure in version.figures.items()
        if figure.get("kept")
    }
