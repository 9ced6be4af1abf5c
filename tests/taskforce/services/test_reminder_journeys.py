"""The clock walks through months: each reminder exactly once, to whoever held the post that day, as the preview said."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections

from taskforce.choices import NoticeState, SubjectKind, SupervisionState, TaskState
from taskforce.models import Notice, ReminderMark, ReportDuty, SupervisionNotice, Task
from taskforce.selectors.calendar import workdays
from taskforce.selectors.reminder_plan import preview
from taskforce.services import duties, reminders, sending
from taskforce.services.organisation import change_holder
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import Office, make_office, make_open_task, make_person, make_post, make_rule
from yunhe_envhealth.core.periods import BEIJING, beijing_day

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
Moment = tuple[int, ...]
Told = tuple[date, str, int, str, int, str]


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def ticks(
    start: datetime, end: datetime, step: timedelta, stops: list[tuple[datetime, datetime]]
) -> Iterator[datetime]:
    """Yield the moments at which beat and worker are alive."""
    moment = start
    while moment < end:
        if not any(begin <= moment < finish for begin, finish in stops):
            yield moment
        moment += step


def walk(
    start: date,
    end: date,
    *,
    step: timedelta = HOUR,
    stops: list[tuple[datetime, datetime]] | None = None,
    at_moment: dict[datetime, Callable[[], Any]] | None = None,
) -> None:
    """Let the timetable run from day to day; `at_moment` says what people do when."""
    events = sorted((at_moment or {}).items())
    generated = None
    for now in ticks(at(start), at(end), step, stops or []):
        while events and events[0][0] <= now:
            events.pop(0)[1]()
        if generated != beijing_day(now):  # the timetable's, once a day
            generated = beijing_day(now)
            duties.generate(day=generated)
        tick(now)


def tick(now: datetime) -> None:
    """Remind and, as on commit, send: the mail goes into the test's mailbox."""
    if reminders.remind(now=now).to_send:
        sending.send_pending(clock=lambda: now)


def sent() -> list[Told]:
    """Return what was sent, one entry a row: planned day, title, step, audience, user, channel."""
    rows = Notice.objects.filter(offset__isnull=False, state=NoticeState.SENT)
    return sorted(rows.values_list("planned_for", "title", "offset", "audience", "user_id", "channel"))


def previewed(start: date, end: date) -> list[Told]:
    """Return what the preview promises from the first day to the last before `end`."""
    return sorted(
        (
            one.planned.day,
            one.title,
            one.planned.offset,
            one.planned.audience,
            one.user.pk,
            one.channel,
        )
        for one in preview(from_day=start, to_day=end - timedelta(days=1))
        if one.is_reached
    )


@pytest.fixture
def office(settings: Any) -> Office:
    """An office with mail, a half-yearly and a yearly rule, tasks and a supervision notice around the turn of the month."""
    settings.EMAIL_HOST = "127.0.0.1"
    return make_office()


def lay_out(office: Office, *, loaded: date, dues: list[date]) -> None:
    make_rule(posts=[office.officer_post, make_vacant_post(office)], since=loaded)
    make_rule(posts=[office.director_post], since=loaded, anchor="year", due_working_days=0)
    for due_on in dues:
        make_open_task(office.officer_post, due_on=due_on, opened=at(loaded, 9))
    SupervisionNotice.objects.create(
        number="DB-示范-001",
        title="示范督办",
        text="请说明。",
        post=office.head_post,
        issued_at=at(loaded, 9),
        due_on=dues[0],
    )


def make_vacant_post(office: Office) -> Any:
    return make_post(unit=office.unit, body=make_unit())


WINDOWS = {
    "half-year": (date(2026, 5, 1), date(2026, 8, 1), [date(2026, 6, 19), date(2026, 7, 12)]),
    "year's end": (date(2026, 12, 1), date(2027, 2, 1), [date(2026, 12, 31), date(2027, 1, 3)]),
    "Spring Festival": (date(2026, 1, 1), date(2026, 3, 1), [date(2026, 2, 18), date(2026, 2, 28)]),
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
def test_what_the_preview_says_is_sent_exactly_once_and_on_working_days(
    office: Office, window: tuple[date, date, list[date]]
) -> None:
    start, end, dues = window
    lay_out(office, loaded=start, dues=dues)
    promised = previewed(start, end)

    walk(start, end)

    assert len(promised) > 20
    assert sent() == promised
    assert len(mail.outbox) == sum(told[5] == "email" for told in promised) > 10
    assert max(Counter(sent()).values()) == 1
    assert all(workdays().is_workday(told[0]) for told in sent())
    hours = {notice.created_at.astimezone(BEIJING).hour for notice in Notice.objects.all()}
    assert hours == {9}  # the first tick of an hour within 08:30–18:00


def test_ten_minutes_or_an_hour_make_no_difference(office: Office) -> None:
    start, end = date(2026, 7, 6), date(2026, 7, 18)
    lay_out(office, loaded=start, dues=[date(2026, 7, 12)])
    ReportDuty.objects.all().delete()
    promised = previewed(start, end)

    walk(start, end, step=timedelta(minutes=10))

    assert promised
    assert sent() == promised


def test_three_hours_of_downtime_cost_three_hours_at_most(office: Office) -> None:
    start, end = date(2026, 7, 6), date(2026, 7, 25)
    lay_out(office, loaded=start, dues=[date(2026, 7, 14)])
    promised = previewed(start, end)

    walk(start, end, stops=[(at(date(2026, 7, 14), 8), at(date(2026, 7, 14), 11))])

    assert sent() == promised
    late = Notice.objects.filter(planned_for=date(2026, 7, 14))
    assert {notice.created_at for notice in late} == {at(date(2026, 7, 14), 11)}
    assert not Notice.objects.filter(state=NoticeState.SKIPPED).exists()


def test_five_days_of_downtime_catch_up_with_the_latest_reminder_only(office: Office) -> None:
    start, end = date(2026, 7, 1), date(2026, 8, 1)
    lay_out(office, loaded=start, dues=[date(2026, 7, 14)])
    task = Task.objects.get()
    promised = previewed(start, end)

    # Monday 13 July to Friday 17 July: the steps −1, 0 and +1 are missed, +3 falls on the day of the return.
    walk(start, end, stops=[(at(date(2026, 7, 12), 20), at(date(2026, 7, 17), 8))])

    of_task = Notice.objects.filter(subject_kind=SubjectKind.TASK, subject_id=task.pk, user=office.officer)
    skipped = of_task.filter(state=NoticeState.SKIPPED).values_list("offset", flat=True)
    assert set(skipped) == {-1, 0, 1}
    assert {one.problem for one in of_task.filter(state=NoticeState.SKIPPED)} == {reminders.MISSED}
    back = [told for told in sent() if told[0] == date(2026, 7, 17) and told[4] == office.officer.pk]
    assert len(back) == len({(told[1], told[5]) for told in back})
    rows = Notice.objects.filter(offset__isnull=False).exclude(state=NoticeState.UNREACHABLE)
    everything = rows.values_list("planned_for", "title", "offset", "audience", "user_id", "channel")
    assert sorted(everything) == promised


def test_what_was_handed_in_during_the_downtime_is_not_reminded_of(office: Office) -> None:
    task = make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    Task.objects.filter(pk=task.pk).update(state=TaskState.OPEN)
    reminders.remind(now=at(date(2026, 7, 10), 10))
    before = Notice.objects.count()

    Task.objects.filter(pk=task.pk).update(state=TaskState.DONE)
    reminders.remind(now=at(date(2026, 7, 17), 10))

    assert Notice.objects.count() == before


def test_each_reminder_goes_to_whoever_held_the_post_on_that_day(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 1)))
    successor = make_user("unit_officer", unit=office.unit, email="successor@example.org")
    change_officer(office, successor, date(2026, 7, 11))
    promised = previewed(date(2026, 7, 1), date(2026, 8, 1))

    walk(date(2026, 7, 1), date(2026, 8, 1))

    assert sent() == promised
    told = {(day, user) for day, _, _, audience, user, _ in sent() if audience == "holder"}
    assert told == {
        (date(2026, 7, 3), office.officer.pk),
        (date(2026, 7, 9), office.officer.pk),
        (date(2026, 7, 13), successor.pk),
        (date(2026, 7, 14), successor.pk),
        (date(2026, 7, 15), successor.pk),
        (date(2026, 7, 17), successor.pk),
        (date(2026, 7, 23), successor.pk),
    }


def test_escalation_reaches_head_office_and_task_force_head_in_turn(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 13)))

    walk(date(2026, 7, 14), date(2026, 7, 31))

    inbox = [(offset, user) for _, _, offset, _, user, channel in sent() if channel == "inbox"]
    officer, head, director, chief = (
        person.pk for person in (office.officer, office.head, office.director, office.chief)
    )
    assert set(inbox) == {
        (0, officer),
        *((1, user) for user in (officer, head)),
        *((3, user) for user in (officer, head, director)),
        *((7, user) for user in (officer, head, director, chief)),
    }
    assert len(inbox) == len(set(inbox))


def test_a_vacant_post_is_shown_to_the_office_and_its_reminder_goes_to_the_units_head(office: Office) -> None:
    make_open_task(make_vacant_post(office), due_on=date(2026, 7, 14), opened=at(date(2026, 7, 13)))

    walk(date(2026, 7, 14), date(2026, 7, 16))

    reached = Notice.objects.filter(channel="inbox").order_by("planned_for", "pk")
    assert [(row.offset, row.audience, row.state, row.user) for row in reached] == [
        (0, "holder", NoticeState.UNREACHABLE, None),
        (0, "holder", NoticeState.SENT, office.head),
        (1, "holder", NoticeState.UNREACHABLE, None),
        (1, "holder", NoticeState.SENT, office.head),
    ]
    assert "岗位空缺，改送单位负责人" in reached[1].why


def test_a_clock_moved_forward_and_back_sends_nothing_twice(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 1)))
    walk(date(2026, 7, 1), date(2026, 7, 10))
    tick(at(date(2026, 7, 15), 10))
    ahead = sent()

    walk(date(2026, 7, 8), date(2026, 7, 15))
    assert sent() == ahead
    assert ReminderMark.objects.get().through == date(2026, 7, 14)

    walk(date(2026, 7, 15), date(2026, 8, 1))
    assert max(Counter(sent()).values()) == 1
    assert [told[2] for told in sent() if told[3] == "holder" and told[5] == "inbox"] == [-7, -3, 1, 3, 7]


def test_a_later_due_day_starts_its_own_reminders(office: Office) -> None:
    task = make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 13)))

    def extend() -> None:
        Task.objects.filter(pk=task.pk).update(due_on=date(2026, 7, 21))

    walk(
        date(2026, 7, 14), date(2026, 7, 22), at_moment={at(date(2026, 7, 14), 15): extend}
    )  # fmt: skip

    rows = Notice.objects.filter(channel="inbox", audience="holder").order_by("planned_for")
    assert [(row.due_on, row.offset) for row in rows] == [
        (date(2026, 7, 14), 0),
        (date(2026, 7, 21), -3),
        (date(2026, 7, 21), -1),
        (date(2026, 7, 21), 0),
    ]


def test_a_clock_once_far_ahead_silences_nothing_afterwards(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 1)))
    reminders.remind(now=at(date(2027, 7, 15), 10))
    assert ReminderMark.objects.get().through == date(2027, 7, 15)

    walk(date(2026, 7, 13), date(2026, 7, 16))

    assert [told[2] for told in sent() if told[3] == "holder" and told[5] == "inbox"] == [-1, 0, 1]
    assert ReminderMark.objects.get().through == date(2026, 7, 15)


def test_who_speaks_for_two_audiences_is_told_once_a_step_however_often_it_runs(office: Office) -> None:
    make_open_task(office.head_post, due_on=date(2026, 7, 13), opened=at(date(2026, 7, 9)))

    for hour in (9, 10, 11):
        reminders.remind(now=at(date(2026, 7, 14), hour))

    assert Notice.objects.filter(channel="inbox", user=office.head).count() == 1


def change_officer(office: Office, successor: Any, on: date) -> None:
    by = make_user("office")
    by.is_verified = lambda: True
    change_holder(
        post=office.officer_post,
        on=on,
        document="示范〔2026〕3号",
        reason="人员调整",
        by=by,
        person=make_person(successor),
    )


def test_after_a_stop_the_reminder_goes_to_who_holds_the_post_now(office: Office) -> None:
    task = make_open_task(office.officer_post, due_on=date(2026, 7, 14), opened=at(date(2026, 7, 1)))
    successor = make_user("unit_officer", unit=office.unit, email="successor@example.org")

    # Steps −1, 0 and +1 fall into the stop, the change of the holder after them, still within it.
    walk(
        date(2026, 7, 1),
        date(2026, 7, 17),
        stops=[(at(date(2026, 7, 12), 20), at(date(2026, 7, 16), 15))],
        at_moment={at(date(2026, 7, 16), 15): lambda: change_officer(office, successor, date(2026, 7, 16))},
    )

    of_task = Notice.objects.filter(subject_id=task.pk, audience="holder", channel="inbox")
    late = of_task.filter(planned_for__gte=date(2026, 7, 13), state=NoticeState.SENT)
    assert [(row.offset, row.user) for row in late] == [(1, successor)]


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_each_reminder_once(settings: Any) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    office = make_office()
    for _ in range(20):
        make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    now = at(date(2026, 7, 14), 10)
    ready = threading.Barrier(4)
    problems: list[Exception] = []

    def run() -> None:
        ready.wait()
        try:
            reminders.remind(now=now)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reminders.remind(now=now)

    assert problems == []
    assert Notice.objects.count() == 40
    assert set(Notice.objects.values_list("channel", flat=True)) == {"inbox", "email"}


def test_replies_to_supervision_are_reminded_until_they_come(office: Office) -> None:
    notice = SupervisionNotice.objects.create(
        number="DB-示范-002",
        title="示范督办",
        text="请说明。",
        post=office.officer_post,
        issued_at=at(date(2026, 7, 1), 9),
        due_on=date(2026, 7, 14),
    )
    walk(date(2026, 7, 13), date(2026, 7, 14))
    SupervisionNotice.objects.filter(pk=notice.pk).update(state=SupervisionState.REPLIED)
    walk(date(2026, 7, 14), date(2026, 7, 25))

    rows = Notice.objects.filter(subject_kind=SubjectKind.SUPERVISION, channel="inbox")
    assert [(row.offset, row.user) for row in rows] == [(-1, office.officer)]


def test_a_quiet_run_costs_few_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    for _ in range(100):
        make_open_task(office.officer_post, due_on=date(2026, 7, 14))

    with django_assert_max_num_queries(25):
        written = reminders.remind(now=at(date(2026, 7, 14), 10))
    assert written.to_send == 200
    with django_assert_max_num_queries(15):
        assert reminders.remind(now=at(date(2026, 7, 14), 10, 10)) == reminders.Written()
    with django_assert_max_num_queries(3):
        assert reminders.remind(now=at(date(2026, 7, 14), 20)) == reminders.Written()
