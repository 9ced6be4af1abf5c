"""Files kept with a record: which there are, and who may read or add them, decided by the record they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet

from taskforce.choices import AssessmentState, DutyState, MeetingState, SupervisionState, TaskState
from taskforce.models import (
    AssessmentScore,
    Attachment,
    Meeting,
    PilotStep,
    Project,
    ReportDuty,
    Result,
    SupervisionNotice,
    Task,
)
from taskforce.selectors.assessment import may_add_evidence, sees_score
from yunhe_envhealth.accounts.permissions import CAPABILITIES, can, reach, roles_of, scope

Kind = Attachment.OwnerKind


@dataclass(frozen=True, slots=True)
class Owner:
    """A table whose records keep files, the capabilities to read and to add them, the states that take no more.

    `settled_by` is the path to the record whose state it is, where that is another one. Where a record's area and
    unit do not decide, `sees` and `adds` do: (record, user, day) → whether.
    """

    model: type[Model]
    view: str
    edit: tuple[str, ...]
    closed: Collection[str] = ()
    settled_by: str = ""
    sees: Callable[[Any, Any, date], bool] | None = None
    adds: Callable[[Any, Any, date], bool] | None = None

    def settling(self, record: Any) -> Any:
        """Return the record whose state tells whether more files are taken."""
        return attrgetter(self.settled_by)(record) if self.settled_by else record


# Tasks decide by selectors.task_rights who may add; here stands who may at all.
OWNERS: dict[str, Owner] = {
    Kind.TASK: Owner(
        Task, "tasks.view", ("tasks.act", "tasks.assign"), (TaskState.CLOSED, TaskState.CANCELLED)
    ),
    Kind.MEETING: Owner(
        Meeting, "meetings.view", ("meetings.edit",), (MeetingState.MINUTED, MeetingState.CANCELLED)
    ),
    Kind.RESULT: Owner(Result, "taskforce.view", ("results.edit",)),
    Kind.PROJECT: Owner(Project, "taskforce.view", ("results.edit",)),
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
    Kind.SCORE: Owner(
        AssessmentScore,
        "assessment.view",
        ("assessment.claim", "assessment.edit"),
        (AssessmentState.DRAFT, AssessmentState.PUBLISHED),
        settled_by="indicator.assessment",
        sees=sees_score,
        adds=may_add_evidence,
    ),
}


def attachments_of(owner_kind: str, owner_id: int) -> QuerySet[Attachment]:
    """Return the files of one record, oldest first."""
    return (
        Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id)
        .select_related("by")
        .order_by("pk")
    )


def attachments_by_owner(owner_kind: str, owner_ids: Iterable[int]) -> Mapping[int, list[Attachment]]:
    """Return the files of several records of one kind, oldest first; an empty list for one without."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.filter(owner_kind=owner_kind, owner_id__in=list(owner_ids)).order_by("pk")
    for attachment in rows:
        found[attachment.owner_id].append(attachment)
    return found


def readable(attachment: Attachment, user: Any, day: date) -> bool:
    """Return whether the person may see, on a day, the record that the file belongs to."""
    owner = OWNERS[attachment.owner_kind]
    rows: QuerySet[Any] = owner.model._default_manager.filter(pk=attachment.owner_id)
    if owner.sees is not None:
        record = rows.first()
        return can(user, owner.view) and record is not None and owner.sees(record, user, day)
    seen = scope(rows, user, owner.view) if hasattr(owner.model, "SCOPE_AREA") else rows
    return can(user, owner.view) and seen.exists()


def takes_files(owner_kind: str, record: Any) -> bool:
    """Return whether the record still takes files; one that is settled keeps those that it has."""
    owner = OWNERS[owner_kind]
    return not owner.closed or owner.settling(record).state not in owner.closed


def may_attach(owner_kind: str, owner_id: int, user: Any, day: date) -> bool:
    """Return whether the person's roles reach the record for adding a file, whatever the session."""
    owner = OWNERS[owner_kind]
    rows: QuerySet[Any] = owner.model._default_manager.filter(pk=owner_id)
    if owner.adds is not None:
        record = rows.first()
        return record is not None and owner.adds(record, user, day)
    for capability in owner.edit:
        if not roles_of(user) & CAPABILITIES[capability].roles:
            continue
        if not hasattr(owner.model, "SCOPE_AREA") or reach(rows, user, capability).exists():
            return rows.exists()
    return False
