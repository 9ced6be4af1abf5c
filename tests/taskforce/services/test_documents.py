"""Documents as .docx and PDF: everything that was given is in the file, and nothing in it was run."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from taskforce.intake.word_filling import fill
from taskforce.services.documents import Document, Section, Table, pdf
from taskforce.services.documents.word import shipped
from tests.factories.documents import HOSTILE, make_document
from tests.taskforce.pdf_text import embedded_fonts, page_count, pdf_text


def word(document: Document) -> WordDocument:
    return WordDocument(io.BytesIO(fill(shipped(), document.as_data())))


def test_a_word_file_holds_every_part_of_the_document_in_its_style() -> None:
    opened = word(make_document())

    assert [(paragraph.style.name, paragraph.text) for paragraph in opened.paragraphs] == [
        ("Mark", "示范"),
        ("Title", "示范工作小组2026年上半年工作报告"),
        ("Subtitle", "（示范小组）"),
        ("Meta", "报送单位：示范单位"),
        ("Meta", "报告期：2026年1月1日至6月30日"),
        ("Heading 1", "一、工作开展情况"),
        ("Normal", "本期共办结任务 12 项。"),
        ("Normal", "第二段。"),
        ("Normal", "第三段。"),
        ("Caption", "表1 报送情况"),
        ("Heading 2", "（一）下一步举措"),
        ("Normal", "本期共办结任务 12 项。"),
    ]
    assert [[cell.text for cell in row.cells] for row in opened.tables[0].rows] == [
        ["报送机构", "状态", "件数"],
        ["示范小组甲", "按期", "12"],
        ["示范小组乙", "逾期 3 个工作日", "7"],
    ]


def test_numbers_of_a_table_stand_to_the_right_and_its_heading_is_repeated_on_each_page() -> None:
    table = word(make_document()).tables[0]

    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == ["Cell", "Cell", "Cell number"]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml


def test_the_page_is_that_of_an_official_document() -> None:
    opened = word(make_document())
    page = opened.sections[0]

    assert [round(side.mm) for side in (page.page_width, page.page_height)] == [210, 297]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        37, 35, 28, 26,
    ]  # fmt: skip
    assert "PAGE" in page.footer._element.xml
    assert "仿宋_GB2312" in opened.styles["Normal"].element.xml
    assert "方正小标宋简体" in opened.styles["Title"].element.xml


def test_text_that_looks_like_code_or_xml_comes_out_as_it_went_in() -> None:
    opened = word(make_document(HOSTILE))

    assert [paragraph.text for paragraph in opened.paragraphs].count(HOSTILE) == 2


def test_the_same_document_makes_the_same_file() -> None:
    document = make_document()

    assert fill(shipped(), document.as_data()) == fill(shipped(), document.as_data())
    assert pdf(document) == pdf(document)


def test_a_pdf_holds_every_part_of_the_document() -> None:
    text = pdf_text(pdf(make_document()))

    for words in (
        "示范工作小组2026年上半年工作报告", "报送单位：示范单位", "一、工作开展情况", "本期共办结任务12项。", "第二段。第三段。",
        "表1报送情况", "报送机构状态件数示范小组甲按期12示范小组乙逾期3个工作日7", "（一）下一步举措", "—1—",
    ):  # fmt: skip
        assert words in text


def test_a_pdf_takes_markup_for_text() -> None:
    assert pdf_text(pdf(make_document(HOSTILE))).count(HOSTILE.replace(" ", "")) == 2


def test_a_pdf_brings_its_chinese_fonts_along_and_no_glyph_is_missing() -> None:
    made = pdf(make_document("丽水市生态环境局云和分局、崇头镇、赤石乡、雾溪畲族乡；PM2.5 35 µg/m³，≥ 90%。"))

    assert embedded_fonts(made) == {"NotoSerifSC-Regular", "NotoSansSC-Regular"}
    assert "\ufffd" not in pdf_text(made)
    assert "雾溪畲族乡；PM2.535µg/m³，≥90%。" in pdf_text(made)


def test_a_long_table_goes_on_over_pages_with_every_row() -> None:
    rows = [[f"示范机构{number}", "按期", str(number)] for number in range(200)]
    document = Document("长表", sections=[Section("一、表", table=Table(["机构", "状态", "件数"], rows))])
    made = pdf(document)

    assert page_count(made) > 3
    assert all(f"示范机构{number}按期{number}" in pdf_text(made) for number in (0, 57, 199))
    assert len(word(document).tables[0].rows) == 201


def test_signs_that_no_file_may_hold_are_left_out() -> None:
    text = "前\x00\x0b后\ud800\ufffe尾\t终"

    assert [
        paragraph.text for paragraph in word(Document("题", sections=[Section("一、", [text])])).paragraphs
    ][-2:] == ["前", "后尾 终"]


def test_a_document_without_its_optional_parts_leaves_no_empty_lines() -> None:
    opened = word(Document("题目", sections=[Section("一、节", ["一段。"])]))

    assert [paragraph.text for paragraph in opened.paragraphs] == ["题目", "一、节", "一段。"]


def test_a_table_with_a_short_row_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="one cell a column"):
        Table(["甲", "乙"], [["1"]])


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_survives_in_a_word_file(text: str) -> None:
    document = Document("题", sections=[Section("一、", [text])])
    expected = document.as_data()["sections"][0]["paragraphs"]

    assert [paragraph.text for paragraph in word(document).paragraphs][2:] == expected
