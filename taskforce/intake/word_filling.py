"""A .docx template filled with a document's data.

A template may come from anybody: its expressions are held to a short list (names, parts of names, loops, conditions)
before anything runs, and what does run, runs in Jinja's sandbox. Data is escaped, so it can be neither code nor XML.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from taskforce.intake.refusals import TemplateRefused

# What a template may name, and the parts of what its loops run over.
NAMES = frozenset({"title", "subtitle", "mark", "meta", "sections"})
PARTS = frozenset(
    {"title", "level", "paragraphs", "table", "caption", "columns", "rows", "label", "words", "numeric"}
    | {"first", "last", "index"}
)
DEEPEST_LOOP = 4
MOST_TAGS = 200
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand,
)  # fmt: skip
# The zip format begins in 1980: a file made twice from the same data is the same file.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Careful(ImmutableSandboxedEnvironment):
    """The sandbox, which also refuses to compile what is not on the list."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _check(tree)
        return tree


def fill(template: bytes, data: dict[str, Any]) -> bytes:
    """Return the template filled with `data` (Document.as_data). Raises TemplateRefused."""
    opened = DocxTemplate(io.BytesIO(template))
    environment = _Careful(autoescape=True, undefined=StrictUndefined)
    try:
        opened.render(data, environment, autoescape=True)
    except TemplateSyntaxError as error:
        raise TemplateRefused("模板里的标记写得不对，花括号可能没有成对。", "请逐个检查标记。") from error
    except TemplateError as error:
        raise TemplateRefused("模板里的标记用不了。", "请对照随平台提供的模板修改。") from error
    opened.docx.core_properties.title = data["title"]
    filled = io.BytesIO()
    opened.save(filled)
    return _settled(filled)


def _check(tree: nodes.Template) -> None:
    """Raise TemplateRefused unless every node is on the list, every name known, every loop within its depth."""
    local = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | {"loop"}
    _walk(tree, local, 0, [0])


def _walk(node: nodes.Node, local: set[str], depth: int, count: list[int]) -> None:
    if not isinstance(node, _ALLOWED):
        raise TemplateRefused(
            "模板里有平台不执行的标记（只能用字段、循环和条件）。", "请对照随平台提供的模板修改。"
        )
    if isinstance(node, nodes.Name) and node.name not in NAMES | local:
        raise TemplateRefused(
            f"模板里有平台不认识的字段“{node.name[:40]}”。", "可用的字段见随平台提供的模板。"
        )
    if isinstance(node, nodes.Getattr) and node.attr not in PARTS:
        raise TemplateRefused(
            f"模板里有平台不认识的字段“{node.attr[:40]}”。", "可用的字段见随平台提供的模板。"
        )
    if isinstance(node, nodes.For):
        depth += 1
    count[0] += not isinstance(node, nodes.TemplateData)
    if depth > DEEPEST_LOOP or count[0] > MOST_TAGS * 10:
        raise TemplateRefused("模板里的循环太深或标记太多。", "请对照随平台提供的模板修改。")
    for child in node.iter_child_nodes():
        _walk(child, local, depth, count)


def _settled(filled: io.BytesIO) -> bytes:
    """Return the file with the times of its parts set to one fixed day."""
    settled = io.BytesIO()
    with zipfile.ZipFile(filled) as given, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            part = zipfile.ZipInfo(entry.filename, _ZIP_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, given.read(entry))
    return settled.getvalue()
