from __future__ import annotations

import pytest

from monitoring.intake.csv_reader import read_csv
from monitoring.intake.limits import Limits
from monitoring.intake.refusals import FileRefused
from monitoring.intake.sheets import Sheet


def rows(sheet: Sheet) -> dict[int, list[str]]:
    texts = sheet.cells.astype(object)
    return dict(zip(sheet.cells.index.tolist(), texts.to_numpy().tolist(), strict=True))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiter_encoding_and_line_end_are_told_by_the_content(
    delimiter: str, encoding: str, newline: str
) -> None:
    text = newline.join(delimiter.join(row) for row in (["站点", "数值"], ["示范站", "1"], ["云和", "02"]))

    sheet = read_csv(text.encode(encoding))

    assert sheet.header == ("站点", "数值")
    assert rows(sheet) == {2: ["示范站", "1"], 3: ["云和", "02"]}


def test_numbers_stay_text_as_written() -> None:
    assert rows(read_csv(b"a,b\n007,1.50\n1,2\n")) == {2: ["007", "1.50"], 3: ["1", "2"]}


def test_empty_rows_are_left_out_and_keep_their_number() -> None:
    assert rows(read_csv(b"a,b\n\n , \n1,2\n\n")) == {4: ["1", "2"]}


def test_a_cell_may_hold_delimiter_quote_and_line_end() -> None:
    assert rows(read_csv(b'a,b\n"x,""y""\nz",1\n2,3\n')) == {2: ['x,"y"\nz', "1"], 3: ["2", "3"]}


def test_a_short_row_is_filled_with_empty_cells() -> None:
    assert rows(read_csv(b"a,b,c\n1\n1,2,3\n")) == {2: ["1", "", ""], 3: ["1", "2", "3"]}


def test_filled_cells_beyond_the_header_are_named_by_row() -> None:
    sheet = read_csv(b"a,b\n1,2\n3,4,5,\n6,7,,\n")

    assert sheet.overlong == {3: "5,"}
    assert rows(sheet) == {2: ["1", "2"], 3: ["3", "4"], 4: ["6", "7"]}


def test_a_first_row_longer_than_the_header_loses_nothing_silently() -> None:
    assert read_csv(b"a,b\n1,2,3\n").overlong == {2: "3"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"\n\n", "空"),
        (b"a,b", "只有表头"),
        (b"a,b\n,\n", "只有表头"),
        ("a,b\n1,2".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\x002\n", "不是文本"),
        (b"a,b\n1,\x81\n", "编码"),
        (b'a,b\n1,2\n1,"2\n3,4\n', "第 3 行"),
    ],
)
def test_an_unreadable_file_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_csv(data)

    assert words in refusal.value.message
    assert refusal.value.advice


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(rows=2), "最多 2 行"),
        (Limits(cells=5), "最多"),
        (Limits(columns=1), "最多 1 列"),
        (Limits(cell_chars=3), "第 4 行"),
    ],
)
def test_a_file_beyond_a_bound_is_refused(limits: Limits, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        read_csv(b"a,b\n1,2\n3,4\n5,6666\n", limits=limits)

    assert words in refusal.value.message


def test_a_file_at_the_bounds_is_read() -> None:
    limits = Limits(rows=2, cells=4, columns=2, cell_chars=2)

    assert len(read_csv(b"a,b\n1,2\n3,44\n", limits=limits).cells) == 2
