"""Plan a meeting of a series, change it, call the people to it, cancel it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from taskforce.choices import MEETING_AHEAD, MeetingState, SubjectKind
from taskforce.models import Attendance, Meeting, MeetingSeries, Post
from taskforce.selectors.meetings import usual_posts
from taskforce.selectors.posts import posts
from taskforce.services.demonstration import is_demo
from taskforce.services.meetings.decisions import open_follow_up
from taskforce.services.meetings.refusals import (
    MeetingRefused,
    locked_meeting,
    move,
    needed,
    refuse_others,
    refuse_stale,
    refuse_state,
    within,
)
from taskforce.services.notices import tell
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core.errors import Conflict
from yunhe_envhealth.core.periods import BEIJING, beijing_day

LAST_DAY = date(2100, 1, 1)


@transaction.atomic
def plan_meeting(
    *,
    series: MeetingSeries,
    starts_at: datetime,
    by: User,
    now: datetime,
    title: str = "",
    place: str = "",
    chair_post: Post | None = None,
    agenda_until: date | None = None,
    already_held: bool = False,
) -> Meeting:
    """Plan the next meeting of a series; its first agenda item is what became of the decisions before it.

    With `already_held` a meeting of the past is entered (补录); it goes through the same steps, and nobody is called to
    it. The number is the series' next; a title of its own making counts the meetings that were planned here, 示范 ones
    apart. 示范 is what a demonstration account plans, or what belongs to a 示范 series. Raises MeetingRefused for an absurd time, one that is past without
    `already_held` or ahead with it; Conflict when a meeting of the series stands at that time already (the form sent
    twice).
    """
    refuse_others(by)
    locked = MeetingSeries.objects.select_for_update().get(pk=series.pk)
    _refuse_times(locked, starts_at, agenda_until, now, already_held=already_held)
    standing = locked.meetings.filter(starts_at=starts_at).exclude(state=MeetingState.CANCELLED).first()
    if standing is not None:
        raise Conflict(f"“{standing}”已定在这个时间，没有再建一次会议。")
    marked = is_demo(by, locked)
    number = (locked.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    sisters = locked.meetings.filter(is_entered_later=False, is_demo=marked).count()
    occasion = f"{beijing_day(starts_at)} 召开，补录" if already_held else f"第 {sisters + 1} 次"
    meeting = Meeting(
        series=locked,
        number=number,
        title=within(title, "名称", 120) or f"{locked.title}（{occasion}）",
        starts_at=starts_at,
        place=within(place, "地点", 80),
        chair_post=chair_post,
        agenda_until=agenda_until,
        is_entered_later=already_held,
        is_demo=marked,
    )
    with because(by=by, reason="补录会议" if already_held else "筹备会议"):
        meeting.save()
        open_follow_up(meeting=meeting)
    return meeting


@transaction.atomic
def change_meeting(
    *,
    meeting_id: int,
    title: str,
    starts_at: datetime,
    place: str,
    chair_post: Post | None,
    agenda_until: date | None,
    reason: str,
    by: User,
    now: datetime,
    seen: datetime | None = None,
) -> Meeting:
    """Change time, place, chair or deadline before the meeting; those called already are told of it.

    `seen` is the `updated_at` of the page that was edited. Raises Conflict when somebody changed the meeting since.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    refuse_state(meeting, MEETING_AHEAD, "修改")
    refuse_stale(meeting, seen, "会议")
    reason = needed(reason, "理由", 200)
    is_past = meeting.is_entered_later
    _refuse_times(meeting.series, starts_at, agenda_until, now, already_held=is_past)
    meeting.title = needed(title, "名称", 120)
    meeting.starts_at, meeting.place = starts_at, within(place, "地点", 80)
    meeting.chair_post, meeting.agenda_until = chair_post, agenda_until
    with because(by=by, reason=reason):
        meeting.save()
        open_follow_up(meeting=meeting)
    if meeting.state == MeetingState.INVITED and not is_past:
        called = Post.objects.filter(pk__in=meeting.attendance.values("post"))
        _tell(
            meeting,
            called,
            f"会议有变：{meeting.title}",
            f"理由：{reason}。",
            f"changed:{now.isoformat()}",
            now,
        )
    return meeting


@transaction.atomic
def invite(*, meeting_id: int, by: User, now: datetime, post_ids: Iterable[int] | None = None) -> Meeting:
    """Call posts to the meeting (default: those of the convening body); calling again adds the new ones only.

    Each holder is told once, from whoever holds the post now. Of a meeting entered later the posts of its day are
    listed, and nobody is told. Raises MeetingRefused when nobody would be called.
    """
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    is_past = meeting.is_entered_later
    day = beijing_day(meeting.starts_at if is_past else now)
    chosen = usual_posts(meeting, day) if post_ids is None else posts(day).filter(pk__in=set(post_ids))
    called = set(meeting.attendance.values_list("post_id", flat=True))
    added = [post for post in chosen if post.pk not in called]
    if not added and not called:
        raise MeetingRefused("没有可通知的岗位。", advice="请在组织页登记召集机构的岗位，或选其他岗位。")
    move(meeting, "invite")
    with because(by=by, reason="列出参会岗位" if is_past else "发出会议通知"):
        meeting.save(update_fields=["state", "updated_at"])
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, post=post, invited_at=None if is_past else now) for post in added
        )
        open_follow_up(meeting=meeting)
    if not is_past:
        _tell(meeting, added, f"会议通知：{meeting.title}", _agenda_words(meeting), "invited", now)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting_id: int, reason: str, by: User, now: datetime) -> Meeting:
    """Cancel a meeting that has not taken place, or that was entered by mistake; whoever was called is told."""
    refuse_others(by)
    meeting = locked_meeting(meeting_id)
    reason = needed(reason, "取消的理由", 200)
    move(meeting, "cancel")
    meeting.cancel_reason = reason
    with because(by=by, reason=reason):
        meeting.save(update_fields=["state", "cancel_reason", "updated_at"])
    if meeting.is_entered_later:
        return meeting
    called = Post.objects.filter(pk__in=meeting.attendance.values("post"))
    _tell(meeting, called, f"会议取消：{meeting.title}", f"理由：{reason}。", "cancelled", now)
    return meeting


def _refuse_times(
    series: MeetingSeries,
    starts_at: datetime,
    agenda_until: date | None,
    now: datetime,
    *,
    already_held: bool,
) -> None:
    day = beijing_day(starts_at)
    if already_held and starts_at > now:
        raise MeetingRefused("补录的是已经开过的会议，时间要在现在以前。")
    if already_held and day < series.valid_from:
        raise MeetingRefused(f"“{series}”自 {series.valid_from} 起才有，会议时间不能更早。")
    if not already_held and starts_at <= now:
        raise MeetingRefused("会议时间已经过去，请填以后的时间。", advice="已经开过的会议，请选“补录”。")
    if day >= LAST_DAY:
        raise MeetingRefused("会议时间太远，请核对年份。")
    if agenda_until is not None and agenda_until > day:
        raise MeetingRefused(f"议题截止要不晚于开会当天 {day}。")


def _agenda_words(meeting: Meeting) -> str:
    titles = meeting.agenda.filter(is_withdrawn=False).values_list("title", flat=True)
    return "议题：" + "；".join(titles) + "。" if titles else ""


def _tell(
    meeting: Meeting, called: Iterable[Post], title: str, words: str, event: str, now: datetime
) -> None:
    when = f"{meeting.starts_at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    place = f"，{meeting.place}" if meeting.place else ""
    for post in called:
        tell(
            key=f"meeting:{meeting.pk}:{event}:post:{post.pk}",
            subject_kind=SubjectKind.MEETING,
            subject_id=meeting.pk,
            post=post,
            title=title,
            body=f"{when}{place}。{words}",
            url=reverse("taskforce:meeting", kwargs={"pk": meeting.pk}),
            why="您的岗位在参会名单上",
            now=now,
            is_demo=meeting.is_demo,
        )
