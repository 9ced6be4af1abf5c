"""Units: create, change, retire. A unit is never deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yunhe_envhealth.accounts.models import Membership, Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError

FIELDS = ("name", "short_name", "kind", "parent", "area_code", "source", "sort_key", "valid_from")


class UnitRefused(EnvHealthError):
    """The unit cannot be written as asked; the message says why."""

    title = "单位信息不合要求"


@transaction.atomic
def create_unit(*, code: str, by: User | None, reason: str = "", document: str = "", **fields: Any) -> Unit:
    """Create a unit. `fields`: name, kind, valid_from; optional short_name, parent, area_code, source, sort_key."""
    unit = Unit(code=code, **_known(fields))
    try:
        with transaction.atomic(), because(by=by, reason=reason, document=document):
            unit.save()
    except IntegrityError as error:
        raise UnitRefused(f"编码“{code}”已经用过。单位停用后编码也不再给别的单位用。") from error
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, by: User, reason: str, document: str = "", **fields: Any) -> Unit:
    """Change a unit's fields (not its code). Raises UnitRefused when a unit would stand above itself."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    for name, value in _known(fields).items():
        setattr(locked, name, value)
    _refuse_circle(locked)
    with because(by=by, reason=reason, document=document):
        locked.save()
    return locked


@transaction.atomic
def retire_unit(*, unit: Unit, on: date, reason: str, by: User, document: str = "") -> Unit:
    """Retire a unit from a day. Raises Conflict while somebody still holds a role there on that day."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        raise Conflict(f"“{locked}”已于 {locked.valid_to} 停用。")
    if on <= locked.valid_from:
        raise UnitRefused(f"停用日期要晚于启用日期 {locked.valid_from}。")
    standing = Membership.objects.on(on).filter(unit=locked).count()
    if standing:
        raise Conflict(f"到 {on} 还有 {standing} 项任职在这个单位，请先结束这些任职。")
    locked.valid_to = on
    with because(by=by, reason=reason, document=document):
        locked.save(update_fields=["valid_to", "updated_at"])
    return locked


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise TypeError(f"a unit has no field {', '.join(unknown)}")
    return fields


def _refuse_circle(unit: Unit) -> None:
    above, seen = unit.parent, {unit.pk}
    while above is not None:
        if above.pk in seen:
            raise UnitRefused("上级不能是本单位或它的下级。")
        seen.add(above.pk)
        above = above.parent
