"""Writes of the pilot's life: a step with its document, the approval and what follows from it, the check-list."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Min

from taskforce.choices import PILOT_MOVES, PILOT_PASSED, PilotState
from taskforce.models import DossierItem, Pilot, PilotStep
from taskforce.science import pilot as calendar
from taskforce.selectors.acting import holds
from taskforce.services.pilot_duties import waive_outdated
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed

CAPABILITY = "pilot.edit"
Kind = PilotStep.Kind
# What comes after what (申报指南 三). Evaluations and what follows from them come again; yearly reports stand outside.
AGAIN = 4
ORDER = {
    Kind.APPLY: 0,
    Kind.RECOMMEND: 1,
    Kind.APPROVE: 2,
    Kind.START: 3,
    Kind.EVALUATE: AGAIN,
    Kind.RECTIFY: AGAIN,
    Kind.EXTEND: AGAIN,
    Kind.EXIT: AGAIN,
}


class PilotRefused(EnvHealthError):
    """The step cannot be written as it was given; the message says which rule it breaks."""

    status = 422
    title = "试点周期没有保存"


@transaction.atomic
def record_step(
    *, pilot_id: int, kind: str, done_on: date, document: str, note: str = "", by: User, day: date
) -> PilotStep:
    """Record that a step was taken, and move the pilot where the step leads.

    A step that lies behind the pilot's state is entered late and moves nothing. Raises PilotRefused for a step that
    is not next, a day to come or out of order, or an approval (see `set_approval`), Conflict for a step that was
    recorded already.
    """
    pilot = _locked(pilot_id, by)
    if kind not in PILOT_MOVES:
        raise PilotRefused("没有这个步骤。")
    if kind == Kind.APPROVE:
        raise PilotRefused("批复请用“登记批复”，平台据此推算期限。")
    _check_document(done_on, document, day)
    to_state = _next_state(pilot, kind)
    if pilot.steps.filter(kind=kind, done_on=done_on, document=document.strip()).exists():
        raise Conflict(f"这一天、这个文号的“{Kind(kind).label}”已经登记过。")
    _check_order(pilot, kind, done_on, is_next=pilot.state in PILOT_MOVES[kind][0])
    with because(by=by, reason=f"登记：{Kind(kind).label}", document=document.strip()):
        step = _written(pilot, kind, done_on, document.strip(), note.strip())
        if to_state and to_state != pilot.state:
            pilot.state = to_state
            pilot.save(update_fields=["state", "updated_at"])
    return step


@transaction.atomic
def correct_step(
    *,
    step_id: int,
    done_on: date,
    document: str,
    note: str = "",
    reason: str,
    by: User,
    day: date,
    seen: datetime | None = None,
) -> PilotStep:
    """Put right the day, the document or the note of a recorded step; history keeps what stood there.

    `seen` is the `updated_at` of the page that was edited. Raises Conflict when somebody changed the step since.
    """
    found = PilotStep.objects.filter(pk=step_id, done_on__isnull=False).first()
    if found is None:
        raise PilotRefused("没有这个已登记的步骤。")
    pilot = _locked(found.pilot_id, by)
    if found.kind == Kind.APPROVE:
        raise PilotRefused("批复请用“登记批复”更正，平台据此重新推算期限。")
    _check_document(done_on, document, day)
    _check_order(pilot, found.kind, done_on, but=found.pk)
    step = PilotStep.objects.select_for_update().get(pk=step_id)
    _refuse_stale(step, seen)
    step.done_on, step.document, step.note = done_on, document.strip(), note.strip()
    with because(by=by, reason=_needed(reason), document=document.strip()):
        step.save()
    return step


@transaction.atomic
def set_approval(
    *, pilot_id: int, approved_on: date, document: str, reason: str = "", by: User, day: date
) -> Pilot:
    """State the ministry's approval and count from it the days of the start and of the evaluation.

    A later call corrects it, with a reason; steps that are done keep their days.
    """
    pilot = _locked(pilot_id, by)
    _check_document(approved_on, document, day)
    if pilot.state in (PilotState.PREPARING, PilotState.SUBMITTED):
        raise PilotRefused("还没有登记省厅推荐，不能登记批复。", advice="请先登记前面的步骤。")
    corrected = pilot.approved_on is not None
    if corrected and (pilot.approved_on, pilot.approval_document) == (approved_on, document.strip()):
        raise Conflict("批复日期和文号与已登记的相同，没有改动。")
    words = _needed(reason, "更正批复要写明理由。") if corrected else reason.strip() or "登记批复"
    _check_order(pilot, Kind.APPROVE, approved_on, is_next=pilot.state == PilotState.RECOMMENDED)
    pilot.approved_on, pilot.approval_document = approved_on, document.strip()
    if pilot.state == PilotState.RECOMMENDED:
        pilot.state = PilotState.APPROVED
    with because(by=by, reason=words, document=pilot.approval_document):
        pilot.save()
        _state_approval(pilot, approved_on)
        for kind in (Kind.START, Kind.EVALUATE):
            _set_due(pilot, kind, calendar.due_on(kind, approved_on))
    if corrected:
        waive_outdated(pilot, words)
    return pilot


@transaction.atomic
def tick_item(
    *, item_id: int, is_present: bool, note: str, by: User, seen: datetime | None = None
) -> DossierItem:
    """Say of one entry of the check-list that it is there (and where: the note), or that it is missing.

    `seen` is the `updated_at` of the page that was edited. Raises Conflict when somebody changed the entry since.
    """
    item = DossierItem.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise PilotRefused("没有这一项材料。")
    _locked(item.pilot_id, by)
    _refuse_stale(item, seen)
    if is_present and not note.strip():
        raise PilotRefused("请写明材料的名称、文号或存放的地方。")
    item.is_present, item.note = is_present, note.strip()
    with because(by=by, reason="核对申报材料"):
        item.save(update_fields=["is_present", "note", "updated_at"])
    return item


def _locked(pilot_id: int, by: User) -> Pilot:
    if not holds(by, CAPABILITY):
        raise NotAllowed("试点周期由专班办公室维护。")
    pilot = Pilot.objects.select_for_update().filter(pk=pilot_id).first()
    if pilot is None:
        raise PilotRefused("没有这个试点。")
    return pilot


def _refuse_stale(row: PilotStep | DossierItem, seen: datetime | None) -> None:
    if seen is not None and row.updated_at > seen:
        raise Conflict(
            "这一项在您填写时被别人改过，没有保存。", advice="请另开一页核对最新内容，再把您的修改并进去。"
        )


def _check_document(done_on: date, document: str, day: date) -> None:
    if done_on > day:
        raise PilotRefused("完成日期不能晚于今天。")
    if done_on < calendar.FIRST_DAY:
        raise PilotRefused(
            f"日期不能早于 {calendar.FIRST_DAY}：指南依据的《“十四五”环境健康工作规划》从这一天起。",
            advice="请核对年份。",
        )
    if not document.strip():
        raise PilotRefused("请写明文号；没有文号的写“无”。")


def _check_order(pilot: Pilot, kind: str, done_on: date, *, is_next: bool = False, but: int = 0) -> None:
    """Refuse a day before a step that this one follows (the next one follows all), or after one that follows it.

    A step that was taken several times binds by its first day what follows it, by its last what it follows. What may
    come again (evaluations and what follows from them) keeps the order in which it was recorded. A yearly report only
    may not lie before the approval.
    """
    place = ORDER.get(Kind(kind))
    if place is None:
        if pilot.approved_on is not None and done_on < pilot.approved_on:
            raise PilotRefused(f"“{Kind(kind).label}”不能早于批复（{pilot.approved_on}）。")
        return
    done = pilot.steps.filter(kind__in=ORDER, done_on__isnull=False).exclude(pk=but)
    for row in done.order_by("kind").values("kind").annotate(first=Min("done_on"), last=Max("done_on")):
        other, since = Kind(row["kind"]), row["last" if is_next else "first"]
        if (is_next or ORDER[other] < place) and done_on < since:
            raise PilotRefused(f"“{Kind(kind).label}”不能早于“{other.label}”（{since}）。")
        if not is_next and ORDER[other] > place and done_on > row["last"]:
            raise PilotRefused(f"“{Kind(kind).label}”不能晚于“{other.label}”（{row['last']}）。")
    if but and place == AGAIN:
        beside = done.filter(kind__in=[other for other in ORDER if ORDER[other] == AGAIN])
        since = beside.filter(pk__lt=but).aggregate(day=Max("done_on"))["day"]
        until = beside.filter(pk__gt=but).aggregate(day=Min("done_on"))["day"]
        if (since and done_on < since) or (until and done_on > until):
            raise PilotRefused(
                f"“{Kind(kind).label}”的日期要在前后两步（{since or '—'}、{until or '—'}）之间。"
            )


def _needed(reason: str, words: str = "请写明理由。") -> str:
    if not reason.strip():
        raise PilotRefused(words)
    return reason.strip()


def _next_state(pilot: Pilot, kind: str) -> str:
    """Return where the step leads, "" for nowhere. Raises when it neither is next nor lies behind."""
    allowed, to_state = PILOT_MOVES[kind]
    if pilot.state in allowed:
        return to_state
    if pilot.state in PILOT_PASSED.get(kind, ()):
        if pilot.steps.filter(kind=kind, done_on__isnull=False).exists():
            raise Conflict(f"“{Kind(kind).label}”已经登记过；要改请用“更正”。")
        return ""
    raise PilotRefused(f"试点现在是“{pilot.get_state_display()}”，不能登记“{Kind(kind).label}”。")


def _written(pilot: Pilot, kind: str, done_on: date, document: str, note: str) -> PilotStep:
    """Fill the step that waits with its due day, else add one."""
    laid_down = calendar.BY_KIND[kind]
    step = pilot.steps.filter(kind=kind, done_on__isnull=True).first() or PilotStep(
        pilot=pilot, kind=kind, title=laid_down.title, clause=laid_down.clause
    )
    if kind == Kind.YEARLY:
        step.title = f"{done_on.year} 年度进展报告"
        step.due_on = calendar.yearly_due(done_on.year)
    step.done_on, step.document, step.note = done_on, document, note
    step.save()
    return step


def _state_approval(pilot: Pilot, approved_on: date) -> None:
    step = pilot.steps.filter(kind=Kind.APPROVE).first() or PilotStep(
        pilot=pilot,
        kind=Kind.APPROVE,
        title=calendar.BY_KIND["approve"].title,
        clause=calendar.BY_KIND["approve"].clause,
    )
    step.done_on, step.document = approved_on, pilot.approval_document
    step.save()


def _set_due(pilot: Pilot, kind: str, due: date | None) -> None:
    step = pilot.steps.filter(kind=kind).order_by("pk").first()
    if step is None:
        step = PilotStep(
            pilot=pilot,
            kind=kind,
            title=calendar.BY_KIND[kind].title,
            clause=calendar.BY_KIND[kind].clause,
        )
    step.due_on = due
    step.save()
