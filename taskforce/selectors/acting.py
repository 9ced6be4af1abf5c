"""For which units a person acts: by the roles held there, or as the present holder of a post."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from taskforce.selectors.posts import posts_of
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import CAPABILITIES, memberships_of, roles_of


def holds(user: Any, capability: str) -> bool:
    """Return whether one of the person's roles carries the capability, whatever the session (services ask this)."""
    return bool(roles_of(user) & CAPABILITIES[capability].roles)


def acting_unit_ids(user: Any, capability: str, day: date) -> set[int]:
    """Return the units in whose name the person may use the capability on a day."""
    if not holds(user, capability):
        return set()
    roles = CAPABILITIES[capability].roles
    own = {membership.unit_id for membership in memberships_of(user) if membership.role in roles}
    return own | set(posts_of(user, day).values_list("unit_id", flat=True))


def acting_units(user: Any, capability: str, day: date) -> QuerySet[Unit]:
    return Unit.objects.filter(pk__in=acting_unit_ids(user, capability, day))
