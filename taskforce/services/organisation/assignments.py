"""Who is charged with an item of the plan, from a day on."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from taskforce.choices import Share, Standing
from taskforce.models import Assignment, PlanItem
from taskforce.services.organisation.rules import (
    ChangeRefused,
    allow,
    end,
    grounds,
    new_code,
    standing_on,
    stated,
)
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict


@transaction.atomic
def change_assignment(
    *,
    item: PlanItem,
    unit: Unit,
    share: str,
    on: date,
    basis: str,
    document: str,
    reason: str,
    by: User,
) -> Assignment | None:
    """Charge a unit with an item from a day; its share until then ends. An empty share ends it and returns None."""
    words = grounds(document, reason)
    basis = stated(basis, "依据", 200)
    allow(by, unit)
    if share and share not in Share.values:
        raise ChangeRefused("角色只有牵头、共同、配合。")
    PlanItem.objects.select_for_update().get(pk=item.pk)
    here = Assignment.objects.filter(item=item, unit=unit)
    if here.filter(valid_from__gt=on).exists():
        raise Conflict("这个单位在这一天之后已有登记的分工，不能再插入更早的变更。")
    current = standing_on(here, on).first()
    if share == (current.share if current else ""):
        raise ChangeRefused("分工没有变化。")
    with because(by=by, **words):
        if current is not None:
            end(current, on)
        if not share:
            return None
        return Assignment.objects.create(
            code=new_code(f"{item.code}-{unit.code}", on, 120),
            item=item,
            unit=unit,
            share=share,
            basis=basis,
            document=words["document"],
            standing=Standing.OFFICIAL,
            valid_from=on,
        )
