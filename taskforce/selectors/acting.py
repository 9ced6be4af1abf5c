"""For which units a person acts, by role or as the holder of a post; and which accounts are one person's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from taskforce.models import Holding, Person
from taskforce.selectors.posts import in_force, posts_of
from yunhe_envhealth.accounts.models import Unit, User
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


def same_person_ids(user: User) -> frozenset[int]:
    """Return the ids of all accounts that were ever tied to the person of this account, now or before; its own too.

    Nobody decides on their own work: who comes back with another account has done what the first one did.
    """
    ties = _ties().filter(pgh_obj__in=_persons_of(user), user__isnull=False)
    return frozenset({user.pk, *ties.values_list("user_id", flat=True)})


def posts_of_person(user: User, day: date) -> QuerySet[Holding, Any]:
    """Return the ids of the posts held on a day by the person of this account, whichever account is theirs now."""
    return Holding.objects.filter(in_force(day), person__in=_persons_of(user)).values("post_id")


def _persons_of(user: User) -> QuerySet[Any, Any]:
    return _ties().filter(user=user.pk).values("pgh_obj_id")


def _ties() -> QuerySet[Any]:
    """Return what history kept of persons: each row says to which account one was tied then."""
    return Person.pgh_event_model.objects.all()  # type: ignore[attr-defined]
