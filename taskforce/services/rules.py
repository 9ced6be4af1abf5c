"""Reporting rules and reminder steps are the county's to keep. What was generated before a change stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from taskforce.choices import Audience, Standing
from taskforce.models import Post, ReminderStep, ReportRule, RuleReporter
from yunhe_envhealth.accounts.models import Role, Unit
from yunhe_envhealth.accounts.permissions import roles_of
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed

FIELDS = (
    "title",
    "due_working_days",
    "open_days_before",
    "recipient",
    "template_code",
    "reviewer_post",
    "valid_to",
)
FURTHEST = 60  # working days


class RuleRefused(EnvHealthError):
    """The rule or steps cannot be written as asked; the message says why."""

    title = "规则不合要求"


@transaction.atomic
def change_rule(*, rule: ReportRule, by: Any, reason: str, document: str = "", **fields: Any) -> ReportRule:
    """Change a rule for what is generated from now on. A due day that the county sets is no longer the text's."""
    _may(by)
    locked = ReportRule.objects.select_for_update().get(pk=rule.pk)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"unknown fields: {sorted(unknown)}")
    if fields.get("valid_to") and fields["valid_to"] <= locked.valid_from:
        raise RuleRefused(f"停用日期要在启用日期 {locked.valid_from} 之后。")
    if fields.get("due_working_days", locked.due_working_days) != locked.due_working_days:
        locked.standing = Standing.OFFICIAL if document else Standing.DEFAULT
    for name, value in fields.items():
        setattr(locked, name, value)
    with because(by=by, reason=reason, document=document):
        locked.save()
    return locked


@transaction.atomic
def add_reporter(
    *, rule: ReportRule, body: Unit, post: Post, valid_from: date, by: Any, reason: str, document: str = ""
) -> RuleReporter:
    """Let a body report under a rule from a day on, through a post."""
    _may(by)
    ReportRule.objects.select_for_update().get(pk=rule.pk)  # one at a time looks who reports already
    others = RuleReporter.objects.filter(rule=rule, body=body)
    if others.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)).exists():
        raise Conflict(f"“{body}”已经在报送机构里。", advice="要换报送岗位，请先停用原来的一行。")
    try:
        with transaction.atomic(), because(by=by, reason=reason, document=document):
            return RuleReporter.objects.create(rule=rule, body=body, post=post, valid_from=valid_from)
    except IntegrityError as error:
        raise Conflict(f"“{body}”从 {valid_from} 起的报送岗位已经登记过。") from error


@transaction.atomic
def retire_reporter(
    *, reporter: RuleReporter, valid_to: date, by: Any, reason: str, document: str = ""
) -> RuleReporter:
    """Let a body report no more for periods that end on or after a day; what was generated stays due."""
    _may(by)
    locked = RuleReporter.objects.select_for_update().get(pk=reporter.pk)
    if valid_to <= locked.valid_from:
        raise RuleRefused(f"停用日期要在启用日期 {locked.valid_from} 之后。")
    locked.valid_to = valid_to
    with because(by=by, reason=reason, document=document):
        locked.save()
    return locked


@transaction.atomic
def change_steps(*, steps: Mapping[str, set[int]], by: Any, reason: str) -> int:
    """Set the steps of every audience (working days from the due day); return how many rows changed.

    Steps that are dropped are switched off, not deleted. Reminders that stand in the outbox stay there.
    """
    _may(by)
    wanted = {(offset, Audience(audience).value) for audience, offsets in steps.items() for offset in offsets}
    if any(abs(offset) > FURTHEST for offset, _ in wanted):
        raise RuleRefused(f"提醒步骤要在期限前后 {FURTHEST} 个工作日以内。")
    rows = {(row.offset, row.audience): row for row in ReminderStep.objects.select_for_update()}
    changed = 0
    with because(by=by, reason=reason):
        for key in sorted(wanted - rows.keys()):
            ReminderStep.objects.create(offset=key[0], audience=key[1])
            changed += 1
        for key, row in rows.items():
            if row.is_active != (key in wanted):
                row.is_active = key in wanted
                row.save(update_fields=["is_active"])
                changed += 1
    return changed


def _may(by: Any) -> None:
    if Role.OFFICE not in roles_of(by):
        raise NotAllowed("报送规则和提醒步骤由专班办公室维护。")
