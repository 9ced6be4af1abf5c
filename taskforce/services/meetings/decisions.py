"""Decisions: noted, decided or charged to a post, corrected by a line of their own, carried out, followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from taskforce.choices import MEETING_AHEAD, MEETING_TOOK_PLACE, DecisionKind, MeetingState, TaskSource
from taskforce.models import AgendaItem, Decision, Meeting, MeetingSeries, Post
from taskforce.selectors.meetings import to_follow_up
from taskforce.services.demonstration import is_demo
from taskforce.services.meetings.refusals import (
    MeetingRefused,
    locked_meeting,
    needed,
    refuse_others,
    refuse_state,
    within,
)
from taskforce.services.tasks import open_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import beijing_day

FOLLOW_UP = "上次决定落实情况"
HELD = frozenset({MeetingState.HELD})
LONGEST_TITLE = 120
PORTION = 1_000  # lines written at once


@dataclass(frozen=True, slots=True)
class Line:
    """One decision as it is entered. A task needs owner and date."""

    kind: str
    text: str
    owner_post: Post | None = None
    due_on: date | None = None
    agenda_item: AgendaItem | None = None


@transaction.atomic
def record_decisions(*, meeting_id: int, lines: Sequence[Line], by: User, now: datetime) -> list[Decision]:
    """Record what the meeting decided, before its minutes are fixed; each task opens at once.

    All lines or none. Raises MeetingRefused naming the line that is wrong, Conflict for one recorded before (the form
    sent twice).
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, HELD, "记决定")
    if not lines:
        raise MeetingRefused("请至少填一行决定。")
    with because(by=by, reason="记会议决定"):
        made = [
            _record(meeting, line, f"第 {place} 行：", by=by, now=now) for place, line in enumerate(lines, 1)
        ]
        follow_up_ahead(meeting)
    return made


@transaction.atomic
def correct_decision(
    *,
    meeting_id: int,
    line: Line,
    reason: str,
    by: User,
    now: datetime,
    decision_id: int | None = None,
) -> Decision:
    """Add a line that corrects a decision of the meeting, or (decision_id None) one that was left out.

    Nothing is overwritten: the line stands below with its reason, also after the minutes are fixed. A task that the
    corrected line had opened is cancelled on its own page, by whoever may.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, MEETING_TOOK_PLACE, "更正决定")
    reason = needed(reason, "更正的理由", 200)
    wrong = None
    if decision_id is not None:
        wrong = meeting.decisions.filter(pk=decision_id).first()
        if wrong is None:
            raise Conflict("要更正的决定不在这次会议里。")
        if wrong.followed_by.filter(meeting=meeting).exists():
            raise Conflict("这一条已经更正过，请更正最后一条。")
    with because(by=by, reason=reason):
        made = _record(meeting, line, "", by=by, now=now, follows=wrong, reason=reason)
        follow_up_ahead(meeting)
    return made


@transaction.atomic
def carry_out(*, decision_id: int, done_on: date, note: str, by: User, now: datetime) -> Decision:
    """State that a decision without a task is carried out, when and how. A task tells it by its own state."""
    refuse_others(by)
    # The meeting first, as whoever corrects the decision does: the two never pass each other.
    meeting = locked_meeting(Decision.objects.values_list("meeting_id", flat=True).get(pk=decision_id))
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
    note = needed(note, "落实情况", 200)
    if decision.kind != DecisionKind.DECISION:
        raise MeetingRefused("只有“决定”在这里登记落实；任务以核验为准，记录不用落实。")
    if decision.followed_by.filter(meeting=meeting).exists():
        raise Conflict("这一条已经更正，请在更正后的一条登记落实。")
    if decision.carried_out_on is not None:
        raise Conflict(f"这项决定已于 {decision.carried_out_on} 登记落实。")
    if not beijing_day(meeting.starts_at) <= done_on <= beijing_day(now):
        raise MeetingRefused("落实日期要在开会以后，不晚于今天。")
    decision.carried_out_on, decision.carried_out_note = done_on, note
    with because(by=by, reason=f"登记落实：{note}"[:200]):
        decision.save(update_fields=["carried_out_on", "carried_out_note", "updated_at"])
    return decision


def open_follow_up(*, meeting: Meeting) -> AgendaItem | None:
    """Put 上次决定落实情况 first on the agenda, with a line for each decision to look at again; again adds new ones.

    Called in the transaction of the services that plan, change, call and hold a meeting, and of those that decide in
    an earlier one.
    """
    again = list(to_follow_up(meeting))
    item = meeting.agenda.filter(title=FOLLOW_UP, proposed_by=None).first()
    if not again and item is None:
        return None
    if item is None:
        item = AgendaItem.objects.create(meeting=meeting, unit=meeting.series.body, title=FOLLOW_UP, order=0)
    listed = set(meeting.decisions.exclude(follows=None).values_list("follows_id", flat=True))
    new = [
        Decision(
            meeting=meeting, agenda_item=item, kind=DecisionKind.NOTE, text=decision.text, follows=decision
        )
        for decision in again
        if decision.pk not in listed
    ]
    Decision.objects.bulk_create(new, batch_size=PORTION)
    return item


def follow_up_ahead(meeting: Meeting) -> None:
    """Let the meetings ahead that were planned already look at what this earlier one decided.

    The series is locked, as by whoever plans, so that a meeting planned meanwhile misses nothing.
    """
    MeetingSeries.objects.select_for_update().get(pk=meeting.series_id)
    ahead = Meeting.objects.select_for_update(of=("self",)).select_related("series__body")
    ahead = ahead.filter(series=meeting.series_id, state__in=MEETING_AHEAD, starts_at__gt=meeting.starts_at)
    for following in ahead.order_by("starts_at", "pk"):
        open_follow_up(meeting=following)


def _record(
    meeting: Meeting,
    line: Line,
    where: str,
    *,
    by: User,
    now: datetime,
    follows: Decision | None = None,
    reason: str = "",
) -> Decision:
    text = needed(line.text, f"{where}内容", 2_000)
    _refuse_line(meeting, line, where, now)
    is_task = line.kind == DecisionKind.TASK
    # An owner without a date binds nobody; only a task has both.
    owner, due = (line.owner_post, line.due_on) if is_task else (None, None)
    same = meeting.decisions.filter(kind=line.kind, text=text, owner_post=owner, due_on=due, follows=follows)
    if same.exists():
        raise Conflict(f"{where}这一条已经记过，没有再记。")
    decision = Decision.objects.create(
        meeting=meeting,
        agenda_item=line.agenda_item,
        kind=line.kind,
        text=text,
        owner_post=owner,
        due_on=due,
        follows=follows,
        reason=reason,
    )
    if is_task and owner is not None:
        decision.task = open_task(
            title=_short(text),
            detail=text,
            source_kind=TaskSource.MEETING,
            source_key=f"decision:{decision.pk}",
            source_words=within(meeting.title, "来源", 120),
            owner_post=owner,
            due_on=due,
            by=by,
            now=now,
            is_demo=is_demo(by, meeting, owner),
            may_be_past=meeting.is_entered_later,
        )
        kept = decision.task
        if (kept.owner_post_id, kept.first_due_on, kept.detail) != (owner.pk, due, text):
            raise Conflict(f"{where}任务的编号已被另一件任务占用，没有记决定。")
        decision.save(update_fields=["task", "updated_at"])
    return decision


def _refuse_line(meeting: Meeting, line: Line, where: str, now: datetime) -> None:
    if line.kind not in DecisionKind.values:
        raise MeetingRefused(f"{where}类别只有“记录”“决定”“任务”。")
    if line.agenda_item is not None and line.agenda_item.meeting_id != meeting.pk:
        raise MeetingRefused(f"{where}议题不在这次会议里。")
    if line.kind != DecisionKind.TASK:
        if line.owner_post is not None or line.due_on is not None:
            raise MeetingRefused(f"{where}只有“任务”写责任岗位和期限；要落到岗位的，请选“任务”。")
        return
    if line.owner_post is None or line.due_on is None:
        raise MeetingRefused(f"{where}任务要写责任岗位和期限。")
    _refuse_due(meeting, line.due_on, where, now)


def _refuse_due(meeting: Meeting, due_on: date, where: str, now: datetime) -> None:
    held_on = beijing_day(meeting.starts_at)
    if meeting.is_entered_later:
        if due_on < held_on:
            raise MeetingRefused(f"{where}期限不能早于开会当天 {held_on}。")
    elif due_on < beijing_day(now):
        raise MeetingRefused(f"{where}期限已经过去，请填今天或以后的日期。")


def _short(text: str) -> str:
    """Return the first line of a decision as a task's title."""
    first = text.splitlines()[0]
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"
