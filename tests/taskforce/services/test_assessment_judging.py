"""Who scores what: never one's own unit, with no account, and never over a colleague's work unseen."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from taskforce.models import Assessment, AssessmentScore
from taskforce.selectors.assessment import newest_change, scores_of
from taskforce.services import assessment
from taskforce.services.assessment import Given, IndicatorLine
from tests.factories.accounts import make_unit, make_user
from tests.factories.office import make_person
from tests.factories.taskforce_tasks import NOW, hold, make_post
from tests.taskforce.services.walking import at_once
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def unit() -> Unit:
    return make_unit()


def drafted(office: User) -> Assessment:
    due = NOW.date() + timedelta(days=20)
    return assessment.create_assessment(
        year=2026, title="", self_due_on=due, by=office, now=NOW, is_demo=True
    )


def started(office: User, unit: Unit) -> Assessment:
    year = drafted(office)
    return assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=[unit])


def in_review(office: User, unit: Unit) -> Assessment:
    year = started(office, unit)
    return assessment.start_review(assessment_id=year.pk, by=office)


def rows(year: Assessment, unit: Unit, **scores: int | None) -> dict[int, Given]:
    found = AssessmentScore.objects.filter(indicator__assessment=year, unit=unit, indicator__code__in=scores)
    return {
        score.indicator_id: Given(None) if given is None else Given(Decimal(given), "材料齐全")
        for score in found.select_related("indicator")
        for given in [scores[score.indicator.code]]
    }


def same_person(first: User, second: User) -> None:
    """Let the second account take the place of the first at their person."""
    person = make_person(first)
    for user in (None, second):
        person.user = user
        person.save()


def test_nobody_of_the_unit_sets_its_score_neither_by_a_role_nor_by_a_post(office: User, unit: Unit) -> None:
    year = in_review(office, unit)
    employed, holder, again = make_user("office", unit=unit), make_user("office"), make_user("office")
    hold(make_post(unit=unit), holder)
    same_person(make_user("unit_officer", unit=unit), again)

    for by in (employed, holder, again):
        with pytest.raises(NotAllowed, match="您任职的单位"):
            assessment.review(
                assessment_id=year.pk, unit=unit, rows=rows(year, unit, evidence=9), by=by, now=NOW
            )

    assert not AssessmentScore.objects.filter(office_score__isnull=False).exists()
    former = make_user("office")
    hold(make_post(unit=unit), former, until=date(2026, 7, 7))
    assessment.review(assessment_id=year.pk, unit=unit, rows=rows(year, unit, evidence=9), by=former, now=NOW)


def test_who_once_claimed_does_not_review_with_another_account_after_leaving_the_unit(
    office: User, unit: Unit
) -> None:
    year, officer, again = started(office, unit), make_user("unit_officer", unit=unit), make_user("office")
    given = rows(year, unit, evidence=9)
    assessment.claim(assessment_id=year.pk, unit=unit, rows=given, by=officer, now=NOW)
    same_person(officer, again)
    officer.memberships.update(valid_to=date(2026, 7, 7))
    assessment.start_review(assessment_id=year.pk, by=office)

    with pytest.raises(NotAllowed, match="另一人"):
        assessment.review(assessment_id=year.pk, unit=unit, rows=given, by=again, now=NOW)


def test_an_old_page_does_not_take_back_a_colleagues_review(office: User, unit: Unit) -> None:
    year = in_review(office, unit)
    seen = newest_change(scores_of(year, unit))
    first = rows(year, unit, evidence=9, effect=None)
    assessment.review(
        assessment_id=year.pk, unit=unit, rows=first, by=make_user("office"), now=NOW, seen=seen
    )

    stale = rows(year, unit, evidence=None, effect=5)
    with pytest.raises(Conflict, match="别人改过"):
        assessment.review(assessment_id=year.pk, unit=unit, rows=stale, by=office, now=NOW, seen=seen)

    kept = AssessmentScore.objects.filter(office_score__isnull=False)
    assert [(row.indicator.code, row.office_score) for row in kept] == [("evidence", 9)]


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_claim_at_once_from_one_page_one_is_told(office: User, unit: Unit) -> None:
    year = started(office, unit)
    seen = newest_change(scores_of(year, unit))
    given = [rows(year, unit, evidence=9, effect=None), rows(year, unit, evidence=None, effect=5)]
    officers = [make_user("unit_officer", unit=unit) for _ in given]

    told = at_once(
        *[
            lambda by=by, given=given: assessment.claim(  # type: ignore[misc]
                assessment_id=year.pk, unit=unit, rows=given, by=by, now=NOW, seen=seen
            )
            for by, given in zip(officers, given, strict=True)
        ]
    )

    assert sorted(told) == ["Conflict", "done"]
    assert AssessmentScore.objects.filter(self_score__isnull=False).count() == 1


def test_an_old_page_changes_neither_the_year_nor_its_indicators(office: User) -> None:
    year = drafted(office)
    change = {"assessment_id": year.pk, "self_due_on": year.self_due_on, "reason": "示范", "by": office}
    assessment.change_assessment(title="先改", seen=year.updated_at, **change)
    with pytest.raises(Conflict, match="别人改过"):
        assessment.change_assessment(title="后改", seen=year.updated_at, **change)

    seen = newest_change(year.indicators.all())
    for title in ("服务群众", "别的"):
        lines = [IndicatorLine("own-1", title, Decimal(100), "entered", "", 1)]
        given = {"assessment_id": year.pk, "lines": lines, "reason": "示范", "by": office, "seen": seen}
        if title == "服务群众":
            assessment.set_indicators(**given)
            continue
        with pytest.raises(Conflict, match="别人改过"):
            assessment.set_indicators(**given)

    year.refresh_from_db()
    assert (year.title, [row.title for row in year.indicators.all()]) == ("先改", ["服务群众"])
