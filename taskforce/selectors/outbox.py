"""The outbox as the office and the leadership see it: every message of their area with how far it went."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from taskforce.models import Notice, Post, ReportRule, RuleReporter
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


def rules() -> QuerySet[ReportRule]:
    return ReportRule.objects.select_related("reviewer_post", "merges")


def reporters_of(rule: ReportRule) -> QuerySet[RuleReporter]:
    """Return who reports under a rule, those in force first."""
    found = RuleReporter.objects.filter(rule=rule).select_related("body", "post__unit")
    return found.order_by("valid_to", "body__sort_key")
