"""What a task's page says of the way ahead: the stepper, the one next step with who may take it, other steps."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from taskforce.choices import TaskState
from taskforce.models import Extension, Task
from taskforce.selectors.task_rights import ACTION_WORDS, EXTENDABLE, OWNERS_ACTIONS, TaskRights
from yunhe_envhealth.core.periods import BEIJING

MAIN = {
    TaskState.OPEN: ("accept", "签收任务", "请责任岗位签收，签收后开始办理。"),
    TaskState.ACCEPTED: ("finish", "办结并交核验", "办完后写明结果，交另一人核验。"),
    TaskState.DONE: ("verify", "核验", "核验人看过结果和附件后，核验通过或退回。"),
    TaskState.VERIFIED: ("close", "归档", "已核验，归档后不再变动。"),
}
ADDRESSES = {
    "accept": "taskforce:task_accept",
    "finish": "taskforce:task_finish",
    "verify": "taskforce:task_verify",
    "send_back": "taskforce:task_send_back",
    "close": "taskforce:task_close",
    "cancel": "taskforce:task_cancel",
    "comment": "taskforce:task_comment",
    "attach": "taskforce:task_attach",
    "ask_extension": "taskforce:task_extend",
}
BESIDE = ("send_back", "ask_extension", "comment", "attach", "cancel")
WAY = (TaskState.OPEN, TaskState.ACCEPTED, TaskState.DONE, TaskState.VERIFIED, TaskState.CLOSED)
LABELS = {"open": "派发", "accepted": "办理", "done": "办结", "verified": "核验", "closed": "归档"}


def steps(task: Task) -> list[dict[str, str]]:
    """Return where the task stands on its way, as components/state_stepper.html prints it."""
    if task.state == TaskState.CANCELLED:
        opened = {"label": "派发", "note": _day(task.opened_at), "state": "done"}
        return [opened, {"label": "已撤销", "note": _day(task.ended_at), "state": "failed"}]
    here = WAY.index(TaskState(task.state))
    reached = (task.opened_at, task.accepted_at, task.done_at, task.verified_at, task.ended_at)
    return [
        {
            "label": LABELS[state],
            "note": _day(moment) if place <= here else _turn(task, place, here),
            "state": "done" if place <= here else "current" if place == here + 1 else "waiting",
        }
        for place, (state, moment) in enumerate(zip(WAY, reached, strict=True))
    ]


def _turn(task: Task, place: int, here: int) -> str:
    if place != here + 1:
        return ""
    unit = task.owner_post.unit
    return f"轮到{unit.short_name or unit.name}" if task.state in EXTENDABLE else "轮到核验人"


def next_step(task: Task, rights: TaskRights) -> dict[str, Any] | None:
    """Return what components/next_action.html prints; None when the task has ended."""
    if task.state not in MAIN:
        return None
    action, title, sentence = MAIN[TaskState(task.state)]
    refusal = rights.refusal(action)
    others = [
        {"label": ACTION_WORDS[name], "url": reverse(ADDRESSES[name], args=[task.pk])}
        for name in BESIDE
        if rights.may(name) and not (name == "ask_extension" and getattr(task, "has_wish", False))
    ]
    who = f"您不能办这一步：{refusal}" if refusal else "您可以办这一步。"
    beside = action in OWNERS_ACTIONS and not refusal and not rights.is_owner
    if beside:
        who = f"由{task.owner_post.unit}办这一步。"
        others.insert(
            0, {"label": f"代为{ACTION_WORDS[action]}", "url": reverse(ADDRESSES[action], args=[task.pk])}
        )
    return {
        "title": f"下一步：{title}",
        "sentence": sentence,
        "due": task.due_on.isoformat() if task.state in EXTENDABLE else "",
        "url": "" if refusal or beside else reverse(ADDRESSES[action], args=[task.pk]),
        "action": title,
        "who": who,
        "others": others,
    }


def wish(task: Task, rights: TaskRights) -> dict[str, Any] | None:
    """Return the extension that waits for its decision, with the way to decide or why not."""
    pending = Extension.objects.filter(task=task, granted__isnull=True).select_related("asked_by").first()
    if pending is None:
        return None
    refusal = rights.refusal_of(pending)
    return {
        "sentence": f"{pending.asked_by} 申请由 {task.due_on} 延至 {pending.due_on}。理由：{pending.reason}",
        "url": "" if refusal else reverse("taskforce:extension_decide", args=[pending.pk]),
        "who": f"您不能批复：{refusal}" if refusal else "您可以批复。",
    }


def _day(moment: Any) -> str:
    return f"{moment.astimezone(BEIJING):%Y-%m-%d}" if moment else ""
