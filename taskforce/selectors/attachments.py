"""Files kept with a record: which there are, and who may read or add them, decided by the record they belong to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from taskforce.choices import DutyState, MeetingState, SupervisionState, TaskState
from taskforce.models import (
    Attachment,
    Meeting,
    PilotStep,
    ReportDuty,
    Result,
    SupervisionNotice,
    Task,
)
from yunhe_envhealth.accounts.permissions import CAPABILITIES, can, reach, roles_of, scope

Kind = Attachment.OwnerKind


@dataclass(frozen=True, slots=True)
class Owner:
    """A table whose records keep files, the capabilities to read and to add them, the states that take no more."""

    model: type[Model]
    view: str
    edit: tuple[str, ...]
    closed: Collection[str] = ()


# Tasks decide by selectors.task_rights who may add; here stands who may at all.
OWNERS: dict[str, Owner] = {
    Kind.TASK: Owner(
        Task, "tasks.view", ("tasks.act", "tasks.assign"), (TaskState.CLOSED, TaskState.CANCELLED)
    ),
    Kind.MEETING: Owner(
        Meeting, "meetings.view", ("meetings.edit",), (MeetingState.MINUTED, MeetingState.CANCELLED)
    ),
    Kind.RESULT: Owner(Result, "taskforce.view", ("results.edit",)),
    Kind.PILOT: Owner(PilotStep, "taskforce.view", ("pilot.edit",)),
    Kind.REPORT: Owner(
        ReportDuty,
        "reports.view",
        ("reports.draft", "reports.review"),
        (DutyState.ACCEPTED, DutyState.WAIVED),
    ),
    Kind.SUPERVISION: Owner(
        SupervisionNotice,
        "assessment.view",
        ("assessment.claim", "assessment.edit"),
        (SupervisionState.CLOSED,),
    ),
}


def attachments_of(owner_kind: str, owner_id: int) -> QuerySet[Attachment]:
    """Return the files of one record, oldest first."""
    return (
        Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id)
        .select_related("by")
        .order_by("pk")
    )


def readable(attachment: Attachment, user: Any) -> bool:
    """Return whether the person may see the record that the file belongs to."""
    owner = OWNERS[attachment.owner_kind]
    rows: QuerySet[Any] = owner.model._default_manager.filter(pk=attachment.owner_id)
    seen = scope(rows, user, owner.view) if hasattr(owner.model, "SCOPE_AREA") else rows
    return can(user, owner.view) and seen.exists()


def takes_files(owner_kind: str, record: Any) -> bool:
    """Return whether the record still takes files; one that is settled keeps those that it has."""
    closed = OWNERS[owner_kind].closed
    return not closed or record.state not in closed


def may_attach(owner_kind: str, owner_id: int, user: Any) -> bool:
    """Return whether the person's roles reach the record for adding a file, whatever the session."""
    owner = OWNERS[owner_kind]
    rows: QuerySet[Any] = owner.model._default_manager.filter(pk=owner_id)
    for capability in owner.edit:
        if not roles_of(user) & CAPABILITIES[capability].roles:
            continue
        if not hasattr(owner.model, "SCOPE_AREA") or reach(rows, user, capability).exists():
            return rows.exists()
    return False
