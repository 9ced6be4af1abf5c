"""Meetings: planned, called, held, minuted; each step by the office, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from taskforce.choices import DecisionKind, MeetingState, TaskState
from taskforce.models import AgendaItem, Attendance, Decision, Meeting, Notice
from taskforce.selectors.meetings import decisions_not_done, decisions_of, follow_up_of
from taskforce.services import meetings, tasks
from taskforce.services.meetings import Line, MeetingRefused, Present
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import (
    MEETING_AT,
    day_of,
    make_held_meeting,
    make_meeting,
    make_series,
)
from tests.factories.taskforce_tasks import NOW, hold, make_post, make_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
AFTER = MEETING_AT + timedelta(hours=3)


@pytest.fixture
def office() -> User:
    return make_user("office")


def minuted(meeting: Meeting, by: User) -> Meeting:
    rows = {row.pk: Present(True) for row in meeting.attendance.all()}
    meetings.record_attendance(meeting_id=meeting.pk, rows=rows, by=by, now=AFTER)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了各组汇报。", by=by)
    return meetings.fix_minutes(meeting_id=meeting.pk, by=by, now=AFTER)


def test_a_series_numbers_its_meetings_and_refuses_the_same_time_twice(office: User) -> None:
    series = make_series()

    first = make_meeting(by=office, series=series)
    with pytest.raises(Conflict):
        make_meeting(by=office, series=series)
    second = make_meeting(by=office, series=series, starts_at=MEETING_AT + timedelta(days=30))

    assert [first.number, second.number] == [1, 2]
    assert second.title == f"{series.title}（第 2 次）"


def test_only_the_office_plans_and_the_past_is_refused(office: User) -> None:
    with pytest.raises(NotAllowed):
        make_meeting(by=make_user("unit_officer"))
    with pytest.raises(MeetingRefused, match="已经过去"):
        make_meeting(by=office, starts_at=NOW)
    with pytest.raises(MeetingRefused, match="议题截止"):
        make_meeting(by=office, agenda_until=day_of(MEETING_AT, 1))


def test_a_unit_proposes_in_its_own_name_until_the_deadline(office: User) -> None:
    meeting = make_meeting(by=office, agenda_until=day_of(NOW, 2))
    unit = make_unit()
    officer = make_user("unit_officer", unit=unit)

    item = meetings.propose_agenda_item(
        meeting_id=meeting.pk, unit=unit, title="监测点补位", by=officer, now=NOW
    )
    with pytest.raises(Conflict):
        meetings.propose_agenda_item(
            meeting_id=meeting.pk, unit=unit, title=" 监测点补位 ", by=officer, now=NOW
        )
    with pytest.raises(NotAllowed, match="不能代"):
        meetings.propose_agenda_item(
            meeting_id=meeting.pk, unit=make_unit(), title="别家的事", by=officer, now=NOW
        )
    late = NOW + timedelta(days=3)
    with pytest.raises(NotAllowed, match="截止"):
        meetings.propose_agenda_item(meeting_id=meeting.pk, unit=unit, title="迟到", by=officer, now=late)
    by_office = meetings.propose_agenda_item(
        meeting_id=meeting.pk, unit=unit, title="补充", by=office, now=late
    )

    assert list(meeting.agenda.all()) == [item, by_office]


def test_agenda_items_are_put_in_order_and_withdrawn_by_their_unit(office: User) -> None:
    meeting = make_meeting(by=office)
    unit = make_unit()
    officer = make_user("unit_officer", unit=unit)
    items = [
        meetings.propose_agenda_item(meeting_id=meeting.pk, unit=unit, title=title, by=officer, now=NOW)
        for title in ("一", "二")
    ]

    meetings.order_agenda(meeting_id=meeting.pk, orders={items[0].pk: 2, items[1].pk: 1}, by=office)
    assert [item.title for item in meeting.agenda.all()] == ["二", "一"]
    with pytest.raises(NotAllowed):
        meetings.withdraw_agenda_item(
            item_id=items[0].pk, reason="不要", by=make_user("unit_officer"), now=NOW
        )
    meetings.withdraw_agenda_item(item_id=items[0].pk, reason="另行办理", by=officer, now=NOW)
    with pytest.raises(Conflict):
        meetings.withdraw_agenda_item(item_id=items[0].pk, reason="另行办理", by=officer, now=NOW)

    assert AgendaItem.objects.filter(is_withdrawn=True).get() == items[0]


def test_the_call_goes_to_each_post_of_the_body_once(office: User) -> None:
    meeting = make_meeting(by=office)
    post = meeting.series.body.posts_of_body.first()
    holder = make_user("unit_officer")
    assert post is not None
    hold(post, holder)

    meetings.invite(meeting_id=meeting.pk, by=office, now=NOW)
    meetings.invite(meeting_id=meeting.pk, by=office, now=NOW)

    assert Attendance.objects.filter(meeting=meeting).count() == 3
    assert Notice.objects.filter(user=holder, subject_kind="meeting", channel="inbox").count() == 1


def test_liaisons_are_called_as_needed(office: User) -> None:
    meeting = make_meeting(by=office)
    liaison = make_post()

    meetings.invite(meeting_id=meeting.pk, by=office, now=NOW, post_ids=[liaison.pk])

    assert [row.post for row in meeting.attendance.all()] == [liaison]


def test_steps_out_of_turn_are_refused(office: User) -> None:
    meeting = make_meeting(by=office)

    with pytest.raises(MeetingRefused, match="还没到"):
        meetings.hold(meeting_id=meeting.pk, by=office, now=NOW)
    with pytest.raises(Conflict):
        meetings.hold(meeting_id=meeting.pk, by=office, now=AFTER)
    with pytest.raises(Conflict):
        meetings.write_minutes(meeting_id=meeting.pk, text="纪要", by=office)
    meetings.cancel_meeting(meeting_id=meeting.pk, reason="与全县会议冲突", by=office, now=NOW)
    with pytest.raises(Conflict):
        meetings.invite(meeting_id=meeting.pk, by=office, now=NOW)


def test_minutes_are_fixed_only_when_complete_and_then_stay(office: User) -> None:
    meeting = make_held_meeting(by=office)

    with pytest.raises(MeetingRefused, match="还没有写纪要"):
        meetings.fix_minutes(meeting_id=meeting.pk, by=office, now=AFTER)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了汇报。", by=office)
    with pytest.raises(MeetingRefused, match="3 个岗位"):
        meetings.fix_minutes(meeting_id=meeting.pk, by=office, now=AFTER)
    fixed = minuted(meeting, office)

    assert (fixed.state, fixed.minuted_by) == (MeetingState.MINUTED, office)
    with pytest.raises(Conflict):
        meetings.write_minutes(meeting_id=meeting.pk, text="改一改", by=office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(minutes="改一改")


def test_an_old_page_does_not_overwrite_the_minutes(office: User) -> None:
    meeting = make_held_meeting(by=office)
    seen = Meeting.objects.get(pk=meeting.pk).updated_at
    meetings.write_minutes(meeting_id=meeting.pk, text="甲写的", by=office, seen=seen)

    with pytest.raises(Conflict):
        meetings.write_minutes(meeting_id=meeting.pk, text="乙写的", by=office, seen=seen)

    assert Meeting.objects.get(pk=meeting.pk).minutes == "甲写的"


def test_however_many_decisions_stand_open_the_next_meeting_lists_them_in_the_same_few_questions(
    office: User,
) -> None:
    asked = []
    for many in (2, 40):
        series = make_series()
        meeting = make_held_meeting(by=office, series=series)
        lines = [Line(DecisionKind.DECISION, f"决定{number}") for number in range(many)]
        meetings.record_decisions(meeting_id=meeting.pk, lines=lines, by=office, now=AFTER)
        with CaptureQueriesContext(connection) as queries:
            following = make_meeting(
                by=office, series=series, starts_at=AFTER + timedelta(days=30), now=AFTER
            )
        asked.append(len(queries))
        assert follow_up_of(following).count() == many

    assert asked[0] == asked[1]


def test_a_task_decision_opens_one_task_with_owner_and_date(office: User) -> None:
    meeting = make_held_meeting(by=office)
    post = make_post()
    line = Line(DecisionKind.TASK, "补齐第三季度水样", post, day_of(AFTER, 10))

    made = meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)
    with pytest.raises(Conflict, match="已经记过"):
        meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)

    task = made[0].task
    assert task is not None
    assert (task.owner_post, task.due_on, task.source_key) == (post, line.due_on, f"decision:{made[0].pk}")
    assert Decision.objects.count() == 1


def test_a_key_of_the_form_never_reaches_a_decision_to_come(office: User) -> None:
    meeting, theirs = make_held_meeting(by=office), make_post()
    line = Line(DecisionKind.NOTE, "记一笔")
    [before] = meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)
    foreign = tasks.assign(
        title="抢先一步", source_kind="meeting", source_key=f"decision:{before.pk + 1}", owner_post=theirs,
        due_on=day_of(AFTER, 9), by=office, now=AFTER,
    )  # fmt: skip
    line = Line(DecisionKind.TASK, "补齐第三季度水样", make_post(), day_of(AFTER, 10))

    [made] = meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)

    assert foreign.source_key == f"hand:{office.pk}:decision:{before.pk + 1}"
    assert made.pk == before.pk + 1
    assert made.task != foreign


def test_a_decision_takes_no_task_that_it_did_not_ask_for(office: User) -> None:
    meeting = make_held_meeting(by=office)
    [before] = meetings.record_decisions(
        meeting_id=meeting.pk, lines=[Line(DecisionKind.NOTE, "记一笔")], by=office, now=AFTER
    )
    make_task(source_kind="meeting", source_key=f"decision:{before.pk + 1}")
    line = Line(DecisionKind.TASK, "补齐第三季度水样", make_post(), day_of(AFTER, 10))

    with pytest.raises(Conflict, match="占用"):
        meetings.record_decisions(meeting_id=meeting.pk, lines=[line], by=office, now=AFTER)

    assert Decision.objects.get() == before


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line(DecisionKind.TASK, "没有岗位"), "责任岗位和期限"),
        (Line("order", "类别不对"), "类别只有"),
        (Line(DecisionKind.NOTE, " "), "请填写"),
        (Line(DecisionKind.DECISION, "决定不带期限", due_on=day_of(AFTER, 3)), "只有“任务”"),
        (Line(DecisionKind.NOTE, "零\x00字符"), "不能保存"),
    ],
)
def test_a_wrong_line_keeps_all_lines_out(office: User, line: Line, words: str) -> None:
    meeting = make_held_meeting(by=office)
    good = Line(DecisionKind.NOTE, "听取汇报")

    with pytest.raises(MeetingRefused, match=words):
        meetings.record_decisions(meeting_id=meeting.pk, lines=[good, line], by=office, now=AFTER)

    assert not Decision.objects.exists()


def test_after_the_minutes_are_fixed_a_correction_is_a_line_of_its_own(office: User) -> None:
    meeting = make_held_meeting(by=office)
    [wrong] = meetings.record_decisions(
        meeting_id=meeting.pk, lines=[Line(DecisionKind.DECISION, "每月监测一次")], by=office, now=AFTER
    )
    minuted(meeting, office)

    with pytest.raises(Conflict):
        meetings.record_decisions(
            meeting_id=meeting.pk, lines=[Line(DecisionKind.NOTE, "补记")], by=office, now=AFTER
        )
    with pytest.raises(MeetingRefused, match="理由"):
        meetings.correct_decision(
            meeting_id=meeting.pk, line=Line(DecisionKind.NOTE, "补记"), reason=" ", by=office, now=AFTER
        )
    right = meetings.correct_decision(
        meeting_id=meeting.pk,
        decision_id=wrong.pk,
        line=Line(DecisionKind.DECISION, "每季度监测一次"),
        reason="记录有误",
        by=office,
        now=AFTER,
    )
    with pytest.raises(Conflict, match="已经更正过"):
        meetings.correct_decision(
            meeting_id=meeting.pk,
            decision_id=wrong.pk,
            line=Line(DecisionKind.DECISION, "每半年监测一次"),
            reason="又错",
            by=office,
            now=AFTER,
        )

    assert {row.pk: row.standing for row in decisions_of(meeting)} == {
        wrong.pk: "corrected",
        right.pk: "open",
    }
    with pytest.raises(InternalError), transaction.atomic():
        Decision.objects.filter(pk=wrong.pk).update(text="改写")
    with pytest.raises(InternalError), transaction.atomic():
        Decision.objects.filter(pk=right.pk).delete()


def test_the_next_meeting_looks_at_what_was_decided_and_what_is_still_open(office: User) -> None:
    series = make_series()
    unit = make_unit()
    officer = make_user("unit_officer", unit=unit)
    first = make_held_meeting(by=office, series=series)
    _, decision, task_decision = meetings.record_decisions(
        meeting_id=first.pk,
        lines=[
            Line(DecisionKind.NOTE, "听取汇报"),
            Line(DecisionKind.DECISION, "建立会商制度"),
            Line(DecisionKind.TASK, "补齐水样", make_post(unit=unit), day_of(AFTER, 10)),
        ],
        by=office,
        now=AFTER,
    )
    minuted(first, office)
    second = make_meeting(by=office, series=series, starts_at=AFTER + timedelta(days=30), now=AFTER)

    item = second.agenda.get()
    assert item.title == "上次决定落实情况"
    meetings.order_agenda(meeting_id=second.pk, orders={item.pk: 3}, by=office)
    meetings.invite(meeting_id=second.pk, by=office, now=AFTER)
    assert second.agenda.get() == item
    assert [row.pk for row in follow_up_of(second)] == [decision.pk, task_decision.pk]
    assert {row.standing for row in follow_up_of(second)} == {"open"}
    task = task_decision.task
    assert task is not None
    tasks.accept(task=task, by=officer, now=AFTER)
    tasks.finish(task=task, outcome="已补齐", by=officer, now=AFTER)
    assert decisions_not_done(AFTER.date()).count() == 2
    tasks.verify(task=task, by=office, now=AFTER)
    assert task.__class__.objects.get(pk=task.pk).state == TaskState.VERIFIED
    assert {row.pk: row.standing for row in follow_up_of(second)} == {
        decision.pk: "open",
        task_decision.pk: "done",
    }
    assert [row.pk for row in decisions_not_done(AFTER.date())] == [decision.pk]


def test_an_open_decision_comes_up_again_until_it_is_carried_out(office: User) -> None:
    series = make_series()
    first = make_held_meeting(by=office, series=series)
    [decision] = meetings.record_decisions(
        meeting_id=first.pk, lines=[Line(DecisionKind.DECISION, "建立会商制度")], by=office, now=AFTER
    )
    later = AFTER + timedelta(days=30)
    make_held_meeting(by=office, series=series, starts_at=later, now=AFTER)
    third = make_meeting(by=office, series=series, starts_at=later + timedelta(days=30), now=later)
    assert [row.pk for row in follow_up_of(third)] == [decision.pk]

    meetings.carry_out(decision_id=decision.pk, done_on=later.date(), note="制度已印发", by=office, now=later)
    with pytest.raises(Conflict):
        meetings.carry_out(
            decision_id=decision.pk, done_on=later.date(), note="制度已印发", by=office, now=later
        )

    assert [row.standing for row in follow_up_of(third)] == ["done"]
    fourth = make_meeting(by=office, series=series, starts_at=later + timedelta(days=60), now=later)
    assert list(follow_up_of(fourth)) == []


def test_a_corrected_decision_is_not_carried_out() -> None:
    office = make_user("office")
    meeting = make_held_meeting(by=office)
    (wrong,) = meetings.record_decisions(
        meeting_id=meeting.pk, lines=[Line("decision", "印发旧制度")], by=office, now=MEETING_AT
    )
    meetings.correct_decision(
        meeting_id=meeting.pk,
        decision_id=wrong.pk,
        line=Line("decision", "印发新制度"),
        reason="写错",
        by=office,
        now=MEETING_AT,
    )

    with pytest.raises(Conflict, match="已经更正"):
        meetings.carry_out(
            decision_id=wrong.pk, done_on=MEETING_AT.date(), note="已印发", by=office, now=MEETING_AT
        )
