"""The public results library: released results and “两山” projects, as the office released them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from taskforce.selectors.public_results import (
    PublicProject,
    PublicResult,
    public_projects,
    public_results,
    told_project,
    told_result,
)

PER_PAGE = 30
MOST_PROJECTS = 200
PARAMETERS = {"kind", "page", "lang"}
KINDS = {
    "practice": pgettext_lazy("result", "实践成果"),
    "theory": pgettext_lazy("result", "理论成果"),
    "institution": pgettext_lazy("result", "制度成果"),
    "standard": pgettext_lazy("result", "标准"),
    "paper": pgettext_lazy("result", "论文"),
    "media": pgettext_lazy("result", "媒体报道"),
    "forum": pgettext_lazy("result", "论坛活动"),
}
PROJECT_KINDS = {
    "wellness": pgettext_lazy("project", "康养旅游项目"),
    "experience": pgettext_lazy("project", "环境健康体验地"),
    "product_value": pgettext_lazy("project", "生态产品价值实现"),
}
STAGES = {
    "idea": pgettext_lazy("stage", "谋划"),
    "approved": pgettext_lazy("stage", "立项"),
    "building": pgettext_lazy("stage", "建设"),
    "running": pgettext_lazy("stage", "运营"),
    "stopped": pgettext_lazy("stage", "终止"),
}


def results(asked: QueryDict) -> dict[str, Any]:
    """Return the list that the address asks for; `problems` names what it asks and the page does not have."""
    kind, number = asked.get("kind", ""), asked.get("page", "1")
    problems = [
        _("没有“%(name)s”这个条件。") % {"name": name[:40]} for name in sorted(set(asked) - PARAMETERS)
    ]
    if kind and kind not in KINDS:
        problems.append(_("没有这一类成果。"))
    found = public_results().filter(kind=kind) if kind else public_results()
    pages = Paginator(found if not problems else found.none(), PER_PAGE)
    if (
        not number.isascii()
        or not number.isdigit()
        or len(number) > 6
        or not 1 <= int(number) <= pages.num_pages
    ):
        problems.append(_("没有这一页，下面是第 1 页。"))
        number = "1"
    page = pages.page(int(number))
    rows = [_result(told_result(row)) for row in page]
    projects = [_project(told_project(row)) for row in public_projects()[:MOST_PROJECTS]]
    return {
        "problems": problems,
        "kinds": [{"label": pgettext("result", "全部"), "kind": "", "active": not kind}]
        + [{"label": str(label), "kind": code, "active": kind == code} for code, label in KINDS.items()],
        "rows": rows,
        "page": page,
        "kind": kind,
        "projects": projects if not kind else [],
        "has_demo": any(row["is_demo"] for row in (*rows, *projects)),
    }


def result(pk: int) -> dict[str, Any] | None:
    """Return one released result, None when there is none of that number."""
    found = public_results().filter(pk=pk).first()
    if found is None:
        return None
    told = told_result(found)
    facts = [
        {"label": _("类别"), "value": str(KINDS[told.kind])},
        {"label": _("单位"), "value": told.unit, "chinese": True},
        {"label": _("日期"), "value": told.dated.isoformat()},
        {"label": _("文号或编号"), "value": told.number or "—", "chinese": bool(told.number)},
        {"label": _("方案任务"), "value": told.plan_item or "—", "chinese": bool(told.plan_item)},
        {"label": _("佐证"), "value": told.evidence or "—", "chinese": bool(told.evidence)},
    ]
    return {"told": told, "facts": facts}


def project(pk: int) -> dict[str, Any] | None:
    """Return one released project, None when there is none of that number."""
    found = public_projects().filter(pk=pk).first()
    if found is None:
        return None
    told = told_project(found)
    shown = _project(told)
    facts = [
        {"label": _("类别"), "value": shown["kind"]},
        {"label": _("牵头单位"), "value": told.unit, "chinese": True},
        {"label": _("地点"), "value": told.place or "—", "chinese": bool(told.place)},
        {"label": _("阶段"), "value": shown["stage"]},
        {"label": _("总投资"), "value": _amount(shown["investment"])},
        {"label": _("已完成投资"), "value": _amount(shown["spent"])},
        {"label": _("截至"), "value": told.as_of.isoformat()},
    ]
    return {"told": told, "facts": facts}


def _result(told: PublicResult) -> dict[str, Any]:
    return {
        "pk": told.pk,
        "title": told.title,
        "kind": str(KINDS[told.kind]),
        "unit": told.unit,
        "dated": told.dated,
        "is_demo": told.is_demo,
    }


def _project(told: PublicProject) -> dict[str, Any]:
    return {
        "pk": told.pk,
        "title": told.title,
        "kind": str(PROJECT_KINDS[told.kind]),
        "stage": str(STAGES[told.stage]),
        "place": told.place,
        "investment": "—" if told.investment_wan is None else f"{told.investment_wan:,.2f}",
        "spent": "—" if told.spent_wan is None else f"{told.spent_wan:,.2f}",
        "as_of": told.as_of,
        "is_demo": told.is_demo,
    }


def _amount(text: str) -> str:
    return text if text == "—" else _("%(amount)s 万元") % {"amount": text}
