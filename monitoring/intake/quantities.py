"""The one grammar of a measured number in a cell, a form field or an API body."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from monitoring.intake.readings import is_absent

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]+(?:[,\uff0c'\u00a0 ][0-9]+)+(?:\.[0-9]*)?")  # 1,234 · 1,2 · 1 234
_BELOW = re.compile(r"[<>\uff1c\uff1e\u2264\u2265]")
_SPREADSHEET_ERROR = re.compile(r"#[A-Z/0!?]+")
LARGEST = 1e12
_LONGEST = 60

NUMBER_PROBLEMS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "full_width": ("数字里有全角字符。", "请改成半角数字，例如 35.2。"),
        "grouped": ("数字里有逗号或空格，不能确定是千位分隔还是小数点。", "请去掉分隔符，小数点用“.”。"),
        "below_limit": (
            "这里写的是“小于”或“大于”某值，不是一个数。",
            "低于检出限时请留空，或按规定填写数值。",
        ),
        "not_finite": ("这里不是有限的数。", "没有数据请留空。"),
        "too_large": ("数值大得不可能。", "请核对数值和单位。"),
        "spreadsheet_error": ("单元格是公式错误。", "请在表格中改正公式，或改填数值。"),
        "text": ("这里应当是数字。", "请改成数字；没有数据请留空。"),
    }
)


class ParsedNumber(NamedTuple):
    """`value` is NaN when absent or unreadable; `problem` is a key of NUMBER_PROBLEMS, or "" when there is none."""

    value: float
    problem: str


_NOTHING = ParsedNumber(math.nan, "")


def parse_number(text: str) -> ParsedNumber:
    """Read one cell. Absent marks give NaN without a problem; `1e3` is a number; never raises."""
    stripped = text.strip()
    if len(stripped) <= _LONGEST and _NUMBER.fullmatch(stripped):
        value = float(stripped)
        return ParsedNumber(value, "") if abs(value) < LARGEST else ParsedNumber(math.nan, "too_large")
    if is_absent(stripped):
        return _NOTHING
    return ParsedNumber(math.nan, _why_not(stripped))


def _why_not(text: str) -> str:
    """The problem code of a text that is neither a number nor an absent mark."""
    if len(text) > _LONGEST:
        return "too_large" if _NUMBER.fullmatch(text) else "text"
    if _BELOW.match(text):
        return "below_limit"
    if any(mark in text for mark in "０１２３４５６７８９．－＋"):
        return "full_width"
    if _GROUPED.fullmatch(text):
        return "grouped"
    if text.casefold().lstrip("+-") in {"inf", "infinity", "∞"}:
        return "not_finite"
    return "spreadsheet_error" if _SPREADSHEET_ERROR.fullmatch(text) else "text"
