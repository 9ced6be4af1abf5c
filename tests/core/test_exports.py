"""Exports: text never becomes a formula, numbers come back as numbers."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunhe_envhealth.core.exports import FORMULA_STARTS, csv_response, safe_cell, xlsx_response

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1", "  =1+1"]
TEXTS = st.one_of(
    st.text(max_size=40), st.builds("{}{}".format, st.sampled_from(FORMULA_STARTS), st.text(max_size=10))
)
NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12),
)


def csv_rows(rows, header=("甲", "乙")):
    body = b"".join(csv_response(rows, header, "试").streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def xlsx_sheet(rows, header=("甲", "乙"), **options):
    body = b"".join(xlsx_response(rows, header, "试", **options).streaming_content)
    return openpyxl.load_workbook(io.BytesIO(body))


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_starts_like_a_formula_is_guarded(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", [-5, -5.25, Decimal("-0.10"), 0, 17])
def test_numbers_stay_numbers_also_when_negative(value):
    assert safe_cell(value) is value


def test_missing_values_are_empty_and_flags_are_words():
    assert [safe_cell(value) for value in (None, float("nan"), True, False)] == ["", "", "是", "否"]


def test_times_are_written_in_beijing_time():
    assert safe_cell(datetime(2026, 11, 22, 0, 30, tzinfo=UTC)) == "2026-11-22 08:30"
    assert safe_cell(date(2026, 11, 22)) == "2026-11-22"


def test_a_decimal_is_written_without_exponent():
    assert csv_rows([[Decimal("1E-7"), Decimal("-1E+3")]])[1] == ["0.0000001", "-1000"]


def test_the_file_name_may_be_chinese():
    response = csv_response([], ["甲"], "监测点 2026-11-22")
    assert "attachment" in response["Content-Disposition"]
    assert "%E7%9B%91" in response["Content-Disposition"]


def test_many_rows_come_in_several_chunks_and_all_of_them():
    response = csv_response(([n, -n] for n in range(1200)), ["甲", "乙"], "试")
    chunks = list(response.streaming_content)
    assert len(chunks) == 3
    assert b"".join(chunks).count(b"\r\n") == 1201


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=8))
def test_no_csv_cell_reads_as_a_formula_and_numbers_round_trip(rows):
    back = csv_rows(rows)[1:]
    assert len(back) == len(rows)
    for (_, number), (text, printed) in zip(rows, back, strict=True):
        assert not text.startswith(FORMULA_STARTS)
        assert type(number)(printed) == number


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(TEXTS, NUMBERS), max_size=8))
def test_no_excel_cell_is_a_formula_and_numbers_round_trip(rows):
    sheet = xlsx_sheet(rows)["数据"]
    for (text, number), (one, two) in zip(rows, sheet.iter_rows(min_row=2), strict=True):
        assert one.data_type != "f"
        assert two.data_type == "n"
        assert two.value == pytest.approx(number, rel=1e-14)  # Excel keeps 15 digits
        if text and text.startswith(FORMULA_STARTS):
            assert one.quotePrefix


def test_excel_keeps_the_characters_of_a_text_that_looks_like_a_formula():
    cell = xlsx_sheet([["=1+1", -2.5]])["数据"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_notes_stand_on_a_second_sheet():
    book = xlsx_sheet([[1, 2]], notes=[["筛选", "=x"]])
    assert book["说明"]["B1"].value == "=x"
    assert book["说明"]["B1"].data_type == "s"


def test_excel_times_are_typed_and_long_codes_are_text():
    sheet = xlsx_sheet([[datetime(2026, 11, 22, 0, 0, tzinfo=UTC), 10**17]])["数据"]
    assert sheet["A2"].value.isoformat() == "2026-11-22T08:00:00"
    assert sheet["B2"].value == "1" + "0" * 17
