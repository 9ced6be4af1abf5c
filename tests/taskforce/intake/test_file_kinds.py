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


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MACRO_TYPES = (
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
)


def rewritten(data: bytes, part: str, old: bytes, new: bytes, **added: bytes) -> bytes:
    """Return an office file with one text of one part replaced (the text has to be there) and parts added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            assert name != part or old in content
            made.writestr(name, content.replace(old, new, 1) if name == part else content)
        for name, content in added.items():
            made.writestr(name, content)
    return file.getvalue()


def related(kind: str, target: str, mode: str = "") -> bytes:
    """Return a Word file with one more relation of its main part."""
    relation = f'<Relationship Id="rX" Type="{RELATIONS}/{kind}" Target="{target}" {mode}/></Relationships>'
    end = b"</Relationships>"
    return rewritten(word(), "word/_rels/document.xml.rels", end, relation.encode())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (rewritten(word(), "[Content_Types].xml", *MACRO_TYPES), "宏"),
        (related("vbaProject", "other.xml"), "宏"),
        (related("oleObject", "other.xml"), "嵌入的对象"),
        (related("attachedTemplate", "http://127.0.0.1/a.dotm", 'TargetMode="External"'), "宏"),
        (related("image", "file:///etc/passwd", 'TargetMode="External"'), "文件以外"),
        (zipped(**{"word/embeddings/oleObject1.bin": b"MZ"}), "嵌入的对象"),
        (zipped(**{"word/media/image1.png": b"MZ\x90\x00"}), "程序"),
        (zipped(**{"word/media/image1.png": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "程序"),
        (zipped(**{"word/_rels/document.xml.rels": b"<Relationships"}), "损坏"),
    ],
)
def test_what_runs_or_loads_something_is_refused_whatever_its_name(data: bytes, words: str) -> None:
    with pytest.raises(FileNotTaken, match=words):
        kind_of(data)


def test_a_template_attached_to_the_settings_is_refused() -> None:
    rels = f'<Relationships><Relationship Type="{RELATIONS}/attachedTemplate" TargetMode="External"/></Relationships>'

    with pytest.raises(FileNotTaken, match="宏"):
        kind_of(zipped(**{"word/_rels/settings.xml.rels": rels.encode()}))


def test_hyperlinks_and_printer_settings_are_ordinary() -> None:
    assert kind_of(related("hyperlink", "https://example.org", 'TargetMode="External"')) == DOCX
    printed = rewritten(
        workbook(), "xl/workbook.xml", b"<", b"<", **{"xl/printerSettings/printerSettings1.bin": b"x"}
    )
    assert kind_of(printed) == XLSX


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


def field(code: str) -> bytes:
    return f"<w:document><w:p>{code}</w:p></w:document>".encode()


@pytest.mark.parametrize(
    "document",
    [
        field("<w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r>"),
        field("<w:r><w:instrText>DD</w:instrText></w:r><w:r><w:instrText>EAUTO x</w:instrText></w:r>"),
        field('<w:fldSimple w:instr="dde x"/>'),
        field("<w:r><w:instrText>DDEAUTO x</w:instrText></w:r>").decode().encode("utf-16"),
    ],
)
def test_a_field_that_starts_a_program_is_refused_however_it_is_written(document: bytes) -> None:
    with pytest.raises(FileNotTaken, match="程序"):
        kind_of(zipped(**{"word/document.xml": document}))


def test_an_ordinary_field_and_the_letters_dde_in_the_text_are_taken() -> None:
    text = field("<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>DDEAUTO</w:t></w:r>")

    assert kind_of(zipped(**{"word/document.xml": text})) == DOCX


@pytest.mark.parametrize("name", ["word/a.ps1", "word/a.lnk", "word/a.hta", "word/a.bat"])
def test_parts_that_are_programs_by_their_name_are_refused(name: str) -> None:
    with pytest.raises(FileNotTaken, match="程序"):
        kind_of(zipped(**{name: b"x"}))


@pytest.mark.parametrize("action", [b"/S /JavaScript /JS (x)", b"/S/Launch /F (cmd.exe)"])
def test_a_pdf_with_an_open_action_is_refused(action: bytes) -> None:
    with pytest.raises(FileNotTaken, match="程序"):
        kind_of(b"%PDF-1.7 << /Type /Action " + action + b" >>")


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_whose_bytes_are_broken_is_a_broken_file(packing: int) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("word/document.xml", bytes(range(256)) * 40)
    data = bytearray(file.getvalue())
    at = data.index(b"word/document.xml") + len("word/document.xml")
    data[at + 4 : at + 44] = b"\xff" * 40

    with pytest.raises(FileNotTaken, match="损坏"):
        kind_of(bytes(data))
