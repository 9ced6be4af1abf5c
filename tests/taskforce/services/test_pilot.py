"""The pilot moves step by step with documents; what follows from the approval is counted, what is missing is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from taskforce.choices import PILOT_MOVES, PilotState
from taskforce.models import DossierItem, Pilot, PilotStep, ReportDuty, ReportRule
from taskforce.reference import pilot as reference
from taskforce.selectors.pilot import NO_APPROVAL, missing, step_lines
from taskforce.services import duties
from taskforce.services.pilot import PilotRefused, correct_step, record_step, set_approval, tick_item
from tests.factories.office import make_post, make_rule
from yunhe_envhealth.audit.selectors import timeline
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)


@pytest.fixture
def pilot(db):
    reference.load(today=DAY)
    return Pilot.objects.get(code=reference.NATIONAL)


@pytest.fixture
def office(make_user):
    user = make_user(role="office", full_name="示范办公室")
    user.is_verified = lambda: True
    return user


@pytest.fixture
def record(pilot, office):
    def take(kind, done_on=date(2026, 7, 1), document="示范〔2026〕1号", **given):
        return record_step(
            pilot_id=pilot.pk, kind=kind, done_on=done_on, document=document, by=office, day=DAY, **given
        )

    return take


@pytest.fixture
def approve(pilot, office):
    def state(approved_on=date(2026, 5, 8), document="环办〔示范〕1号", **given):
        return set_approval(
            pilot_id=pilot.pk, approved_on=approved_on, document=document, by=office, day=DAY, **given
        )

    return state


def in_state(pilot, state):
    Pilot.objects.filter(pk=pilot.pk).update(state=state)


# --- the list ----------------------------------------------------------------------------------------------
def test_the_pilot_of_the_plan_runs_and_has_no_approval_day(pilot):
    assert (pilot.state, pilot.approved_on) == (PilotState.RUNNING, None)
    assert NO_APPROVAL in missing(pilot, DAY)


def test_loading_again_changes_nothing_and_keeps_what_the_county_wrote(pilot, office, approve):
    approve()
    item = pilot.dossier.first()
    tick_item(item_id=item.pk, is_present=True, note="档案室 3 号柜", by=office)

    changes = reference.load(today=DAY)

    assert [(c.new, c.changed) for c in changes] == [(0, 0), (0, 0)]
    item.refresh_from_db()
    assert (item.is_present, item.note) == (True, "档案室 3 号柜")
    assert Pilot.objects.get().approved_on == date(2026, 5, 8)


def test_every_item_of_the_check_list_names_its_clause_and_is_a_candidate(pilot):
    rows = list(DossierItem.objects.all())

    assert len(rows) == 17
    assert all(row.clause.startswith("指南") and row.standing == "candidate" for row in rows)


# --- the way -----------------------------------------------------------------------------------------------
def test_from_application_to_extension_and_another_round(pilot, record, approve):
    in_state(pilot, PilotState.PREPARING)
    states = []
    for kind in (
        "apply",
        "recommend",
        None,
        "start",
        "yearly",
        "evaluate",
        "rectify",
        "evaluate",
        "extend",
        "yearly",
    ):
        if kind is None:
            approve(date(2026, 7, 1))
        else:
            record(kind, document=f"示范〔2026〕{len(states)}号")
        states.append(Pilot.objects.get(pk=pilot.pk).state)

    assert states == [
        "submitted", "recommended", "approved", "running", "running", "evaluated", "rectifying", "evaluated",
        "extended", "extended",
    ]  # fmt: skip


@pytest.mark.parametrize("state", PilotState.values)
@pytest.mark.parametrize("kind", sorted(set(PILOT_MOVES) - {"approve"}))
def test_a_step_moves_only_from_where_the_table_says(pilot, record, state, kind):
    in_state(pilot, state)
    allowed, leads_to = PILOT_MOVES[kind]
    try:
        record(kind)
    except PilotRefused:
        assert state not in allowed
    assert Pilot.objects.get(pk=pilot.pk).state == (leads_to if state in allowed and leads_to else state)


def test_a_step_of_the_past_is_entered_late_and_moves_nothing(pilot, record):
    record("apply", done_on=date(2021, 3, 1))

    assert Pilot.objects.get(pk=pilot.pk).state == PilotState.RUNNING
    with pytest.raises(Conflict, match="已经登记过"):
        record("apply", done_on=date(2021, 3, 2), document="另一个文号")


def test_the_same_yearly_report_is_recorded_once(pilot, record):
    record("yearly", done_on=date(2025, 12, 30))
    with pytest.raises(Conflict):
        record("yearly", done_on=date(2025, 12, 30))

    assert PilotStep.objects.get(kind="yearly").due_on == date(2025, 12, 31)


# --- the approval ------------------------------------------------------------------------------------------
def test_the_approval_sets_the_days_of_start_and_evaluation(pilot, approve):
    approve()

    due = dict(pilot.steps.values_list("kind", "due_on"))
    assert (due["start"], due["evaluate"]) == (date(2026, 8, 8), date(2029, 5, 8))
    assert NO_APPROVAL not in missing(Pilot.objects.get(pk=pilot.pk), DAY)


def test_an_approval_put_right_needs_a_reason_and_counts_anew(pilot, approve):
    approve()
    with pytest.raises(PilotRefused, match="理由"):
        approve(date(2026, 6, 1))
    approve(date(2026, 6, 1), reason="示范：日期抄错")

    assert pilot.steps.get(kind="start").due_on == date(2026, 9, 1)
    assert pilot.steps.filter(kind="approve").count() == 1
    assert any(entry.reason == "示范：日期抄错" for entry in timeline(pilot))
    with pytest.raises(Conflict):
        approve(date(2026, 6, 1))


def test_an_approval_before_the_recommendation_is_refused(pilot, approve):
    in_state(pilot, PilotState.SUBMITTED)
    with pytest.raises(PilotRefused, match="省厅推荐"):
        approve()


def test_the_start_fills_the_step_that_waits_with_its_due_day(pilot, record, approve):
    in_state(pilot, PilotState.RECOMMENDED)
    approve(date(2026, 1, 5))
    late = {line.step.kind: line.state for line in step_lines(Pilot.objects.get(pk=pilot.pk), DAY)}
    assert late["start"] == "late"
    assert any("全面启动" in sentence for sentence in missing(Pilot.objects.get(pk=pilot.pk), DAY))

    record("start")

    step = pilot.steps.get(kind="start")
    assert (step.due_on, step.done_on) == (date(2026, 4, 5), date(2026, 7, 1))
    words = {line.step.kind: line.words for line in step_lines(Pilot.objects.get(pk=pilot.pk), DAY)}
    assert "晚于期限 2026-04-05" in words["start"]


# --- refusals ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "given",
    [{"done_on": date(2026, 7, 8)}, {"document": "  "}, {"kind": "approve"}, {"kind": "nonsense"}],
)
def test_what_cannot_stand_is_refused_in_words(record, given):
    with pytest.raises(PilotRefused) as refusal:
        record(**({"kind": "yearly"} | given))
    assert refusal.value.message.endswith("。")


def test_days_stand_in_the_order_of_the_steps(pilot, record, approve, office):
    in_state(pilot, PilotState.RECOMMENDED)
    approve(date(2026, 5, 8))
    with pytest.raises(PilotRefused, match="不能早于“部批复”（2026-05-08）"):
        record("start", done_on=date(2026, 5, 7))
    step = record("start", done_on=date(2026, 6, 1))

    with pytest.raises(PilotRefused, match="不能晚于“全面启动”（2026-06-01）"):
        approve(date(2026, 6, 2), reason="看错日期")
    with pytest.raises(PilotRefused, match="不能晚于“部批复”"):
        record("apply", done_on=date(2026, 5, 9))
    with pytest.raises(PilotRefused, match="不能早于“部批复”"):
        correct_step(
            step_id=step.pk, done_on=date(2026, 5, 1), document="新", reason="抄错", by=office, day=DAY
        )


def test_what_comes_again_keeps_the_order_in_which_it_was_recorded(pilot, record, approve, office):
    in_state(pilot, PilotState.RECOMMENDED)
    approve(date(2026, 1, 5))
    record("start", done_on=date(2026, 1, 6))
    with pytest.raises(PilotRefused, match="不能早于批复"):
        record("yearly", done_on=date(2025, 12, 31))
    first = record("evaluate", done_on=date(2026, 2, 1))
    rectified = record("rectify", done_on=date(2026, 3, 1))
    record("evaluate", done_on=date(2026, 4, 1))
    put_right = {"document": "新", "reason": "抄错", "by": office, "day": DAY}

    with pytest.raises(PilotRefused, match="（—、2026-03-01）之间"):
        correct_step(step_id=first.pk, done_on=date(2026, 3, 2), **put_right)
    with pytest.raises(PilotRefused, match="（2026-02-01、2026-04-01）之间"):
        correct_step(step_id=rectified.pk, done_on=date(2026, 4, 2), **put_right)
    assert correct_step(step_id=rectified.pk, done_on=date(2026, 3, 20), **put_right).done_on == date(
        2026, 3, 20
    )


def test_a_tick_says_where_the_material_is(pilot, office):
    item = pilot.dossier.first()
    with pytest.raises(PilotRefused, match="存放"):
        tick_item(item_id=item.pk, is_present=True, note="", by=office)


def test_a_recorded_step_is_put_right_with_a_reason(record, office):
    step = record("yearly", done_on=date(2025, 12, 30))
    with pytest.raises(PilotRefused, match="理由"):
        correct_step(step_id=step.pk, done_on=DAY, document="新", reason=" ", by=office, day=DAY)
    correct_step(
        step_id=step.pk, done_on=date(2025, 12, 29), document="新", reason="示范：抄错", by=office, day=DAY
    )

    step.refresh_from_db()
    assert (step.done_on, step.document) == (date(2025, 12, 29), "新")


@pytest.mark.parametrize("role", ["unit_officer", "leadership", "inspector"])
def test_only_the_office_writes(pilot, make_user, role):
    other = make_user(role=role)
    with pytest.raises(NotAllowed):
        record_step(pilot_id=pilot.pk, kind="yearly", done_on=DAY, document="x", by=other, day=DAY)
    with pytest.raises(NotAllowed):
        tick_item(item_id=pilot.dossier.first().pk, is_present=False, note="", by=other)
    with pytest.raises(NotAllowed):
        set_approval(pilot_id=pilot.pk, approved_on=DAY, document="x", by=other, day=DAY)


# --- the reports that follow -------------------------------------------------------------------------------
def counted_duties():
    rows = ReportDuty.objects.filter(rule__anchor="approval").order_by("period_code")
    return [(row.period_code, row.state, row.waived_reason) for row in rows]


@pytest.fixture
def start_rule():
    return make_rule(posts=[make_post()], anchor="approval", months=3, applies="pilot", open_days_before=60)


def test_a_corrected_approval_leaves_no_report_of_the_wrong_day_behind(pilot, start_rule, approve):
    approve()
    duties.generate(day=DAY)

    approve(approved_on=date(2026, 5, 18), reason="看错日期")
    duties.generate(day=DAY)

    assert counted_duties() == [
        ("2026-08-08", "waived", "批复日期更正：看错日期"),
        ("2026-08-18", "expected", ""),
    ]
    approve(reason="原来的日期是对的")
    duties.generate(day=DAY)
    assert [(code, state) for code, state, _ in counted_duties()] == [
        ("2026-08-08", "expected"), ("2026-08-18", "waived"),
    ]  # fmt: skip


def test_a_report_that_was_begun_outlives_the_correction(pilot, start_rule, approve):
    approve()
    duties.generate(day=DAY)
    ReportDuty.objects.update(state="drafted")

    approve(approved_on=date(2026, 5, 18), reason="看错日期")

    assert counted_duties() == [("2026-08-08", "drafted", "")]


def test_a_yearly_report_that_was_not_accepted_is_missing_in_the_new_year(pilot):
    rule = make_rule(posts=[make_post()], anchor="year", applies="pilot", since=DAY, due_working_days=0)
    ReportRule.objects.exclude(pk=rule.pk).filter(anchor="year").delete()
    duties.generate(day=date(2026, 12, 1))

    assert not any("2026 年度" in line for line in missing(pilot, date(2026, 12, 31)))
    assert any("2026 年度的期限是 2026-12-31" in line for line in missing(pilot, date(2027, 1, 1)))
    assert "late" in [
        line.state for line in step_lines(pilot, date(2027, 1, 1)) if line.step.kind == "yearly"
    ]

    accepted = datetime(2026, 12, 20, 9, tzinfo=UTC)
    ReportDuty.objects.filter(period_code="2026").update(state="accepted", accepted_at=accepted)
    assert not any("2026 年度" in line for line in missing(pilot, date(2027, 1, 1)))
    told = {
        line.words: line.state for line in step_lines(pilot, date(2027, 1, 1)) if line.step.kind == "yearly"
    }
    assert told == {"2026 年度的报告，2026-12-20 接受": "done", "期限 2027-12-31": "due"}


# --- days and pages that cannot be ---------------------------------------------------------------------------


def test_no_day_of_the_pilot_lies_before_the_plan_that_the_guide_carries_out(pilot, office, record, approve):
    with pytest.raises(PilotRefused, match=r"不能早于 2021-01-01.*“十四五”环境健康工作规划"):
        record("apply", done_on=date(2020, 12, 31))
    step = record("apply", done_on=date(2021, 1, 1))
    with pytest.raises(PilotRefused, match="不能早于 2021-01-01"):
        correct_step(
            step_id=step.pk, done_on=date(1990, 1, 1), document="新", reason="抄错", by=office, day=DAY
        )
    in_state(pilot, "recommended")
    with pytest.raises(PilotRefused, match="不能早于 2021-01-01"):
        approve(approved_on=date(1990, 1, 1))
    pilot.refresh_from_db()
    assert pilot.approved_on is None


def test_an_old_page_takes_back_neither_a_step_nor_an_entry_of_the_check_list(pilot, office, record):
    step, item = record("yearly", done_on=date(2025, 12, 30)), pilot.dossier.first()
    seen = {"step": step.updated_at, "item": item.updated_at}
    put_right = {"step_id": step.pk, "reason": "抄错", "by": office, "day": DAY}
    correct_step(done_on=date(2025, 12, 29), document="甲", seen=seen["step"], **put_right)
    tick_item(item_id=item.pk, is_present=True, note="档案室", by=office, seen=seen["item"])

    with pytest.raises(Conflict, match="被别人改过"):
        correct_step(done_on=date(2025, 12, 30), document="乙", seen=seen["step"], **put_right)
    with pytest.raises(Conflict, match="被别人改过"):
        tick_item(item_id=item.pk, is_present=False, note="", by=office, seen=seen["item"])

    step.refresh_from_db()
    item.refresh_from_db()
    assert (step.document, item.is_present) == ("甲", True)
