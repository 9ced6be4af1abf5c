"""What an uploaded .docx may hold, looked at before any reader of Word files opens it.

No macros, no embedded or linked objects, no relation that leads out of the file, no field that fetches anything, no
document type; and no more than it takes to unpack a template.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from taskforce.intake.refusals import TemplateRefused

MEGABYTE = 1024 * 1024
PACKED_BYTES = 5 * MEGABYTE
UNPACKED_BYTES = 20 * MEGABYTE
MOST_PARTS = 300
HIGHEST_RATIO = 100
MAIN_PART = "word/document.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AGAIN = "请用 Word 或 WPS 打开后另存为新的 .docx 文件。"
# Fields that print what the file itself knows; every other one may reach out of it (INCLUDEPICTURE, DDE, LINK).
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "STYLEREF", "TOC", "PAGEREF", "SEQ", "REF"}
)
ACTIVE_PART = re.compile(
    r"vba|macro|activex|embeddings/|\.(bin|exe|com|scr|dll|msi|bat|cmd|ps1|js|jse|vbs|vbe|wsf|lnk|hta|jar|html?)$|\.mht",
    re.IGNORECASE,
)
ACTIVE_RELATION = re.compile(
    r"/(vbaProject|oleObject|package|aFChunk|attachedTemplate|control|frame|subDocument)$", re.IGNORECASE
)
# What unpacking raises over bytes that are none of a sound zip: by the directory, and by each way of packing.
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,
    EOFError,
    NotImplementedError,
    ValueError,
    OverflowError,
)


def check_package(data: bytes) -> None:
    """Raise TemplateRefused unless `data` is a plain Word document that is safe to open."""
    if len(data) > PACKED_BYTES:
        raise TemplateRefused(f"模板超过 {PACKED_BYTES // MEGABYTE} MB。", "请删去图片后再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            parts = dict(_parts(archive, entries))
    except BROKEN_ZIP as error:
        raise TemplateRefused("文件打不开，不是 .docx，或已损坏。", _AGAIN) from error
    _check_types(parts)
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            _check_xml(name, content)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise TemplateRefused(f"文件里有 {len(entries):,} 个部件，最多 {MOST_PARTS} 个。", _AGAIN)
    names = {entry.filename for entry in entries}
    if len({name.lower() for name in names}) != len(entries):
        raise TemplateRefused("文件里有重名的部件。", _AGAIN)
    if any(entry.flag_bits & 1 for entry in entries):
        raise TemplateRefused("文件有密码，不能读取。", "请去掉密码后重新上传。")
    if any(name.startswith(("/", "\\")) or ".." in name or "\\" in name for name in names):
        raise TemplateRefused("文件里有不合规的部件名。", _AGAIN)
    active = sorted(name for name in names if ACTIVE_PART.search(name))
    if active:
        raise TemplateRefused(
            f"文件里有宏或嵌入的对象（{active[0][:60]}），平台不收。",
            "请另存为不含宏的 .docx，删去嵌入的对象。",
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > UNPACKED_BYTES or (unpacked > MEGABYTE and unpacked > HIGHEST_RATIO * max(packed, 1)):
        raise TemplateRefused(
            f"文件解压后太大：最多 {UNPACKED_BYTES // MEGABYTE} MB，且不超过文件大小的 {HIGHEST_RATIO} 倍。",
            "请删去图片和多余的内容。",
        )


def _parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each part; the sum of their true sizes is bounded, whatever the directory says."""
    left = UNPACKED_BYTES
    for entry in entries:
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise TemplateRefused(
                f"文件解压后超过 {UNPACKED_BYTES // MEGABYTE} MB。", "请删去图片和多余的内容。"
            )
        yield entry.filename, content


def _check_types(parts: dict[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml")
    if types is None or MAIN_PART not in parts:
        raise TemplateRefused("这不是 Word 文档（.docx）。", _AGAIN)
    tree = tree_of("[Content_Types].xml", types)
    main = [item.get("ContentType", "") for item in tree if item.get("PartName") == f"/{MAIN_PART}"]
    if main != [MAIN_TYPE]:
        macros = any("macroEnabled" in kind for kind in main)
        raise TemplateRefused(
            "这是带宏的文档，平台不收。" if macros else "这不是普通的 Word 文档（.docx）。",
            "请另存为“Word 文档（*.docx）”再上传。",
        )
    if any(ACTIVE_PART.search(item.get("ContentType", "")) for item in tree):
        raise TemplateRefused("文件里有宏或控件，平台不收。", "请另存为不含宏的 .docx。")


def _check_xml(name: str, content: bytes) -> None:
    tree = tree_of(name, content)
    if name.endswith(".rels"):
        _check_relations(tree)
    elif name.startswith("word/"):
        _check_fields(tree)


def tree_of(name: str, content: bytes) -> Element:
    """Return a part's XML. Raises TemplateRefused for a document type and for what is no XML."""
    try:
        tree: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise TemplateRefused(f"部件 {name[:60]} 里有文档类型声明，平台不读取这样的文件。", _AGAIN) from error
    except (ParseError, ValueError, LookupError) as error:
        raise TemplateRefused(f"部件 {name[:60]} 已损坏。", _AGAIN) from error
    return tree


def leads_out(relation: Element) -> bool:
    """Return whether a relation names something outside of the file."""
    return relation.get("TargetMode", "").strip().lower() == "external"


def _check_relations(tree: Element) -> None:
    for relation in tree:
        if leads_out(relation):
            raise TemplateRefused(
                f"模板引用了文件以外的内容（{relation.get('Target', '')[:80]}），平台不收。",
                "请删去超链接、链接的图片和外部模板。",
            )
        if ACTIVE_RELATION.search(relation.get("Type", "")):
            raise TemplateRefused("模板里有嵌入或链接的对象，平台不收。", "请删去嵌入的对象后再上传。")


def _check_fields(tree: Element) -> None:
    """Raise TemplateRefused for a field beyond the list; its code may be cut into several runs."""
    simple = [element.get(f"{_WORD}instr", "") for element in tree.iter(f"{_WORD}fldSimple")]
    for code in [*simple, *_field_codes(tree)]:
        word = (code.split() or [""])[0].upper()
        if word and word not in _FIELDS:
            raise TemplateRefused(f"模板里有平台不收的域“{word[:30]}”。", "请删去这个域（选中后按 Delete）。")


def _field_codes(tree: Element) -> Iterator[str]:
    code = ""
    for element in tree.iter():
        if element.tag == f"{_WORD}fldChar":
            yield code
            code = ""
        elif element.tag == f"{_WORD}instrText":
            code += element.text or ""
    yield code
