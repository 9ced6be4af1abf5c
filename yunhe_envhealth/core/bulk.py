"""COPY, the fastest door of PostgreSQL: text lines in, fixed-width binary rows out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

_BINARY_HEADER = (
    19  # signature 11, flags 4, extension length 4 (PostgreSQL documentation, COPY, binary format)
)
_BINARY_TRAILER = 2


def text_field(value: Any) -> str:
    r"""Return a value as one field of COPY's text format (None is \N)."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    elif isinstance(value, tuple):
        value = "{" + ",".join(value) + "}"
    text = str(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def text_lines(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as COPY text, one line a row."""
    return "".join("\t".join(map(text_field, row)) + "\n" for row in rows)


def copy_in(cursor: Any, table: str, columns: Iterable[str], text: str) -> None:
    """COPY text lines into a table. Names are ours, never a caller's."""
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text), size=1 << 20)


def copy_out(cursor: Any, query: str, fields: dict[str, str]) -> npt.NDArray[Any]:
    """Run a query whose columns are fixed width and never null; return a structured array.

    `fields` gives numpy big-endian types by column: int8 ">i8", int2 ">i2", float8 ">f8", timestamptz ">i8"
    (microseconds since 2000-01-01 UTC).
    """
    buffer = io.BytesIO()
    cursor.copy_expert(f"COPY ({query}) TO STDOUT WITH (FORMAT binary)", buffer, 1 << 20)
    layout: list[tuple[str, str]] = [("fields_", ">i2")]
    for name, kind in fields.items():
        layout += [(f"{name}_length_", ">i4"), (name, kind)]
    content = buffer.getbuffer()[_BINARY_HEADER:-_BINARY_TRAILER]
    return np.frombuffer(content, dtype=np.dtype(layout))
