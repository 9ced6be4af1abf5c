"""The yearly assessment: drafted, computed, claimed, reviewed by another, published and frozen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from taskforce.choices import AssessmentState, PostKind
from taskforce.models import Assessment, AssessmentScore, Task
from taskforce.selectors.assessment import ranking, sees_all_scores, visible_scores
from taskforce.selectors.assessment_inputs import counts
from taskforce.services import assessment, tasks
from taskforce.services.assessment import AssessmentRefused, Given, IndicatorLine
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_tasks import NOW, make_post, make_task
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
DUE = NOW.date() + timedelta(days=20)


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def unit() -> Unit:
    unit = make_unit()
    make_post(unit=unit, kind=PostKind.LIAISON)
    return unit


def drafted(office: User, year: int = 2026) -> Assessment:
    return assessment.create_assessment(
        year=year, title="", self_due_on=DUE, by=office, now=NOW, is_demo=True
    )


def started(office: User, *units: Unit) -> Assessment:
    year = drafted(office)
    return assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=units)


def score(year: Assessment, unit: Unit, code: str) -> AssessmentScore:
    return AssessmentScore.objects.get(indicator__assessment=year, indicator__code=code, unit=unit)


def scored_by_office(year: Assessment, unit: Unit, office: User, value: int = 8) -> None:
    rows = {
        score(year, unit, code).indicator_id: Given(Decimal(value), "材料齐全")
        for code in ("evidence", "effect")
    }
    assessment.review(assessment_id=year.pk, unit=unit, rows=rows, by=office, now=NOW)


def test_the_first_year_takes_the_default_set_the_next_copies_it(office: User) -> None:
    first = drafted(office)
    lines = [
        IndicatorLine("task-completion", "任务完成率", Decimal(60), "computed", "", 10),
        IndicatorLine("own-1", "服务群众", Decimal(40), "entered", "", 20),
    ]
    assert sum(row.weight for row in first.indicators.all()) == 100
    assert {row.standing for row in first.indicators.all()} == {"default"}

    assessment.set_indicators(assessment_id=first.pk, lines=lines, reason="县里定的", by=office)
    second = drafted(office, 2027)

    assert [(row.code, row.weight) for row in second.indicators.all()] == [
        ("task-completion", 60),
        ("own-1", 40),
    ]
    with pytest.raises(Conflict):
        drafted(office, 2027)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (IndicatorLine("own-1", "服务群众", Decimal(99), "entered", "", 1), "100"),
        (IndicatorLine("own-1", "服务群众", Decimal(100), "computed", "", 1), "没有数据可算"),
        (IndicatorLine("own-1", " ", Decimal(100), "entered", "", 1), "请填写指标"),
    ],
)
def test_a_set_that_cannot_stand_is_refused(office: User, line: IndicatorLine, words: str) -> None:
    year = drafted(office)

    with pytest.raises(AssessmentRefused, match=words):
        assessment.set_indicators(assessment_id=year.pk, lines=[line], reason="试", by=office)


def test_scores_are_computed_where_data_exist_and_withheld_with_the_reason_where_not(
    office: User, unit: Unit
) -> None:
    other, officer = make_unit(), make_user("unit_officer", unit=unit)
    post = make_post(unit=unit)
    done = make_task(owner_post=post, due_on=date(2026, 7, 6), now=NOW - timedelta(days=20))
    make_task(owner_post=post, due_on=date(2026, 7, 6), now=NOW - timedelta(days=20))
    before = NOW - timedelta(days=3)
    tasks.accept(task=done, by=officer, now=before)
    tasks.finish(task=done, outcome="办完", by=officer, now=before)
    tasks.verify(task=done, by=office, now=before)

    year = started(office, unit, other)

    own = score(year, unit, "task-completion")
    assert (own.computed, own.workings["formula"]) == (Decimal("15.0"), "30 × 1 ÷ 2 ＝ 15")
    assert score(year, unit, "quality").computed == Decimal("10.0")
    assert score(year, unit, "report-on-time").computed is None
    assert score(year, other, "task-completion").workings["withheld"] == "年度内没有到期的任务"
    rows = ranking(year, office, NOW.date())
    assert [(row.unit, row.rank) for row in rows] == [(unit, 1), (other, None)]
    assert rows[0].total.out_of == Decimal(60)


def test_a_unit_claims_its_own_rows_only_until_the_deadline(office: User, unit: Unit) -> None:
    year, officer = started(office, unit), make_user("unit_officer", unit=unit)
    rows = {score(year, unit, "evidence").indicator_id: Given(Decimal(9), "材料见附件")}

    assessment.claim(assessment_id=year.pk, unit=unit, rows=rows, by=officer, now=NOW)
    with pytest.raises(NotAllowed):
        assessment.claim(assessment_id=year.pk, unit=unit, rows=rows, by=make_user("unit_officer"), now=NOW)
    with pytest.raises(NotAllowed, match="截止"):
        assessment.claim(
            assessment_id=year.pk, unit=unit, rows=rows, by=officer, now=NOW + timedelta(days=30)
        )

    assert score(year, unit, "evidence").self_by == officer
    assert not visible_scores(year, make_user("unit_officer"), NOW.date()).exists()
    assert visible_scores(year, officer, NOW.date()).count() == 6


@pytest.mark.parametrize("value", [Decimal("10.1"), Decimal(-1), Decimal("NaN"), Decimal("1.25")])
def test_a_score_outside_its_weight_is_refused(office: User, unit: Unit, value: Decimal) -> None:
    year, officer = started(office, unit), make_user("unit_officer", unit=unit)
    rows = {score(year, unit, "evidence").indicator_id: Given(value, "试")}

    with pytest.raises(AssessmentRefused):
        assessment.claim(assessment_id=year.pk, unit=unit, rows=rows, by=officer, now=NOW)


def test_a_differing_score_needs_a_reason_and_another_person(office: User, unit: Unit) -> None:
    year, both = started(office, unit), make_user("office", unit=unit)
    key = score(year, unit, "evidence").indicator_id
    assessment.claim(
        assessment_id=year.pk, unit=unit, rows={key: Given(Decimal(9), "见附件")}, by=both, now=NOW
    )
    assessment.start_review(assessment_id=year.pk, by=office)

    with pytest.raises(AssessmentRefused, match="理由"):
        assessment.review(assessment_id=year.pk, unit=unit, rows={key: Given(Decimal(7))}, by=office, now=NOW)
    with pytest.raises(NotAllowed, match="另一人"):
        assessment.review(assessment_id=year.pk, unit=unit, rows={key: Given(Decimal(9))}, by=both, now=NOW)
    assessment.review(assessment_id=year.pk, unit=unit, rows={key: Given(Decimal(9))}, by=office, now=NOW)

    assert score(year, unit, "evidence").office_by == office


def test_who_once_claimed_does_not_review_after_a_colleague_claimed_anew(office: User, unit: Unit) -> None:
    year, both = started(office, unit), make_user("office", unit=unit)
    key = score(year, unit, "evidence").indicator_id
    for value, by in ((Decimal(9), both), (Decimal(8), make_user("unit_officer", unit=unit))):
        rows = {key: Given(value, "见附件")}
        assessment.claim(assessment_id=year.pk, unit=unit, rows=rows, by=by, now=NOW)
    assessment.start_review(assessment_id=year.pk, by=office)
    both.memberships.update(unit=make_unit())  # moved to another unit since

    with pytest.raises(NotAllowed, match="另一人"):
        assessment.review(assessment_id=year.pk, unit=unit, rows={key: Given(Decimal(8))}, by=both, now=NOW)


def test_nothing_changes_after_publication_not_even_by_the_database(office: User, unit: Unit) -> None:
    year = started(office, unit)
    assessment.start_review(assessment_id=year.pk, by=office)
    with pytest.raises(AssessmentRefused, match="2 项没有核定"):
        assessment.publish(assessment_id=year.pk, document="", by=office, now=NOW)
    scored_by_office(year, unit, office)

    published = assessment.publish(assessment_id=year.pk, document="云环专〔2026〕1号", by=office, now=NOW)

    assert published.state == AssessmentState.PUBLISHED
    with pytest.raises(Conflict):
        scored_by_office(year, unit, office, 9)
    with pytest.raises(Conflict):
        assessment.recompute(assessment_id=year.pk, by=office, now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        AssessmentScore.objects.filter(indicator__assessment=year).update(office_score=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assessment.objects.filter(pk=year.pk).update(title="改名")
    assert visible_scores(published, make_user("unit_officer"), NOW.date()).count() == 6


def test_equal_units_share_a_rank(office: User, unit: Unit) -> None:
    other = make_unit()
    year = started(office, unit, other)
    assessment.start_review(assessment_id=year.pk, by=office)
    scored_by_office(year, unit, office)
    scored_by_office(year, other, office)

    rows = ranking(year, office, NOW.date())

    assert [(row.rank, row.total.percent) for row in rows] == [(1, Decimal("80.0")), (1, Decimal("80.0"))]


def test_steps_out_of_turn_and_by_others_are_refused(office: User, unit: Unit) -> None:
    year = drafted(office)

    with pytest.raises(NotAllowed):
        assessment.start_claims(assessment_id=year.pk, by=make_user("unit_reviewer"), now=NOW, units=[unit])
    with pytest.raises(Conflict):
        assessment.start_review(assessment_id=year.pk, by=office)
    assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=[unit])
    with pytest.raises(Conflict):
        assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=[unit])


def test_a_demonstration_year_and_a_real_one_do_not_mix(office: User, unit: Unit) -> None:
    shown = make_unit(name="示范单位")
    make_post(unit=shown, kind=PostKind.LIAISON, is_demo=True)
    older = drafted(office, 2025)
    older.indicators.update(title="示范指标")

    real = assessment.create_assessment(year=2026, title="", self_due_on=DUE, by=office, now=NOW)
    demo = drafted(office)
    assessment.start_claims(assessment_id=real.pk, by=office, now=NOW)
    assessment.start_claims(assessment_id=demo.pk, by=office, now=NOW)

    assert not real.indicators.filter(title="示范指标").exists()
    assert set(demo.indicators.values_list("title", flat=True)) == {"示范指标"}
    named = AssessmentScore.objects.order_by("unit").values_list("unit", flat=True).distinct()
    assert list(named.filter(indicator__assessment=real)) == [unit.pk]
    assert list(named.filter(indicator__assessment=demo)) == [shown.pk]


def test_a_task_whose_day_had_passed_when_it_was_opened_does_not_count_as_late(
    office: User, unit: Unit
) -> None:
    post, day = make_post(unit=unit), NOW.date()
    in_time = make_task(owner_post=post, due_on=day - timedelta(days=1), now=NOW - timedelta(days=20))
    entered_later = make_task(owner_post=post, due_on=day, now=NOW)
    Task.objects.filter(pk=entered_later.pk).update(first_due_on=day - timedelta(days=4))
    Task.objects.filter(pk=in_time.pk).update(done_at=NOW - timedelta(days=2))

    found = counts(year=2026, day=day, is_demo=True)

    assert found["timeliness"][unit.pk] == (1, 1)
    assert found["task-completion"][unit.pk] == (0, 2)


def test_a_token_sees_no_score_before_publication_whatever_its_user_is(office: User, unit: Unit) -> None:
    year = started(office, unit)
    for user in (make_user("leadership"), make_user("unit_officer", unit=unit)):
        assert visible_scores(year, user, NOW.date()).exists()
        user.token = object()  # as the API's authentication leaves it on the user
        assert not visible_scores(year, user, NOW.date()).exists()
        assert not sees_all_scores(year, user)

    Assessment.objects.filter(pk=year.pk).update(state=AssessmentState.PUBLISHED)
    year.refresh_from_db()
    assert visible_scores(year, user, NOW.date()).exists()


def test_a_year_is_not_drafted_with_a_day_that_is_past(office: User) -> None:
    with pytest.raises(AssessmentRefused, match="已经过去"):
        assessment.create_assessment(
            year=2026, title="", self_due_on=NOW.date() - timedelta(days=1), by=office, now=NOW
        )
    assessment.create_assessment(year=2026, title="", self_due_on=NOW.date(), by=office, now=NOW)


def test_handing_the_year_to_more_units_writes_their_scores_at_once(office: User) -> None:
    """Told post by post, but written in one go; the history keeps every row."""
    costs = []
    for year, number in ((2030, 1), (2031, 4)):
        units = [make_unit() for _ in range(number)]
        drawn = drafted(office, year)
        Assessment.objects.filter(pk=drawn.pk).update(self_due_on=DUE)
        with CaptureQueriesContext(connection) as queries:
            assessment.start_claims(assessment_id=drawn.pk, by=office, now=NOW, units=units)
        costs.append(len(queries))
        written = AssessmentScore.objects.filter(indicator__assessment=drawn)
        assert written.count() == number * drawn.indicators.count()
        assert all(row.workings.get("withheld") for row in written.filter(indicator__method="computed"))
        assert all(row.events.count() == 1 for row in written)  # type: ignore[attr-defined]

    assert costs[0] == costs[1]
