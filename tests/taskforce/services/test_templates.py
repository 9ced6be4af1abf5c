"""The county's own templates: a good one is used, a hostile one is refused in words and never runs."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document as WordDocument

from taskforce.models import ReportTemplate
from taskforce.selectors.templates import template_in_use, templates
from taskforce.services.documents import docx
from taskforce.services.documents.apart import TemplateNotTaken, fill_apart, try_template
from taskforce.services.documents.templates import return_to_shipped, take_template, template_bytes
from taskforce.services.documents.word import shipped
from tests.factories.accounts import make_user
from tests.factories.documents import (
    HOSTILE,
    make_document,
    replacing,
    template_with,
    unchanged,
    word_file,
)
from yunhe_envhealth.core.errors import Conflict, NotAllowed

BODY, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
TITLE = b"{{ title }}"
OWN = replacing(BODY, TITLE, "云和县本县版式：{{ title }}".encode())


def refusal(template: bytes) -> str:
    with pytest.raises(TemplateNotTaken) as caught:
        try_template(template)
    assert caught.value.advice
    return caught.value.message


def with_title(expression: str) -> bytes:
    """Return the shipped template with the title's mark replaced by another one."""
    return replacing(BODY, TITLE, expression.encode())


def test_the_shipped_template_passes_its_own_test() -> None:
    try_template(shipped())


@pytest.mark.django_db
def test_an_uploaded_template_is_used_from_then_on_and_the_old_ones_are_kept() -> None:
    office = make_user("office")
    first = take_template(code="half-year", data=OWN, reason="示范", by=office)
    second = take_template(
        code="half-year",
        data=replacing(BODY, TITLE, "第二版：{{ title }}".encode()),
        reason="示范",
        by=office,
    )

    opened = WordDocument(io.BytesIO(docx(make_document(HOSTILE), "half-year")))
    texts = [paragraph.text for paragraph in opened.paragraphs]
    assert texts[1] == "第二版：示范工作小组2026年上半年工作报告"
    assert texts.count(HOSTILE) == 2
    assert [(item.edition, item.is_in_use) for item in templates()] == [(2, True), (1, False)]
    assert template_bytes(first) == OWN
    assert template_in_use("half-year") == second
    other = WordDocument(io.BytesIO(docx(make_document(), "minutes")))
    assert other.paragraphs[1].text == "示范工作小组2026年上半年工作报告"


@pytest.mark.django_db
def test_going_back_to_the_shipped_template_is_an_edition_too() -> None:
    office = make_user("office")
    take_template(code="minutes", data=OWN, reason="示范", by=office)
    return_to_shipped(code="minutes", reason="示范", by=office)

    assert docx(make_document(), "minutes") == docx(make_document())
    assert ReportTemplate.objects.filter(code="minutes").count() == 2
    with pytest.raises(Conflict):
        return_to_shipped(code="minutes", reason="示范", by=office)


@pytest.mark.django_db
def test_the_same_file_is_not_taken_twice() -> None:
    office = make_user("office")
    take_template(code="half-year", data=OWN, reason="示范", by=office)

    with pytest.raises(Conflict, match="第 1 版"):
        take_template(code="half-year", data=OWN, reason="示范", by=office)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["unit_officer", "unit_reviewer", "leadership", "administrator"])
def test_only_the_office_changes_templates(role: str) -> None:
    with pytest.raises(NotAllowed):
        take_template(code="half-year", data=OWN, reason="示范", by=make_user(role))
    assert not ReportTemplate.objects.exists()


@pytest.mark.parametrize(
    "expression",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ ''.__class__ }}",
        "{{ title|attr('__class__') }}",
        "{{ sections[0].title }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ lipsum }}",
        "{{ range(1000000000)|list }}",
        "{{ 'a' * 1000000000 }}",
        "{{ title.upper() }}",
        "{% set title = 1 %}{{ title }}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
        "{% macro m() %}{% endmacro %}{{ title }}",
        "{{ settings.SECRET_KEY }}",
        "{% if 9**9**9 %}{% endif %}{{ title }}",
    ],
)
def test_a_template_cannot_call_compute_or_reach_beyond_its_fields(expression: str) -> None:
    words = refusal(with_title(expression))

    assert "平台不" in words


def test_a_template_with_an_unfinished_mark_is_told_so() -> None:
    assert "花括号" in refusal(with_title("{% if title %}{{ title }}"))


def test_loops_within_loops_are_bounded() -> None:
    many = "{% for a in sections %}" * 6 + "x" + "{% endfor %}" * 6

    assert "循环太深" in refusal(with_title("{{ title }}" + many))


@pytest.mark.parametrize(
    "loops",
    [
        "{% for a in sections %}{% for b in sections %}{{ b.title }}{% endfor %}{% endfor %}",
        "{% for a in sections %}{% for b in sections %}{% for c in sections %}{% for d in sections %}{{ d.title }}"
        + "{% endfor %}" * 4,
    ],
)
def test_loops_that_only_a_long_report_makes_costly_are_refused(loops: str) -> None:
    assert refusal(with_title("{{ title }}" + loops))


def test_a_template_that_leaves_out_what_a_report_needs_is_told_what() -> None:
    words = refusal(word_file("{{ title }}", "没有正文"))

    assert "各节正文 section.paragraphs" in words
    assert "标题 title" not in words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/vbaProject.bin", b"x"),
        ("word/activeX/activeX1.xml", b"<a/>"),
        ("word/embeddings/oleObject1.bin", b"x"),
        ("word/afchunk.html", b"<script>"),
    ],
)
def test_macros_and_embedded_objects_are_refused(name: str, content: bytes) -> None:
    assert "宏或嵌入的对象" in refusal(template_with(unchanged, added={name: content}))


def test_a_macro_document_under_another_name_is_refused() -> None:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = replacing("[Content_Types].xml", kind, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    assert "带宏" in refusal(macro)


@pytest.mark.parametrize(
    "relation",
    [
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://127.0.0.1/a.dotm" TargetMode="External"/>',
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/passwd" TargetMode="external"/>',
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.com" TargetMode="External"/>',
    ],
)
def test_a_template_may_not_point_out_of_its_file(relation: bytes) -> None:
    words = refusal(replacing(RELATIONS, b"</Relationships>", relation + b"</Relationships>"))

    assert "文件以外" in words


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://127.0.0.1/a.png&quot; "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r>'
        "<w:r><w:instrText>AUTO c:\\\\cmd.exe</w:instrText></w:r>",
    ],
)
def test_fields_that_fetch_or_run_something_are_refused(field: str) -> None:
    words = refusal(replacing(BODY, b"<w:sectPr", f"<w:p>{field}</w:p><w:sectPr".encode()))

    assert "平台不收的域" in words


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused(head: bytes) -> None:
    bomb = template_with(
        lambda name, content: (
            content.replace(b"<w:document", head + b"<w:document", 1) if name == BODY else content
        )
    )

    assert "文档类型声明" in refusal(bomb)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = template_with(unchanged, added={"word/media/a.png": b"\0" * 40_000_000})
    begun = time.process_time()

    assert "解压后太大" in refusal(bomb)
    assert len(bomb) < 200_000
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"{{ title }}"],
)
def test_what_is_no_word_file_is_refused_in_words(data: bytes) -> None:
    assert "不是 .docx" in refusal(data)


def test_another_office_file_is_not_a_word_file() -> None:
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")

    assert "不是 Word 文档" in refusal(workbook.getvalue())


def test_broken_xml_is_refused_in_words() -> None:
    assert "已损坏" in refusal(replacing(BODY, b"</w:body>", b"<w:body>"))


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The blanks make the regular expression that looks for the mark's end try every way to share them out."""
    monkeypatch.setattr("taskforce.services.documents.apart.SECONDS", 2)
    endless = replacing(BODY, b"{{ cell.words }}", b"{% colspan" + b" " * 20_000 + b"x")

    assert "用时太长" in refusal(endless)


def test_an_uploaded_template_sees_no_secret_of_the_platform() -> None:
    with pytest.raises(TemplateNotTaken):
        fill_apart(with_title("{{ environ }}"), make_document().as_data())


@pytest.fixture
def office_client(client_for: Callable[..., Any]) -> Any:
    return client_for("office")


def test_the_office_uploads_a_template_on_a_page_and_downloads_it_again(office_client: Any, db: None) -> None:
    upload = io.BytesIO(OWN)
    upload.name = "本县.docx"
    page = office_client.post(
        "/office/taskforce/templates/upload/", {"code": "half-year", "file": upload, "reason": "示范：换版式"}
    )

    assert page.status_code == 302, page.content.decode()
    template = ReportTemplate.objects.get()
    listed = office_client.get("/office/taskforce/templates/")
    assert "半年工作报告" in listed.content.decode()
    assert "在用" in listed.content.decode()
    file = office_client.get(f"/office/taskforce/templates/{template.pk}/")
    assert file.content == OWN
    assert file["Content-Disposition"].startswith("attachment")
    assert office_client.get("/office/taskforce/templates/shipped/").content == shipped()
    back = office_client.post("/office/taskforce/templates/return/half-year/", {"reason": "示范"})
    assert back.status_code == 302
    assert template_in_use("half-year").stored_as == ""


def test_a_refused_template_is_answered_in_the_form_with_what_was_typed(office_client: Any, db: None) -> None:
    upload = io.BytesIO(with_title("{{ title.__class__ }}"))
    upload.name = "坏.docx"
    page = office_client.post(
        "/office/taskforce/templates/upload/", {"code": "half-year", "file": upload, "reason": "示范理由"}
    )

    assert page.status_code == 422
    assert "不认识的字段" in page.content.decode()
    assert "示范理由" in page.content.decode()
    assert not ReportTemplate.objects.exists()
