"""The steps of a task, a form each. Who may not take a step is told so before typing anything."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from taskforce.choices import TaskState
from taskforce.forms import tasks as forms
from taskforce.forms.attachments import AttachmentForm
from taskforce.forms.fields import seen_at
from taskforce.models import Extension, Task
from taskforce.selectors import workdays
from taskforce.selectors.task_rights import ACTION_WORDS, task_rights
from taskforce.selectors.tasks import tasks
from taskforce.services import attachments
from taskforce.services import tasks as services
from taskforce.views.tasks.lists import CRUMBS
from yunhe_envhealth.accounts.permissions import scope, today
from yunhe_envhealth.core.errors import Conflict, NotAllowed
from yunhe_envhealth.core.pages import ServiceForm


class TaskStep(ServiceForm):
    """A form about one task; subclasses name the action that the rights know."""

    capability: str | dict[str, str] = "tasks.act"
    action: ClassVar[str]
    done = "已办。"

    @cached_property
    def about(self) -> Task:
        return get_object_or_404(scope(tasks(), self.request.user, "tasks.view"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rights = task_rights(self.about, request.user, today())
        if why := rights.refusal(self.action):
            raise NotAllowed(why)
        if not rights.possible(self.action):
            state = TaskState(self.about.state).label
            raise Conflict(f"任务现在是“{state}”，不能{ACTION_WORDS[self.action]}。")
        return super().get(request, *args, **kwargs)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*CRUMBS, (str(self.about), self.record_url())]

    def record_url(self) -> str:
        return reverse("taskforce:task", kwargs={"pk": self.about.pk})

    def write(self, cleaned: dict[str, Any]) -> str:
        self.take(cleaned)
        return self.record_url()

    def take(self, cleaned: dict[str, Any]) -> None:
        """Make the one service call."""
        service = getattr(services, self.action)
        service(task=self.about, by=self.actor, now=timezone.now(), **cleaned)


class TaskDecision(TaskStep):
    """A decision on what the page shows; the form carries when the task shown was last written."""

    capability = "tasks.assign"

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.about.updated_at.isoformat()}

    def take(self, cleaned: dict[str, Any]) -> None:
        super().take({**cleaned, "seen": seen_at(cleaned["seen"])})


class Accept(TaskStep):
    action = "accept"
    form_class = forms.NothingToSay
    title = button = "签收任务"
    consequence = "签收表示本岗位开始办理，并记下时间。"
    done = "已签收。"


class Finish(TaskStep):
    action = "finish"
    form_class = forms.OutcomeForm
    title = "办结任务"
    button = "办结并交核验"
    done = "已办结，等待核验。"

    def get_consequence(self) -> str:
        return format_html(
            '办结后由另一人核验；办结人不能核验自己的任务。附件要在办结以前，到任务的<a href="{}?tab=files">附件</a>页添加。',
            self.record_url(),
        )


class Verify(TaskDecision):
    action = "verify"
    form_class = forms.NoteForm
    title = "核验任务"
    button = "核验通过"
    done = "已核验。"

    def get_consequence(self) -> str:
        return f"办理结果：{self.about.outcome}"


class SendBack(TaskDecision):
    action = "send_back"
    form_class = forms.ReturnForm
    title = button = "退回任务"
    danger = True
    consequence = "退回后任务回到办理中，由责任岗位继续办理；期限不变。"
    done = "已退回。"


class Close(TaskDecision):
    action = "close"
    form_class = forms.Decision
    title = button = "归档任务"
    consequence = "归档后任务不再变动。"
    done = "已归档。"


class Cancel(TaskDecision):
    action = "cancel"
    form_class = forms.CancelForm
    title = button = "撤销任务"
    danger = True
    consequence = "撤销后不能恢复，要办须另派任务。"
    done = "已撤销。"


class Comment(TaskStep):
    action = "comment"
    form_class = forms.CommentForm
    title = button = "留言"
    done = "已留言。"


class Attach(TaskStep):
    action = "attach"
    form_class = AttachmentForm
    title = button = "添加附件"
    done = "已添加附件。"

    def take(self, cleaned: dict[str, Any]) -> None:
        file = cleaned["file"]
        attachments.attach_to_task(
            task=self.about, name=file.name, data=file.read(), by=self.actor, now=timezone.now()
        )

    def record_url(self) -> str:
        return f"{super().record_url()}?tab=files"


class AskExtension(TaskStep):
    action = "ask_extension"
    form_class = forms.ExtensionForm
    title = button = "申请延期"
    done = "已申请，等待批复。批复以前期限不变。"

    def get_consequence(self) -> str:
        return f"现在的期限是 {self.about.due_on}。延期由另一人批复，原定期限保留在记录里。"

    def get_initial(self) -> dict[str, Any]:
        later = workdays().shift(max(self.about.due_on, today()), 5)
        return {"due_on": later}


class DecideExtension(TaskDecision):
    """The decision on a wish; addressed by the wish, so that a newer one is never granted by an old page."""

    action = "decide_extension"
    form_class = forms.DecisionForm
    title = button = "批复延期"
    done = "已批复。"

    @cached_property
    def extension(self) -> Extension:
        seen = scope(tasks(), self.request.user, "tasks.view").order_by().values("pk")
        return get_object_or_404(Extension.objects.filter(task__in=seen), pk=self.kwargs["pk"])

    @cached_property
    def about(self) -> Task:
        return self.extension.task

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.extension.granted is not None:
            raise Conflict("这份延期申请已经批复。")
        if why := task_rights(self.about, self.actor, today()).refusal_of(self.extension):
            raise NotAllowed(why)
        return super().get(request, *args, **kwargs)

    def get_consequence(self) -> str:
        wish = self.extension
        return f"{wish.asked_by} 申请由 {self.about.due_on} 延至 {wish.due_on}。理由：{wish.reason}"

    def take(self, cleaned: dict[str, Any]) -> None:
        services.decide_extension(
            extension=self.extension,
            granted=cleaned["granted"] == "yes",
            reason=cleaned["reason"],
            seen=seen_at(cleaned["seen"]),
            by=self.actor,
            now=timezone.now(),
        )
