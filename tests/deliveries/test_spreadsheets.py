"""The marked table: the sender's own rows, the bad cells filled and explained, nothing that runs as a formula."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.factories.files import csv_of, hour, tidy
from yunhe_envhealth.deliveries import files
from yunhe_envhealth.deliveries.models import Delivery, Finding
from yunhe_envhealth.deliveries.spreadsheets import marked_workbook

HEADER = ("station", "parameter", "start", "value")


def finding(row: int, column: str, severity: str = "error") -> Finding:
    return Finding(
        row=row,
        column=column,
        rule="示范",
        severity=severity,
        message=f"第 {row} 行不对。",
        advice="请改正。",
        value="x",
    )


def reopened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def test_the_marked_table_keeps_the_rows_and_marks_the_bad_cells(
    previewed: Callable[..., Delivery], media: Path
) -> None:
    delivery = previewed(tidy(5, -3, 7))
    book = reopened(files.marked_path(delivery.pk).read_bytes())
    sheet, listed = book.worksheets
    assert [cell.value for cell in sheet[1]] == list(HEADER)
    assert [sheet.cell(row, 4).value for row in (2, 3, 4)] == [5, -3, 7]
    bad = sheet["D3"]
    assert bad.fill.fgColor.rgb.endswith("FFE699")
    assert "负" in bad.comment.text or "小于" in bad.comment.text
    assert sheet["D2"].comment is None
    assert [cell.value for cell in listed[2]][:4] == [3, "value", "拒收", -3] or listed["A2"].value == 3


def test_a_file_without_findings_has_no_marked_table(previewed: Callable[..., Delivery]) -> None:
    delivery = previewed(tidy(5))
    assert not files.marked_path(delivery.pk).exists()


def test_a_formula_in_the_file_stays_text_in_the_marked_table(previewed: Callable[..., Delivery]) -> None:
    rows = [("1267A", "so2", hour(0), '"=HYPERLINK(""http://x"")"'), ("1267A", "so2", hour(1), "＝1+1")]
    delivery = previewed(csv_of(HEADER, rows))
    book = reopened(files.marked_path(delivery.pk).read_bytes())
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n"}
    assert book.worksheets[0]["D2"].value == '=HYPERLINK("http://x")'
    assert book.worksheets[0]["D2"].quotePrefix


def test_rows_stand_under_their_own_numbers_also_after_a_gap() -> None:
    book = reopened(marked_workbook(HEADER, [(2, ("a",)), (5, ("b",))], [finding(5, "value")]))
    sheet = book.worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == ["a", None, None, "b"]
    assert "第 5 行" in sheet["D5"].comment.text


def test_what_names_no_column_marks_the_first_cell_and_the_worst_remark_gives_the_colour() -> None:
    remarks = [finding(2, "没有这一列", "warning"), finding(2, "", "error"), finding(0, "整份文件", "info")]
    sheet = reopened(marked_workbook(HEADER, [(2, ("a", "b"))], remarks)).worksheets[0]
    assert sheet["A2"].fill.fgColor.rgb.endswith("FFE699")
    assert sheet["A2"].comment.text.count("第 2 行") == 2
    assert sheet["A1"].fill.fgColor.rgb.endswith("EDEDED")


def test_codes_with_leading_zeros_and_long_digits_stay_text() -> None:
    texts = ("007", "12345678901234567", "-3.5", "1e3", "0.5")
    sheet = reopened(marked_workbook(texts, [(2, texts)], [finding(2, "007")])).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["007", "12345678901234567", -3.5, "1e3", 0.5]


@settings(deadline=None)  # a slow machine is no finding
@given(st.text(min_size=1, max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    said = finding(2, text)
    said.message = said.value = text
    book = reopened(marked_workbook([text], [(2, [text])], [said]))
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}
