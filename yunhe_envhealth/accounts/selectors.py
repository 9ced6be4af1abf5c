"""Reads of accounts."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts.models import ApiToken, Membership, Role, Unit, User
from yunhe_envhealth.accounts.permissions import CAPABILITIES


def users(*, on: date) -> QuerySet[User]:
    """Return all users with `held` (memberships in force on the day, with their units) and `has_factor`."""
    held = Membership.objects.on(on).select_related("unit").order_by("role")
    factor = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
    return User.objects.prefetch_related(Prefetch("memberships", queryset=held, to_attr="held")).annotate(
        has_factor=Exists(factor)
    )


def memberships(user: User) -> QuerySet[Membership]:
    """Return every membership of a user, past ones too, newest first."""
    return user.memberships.select_related("unit").order_by("-valid_from", "role")


def units(*, on: date) -> QuerySet[Unit]:
    """Return all units with `members`: how many people hold a role there on the day."""
    standing = Q(memberships__valid_from__lte=on) & (
        Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gt=on)
    )
    return Unit.objects.select_related("parent").annotate(
        members=Count("memberships__user", filter=standing, distinct=True)
    )


def units_in_force(*, on: date) -> QuerySet[Unit]:
    return Unit.objects.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def unit_members(unit: Unit, *, on: date) -> QuerySet[Membership]:
    return (
        Membership.objects.on(on).filter(unit=unit).select_related("user").order_by("role", "user__username")
    )


def tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.select_related("user")


def api_clients(*, on: date) -> QuerySet[User]:
    """Return the active users who hold the role of API client on the day."""
    held = Membership.objects.on(on).filter(role=Role.API_CLIENT)
    return User.objects.filter(is_active=True, memberships__in=held).distinct()


def token_scopes() -> list[tuple[str, str]]:
    """Return the capabilities that a token may carry: (key, Chinese title)."""
    return [(key, rule.title) for key, rule in CAPABILITIES.items() if Role.API_CLIENT in rule.roles]
