"""Supervision notices (督办单): issued to a post with a deadline, answered by its unit, closed by another person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from taskforce.choices import SUPERVISION_ACTIONS, SubjectKind, SupervisionState
from taskforce.models import Notice, Post, SupervisionNotice
from taskforce.selectors import workdays
from taskforce.selectors.acting import acting_unit_ids, holds, posts_of_person, same_person_ids
from taskforce.selectors.posts import in_force, office_post_of
from taskforce.services import demonstration, wording
from taskforce.services.notices import tell
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because
from yunhe_envhealth.core import locks
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.periods import beijing_day

EDIT, CLAIM = "assessment.edit", "assessment.claim"
MOST_WORKING_DAYS = 250
ACTION_WORDS = {"reply": "回复", "send_back": "退回", "close": "办结"}


class SupervisionRefused(EnvHealthError):
    """The notice cannot be written as asked; the message says why."""

    status = 422
    title = "督办事项不合要求"


@transaction.atomic
def issue(
    *,
    title: str,
    text: str,
    post: Post,
    working_days: int,
    by: User,
    now: datetime,
    is_demo: bool = False,
) -> SupervisionNotice:
    """Issue a notice, numbered DB-YYYY-NNN within its year, to be answered within so many working days.

    A notice by a 示范 account or to a 示范 post is 示范 itself and takes no number of the real ones. Raises Conflict for the same open matter to the same post (the form sent twice).
    """
    _refuse_others(by)
    title, text = needed(title, "事项", 120), needed(text, "要求", 5_000)
    if not 1 <= working_days <= MOST_WORKING_DAYS:
        raise SupervisionRefused(f"回复期限是 1 至 {MOST_WORKING_DAYS} 个工作日。")
    day, is_demo = beijing_day(now), is_demo or demonstration.is_demo(by, post)
    if not Post.objects.filter(in_force(day), pk=post.pk).exists():
        raise SupervisionRefused(f"岗位“{post}”今天不在用，请选现有的岗位。")
    with connection.cursor() as cursor:
        locks.hold(cursor, locks.SUPERVISION, [day.year])
    same = SupervisionNotice.objects.filter(post=post, title=title, text=text)
    standing = same.exclude(state=SupervisionState.CLOSED).first()
    if standing is not None:
        raise Conflict(f"同一事项已发过督办单 {standing.number}，还没有办结，没有再发。")
    notice = SupervisionNotice(
        number=_next_number(day.year, is_demo=is_demo),
        title=title,
        text=text,
        post=post,
        issued_at=now,
        issued_by=by,
        due_on=workdays().shift(day, working_days),
        is_demo=is_demo,
    )
    with because(by=by, reason="发出督办单"):
        notice.save()
    _tell_post(notice, f"督办：{title}", f"请在 {notice.due_on} 前回复。{text[:200]}", "issued", now)
    return notice


def reply(*, notice_id: int, text: str, by: User, now: datetime) -> SupervisionNotice:
    """The unit of the post answers. Raises NotAllowed for anybody else."""
    with transaction.atomic():
        notice = _locked(notice_id)
        day = beijing_day(now)
        if notice.post.unit_id not in acting_unit_ids(by, CLAIM, day):
            raise NotAllowed(f"这份督办单由“{notice.post.unit}”回复。", advice="没有改动任何内容。")
        text = needed(text, "回复", 5_000)
        _move(notice, "reply")
        notice.reply, notice.replied_at, notice.replied_by = text, now, by
        with because(by=by, reason="回复督办"):
            notice.save()
        _tell_of_reply(notice, day, now)
        return notice


def send_back(
    *, notice_id: int, verdict: str, by: User, now: datetime, seen: datetime | None = None
) -> SupervisionNotice:
    """Return an answer that does not do; the reply deadline stays.

    `seen` is the `updated_at` of the page decided from. Raises Conflict when the notice changed since.
    """
    verdict = needed(verdict, "退回的理由", 2_000)
    with transaction.atomic():
        notice = _judged(notice_id, by, now)
        _move(notice, "send_back", seen)
        notice.verdict = verdict
        with because(by=by, reason=verdict[:200]):
            notice.save()
        event = f"sent_back:{now.isoformat()}"
        _tell_post(notice, f"督办回复退回：{notice.title}", f"理由：{verdict[:200]}", event, now)
        return notice


def close(
    *, notice_id: int, verdict: str, by: User, now: datetime, seen: datetime | None = None
) -> SupervisionNotice:
    """Close an answered notice: the office, and nobody who ever answered it or holds its post.

    `seen` is the `updated_at` of the page decided from. Raises Conflict when the notice changed since.
    """
    verdict = needed(verdict, "核定意见", 2_000)
    with transaction.atomic():
        notice = _judged(notice_id, by, now)
        _move(notice, "close", seen)
        notice.verdict, notice.closed_at, notice.closed_by = verdict, now, by
        with because(by=by, reason=verdict[:200]):
            notice.save()
        _tell_post(notice, f"督办办结：{notice.title}", verdict[:200], "closed", now)
        return notice


def judging_refused(notice: SupervisionNotice, user: User, day: date) -> str:
    """Return why somebody of the office may not judge this answer, in words; empty when they may.

    Nobody judges what they answered, now or before it was returned, with whichever account; nor what their post owes.
    """
    accounts = same_person_ids(user)
    if notice.replied_by_id in accounts or notice.events.filter(replied_by__in=accounts).exists():  # type: ignore[attr-defined]
        return "这份督办单是您回复的，要由办公室的另一人核定。"
    days = {day, beijing_day(notice.replied_at)} if notice.replied_at else {day}
    if any(posts_of_person(user, one).filter(post=notice.post_id).exists() for one in days):
        return f"这份督办单发给您担任的岗位“{notice.post}”，要由办公室的另一人核定。"
    return ""


def needed(text: str, what: str, most: int) -> str:
    """Return the text without margins. Raises SupervisionRefused when it is empty, too long or cannot be stored."""
    return wording.needed(text, what, most, SupervisionRefused)


def _refuse_others(by: User) -> None:
    if not holds(by, EDIT):
        raise NotAllowed("督办由专班办公室发出、核定。", advice="没有改动任何内容。")


def _locked(notice_id: int) -> SupervisionNotice:
    return locks.locked_row(SupervisionNotice.objects.select_related("post__unit"), notice_id)


def _judged(notice_id: int, by: User, now: datetime) -> SupervisionNotice:
    """Return the notice, locked, for a decision that `by` may take on it."""
    _refuse_others(by)
    notice = _locked(notice_id)
    if why := judging_refused(notice, by, beijing_day(now)):
        raise NotAllowed(why, advice="没有改动任何内容。")
    return notice


def _move(notice: SupervisionNotice, action: str, seen: datetime | None = None) -> None:
    states, after = SUPERVISION_ACTIONS[action]
    if notice.state not in states:
        raise Conflict(
            f"督办单现在是“{SupervisionState(notice.state).label}”，不能{ACTION_WORDS[action]}。",
            advice="没有重复办理，请看督办单的现状。",
        )
    if seen is not None and notice.updated_at != seen:
        raise Conflict(
            f"您打开页面以后，督办单又有变动，没有{ACTION_WORDS[action]}。",
            advice="请回到督办单，看过最新的回复再办。",
        )
    notice.state = after


def _next_number(year: int, *, is_demo: bool) -> str:
    """Return the year's next number; 示范 notices count by themselves. The caller holds the year's lock."""
    start = f"{'示范-' if is_demo else ''}DB-{year}-"
    used = SupervisionNotice.objects.filter(number__startswith=start).values_list("number", flat=True)
    last = max((int(number.rpartition("-")[2]) for number in used), default=0)
    return f"{start}{last + 1:03d}"


def _tell_post(notice: SupervisionNotice, title: str, body: str, event: str, now: datetime) -> None:
    words = {"title": title, "body": body, "why": "督办单的回复岗位", "now": now}
    _tell(notice, event, post=notice.post, **words)


def _tell_of_reply(notice: SupervisionNotice, day: date, now: datetime) -> None:
    """Tell the office's post and whoever issued the notice, once each, while that person still judges notices."""
    event = f"replied:{now.isoformat()}"
    words = {"title": f"督办已回复：{notice.title}", "body": notice.reply[:200], "now": now}
    office = office_post_of(notice.post, day)
    told: list[Notice] = []
    if office is not None:
        told = _tell(notice, event, post=office, why="督办单由专班办公室核定", **words)
    issuer = notice.issued_by
    if issuer is None or not holds(issuer, EDIT) or any(row.user_id == issuer.pk for row in told):
        return
    _tell(notice, f"{event}:issuer", user=issuer, why="您发出的督办单", **words)


def _tell(notice: SupervisionNotice, event: str, **words: Any) -> list[Notice]:
    return tell(
        key=f"supervision:{notice.pk}:{event}",
        subject_kind=SubjectKind.SUPERVISION,
        subject_id=notice.pk,
        url=reverse("taskforce:supervision", kwargs={"pk": notice.pk}),
        is_demo=notice.is_demo,
        **words,
    )
