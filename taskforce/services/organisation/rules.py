"""What every change of the organisation must bring: the right, a document number, a reason, a day in order."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from taskforce.selectors.posts import in_force
from taskforce.services import wording
from yunhe_envhealth.accounts.models import Role, Unit, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, memberships_of
from yunhe_envhealth.core.errors import EnvHealthError, NotAllowed

EDIT = "organisation.edit"
UNMASK = "personal.unmask"


class ChangeRefused(EnvHealthError):
    """The change cannot stand as it was asked for; the message says why."""

    status = 422
    title = "没有变更"


def allow(by: User, *units: Unit, capability: str = EDIT) -> None:
    """Raise NotAllowed unless a role of `by` with the capability reaches the areas of all these units."""
    areas = [
        membership.area_code
        for membership in memberships_of(by)
        if Role(membership.role) in CAPABILITIES[capability].roles
    ]
    reached = settings.ROOT_AREA in areas or all(
        any(unit.area_code.startswith(area) for area in areas) for unit in units
    )
    if not areas or not reached:
        raise NotAllowed(
            f"您没有“{CAPABILITIES[capability].title}”的权限。",
            advice="需要时请向系统管理员申请专班办公室的角色。",
        )


def stated(words: str, label: str, limit: int) -> str:
    """Return the words trimmed. Raises ChangeRefused when there are none, or too many."""
    return wording.needed(words, label, limit, ChangeRefused)


def grounds(document: str, reason: str) -> dict[str, str]:
    """Return document number and reason as history keeps them; both are required."""
    return {"document": stated(document, "文号", 80), "reason": stated(reason, "理由", 200)}


def standing_on(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Return, locked, the dated rows in force on a day."""
    return rows.filter(in_force(day)).select_for_update(of=("self",)).order_by("pk")


def end(row: Any, on: date) -> None:
    """End a dated row on a day. Raises ChangeRefused when it would then never have been in force."""
    if on <= row.valid_from:
        raise ChangeRefused(f"生效日期要晚于“{row}”的启用日期 {row.valid_from}。")
    row.valid_to = on
    row.save(update_fields=["valid_to", "updated_at"])


def new_code(prefix: str, on: date, room: int = 60) -> str:
    """Return a code that no row has: what it follows, the day, six random digits."""
    tail = f"-{on:%Y%m%d}-{secrets.token_hex(3)}"
    return prefix[: room - len(tail)] + tail
