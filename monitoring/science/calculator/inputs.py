"""Reads numbers out of whatever the calculator is given and refuses the rest in plain words."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from monitoring.science.rounding import exact

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,9})?", re.ASCII)
_LONGEST_NUMBER = 64
_LARGEST_EXPONENT = 12
_SMALLEST_EXPONENT = -30
_LONGEST_LIST = 100_000


class InputRefused(ValueError):
    """An input that no scheme can use; the message is the sentence to show."""


def number(raw: object, label: str, *, signed: bool = False) -> Decimal | None:
    """`raw` as an exact decimal; None for a missing value (null or "NA").

    Raises InputRefused for text, truth values, lists, NaN, infinity, out-of-range magnitudes and, unless `signed`,
    for negative numbers.
    """
    if raw is None or raw == "NA":
        return None
    value = _decimal(raw)
    if value is None:
        raise InputRefused(f"{label} 应为数字。")
    if value and not _SMALLEST_EXPONENT <= value.adjusted() <= _LARGEST_EXPONENT:
        raise InputRefused(f"{label} 超出可计算的范围。")
    if value < 0 and not signed:
        raise InputRefused(f"{label} 不能为负数。")
    return value or Decimal(0)


def _decimal(raw: object) -> Decimal | None:
    """The finite decimal that `raw` writes, or None."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int) and raw.bit_length() > 4 * _LONGEST_NUMBER:
        raw = "1e999" if raw > 0 else "-1e999"
    if isinstance(raw, str):
        text = raw.strip()
        return exact(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None
    if not isinstance(raw, int | float | Decimal):
        return None
    try:
        return exact(raw)
    except ValueError:
        return None


def required(inputs: Mapping[str, Any], key: str, label: str, *, signed: bool = False) -> Decimal:
    """The number under `key`; raises InputRefused when it is missing."""
    value = number(inputs.get(key), label, signed=signed)
    if value is None:
        raise InputRefused(f"缺少 {label}。")
    return value


def whole(inputs: Mapping[str, Any], key: str, label: str, *, signed: bool = False) -> int:
    """The whole number under `key`; raises InputRefused when it is missing or has a fraction."""
    value = required(inputs, key, label, signed=signed)
    if value != value.to_integral_value():
        raise InputRefused(f"{label} 应为整数。")
    return int(value)


def group(inputs: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The nested mapping under `key`; raises InputRefused for anything else."""
    inner = inputs.get(key)
    if not isinstance(inner, Mapping):
        raise InputRefused(f"缺少一组“名称: 数值”（{key}）。")
    return inner


def numbers(raw: object, label: str) -> list[Decimal | None]:
    """A list of numbers, None for missing ones; raises InputRefused for anything else or above 100,000 entries."""
    if isinstance(raw, str | bytes) or not isinstance(raw, Sequence) or len(raw) > _LONGEST_LIST:
        raise InputRefused(f"{label} 应为一列数字。")
    return [number(entry, label) for entry in raw]
