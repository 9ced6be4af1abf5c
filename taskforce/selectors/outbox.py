"""The outbox as the office and the leadership see it: every message of their area with how far it went."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from taskforce.models import Notice, Post, ReportRule, RuleReporter
from yunhe_envhealth.accounts.permissions import scope


def messages(user: Any, capability: str) -> QuerySet[Notice]:
    """Return the messages to posts within the user's area, those to nobody, and the user's own."""
    here = scope(Post.objects.all(), user, capability)
    seen = Q(post__in=here) | Q(post__isnull=True, user__isnull=True) | Q(user=user)
    return Notice.objects.filter(seen).select_related("post", "person", "user")


def rules() -> QuerySet[ReportRule]:
    return ReportRule.objects.select_related("reviewer_post", "merges")


def reporters_of(rule: ReportRule) -> QuerySet[RuleReporter]:
    """Return who reports under a rule, those in force first."""
    found = RuleReporter.objects.filter(rule=rule).select_related("body", "post__unit")
    return found.order_by("valid_to", "body__sort_key")
