"""The county's own table of working days, above the announced calendar."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from taskforce.models import WorkdayChange
from taskforce.services import reminders
from taskforce.services.tasks.refusals import TaskRefused, needed
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.permissions import CAPABILITIES, roles_of
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, NotAllowed

EDIT = "workdays.edit"
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)


class WorkdayRefused(TaskRefused):
    title = "工作日调整不合要求"


@transaction.atomic
def add_workday_change(
    *, day: date, is_workday: bool, reason: str, by: User, note: str = "", source: str = ""
) -> WorkdayChange:
    """State that a day is worked or free, whatever the calendar says.

    Due days already set do not move; reminder steps that fall on an earlier day by it are made up.
    """
    _refuse_others(by)
    if not FIRST_DAY <= day < LAST_DAY:
        raise WorkdayRefused("日期不对，请核对年份。")
    try:
        with transaction.atomic(), because(by=by, reason=needed(reason, "依据", 200)):
            change = WorkdayChange.objects.create(day=day, is_workday=is_workday, note=note, source=source)
    except IntegrityError as error:
        raise Conflict(f"{day} 已经有一条调整。", advice="请修改那一条。") from error
    reminders.look_again()
    return change


@transaction.atomic
def edit_workday_change(
    *, change: WorkdayChange, is_workday: bool, reason: str, by: User, note: str = "", source: str = ""
) -> WorkdayChange:
    """Correct a row; the day stays."""
    _refuse_others(by)
    locked = WorkdayChange.objects.select_for_update().get(pk=change.pk)
    locked.is_workday, locked.note, locked.source = is_workday, note, source
    with because(by=by, reason=needed(reason, "依据", 200)):
        locked.save()
    reminders.look_again()
    return locked


def _refuse_others(by: User) -> None:
    if not roles_of(by) & CAPABILITIES[EDIT].roles:
        raise NotAllowed("只有专班办公室能调整工作日。")
