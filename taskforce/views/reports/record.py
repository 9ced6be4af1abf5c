"""A report duty's page, one version's page, two versions side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.choices import VersionState
from taskforce.models import Attachment, ReportVersion
from taskforce.science.report_text import in_print
from taskforce.science.text_changes import line_changes
from taskforce.selectors import workdays
from taskforce.selectors.attachments import attachments_of, may_attach, takes_files
from taskforce.selectors.reports import PUNCTUALITY, contributions, duties_to_merge, duty_for_page
from taskforce.services import reports
from taskforce.tables.reports import state_tag
from taskforce.views.reports.paper import figure_lines, paper, printed_lines
from taskforce.views.reports.scoped import DRAFT, VIEW, crumbs_of, duty_url, versions_for
from taskforce.views.reports.steps import actions_of, next_step, steps_of
from yunhe_envhealth.accounts.permissions import can, today
from yunhe_envhealth.core.pages import RecordPage
from yunhe_envhealth.core.periods import BEIJING


def moment(value: Any) -> str | None:
    return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}" if value else None


class DutyPage(RecordPage):
    capability = VIEW
    template_name = "taskforce/report_record.html"
    tabs = {
        "report": ("报告", "taskforce/report_paper.html"),
        "versions": ("稿次", "taskforce/report_versions.html"),
        "related": ("关联", "taskforce/report_related.html"),
        "files": ("附件", "taskforce/task_files.html"),
    }
    object: Any

    def get_queryset(self) -> Any:
        return duty_for_page(today())

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [*crumbs_of(self.object)[:2], (str(self.object.body), "")]

    def get_title(self) -> str:
        return self.object.title

    def get_state(self) -> dict[str, str]:
        state = state_tag(self.object.state)
        number = self.object.newest_number
        words = f"{state['words']}，第 {number} 稿" if number else state["words"]
        return state | {"words": f"{words}（示范）" if self.object.is_demo else words}

    @cached_property
    def newest(self) -> ReportVersion | None:
        """Return the latest version; versions come prefetched, newest first."""
        versions = list(self.object.versions.all())
        for version in versions:
            version.duty = self.object
        return versions[0] if versions else None

    @cached_property
    def figures(self) -> dict[str, dict[str, Any]]:
        return reports.shown_figures(self.newest, timezone.now()) if self.newest else {}

    @cached_property
    def changed(self) -> dict[str, tuple[str, str]]:
        """Return what changed between the version handed in last and the draft."""
        earlier = list(self.object.versions.all())[1:]
        if self.newest is None or self.newest.state != VersionState.DRAFT or not earlier:
            return {}
        return reports.changed_since(earlier[0].figures, self.figures)

    def get_facts(self) -> list[dict[str, Any]]:
        duty = self.object
        return [
            {"label": "报送机构", "value": duty.body},
            {"label": "报送岗位", "value": f"{duty.owner_post}（{duty.owner_post.unit}）"},
            {"label": "审核岗位", "value": duty.reviewer_post or "专班办公室主任"},
            {"label": "报送对象", "value": duty.rule.recipient or None},
            {"label": "报告期", "value": f"{duty.period_start} 至 {duty.period_end}"},
            {"label": "截止", "value": f"{duty.due_on}（{duty.rule.get_standing_display()}）"},
            {"label": "首次提交", "value": moment(duty.first_submitted_at)},
            {"label": "是否按期", "value": PUNCTUALITY[duty.punctuality]},
            {"label": "免报理由", "value": duty.waived_reason or None},
            {"label": "依据", "value": duty.rule.clause or duty.rule.source or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        return actions_of(self.object, self.newest)

    def get_history_objects(self) -> list[Any]:
        versions = list(self.object.versions.all())
        return [self.object, *versions, *(comment for v in versions for comment in v.comments.all())]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        if tab == "versions":
            return {"versions": list(self.object.versions.all())}
        if tab == "files":
            kind, key = Attachment.OwnerKind.REPORT, self.object.pk
            writes = can(self.request.user, DRAFT) and may_attach(kind, key, self.request.user, today())
            may = writes and takes_files(kind, self.object)
            url = reverse("taskforce:report_attach", args=[key]) if may else ""
            return {"files": attachments_of(kind, key), "attach_url": url}
        if tab == "related":
            return {
                "contributions": list(contributions(self.object)),
                "sources": self.newest.sources if self.newest else [],
                "parts": duties_to_merge(self.object, today()),
            }
        return {"paper": paper(self.newest, self.figures, self.changed) if self.newest else []}

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        context = super()._context(tabs, asked)
        user: Any = self.request.user
        newest = self.newest
        is_draft = newest is not None and newest.state == VersionState.DRAFT
        comments = [comment for version in self.object.versions.all() for comment in version.comments.all()]
        return {
            **context,
            "steps": steps_of(self.object, newest, today(), workdays()),
            "next": next_step(self.object, newest, user, today()),
            "version": newest,
            "comments": comments,
            "open_comments": sum(1 for comment in comments if not comment.reply),
            "may_reply": reports.may_draft(self.object, user, today()),
            "changed": [line for line in figure_lines(self.figures, self.changed).values() if line["new"]],
            "checks": reports.checks(newest, self.figures, today()) if is_draft and newest else [],
            "is_draft": is_draft,
        }


class VersionPage(RecordPage):
    """One version as it was handed in."""

    capability = VIEW
    scoped = True
    template_name = "taskforce/report_version.html"
    tabs = {
        "report": ("报告", "taskforce/report_paper.html"),
        "figures": ("数据来源", "taskforce/report_figures.html"),
    }
    object: Any

    def get_queryset(self) -> Any:
        return versions_for(self.request.user, VIEW).prefetch_related("comments__by", "comments__replied_by")

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return crumbs_of(self.object.duty)

    def get_title(self) -> str:
        return f"{self.object.duty.title}：第 {self.object.number} 稿"

    def get_state(self) -> dict[str, str]:
        tones = {VersionState.ACCEPTED: "is-ok", VersionState.RETURNED: "is-warn"}
        return {"words": self.object.get_state_display(), "tone": tones.get(self.object.state, "")}

    def get_facts(self) -> list[dict[str, Any]]:
        version = self.object
        return [
            {"label": "报送机构", "value": version.duty.body},
            {"label": "类别", "value": version.get_kind_display()},
            {"label": "更正理由", "value": version.reason or None},
            {"label": "提交", "value": moment(version.submitted_at)},
            {"label": "提交人", "value": version.submitted_by},
            {"label": "审核", "value": moment(version.decided_at)},
            {"label": "审核人", "value": version.decided_by},
            {"label": "公开", "value": moment(version.released_at) if version.is_released else "未公开"},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        pk = self.object.pk
        actions = [
            {"label": "下载 .docx", "url": reverse("taskforce:report_docx", args=[pk])},
            {"label": "下载 PDF", "url": reverse("taskforce:report_pdf", args=[pk])},
        ]
        if self.object.number > 1:
            url = reverse("taskforce:report_compare", args=[pk])
            actions.append({"label": f"与第 {self.object.number - 1} 稿比较", "url": url})
        return actions

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        figures = reports.shown_figures(self.object, timezone.now())
        if tab == "figures":
            return {"figures": list(figure_lines(figures, {}).values())}
        return {"paper": paper(self.object, figures)}


class ComparePage(RecordPage):
    """A version beside an earlier one of the same report (?with=number, the one before it when not said)."""

    capability = VIEW
    scoped = True
    has_history = False
    tabs = {"changes": ("比较", "taskforce/report_changes.html")}
    object: Any

    def get_queryset(self) -> Any:
        return versions_for(self.request.user, VIEW)

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return crumbs_of(self.object.duty)

    @cached_property
    def other(self) -> ReportVersion:
        asked = self.request.GET.get("with", "") or str(self.object.number - 1)
        if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
            raise Http404("没有这一稿")
        return get_object_or_404(self.get_queryset(), duty=self.object.duty, number=int(asked))

    def get_title(self) -> str:
        return f"第 {self.other.number} 稿 → 第 {self.object.number} 稿"

    def get_actions(self) -> list[dict[str, Any]]:
        return [{"label": "回到报送事项", "url": duty_url(self.object.duty_id)}]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        now = timezone.now()
        old, new = (reports.shown_figures(version, now) for version in (self.other, self.object))
        before = {section["key"]: printed_lines(section["text"], old) for section in self.other.sections}
        changed = [
            {"field": new[key]["title"], "old": in_print(old[key]), "new": in_print(new[key])}
            for key in reports.changed_since(old, new)
        ]
        return {
            "sections": [
                {
                    "title": section["title"],
                    "lines": line_changes(
                        before.get(section["key"], []), printed_lines(section["text"], new)
                    ),
                }
                for section in self.object.sections
            ],
            "changed": changed,
        }
