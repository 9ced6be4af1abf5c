from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest

from monitoring.intake.excel_reader import cell_text, read_excel
from monitoring.intake.limits import Limits
from monitoring.intake.refusals import FileRefused

PART = "xl/worksheets/sheet1.xml"


def workbook(*sheets: list[list[object]], state: str = "visible") -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.worksheets[0].sheet_state = state
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def altered(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
    return packed.getvalue()


@pytest.fixture
def plain() -> bytes:
    return workbook([["站点", "数值"], ["示范站", 1.5], [None, None], ["云和", 2]])


def test_cells_become_the_text_a_person_would_type() -> None:
    typed = [
        18.0,
        1.5,
        3,
        True,
        "云和",
        None,
        date(2020, 3, 26),
        time(18),
        datetime(2020, 3, 26, 17, 59, 59, 999_900),  # noqa: DTZ001 (sheets know no zone)
    ]

    assert [cell_text(cell) for cell in typed] == [
        "18",
        "1.5",
        "3",
        "TRUE",
        "云和",
        "",
        "2020-03-26",
        "18:00:00",
        "2020-03-26 18:00:00",
    ]


def test_rows_keep_the_number_the_sheet_shows(plain: bytes) -> None:
    sheet = read_excel(plain)

    assert sheet.header == ("站点", "数值")
    assert sheet.cells.astype(object).to_numpy().tolist() == [["示范站", "1.5"], ["云和", "2"]]
    assert sheet.cells.index.tolist() == [2, 4]


def test_a_table_that_begins_below_the_first_row_is_refused_as_without_header() -> None:
    sheet = read_excel(workbook([[None, None], ["站点", "数值"], ["示范站", 1]]))

    assert sheet.header == ("", "")


def test_a_second_sheet_with_data_is_not_passed_over_in_silence() -> None:
    rows = [["a"], [1]]

    notes = read_excel(workbook(rows, rows)).notes

    assert [note.rule for note in notes] == ["one_sheet"]
    assert "Sheet1" in notes[0].message
    assert not read_excel(workbook(rows, [])).notes


def test_a_hidden_sheet_is_not_read() -> None:
    sheet = read_excel(workbook([["hidden"], [1]], [["shown"], [2]], state="hidden"))

    assert sheet.header == ("shown",)


def test_two_cells_in_opposite_corners_are_refused_before_parsing(plain: bytes) -> None:
    bomb = altered(plain, PART, lambda part: part.replace(b'r="B4"', b'r="XFD1048576"'))

    with pytest.raises(FileRefused, match="工作表的范围"):
        read_excel(bomb)


def test_a_tall_sheet_of_many_columns_is_refused_by_its_area(plain: bytes) -> None:
    tall = altered(plain, PART, lambda part: part.replace(b'r="B4"', b'r="AZ900000"'))

    with pytest.raises(FileRefused, match="工作表的范围"):
        read_excel(tall)


@pytest.mark.parametrize(
    "address", [b'r="B&#52;"', b'r="ABCDE4"', b"r='B12345678'", b'r="B4' + b"4" * 80 + b'"']
)
def test_an_address_out_of_form_is_refused(plain: bytes, address: bytes) -> None:
    with pytest.raises(FileRefused, match="地址"):
        read_excel(altered(plain, PART, lambda part: part.replace(b'r="B4"', address)))


def test_a_document_type_is_refused(plain: bytes) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'

    with pytest.raises(FileRefused, match="文档类型"):
        read_excel(altered(plain, PART, lambda part: entity + part))


def test_a_part_in_utf_16_is_refused(plain: bytes) -> None:
    with pytest.raises(FileRefused, match="UTF-8"):
        read_excel(altered(plain, PART, lambda part: part.decode().encode("utf-16")))


def test_a_zip_bomb_is_refused_by_its_directory(plain: bytes) -> None:
    bomb = altered(plain, PART, lambda part: part + b" " * 5_000_000)

    with pytest.raises(FileRefused, match="解压后太大"):
        read_excel(bomb)


def test_a_directory_that_lies_about_its_sizes_is_refused(plain: bytes) -> None:
    bomb = altered(plain, PART, lambda part: part + b" " * 5_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo(PART).file_size
    lying = bomb.replace(size.to_bytes(4, "little"), (5_000).to_bytes(4, "little"))

    with pytest.raises(FileRefused, match="解压后太大"):
        read_excel(lying)


@pytest.mark.parametrize(
    "limits", [Limits(zip_entries=3), Limits(unpacked_bytes=500), Limits(rows=1), Limits(columns=1)]
)
def test_a_workbook_beyond_a_bound_is_refused(plain: bytes, limits: Limits) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_excel(plain, limits=limits)

    assert "最多" in refusal.value.message


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"text"],
)
def test_a_damaged_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        read_excel(data)


def test_a_cut_workbook_is_refused(plain: bytes) -> None:
    for length in range(4, len(plain), 97):
        with pytest.raises(FileRefused):
            read_excel(plain[:length])


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(FileRefused, match="空的"):
        read_excel(workbook([]))
