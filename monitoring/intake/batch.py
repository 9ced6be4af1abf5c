"""The door for the API: a JSON body → Readings, so that the rules for files hold here too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from monitoring.intake.layouts import TIDY
from monitoring.intake.limits import LIMITS, Limits
from monitoring.intake.readings import Readings, defects_frame
from monitoring.intake.refusals import BatchRefused
from monitoring.intake.shaping import to_readings
from monitoring.intake.sheets import Sheet

FIELDS = ("station", "parameter", "period", "start", "value", "flag")
_REQUIRED = frozenset(FIELDS) - {"flag"}
_LAYOUT = replace(TIDY, name="batch", headings={name: (name,) for name in FIELDS}, require_zone=True)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SHAPE = '请按接口文档提交 {"readings": [{…}, …]}。'


def read_batch(body: bytes, *, now: datetime, limits: Limits = LIMITS) -> Readings:
    """Read a request body `{"readings": [{station, parameter, period, start, value, flag?}, …]}`.

    Row n is the n-th reading, the columns are the fields. `start` must carry an offset or Z; `value` is a number or
    null (a text is read by the grammar of cells, so that the same value gets the same verdict in a file).
    Raises BatchRefused when the body as a whole is not of this shape, and nothing else.
    """
    if len(body) > limits.batch_bytes:
        raise BatchRefused("提交的内容太大。", f"每次最多 {limits.batch_readings:,} 条，请分批提交。")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BatchRefused("提交的内容不是 JSON。", _SHAPE) from error
    if not isinstance(content, dict) or set(content) != {"readings"}:
        raise BatchRefused("提交的内容应当只有一个字段 readings。", _SHAPE)
    return read_items(content["readings"], now=now, limits=limits)


def read_items(items: object, *, now: datetime, limits: Limits = LIMITS) -> Readings:
    """The same from the parsed list. Raises BatchRefused."""
    if not isinstance(items, list) or not items:
        raise BatchRefused("readings 应当是至少有一条的列表。", _SHAPE)
    if len(items) > limits.batch_readings:
        raise BatchRefused(
            f"有 {len(items):,} 条数据，每次最多 {limits.batch_readings:,} 条。", "请分批提交。"
        )
    flaws: list[tuple[int, str, str, str]] = []
    rows = [_texts(item, row, flaws) for row, item in enumerate(items, 1)]
    readings = to_readings(_sheet(rows), _LAYOUT, now=now)
    if not flaws:
        return readings
    found = pd.DataFrame(flaws, columns=["row", "column", "problem", "value"])
    found = found.assign(rule="known_field", whole_row=True)
    # What a field of the wrong type holds is not read, so that its reading gets the one finding that helps.
    others = readings.defects[~readings.defects["row"].isin(found["row"])]
    return replace(readings, defects=defects_frame([others, found]))


def _sheet(rows: Sequence[Sequence[str]]) -> Sheet:
    columns = dict(enumerate(pd.Categorical(list(column)) for column in zip(*rows, strict=True)))
    return Sheet(FIELDS, pd.DataFrame(columns, index=pd.RangeIndex(1, len(rows) + 1)))


def _texts(item: object, row: int, flaws: list[tuple[int, str, str, str]]) -> list[str]:
    """The fields of one reading as text, in the order of FIELDS; what is wrong with their shape goes to `flaws`."""
    if not isinstance(item, dict):
        flaws.append((row, "readings", "not_object", _excerpt(item)))
        return [""] * len(FIELDS)
    flaws.extend(
        (row, _excerpt(name), "unknown", _excerpt(item[name])) for name in item if name not in FIELDS
    )
    flaws.extend((row, name, "missing", "") for name in FIELDS if name in _REQUIRED and name not in item)
    return [_text(item, name, row, flaws) for name in FIELDS]


def _text(item: Mapping[str, Any], name: str, row: int, flaws: list[tuple[int, str, str, str]]) -> str:
    field = item.get(name)
    if field is None:
        return ""
    if isinstance(field, str):
        return _storable(field)
    if name == "value" and isinstance(field, int | float) and not isinstance(field, bool):
        return _digits(field)
    flaws.append((row, name, "type", _excerpt(field)))
    return ""


def _digits(number: float) -> str:
    """The shortest text of a number; JSON's 1e999 has become infinite and says so."""
    try:
        return repr(float(number))
    except OverflowError:
        return "inf"


def _excerpt(value: object) -> str:
    """A short text of any JSON value."""
    return _storable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))[:100]


def _storable(text: str) -> str:
    """The text with what JSON can write and no database can keep (NUL, half a surrogate pair) shown as U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)
