"""Who may do what with a task, and why not: pages show it, services hold to it.

The owner's unit acts; helpers comment and add files; assigners (office, the unit's reviewer) verify, return, close,
cancel and decide. Of a task that the unit did not open itself only the office verifies, closes, cancels and decides
on a later day; the unit's reviewer may still return it. Nobody decides on their own work, whatever roles they hold
and whichever account they use; the work of a post is its holder's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q
from django.db.models.functions import TruncDate

from taskforce.choices import TASK_ACTIONS, TASK_ENDED, TaskState
from taskforce.models import Attachment, Extension, Post, Task
from taskforce.selectors.acting import posts_of_person, same_person_ids
from taskforce.selectors.attachments import takes_files
from taskforce.selectors.posts import posts_of
from yunhe_envhealth.accounts.models import Membership, Role, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, memberships_of, reach, roles_of
from yunhe_envhealth.core.periods import beijing_day

ACT, ASSIGN = "tasks.act", "tasks.assign"
OWNERS_ACTIONS = frozenset({"accept", "finish", "ask_extension"})
SHARED_ACTIONS = frozenset({"comment", "attach"})
# Decisions about work that somebody handed in: never by whoever handed it in.
DECISIONS = frozenset({"verify", "send_back", "close", "cancel"})
# What the unit's reviewer decides only of tasks that the unit opened itself.
OFFICES_ACTIONS = frozenset({"verify", "close", "cancel", "decide_extension"})
# What whoever took the task on leaves to another, and what the holder of its post does.
NOT_BY_ACCEPTER = frozenset({"verify", "cancel"})
NOT_BY_HOLDER = frozenset({"verify", "decide_extension"})
EXTENDABLE = frozenset({TaskState.OPEN, TaskState.ACCEPTED})
ACTION_WORDS = {
    "accept": "签收",
    "finish": "办结",
    "verify": "核验",
    "send_back": "退回",
    "close": "归档",
    "cancel": "撤销",
    "comment": "留言",
    "attach": "添加附件",
    "ask_extension": "申请延期",
    "decide_extension": "批复延期",
    "reassign": "改派",
}


@dataclass(frozen=True, slots=True)
class TaskRights:
    """What one person may do with one task."""

    task: Task
    accounts: frozenset[int]  # all that are or were the person's
    owns: bool
    helps: bool
    assigns: bool
    held_post_id: int | None  # the post of this task in which the person acts
    is_owner: bool  # holds the owner's post or works at its unit; `owns` reaches further for the office
    did: bool  # has handed this task in, now or before it was returned
    accepted: bool  # has taken this task on
    holds_post: bool  # holds the owner's post, or held it when the task was handed in
    judges: bool  # is the office, or the reviewer of the unit that opened this task itself

    def refusal(self, action: str) -> str:
        """Return why the person may not take the action, in words; empty when they may."""
        if action in OWNERS_ACTIONS:
            return (
                ""
                if self.owns
                else f"只有责任岗位所在单位（{self.task.owner_post.unit}）能{ACTION_WORDS[action]}。"
            )
        if action in SHARED_ACTIONS:
            return (
                "" if self.owns or self.helps or self.assigns else "只有责任单位、协办单位和专班办公室能办。"
            )
        if not self.assigns:
            alone = action in OFFICES_ACTIONS and not self.judges
            who = "专班办公室" if alone else "专班办公室和本单位审核人"
            return f"只有{who}能{ACTION_WORDS[action]}。"
        return self._refused_decision(action)

    def refusal_of(self, wish: Extension) -> str:
        """Return why the person may not decide on this wish for a later day; empty when they may."""
        asked = wish.asked_by_id in self.accounts
        return self.refusal("decide_extension") or ("延期是您自己申请的，要由另一人批复。" if asked else "")

    def _refused_decision(self, action: str) -> str:
        words = ACTION_WORDS[action]
        if action in DECISIONS and self.did:
            return f"这件任务是您办结的，要由另一人{words}。"
        if action in OFFICES_ACTIONS and not self.judges:
            return f"这件任务不是本单位自己派的，由专班办公室{words}。"
        if action in NOT_BY_ACCEPTER and self.accepted:
            return f"这件任务是您签收的，要由另一人{words}。"
        if action in NOT_BY_HOLDER and self.holds_post:
            return f"这件任务是您担任的岗位“{self.task.owner_post}”的，要由另一人{words}。"
        return ""

    def possible(self, action: str) -> bool:
        """Return whether the task's state allows the action now."""
        if action == "ask_extension":
            return self.task.state in EXTENDABLE
        if action == "attach":
            return takes_files(Attachment.OwnerKind.TASK, self.task)
        if action == "comment":
            return self.task.state not in TASK_ENDED
        return action not in TASK_ACTIONS or self.task.state in TASK_ACTIONS[action][0]

    def may(self, action: str) -> bool:
        return self.possible(action) and not self.refusal(action)


def opened_by_the_unit() -> Q:
    """Return the condition of a task that a reviewer of its owner's unit, who was not the office, had opened."""
    opened_at = ExpressionWrapper(OuterRef("opened_at"), output_field=DateTimeField())
    opened_on = TruncDate(opened_at, tzinfo=ZoneInfo("Asia/Shanghai"))
    held = Membership.objects.filter(user=OuterRef("opened_by"), valid_from__lte=opened_on).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=opened_on)
    )
    reviewed = held.filter(role=Role.UNIT_REVIEWER, unit=OuterRef("owner_post__unit"))
    return Q(Exists(reviewed)) & ~Q(Exists(held.filter(role=Role.OFFICE)))


def task_rights(task: Task, user: Any, day: date) -> TaskRights:
    """Return the rights of a person on a task: by roles and units, or as the present holder of its post."""
    this = Task.objects.filter(pk=task.pk)
    held = set(posts_of(user, day).values_list("pk", flat=True)) if roles_of(user) else set()
    helpers = set(task.helper_posts.values_list("pk", flat=True))
    acts = bool(roles_of(user) & CAPABILITIES[ACT].roles)
    here = [task.owner_post_id] if task.owner_post_id in held else sorted(held & helpers)
    accounts, is_office = same_person_ids(user), Role.OFFICE in roles_of(user)
    story = task.entries.filter(by__in=accounts)
    return TaskRights(
        task=task,
        accounts=accounts,
        owns=acts and (task.owner_post_id in held or reach(this, user, ACT).exists()),
        helps=acts
        and (bool(held & helpers) or reach(Post.objects.filter(pk__in=helpers), user, ACT).exists()),
        assigns=reach(this, user, ASSIGN).exists(),
        held_post_id=here[0] if here else None,
        is_owner=task.owner_post_id in held
        or any(one.unit_id == task.owner_post.unit_id for one in memberships_of(user)),
        did=task.done_by_id in accounts or story.filter(to_state=TaskState.DONE).exists(),
        accepted=story.filter(from_state=TaskState.OPEN, to_state=TaskState.ACCEPTED).exists(),
        holds_post=_holds_post(task, user, day),
        judges=is_office or this.filter(opened_by_the_unit()).exists(),
    )


def _holds_post(task: Task, user: User, day: date) -> bool:
    """Return whether the person holds the owner's post, or held the one that owed the task when it was handed in."""
    if posts_of_person(user, day).filter(post=task.owner_post_id).exists():
        return True
    if task.done_at is None:
        return False
    handed_in = task.events.filter(done_at=task.done_at).order_by("pgh_id").values("owner_post_id")[:1]  # type: ignore[attr-defined]
    return posts_of_person(user, beijing_day(task.done_at)).filter(post__in=handed_in).exists()
