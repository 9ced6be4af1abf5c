"""Writes of results (成果) and “两山” projects: enter, change, release, withdraw. The same rules for both.

A record is entered by the unit that it belongs to and released by somebody else, at the office. What is public does
not change: it is withdrawn with a reason, changed, and released anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from taskforce.models import Project, Result
from taskforce.science.personal_numbers import personal_numbers
from taskforce.selectors.acting import same_person_ids
from taskforce.services.demonstration import is_demo
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.accounts.permissions import reach
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

EDIT = "results.edit"
RELEASE = "results.release"
FIELDS: dict[type[Result | Project], frozenset[str]] = {
    Result: frozenset(
        {"kind", "title", "unit", "plan_item", "dated", "number", "summary", "evidence", "link", "is_demo"}
    ),
    Project: frozenset(
        {
            "kind", "title", "unit", "place", "stage", "investment_wan", "spent_wan", "as_of", "summary", "is_demo",
        }
    ),
}  # fmt: skip
DAY_OF: dict[type[Result | Project], str] = {Result: "dated", Project: "as_of"}
PUBLIC_TEXTS = ("title", "number", "summary", "evidence", "link", "place")
R = TypeVar("R", Result, Project)


class ResultRefused(EnvHealthError):
    """The record cannot stand as it was given; the message says which rule it breaks."""

    status = 422
    title = "没有保存"


@transaction.atomic
def enter(model: type[R], *, by: User, values: Mapping[str, Any], now: datetime) -> R:
    """Enter a result or a project. Raises ResultRefused for a broken rule, NotAllowed for another unit's.

    Raises Conflict for what the same person has entered already: same unit, kind, title and day.
    """
    record = model(**_known(model, values), entered_by=by)
    record.is_demo = is_demo(by, record)
    _check(record, now)
    Unit.objects.select_for_update(no_key=True).filter(pk=record.unit_id).first()  # two clicks meet here
    same = {name: getattr(record, name) for name in ("unit_id", "kind", "title", DAY_OF[model])}
    if model._default_manager.filter(entered_by=by, **same).exists():
        raise Conflict(
            "同样的内容您已经登记过，没有重复登记。",
            advice="请在列表中查看；确实是另一项的，请把名称写得不同。",
        )
    with because(by=by):
        _save(record, by)
    return record


@transaction.atomic
def change(
    model: type[R],
    *,
    record_id: int,
    by: User,
    values: Mapping[str, Any],
    reason: str,
    now: datetime,
    seen: datetime | None = None,
) -> R:
    """Change what is not public; whoever changed it last counts as the one who entered it.

    `seen` is the `updated_at` of the page worked from. Raises Conflict when it changed since, or is public.
    """
    record = _locked(model, record_id, by, EDIT)
    demand_change(record)
    if seen is not None and record.updated_at != seen:
        raise Conflict("这条记录在您填写时被别人改过，没有保存。", advice="请返回记录，核对最新内容后再改。")
    for name, value in _known(model, values).items():
        setattr(record, name, value)
    record.entered_by = by
    _check(record, now)
    with because(by=by, reason=_needed(reason)):
        _save(record, by)
    return record


@transaction.atomic
def release(model: type[R], *, record_id: int, by: User, now: datetime) -> R:
    """Make the record public. Raises NotAllowed for whoever ever entered or changed it, ResultRefused for personal numbers in it."""
    record = _locked(model, record_id, by, RELEASE)
    demand_release(record, by)
    for name in PUBLIC_TEXTS:
        found = personal_numbers(str(getattr(record, name, "")))
        if found:
            told = str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            raise ResultRefused(f"“{told}”里像是有{'、'.join(found)}，不能公开。请改掉后再公开。")
    record.is_public, record.released_by, record.released_at = True, by, now
    with because(by=by, reason="公开"):
        record.save()
    return record


@transaction.atomic
def withdraw(model: type[R], *, record_id: int, by: User, reason: str) -> R:
    """Take the record off the public pages, with the reason."""
    record = _locked(model, record_id, by, RELEASE)
    demand_withdrawal(record)
    record.is_public, record.released_by, record.released_at = False, None, None
    with because(by=by, reason=_needed(reason)):
        record.save()
    return record


def demand_change(record: Result | Project) -> None:
    """Raise what keeps everybody from changing the record."""
    if record.is_public:
        raise Conflict("已经公开的内容不能直接改。", advice="请由专班办公室先撤回，改好后再公开。")


def demand_release(record: Result | Project, by: User) -> None:
    """Raise what keeps `by` from making the record public, whatever its text says."""
    if record.is_public:
        raise Conflict("已经公开，没有重复公开。")
    if has_entered(record, by):
        raise NotAllowed("登记或改过的人不能自己公开，没有公开。", advice="请由专班办公室的另一个人公开。")


def demand_withdrawal(record: Result | Project) -> None:
    if not record.is_public:
        raise Conflict("没有公开，不用撤回。")


def has_entered(record: Result | Project, by: User) -> bool:
    """Return whether the person entered or changed the record with any account, now or before somebody else did."""
    person = same_person_ids(by)
    return record.entered_by_id in person or record.events.filter(entered_by__in=person).exists()  # type: ignore[union-attr]


def _known(model: type[Result | Project], values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - FIELDS[model])
    if unknown:
        raise ResultRefused(f"没有这些字段：{'、'.join(unknown)}。")
    return dict(values)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ResultRefused("请写明理由。")
    return reason.strip()


def _locked(model: type[R], record_id: int, by: User, capability: str) -> R:
    record = model._default_manager.select_for_update().filter(pk=record_id).first()
    rows: Any = reach(model._default_manager.filter(pk=record_id), by, capability)
    if record is None or not rows.exists():
        raise NotAllowed("没有这一条，或不在您可以办理的单位内。")
    return record


def _check(record: Result | Project, now: datetime) -> None:
    """Refuse what breaks the table's own rules, and a day that is yet to come."""
    day = getattr(record, DAY_OF[type(record)])
    if isinstance(day, date) and day > beijing_day(now):
        raise ResultRefused(f"日期不能晚于今天：{day} 还没有到。")
    if isinstance(record, Project) and _overspent(record):
        raise ResultRefused("已完成投资不能多于总投资。")
    try:
        record.full_clean()
    except ValidationError as error:
        raise ResultRefused(" ".join(error.messages)) from error


def _save(record: Result | Project, by: User) -> None:
    """Save the record, only within the actor's scope."""
    record.save()
    model: Any = type(record)
    if not reach(model._default_manager.filter(pk=record.pk), by, EDIT).exists():
        raise NotAllowed("这个单位的记录不由您登记，没有保存。", advice="请由该单位或专班办公室登记。")


def _overspent(project: Project) -> bool:
    total, spent = project.investment_wan, project.spent_wan
    return total is not None and spent is not None and spent > total
