"""Roles: given from a day, ended on a day. Administrator and auditor are never one person (bar R11)."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from yunhe_envhealth.accounts.models import Membership, Role, Unit, User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.audit.services import because, record
from yunhe_envhealth.core.errors import Conflict, EnvHealthError

APART = {Role.ADMINISTRATOR: Role.AUDITOR, Role.AUDITOR: Role.ADMINISTRATOR}


class RoleRefused(EnvHealthError):
    """The role cannot be given as asked; the message says why."""

    title = "不能给这个角色"


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    unit: Unit,
    by: User | None,
    valid_from: date,
    area_code: str = "331125",
    valid_to: date | None = None,
    reason: str = "",
) -> Membership:
    """Give a role at a unit, within an area, from a day (included) to a day (excluded; None: open).

    Raises RoleRefused when the dates or area are wrong, the unit has retired, the same role stands already, or the
    user would be administrator and auditor in the same days, or an API client and staff.
    """
    User.objects.select_for_update().get(pk=user.pk)  # one role change of a user at a time
    wanted = Role(role)
    _check_area(area_code)
    if valid_to is not None and valid_to <= valid_from:
        raise RoleRefused("停用日期要晚于启用日期。")
    if unit.valid_to is not None and unit.valid_to <= valid_from:
        raise RoleRefused(f"“{unit}”已于 {unit.valid_to} 停用，不能再任职。")
    _check_together(user, wanted, valid_from, valid_to)
    if _same_days(user, valid_from, valid_to).filter(role=wanted, unit=unit, area_code=area_code).exists():
        raise RoleRefused("这段时间已有同样的任职。")
    membership = Membership(
        user=user, role=wanted, unit=unit, area_code=area_code, valid_from=valid_from, valid_to=valid_to
    )
    try:
        with transaction.atomic(), because(by=by, reason=reason):
            membership.save()
    except IntegrityError as error:
        raise RoleRefused("这段时间已有同样的任职。") from error
    _note(membership, by, "given", reason)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, on: date, reason: str, by: User | None) -> Membership:
    """End a role: from `on` it is no longer held. A role that has not begun ends on its first day plus one.

    Raises Conflict when it has ended already or when nobody would be administrator.
    """
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        raise Conflict("这项任职已经结束。")
    if on <= locked.valid_from:
        raise RoleRefused("结束日期要晚于启用日期。当天给错的角色请停用账号，次日再结束。")
    if locked.role == Role.ADMINISTRATOR:
        refuse_last_administrator(user=locked.user, besides=locked)
    locked.valid_to = on
    with because(by=by, reason=reason):
        locked.save(update_fields=["valid_to", "updated_at"])
    _note(locked, by, "ended", reason)
    return locked


def refuse_last_administrator(*, user: User, besides: Membership | None = None) -> None:
    """Raise Conflict when, without this user (or this one membership), nobody is administrator today."""
    standing = Membership.objects.on(today()).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    standing = standing.select_for_update(of=("self",))
    mine = standing.filter(user=user)
    if besides is not None:
        mine = mine.filter(pk=besides.pk)
    if mine.exists() and not standing.exclude(pk__in=mine.values("pk")).exists():
        raise Conflict("至少要有一名系统管理员。请先让另一人担任。")


def _check_area(area_code: str) -> None:
    if not area_code.isascii() or not area_code.isdigit() or not 2 <= len(area_code) <= 12:
        raise RoleRefused("区划范围是 2 至 12 位数字，例如 331125（全县）、331125106（石塘镇）。")


def _same_days(user: User, start: date, end: date | None) -> QuerySet[Membership]:
    standing = Membership.objects.filter(user=user).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=start))
    return standing.filter(valid_from__lt=end) if end is not None else standing


def _check_together(user: User, wanted: Role, start: date, end: date | None) -> None:
    held = set(_same_days(user, start, end).values_list("role", flat=True))
    if APART.get(wanted) in held:
        raise RoleRefused("系统管理员和审计员不能是同一个人。")
    if held and (wanted == Role.API_CLIENT) != (Role.API_CLIENT in held):
        raise RoleRefused("接口客户用单独的账号，不与工作人员的角色合用。")


def _note(membership: Membership, by: User | None, action: str, reason: str) -> None:
    record(
        kind="role",
        actor=by.get_username() if by is not None else "",
        target=membership.user.username,
        action=action,
        role=membership.get_role_display(),
        unit=str(membership.unit),
        area_code=membership.area_code,
        valid_from=membership.valid_from.isoformat(),
        valid_to=membership.valid_to.isoformat() if membership.valid_to else None,
        reason=reason,
    )
