"""Files of readings for tests, as sources deliver them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

HEADER = ("station", "parameter", "start", "value")


def hour(number: int) -> str:
    """Return the n-th hour of 2026-03-01 in Beijing."""
    return f"2026-03-01T{number:02d}:00:00+08:00"


def tidy(*values: object, station: str = "1267A", parameter: str = "so2") -> bytes:
    """Return a tidy CSV: one reading an hour from midnight."""
    rows = ((station, parameter, hour(number), value) for number, value in enumerate(values))
    return csv_of(HEADER, rows)


def csv_of(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    lines = [",".join(map(str, line)) for line in (header, *rows)]
    return ("\n".join(lines) + "\n").encode()


def xlsx_of(table: bytes) -> bytes:
    """Return the same table as a workbook, every cell text."""
    book = Workbook()
    for line in csv.reader(io.StringIO(table.decode("utf-8-sig"))):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb() -> bytes:
    """Return a small workbook that would unpack to 300 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(300):
                sheet.write(b" " * 1_000_000)
    return file.getvalue()
