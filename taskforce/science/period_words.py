"""Codes of reporting periods in words: 2026H1 → 2026年上半年. No Django, no clock."""

from __future__ import annotations

import re

HALF = {"1": "上半年", "2": "下半年"}
QUARTER = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}
CODE = re.compile(r"(\d{4})(?:(H)([12])|(Q)([1-4]))?")


def period_words(code: str) -> str:
    """Return a period as people name it; what is no half-year, quarter or year stays as it is written."""
    match = CODE.fullmatch(code)
    if match is None:
        return code
    year, half, which_half, quarter, which_quarter = match.groups()
    if half:
        return f"{year}年{HALF[which_half]}"
    return f"{year}年{QUARTER[which_quarter]}" if quarter else f"{year}年"
