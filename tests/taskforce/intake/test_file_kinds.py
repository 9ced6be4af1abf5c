"""An uploaded file is told by its content; what could burst, run or hide is refused in words."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest

from taskforce.intake import file_kinds
from taskforce.intake.file_kinds import DOCX, JPEG, PDF, PNG, XLSX, FileKind, FileNotTaken, kind_of


def word() -> bytes:
    file = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("示范")
    document.save(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **parts}.items():
            archive.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", PDF),
        (b"\x89PNG\r\n\x1a\n....", PNG),
        (b"\xff\xd8\xff\xe0...", JPEG),
        (word(), DOCX),
        (workbook(), XLSX),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"<!DOCTYPE html><script>", "不收"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不收"),
        (b"GIF89a", "不收"),
        (b"MZ", "不收"),
        (b"PK\x03\x04 cut off", "损坏"),
        (zipped(**{"word/vbaProject.bin": b"x"}), "宏"),
        (zipped(**{"word/other.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>'}), "文档类型声明"),
        (zipped(**{"word/bomb.xml": b"0" * 5_000_000}), "解压后太大"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileNotTaken, match=words):
        kind_of(data)


def test_a_plain_zip_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("page.html", "<script>")

    with pytest.raises(FileNotTaken, match="压缩包不收"):
        kind_of(file.getvalue())


def test_a_declaration_across_two_pieces_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "MEGABYTE", 7)

    with pytest.raises(FileNotTaken, match="文档类型声明"):
        kind_of(zipped(**{"word/other.xml": b"<?xml version='1.0'?><!DOCTYPE x>"}))


def test_a_part_larger_than_its_directory_says_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped(**{"word/big.xml": bytes(range(256)) * 4_000}))
    directory = data.rindex(b"word/big.xml") - 46
    data[directory + 24 : directory + 28] = (10).to_bytes(4, "little")  # claims ten bytes

    with pytest.raises(FileNotTaken):
        kind_of(bytes(data))


def test_a_file_over_the_cap_is_refused() -> None:
    with pytest.raises(FileNotTaken, match="20 MB"):
        kind_of(b"%PDF-" + b"0" * (20 * 1024 * 1024))
