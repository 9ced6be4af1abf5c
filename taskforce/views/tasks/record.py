"""The page of one task: where it stands, the next step, its story, its files."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from taskforce.choices import TASK_DELIVERED, TASK_ENDED
from taskforce.models import Attachment, Task
from taskforce.science.due import nearness
from taskforce.selectors import workdays
from taskforce.selectors.attachments import attachments_of
from taskforce.selectors.posts import holders
from taskforce.selectors.task_rights import TaskRights, task_rights
from taskforce.selectors.tasks import entries_of, tasks
from taskforce.tables.tasks import source_words
from taskforce.views.tasks.lists import CRUMBS
from taskforce.views.tasks.next_step import next_step, steps, wish
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.pages import RecordPage


class TaskRecord(RecordPage):
    capability = "tasks.view"
    template_name = "taskforce/task_record.html"
    crumbs = CRUMBS
    tabs = {
        "overview": ("概况", "taskforce/task_overview.html"),
        "files": ("附件", "taskforce/task_files.html"),
    }
    object: Any
    rights: TaskRights

    def get_queryset(self) -> QuerySet[Task]:
        return (
            tasks()
            .select_related("opened_by", "done_by", "verified_by")
            .prefetch_related("helper_posts__unit")
        )

    def get_object(self) -> Task:
        task: Task = super().get_object()
        self.rights = task_rights(task, self.request.user, today())
        return task

    def get_state(self) -> dict[str, str]:
        task = self.object
        if task.state in TASK_DELIVERED:
            return {"words": task.get_state_display(), "tone": "is-ok" if task.state != "cancelled" else ""}
        near = nearness(task.due_on, today(), workdays())
        return {"words": f"{task.get_state_display()}，{near.words}", "tone": near.tone}

    def get_facts(self) -> list[dict[str, Any]]:
        task = self.object
        held = holders([task.owner_post_id, *(post.pk for post in task.helper_posts.all())], today())
        due = task.due_on.isoformat()
        if task.first_due_on != task.due_on:
            due += f"（原定 {task.first_due_on}）"
        helpers = "、".join(
            f"{post.unit.short_name or post.unit.name} {post}" for post in task.helper_posts.all()
        )
        holder = held.get(task.owner_post_id)
        item = task.plan_item
        return [
            {"label": "来源", "value": source_words(task)},
            {"label": "方案任务", "value": f"{item.number} {item}".strip() if item else None},
            {"label": "责任单位", "value": task.owner_post.unit},
            {"label": "责任岗位", "value": task.owner_post},
            {"label": "岗位现任", "value": holder.person.name if holder else "空缺"},
            {"label": "协办", "value": helpers or None},
            {"label": "期限", "value": due},
            {"label": "派发", "value": task.opened_by or "平台"},
            {"label": "办结", "value": task.done_by},
            {"label": "核验", "value": task.verified_by},
            {"label": "退回次数", "value": task.times_returned or None},
        ]

    def get_actions(self) -> list[dict[str, Any]]:
        if self.object.state in TASK_ENDED or self.rights.refusal("reassign"):
            return []
        return [
            {
                "label": "改派",
                "url": f"{reverse('taskforce:task_reassign')}?from_post={self.object.owner_post_id}",
            }
        ]

    def get_history_objects(self) -> list[Any]:
        return [self.object, *self.object.extensions.all()]

    def get_tab_context(self, tab: str) -> dict[str, Any]:
        if tab == "files":
            return {
                "files": attachments_of(Attachment.OwnerKind.TASK, self.object.pk),
                "attach_url": self._url("taskforce:task_attach") if self.rights.may("attach") else "",
            }
        return {
            "story": entries_of(self.object),
            "comment_url": self._url("taskforce:task_comment") if self.rights.may("comment") else "",
        }

    def _url(self, name: str) -> str:
        return reverse(name, args=[self.object.pk])

    def _context(self, tabs: dict[str, tuple[str, str]], asked: str) -> dict[str, Any]:
        return super()._context(tabs, asked) | {
            "steps": steps(self.object),
            "next_step": next_step(self.object, self.rights),
            "wish": wish(self.object, self.rights),
        }
