"""Editions of the county's own .docx templates: taken in after a look and a trial, the newest in use, none lost."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from taskforce.models import ReportTemplate
from taskforce.selectors.templates import TEMPLATE_TITLES, template_in_use
from taskforce.services.documents.apart import TemplateNotTaken, try_template
from taskforce.services.documents.word import shipped
from yunhe_envhealth.accounts.permissions import CAPABILITIES, roles_of
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.deliveries import files

CAPABILITY = "workdays.edit"


def take_template(*, code: str, data: bytes, reason: str, by: Any) -> ReportTemplate:
    """Keep an uploaded template as the newest edition of its code, in use from now on.

    Raises TemplateNotTaken when it is unsafe or incomplete, Conflict when it is what is in use already.
    """
    _may(by)
    _known(code)
    sha256 = files.fingerprint(data)
    _differs(code, sha256)
    try_template(data)
    stored_as = files.keep(data, sha256)
    return _next_edition(code, stored_as, sha256, reason, by)


def return_to_shipped(*, code: str, reason: str, by: Any) -> ReportTemplate:
    """Use the template that came with the platform again; the county's own editions stay in the list."""
    _may(by)
    _known(code)
    _differs(code, "")
    return _next_edition(code, "", "", reason, by)


def template_bytes(template: ReportTemplate | None) -> bytes:
    """Return the content of an edition; None and an edition without file mean the shipped template."""
    if template is None or not template.stored_as:
        return shipped()
    return files.read(template.stored_as, template.sha256)


def _may(by: Any) -> None:
    if not roles_of(by) & CAPABILITIES[CAPABILITY].roles:
        raise NotAllowed("您的角色不能更换报告模板。", advice="请交专班办公室办理。")


def _known(code: str) -> None:
    if code not in TEMPLATE_TITLES:
        raise TemplateNotTaken("没有这一种文件。", advice="请重新选择用途。")


def _differs(code: str, sha256: str) -> None:
    current = template_in_use(code)
    if (current.sha256 if current else "") == sha256:
        words = f"第 {current.edition} 版" if current else "随平台提供的模板"
        raise Conflict(f"与在用的{words}相同，没有另存。")


def _next_edition(code: str, stored_as: str, sha256: str, reason: str, by: Any) -> ReportTemplate:
    """Write the next edition; of two that come at once the second one is refused."""
    current = template_in_use(code)
    try:
        with transaction.atomic(), because(by=by, reason=reason):
            return ReportTemplate.objects.create(
                code=code,
                edition=current.edition + 1 if current else 1,
                title=TEMPLATE_TITLES[code],
                stored_as=stored_as,
                sha256=sha256,
                by=by,
            )
    except IntegrityError as error:
        raise Conflict("另有人刚换了这个模板。", advice="请先看一看现在的版本，再决定是否上传。") from error
