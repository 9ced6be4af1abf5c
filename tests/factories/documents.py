"""Documents and .docx templates for tests, good and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document as WordDocument

from taskforce.services.documents import Document, Section, Table
from taskforce.services.documents.word import shipped

# Everything that a template language, a typesetter, XML or a spreadsheet could take for its own.
HOSTILE = "甲 {{ 7*7 }} {% for x in y %} <w:p/> & \"'] #set text(red) $x$ *b* `c` @a //"


def make_document(text: str = "本期共办结任务 12 项。") -> Document:
    """Return a document with every part that a report has."""
    return Document(
        title="示范工作小组2026年上半年工作报告",
        subtitle="（示范小组）",
        meta=[("报送单位", "示范单位"), ("报告期", "2026年1月1日至6月30日")],
        sections=[
            Section(
                "一、工作开展情况",
                [text, "第二段。\n第三段。"],
                Table(
                    ["报送机构", "状态", "件数"],
                    [["示范小组甲", "按期", "12"], ["示范小组乙", "逾期 3 个工作日", "7"]],
                    caption="表1 报送情况",
                    numeric=frozenset({2}),
                ),
            ),
            Section("（一）下一步举措", [text], level=2),
        ],
        mark="示范",
    )


def template_with(
    change: Callable[[str, bytes], bytes | None], *, added: dict[str, bytes] | None = None
) -> bytes:
    """Return the shipped template with each part passed through `change` (None drops it) and parts added."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(shipped())) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for entry in given.infolist():
            content = change(entry.filename, given.read(entry))
            if content is not None:
                archive.writestr(entry.filename, content)
        for name, content in (added or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def unchanged(name: str, content: bytes) -> bytes:
    return content


def replacing(part: str, old: bytes, new: bytes) -> bytes:
    """Return the shipped template with one text of one part replaced; the text has to be there."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old in content
        return content.replace(old, new)

    return template_with(change)


def word_file(*paragraphs: str) -> bytes:
    """Return a plain Word file with these paragraphs."""
    document = WordDocument()
    for text in paragraphs:
        document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
