"""The dated editions of each index, from the standards and parameter sets of `monitoring.science`, as table rows.

A row keeps a snapshot of its numbers in JSON (decimals as text) so that pages, exports and later readers see what
a value was computed with; the arithmetic itself always uses the values in `monitoring.science`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from monitoring.choices import EditionStatus, IndexCode
from monitoring.science.aqhi import PARAMETER_SETS, AqhiParameters
from monitoring.science.aqi import STANDARDS, AqiStandard

AQHI_KINDS = {
    "lishui_aqhi_candidate": IndexCode.AQHI_LISHUI,
    "hk_aqhi_2013": IndexCode.AQHI_HONGKONG,
    "hk_aqhi_2025": IndexCode.AQHI_HONGKONG,
    "ca_aqhi": IndexCode.AQHI_CANADA,
    "ca_aqhi_plus": IndexCode.AQHI_CANADA_PLUS,
}
# Sets that state no first day: the year of the paper that proposed them.
YEAR_OF_PAPER = {"ca_aqhi": date(2008, 1, 1), "ca_aqhi_plus": date(2019, 1, 1)}


def editions() -> Iterator[dict[str, Any]]:
    """Yield one row for each edition; `kind` is the code of its index."""
    for standard in STANDARDS.values():
        yield _national(standard, IndexCode.AQI_HOURLY, "hourly", "实时报")
        yield _national(standard, IndexCode.AQI_DAILY, "daily", "日报")
    for code, kind in AQHI_KINDS.items():
        yield _health(PARAMETER_SETS[code], kind)


def _national(standard: AqiStandard, kind: IndexCode, items: str, report: str) -> dict[str, Any]:
    return {
        "code": f"cn_hj633_{standard.edition}_{items}",
        "kind": kind,
        "name": f"{standard.code}（{report}）",
        "status": EditionStatus.OFFICIAL,
        "effective_from": standard.effective_from,
        "effective_to": standard.effective_to,
        "parameters": snapshot(standard),
        "source": f"{standard.code} 环境空气质量指数（AQI）技术规定",
        "note": "",
    }


def _health(parameters: AqhiParameters, kind: IndexCode) -> dict[str, Any]:
    undated = "来源没有写明启用日期，按文献年份记。" if parameters.effective_from is None else ""
    return {
        "code": parameters.code,
        "kind": kind,
        "name": f"{parameters.name_zh} {parameters.edition}",
        "status": EditionStatus(parameters.status),
        "effective_from": parameters.effective_from or YEAR_OF_PAPER[parameters.code],
        "effective_to": parameters.effective_to,
        "parameters": snapshot(parameters),
        "source": parameters.source,
        "note": "".join((*parameters.notes_zh, undated)),
    }


def snapshot(value: Any) -> Any:
    """Return a science value as plain JSON: dataclasses and mappings as objects, decimals and dates as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: snapshot(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): snapshot(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [snapshot(inner) for inner in value]
    if isinstance(value, (Decimal, date)):
        return str(value)
    return value
