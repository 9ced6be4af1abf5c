"""Reads of meetings: series, agenda, who is called, which decisions are not done, what the next meeting looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When

from taskforce.choices import MEETING_TOOK_PLACE, DecisionKind, PostKind, TaskState
from taskforce.models import AgendaItem, Attendance, BodyUnit, Decision, Meeting, MeetingSeries, Post, Task
from taskforce.selectors.posts import in_force, posts
from yunhe_envhealth.accounts.permissions import scope

CALLED_KINDS = (PostKind.HEAD, PostKind.DEPUTY, PostKind.MEMBER, PostKind.DIRECTOR)
TASK_PROVEN = (TaskState.VERIFIED, TaskState.CLOSED)


def series_in_force(day: date) -> QuerySet[MeetingSeries]:
    """Return the series of a day with `times`: how many meetings took place."""
    took_place = Count("meetings", filter=Q(meetings__state__in=MEETING_TOOK_PLACE))
    return MeetingSeries.objects.filter(in_force(day)).select_related("body").annotate(times=took_place)


def readable_tasks(decisions: QuerySet[Decision], user: Any) -> set[int]:
    """Return the ids of the decisions' tasks that the person may open."""
    tasks = Task.objects.filter(pk__in=decisions.order_by().values("task_id"))
    return set(scope(tasks, user, "tasks.view").values_list("pk", flat=True))


def meetings() -> QuerySet[Meeting]:
    """Return all meetings with `items` and `decided`: how many matters and decisions each has."""
    matters = Count("agenda", filter=Q(agenda__is_withdrawn=False), distinct=True)
    own = Q(decisions__follows=None) | Q(decisions__follows__meeting=F("pk"))
    decided = Count("decisions", filter=own & Q(decisions__isnull=False), distinct=True)
    return Meeting.objects.select_related("series__body", "chair_post").annotate(
        items=matters, decided=decided
    )


def agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    return _agenda_items().filter(meeting=meeting)


def agenda_in_order() -> Prefetch[str, QuerySet[AgendaItem], str]:
    """Return the prefetch of the matters of meetings, in their order."""
    return Prefetch("agenda", queryset=_agenda_items())


def _agenda_items() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.select_related("unit", "proposed_by").order_by("is_withdrawn", "order", "pk")


def attendance(meeting: Meeting) -> QuerySet[Attendance]:
    return meeting.attendance.select_related("post__unit").order_by("post__sort_key", "post__code")


def usual_posts(meeting: Meeting, day: date) -> QuerySet[Post]:
    """Return who is called by default: the body's own posts, else the posts that speak for its units."""
    body = meeting.series.body_id
    own = posts(day).filter(body=body, kind__in=CALLED_KINDS)
    if own.exists():
        return own.order_by("sort_key", "code")
    through = BodyUnit.objects.filter(in_force(day), body=body).values("reports_through")
    return posts(day).filter(pk__in=through).order_by("sort_key", "code")


def liaisons(day: date) -> QuerySet[Post]:
    """Return the liaisons, who take part 根据需要."""
    return posts(day).filter(kind=PostKind.LIAISON).order_by("sort_key", "code")


def decisions() -> QuerySet[Any]:
    """Return what meetings noted and decided, with `standing`; lines that only follow up an earlier one are left out.

    standing: note (nothing to do), corrected (another line took its place), withdrawn (its task was cancelled),
    done, open.
    """
    corrected = Decision.objects.filter(follows=OuterRef("pk"), meeting=OuterRef("meeting"))
    rows = Decision.objects.filter(Q(follows=None) | Q(follows__meeting=F("meeting")))
    return rows.select_related(
        "meeting__series", "owner_post__unit", "task", "follows", "agenda_item"
    ).annotate(
        standing=Case(
            When(Exists(corrected), then=Value("corrected")),
            When(kind=DecisionKind.NOTE, then=Value("note")),
            When(task__state=TaskState.CANCELLED, then=Value("withdrawn")),
            When(Q(task__state__in=TASK_PROVEN) | Q(carried_out_on__isnull=False), then=Value("done")),
            default=Value("open"),
            output_field=CharField(),
        )
    )


def decisions_not_done(day: date) -> QuerySet[Any]:
    """Return the decisions that are neither carried out nor withdrawn, earliest date first; `late` tells overdue.

    A task counts as done when somebody else has verified it.
    """
    late = Case(When(task__due_on__lt=day, then=Value(True)), default=Value(False))
    rows = decisions().filter(standing="open").annotate(late=late)
    return rows.order_by(F("task__due_on").asc(nulls_last=True), "pk")


def decisions_of(meeting: Meeting) -> QuerySet[Any]:
    """Return the meeting's own decisions with `standing`, a correction below what it corrects in time."""
    return decisions().filter(meeting=meeting).order_by("pk")


def to_follow_up(meeting: Meeting) -> QuerySet[Any]:
    """Return what a meeting looks at again: all that its series decided last time, and what older ones left open.

    示范 meetings and real ones of a series do not follow up one another.
    """
    before = Meeting.objects.filter(
        series=meeting.series_id,
        is_demo=meeting.is_demo,
        state__in=MEETING_TOOK_PLACE,
        starts_at__lt=meeting.starts_at,
    )
    last = before.order_by("-starts_at", "-pk").values("pk")[:1]
    rows = decisions().filter(meeting__in=before, standing__in=["open", "done", "withdrawn"])
    return rows.filter(Q(standing="open") | Q(meeting__in=last)).order_by("meeting__starts_at", "pk")


def follow_up_of(meeting: Meeting) -> QuerySet[Any]:
    """Return the decisions listed under 上次决定落实情况 of a meeting, with their standing now."""
    listed = meeting.decisions.exclude(follows=None).exclude(follows__meeting=meeting).values("follows")
    return decisions().filter(pk__in=listed).order_by("meeting__starts_at", "pk")
