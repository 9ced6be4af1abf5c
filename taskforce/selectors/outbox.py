"""The outbox as the office and the leadership see it: every message of their area with how far it went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from taskforce.choices import NoticeState
from taskforce.models import Holding, Notice, Person, Post, ReportRule, RuleReporter
from taskforce.selectors.deadlines import is_owed
from taskforce.selectors.posts import in_force
from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.accounts.permissions import CAPABILITIES, can, memberships_of, scope


def messages(user: Any, capability: str) -> QuerySet[Notice]:
    """Return the messages to posts within the user's area and the user's own; for the whole county, all of them."""
    found = Notice.objects.select_related("post", "person", "user")
    if _whole_county(user, capability):
        return found
    here = scope(Post.objects.all(), user, capability)
    return found.filter(Q(post__in=here) | Q(user=user))


def _whole_county(user: Any, capability: str) -> bool:
    roles = CAPABILITIES[capability].roles
    return can(user, capability) and any(
        held.area_code == settings.ROOT_AREA and Role(held.role) in roles for held in memberships_of(user)
    )


def out_of_date(notice: Notice, day: date) -> str:
    """Return why a message that waits is not to be sent any more, "" when it is.

    News of an event stays news; a reminder is out of date once the matter is settled or has another due day, once
    its reader has left the post, and once a later step to the same audience was written.
    """
    if notice.user is None or not notice.user.is_active:
        return "收件人的平台账号已停用"
    if notice.offset is None or notice.due_on is None:
        return ""
    if not is_owed(notice.subject_kind, notice.subject_id, notice.due_on):
        return "事项已报送、办结或改期，不用再提醒"
    if notice.post is not None and not _holds(notice.post, notice.person, day):
        return "收件人已不在这个岗位"
    return "已有更近的提醒" if _later_steps(notice).exists() else ""


def _holds(post: Post, person: Person | None, day: date) -> bool:
    return Holding.objects.filter(in_force(day), post=post, person=person).exists()


def _later_steps(notice: Notice) -> QuerySet[Notice]:
    return Notice.objects.filter(
        subject_kind=notice.subject_kind,
        subject_id=notice.subject_id,
        due_on=notice.due_on,
        audience=notice.audience,
        channel=notice.channel,
        offset__gt=notice.offset,
    ).exclude(state__in=[NoticeState.SKIPPED, NoticeState.UNREACHABLE])


def rules() -> QuerySet[ReportRule]:
    return ReportRule.objects.select_related("reviewer_post", "merges")


def reporters_of(rule: ReportRule) -> QuerySet[RuleReporter]:
    """Return who reports under a rule, those in force first."""
    found = RuleReporter.objects.filter(rule=rule).select_related("body", "post__unit")
    return found.order_by("valid_to", "body__sort_key")
