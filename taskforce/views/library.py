"""What the pages of results and of projects have in common: release, withdrawal, files, changes."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.forms.results import ReleaseForm, WithdrawForm
from taskforce.models import Attachment, Project, Result
from taskforce.selectors.attachments import attachments_of
from taskforce.selectors.results import projects, results
from taskforce.services.results import (
    EDIT,
    RELEASE,
    change,
    demand_change,
    demand_release,
    demand_withdrawal,
    has_entered,
    release,
    withdraw,
)
from taskforce.views.attachments import keep
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import can, scope
from yunhe_envhealth.core.pages import RecordPage, ServiceForm


class About:
    """Which of the two tables a page is about, and its addresses."""

    model: ClassVar[type[Result] | type[Project]]
    list_title: ClassVar[str]
    list_route: ClassVar[str]
    route: ClassVar[str]  # taskforce:result, with _edit, _release, _withdraw, _file after it
    files: ClassVar[Attachment.OwnerKind]

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        return results() if cls.model is Result else projects()


class AboutResult(About):
    model = Result
    list_title = "成果库"
    list_route = "taskforce:results"
    route = "taskforce:result"
    files = Attachment.OwnerKind.RESULT


class AboutProject(About):
    model = Project
    list_title = "“两山”项目"
    list_route = "taskforce:projects"
    route = "taskforce:project"
    files = Attachment.OwnerKind.PROJECT


class LibraryRecord(About, RecordPage):
    """A result or a project: state, facts, files, history, and who may do what next."""

    capability = "taskforce.view"
    template_name = "taskforce/library_record.html"
    tabs = {
        "overview": ("概况", "taskforce/library_overview.html"),
        "files": ("附件", "taskforce/task_files.html"),
    }
    object: Any

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()

    @property
    def crumbs(self) -> list[tuple[str, str]]:  # type: ignore[override]
        return [(self.list_title, reverse(self.list_route))]

    def get_state(self) -> dict[str, str]:
        words = "已公开" if self.object.is_public else "未公开"
        mark = "（示范）" if self.object.is_demo else ""
        return {"words": words + mark, "tone": "is-ok" if self.object.is_public else ""}

    @cached_property
    def may_edit(self) -> bool:
        return bool(
            scope(self.model._default_manager.filter(pk=self.object.pk), self.request.user, EDIT).exists()
        )

    def get_actions(self) -> list[dict[str, Any]]:
        key, user = [self.object.pk], cast(User, self.request.user)
        if self.object.is_public:
            if not can(self.request.user, RELEASE):
                return []
            return [{"label": "撤回公开", "url": reverse(f"{self.route}_withdraw", args=key)}]
        actions: list[dict[str, Any]] = []
        if self.may_edit:
            actions.append({"label": "修改", "url": reverse(f"{self.route}_edit", args=key)})
        if can(self.request.user, RELEASE) and not has_entered(self.object, user):
            actions.append(
                {"label": "公开", "url": reverse(f"{self.route}_release", args=key), "primary": True}
            )
        return actions

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        return {
            "next_words": self._next_words(),
            "is_result": self.model is Result,
            "files": attachments_of(self.files, self.object.pk),
            "attach_url": reverse(f"{self.route}_file", args=[self.object.pk]) if self.may_edit else "",
        }

    def _next_words(self) -> str:
        user = cast(User, self.request.user)
        if self.object.is_public:
            return "公众页上能看到。要改先撤回，写明理由；改好后由登记人以外的人再公开。"
        if can(user, RELEASE) and has_entered(self.object, user):
            return "您登记或改过的内容，要由专班办公室的另一个人公开。"
        return "还没有公开。由专班办公室核对后公开，登记或改过的人不能自己公开。"


class LibraryForm(About, ServiceForm):
    """A form about one record."""

    capability: str | dict[str, str] = EDIT

    @cached_property
    def about(self) -> Any:
        rows = scope(self.rows(), self.request.user, str(self.capability))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def record_url(self) -> str:
        return reverse(self.route, args=[self.about.pk])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.list_title, reverse(self.list_route)), (str(self.about), self.record_url())]


class LibraryEdit(LibraryForm):
    title = "修改"
    done = "已保存。"

    def refuse(self) -> None:
        demand_change(self.about)

    def get_form_kwargs(self) -> dict[str, Any]:
        fresh = self.model._default_manager.get(pk=self.about.pk)
        return {**super().get_form_kwargs(), "instance": fresh, "user": self.actor}

    def write(self, cleaned: dict[str, Any]) -> str:
        given = dict(cleaned)
        seen, reason = seen_at(given.pop("seen", "")), given.pop("reason", "")
        change(
            self.model,
            record_id=self.about.pk,
            by=self.actor,
            now=timezone.now(),
            values=given,
            reason=reason,
            seen=seen,
        )  # type: ignore[type-var]
        return self.record_url()


class LibraryRelease(LibraryForm):
    capability = RELEASE
    form_class = ReleaseForm
    title = "公开"
    button = "公开"
    consequence = "公开后，任何人都能在公众页和接口上看到名称、单位、日期、摘要和佐证说明；附件不公开。"
    done = "已公开。"

    def refuse(self) -> None:
        demand_release(self.about, self.actor)

    def write(self, cleaned: dict[str, Any]) -> str:
        release(self.model, record_id=self.about.pk, by=self.actor, now=timezone.now())  # type: ignore[type-var]
        return self.record_url()


class LibraryWithdraw(LibraryForm):
    capability = RELEASE
    form_class = WithdrawForm
    title = "撤回公开"
    button = "撤回"
    danger = True
    consequence = "撤回后公众页和接口上不再显示；理由记入历史。"
    done = "已撤回。"

    def refuse(self) -> None:
        demand_withdrawal(self.about)

    def write(self, cleaned: dict[str, Any]) -> str:
        withdraw(self.model, record_id=self.about.pk, by=self.actor, reason=cleaned["reason"])  # type: ignore[type-var]
        return self.record_url()


class LibraryFile(LibraryForm):
    form_class = AttachmentForm
    title = "上传附件"
    button = "上传"
    consequence = "附件只在工作台内可看，不对外公开。"
    done = "已上传。"

    def write(self, cleaned: dict[str, Any]) -> str:
        keep(cleaned["file"], owner_kind=self.files, owner_id=self.about.pk, by=self.actor)
        return self.record_url() + "?tab=files"
