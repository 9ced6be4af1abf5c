"""No sequence of steps lets anybody judge their own answer or score: walks over supervision and the assessment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taskforce.choices import AssessmentState, SupervisionState
from taskforce.models import AssessmentScore
from taskforce.services import assessment, supervision
from taskforce.services.assessment import Given
from tests.factories.accounts import make_unit, make_user
from tests.factories.taskforce_meetings import day_of
from tests.factories.taskforce_tasks import NOW, make_post
from tests.taskforce.services.walking import bounded, undone
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.errors import EnvHealthError

pytestmark = pytest.mark.django_db
Steps = list[tuple[str, str]]
WHO = st.sampled_from(["office", "colleague", "officer"])  # the colleague is of the office and of the unit
LIMIT = bounded(40)


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def people(unit: Unit) -> dict[str, User]:
    return {
        "office": make_user("office"),
        "colleague": make_user("office", unit=unit),
        "officer": make_user("unit_officer", unit=unit),
    }


def steps_of(*actions: str) -> st.SearchStrategy[Steps]:
    return st.lists(st.tuples(st.sampled_from(actions), WHO), max_size=8)


def taken(step: Callable[..., Any], **given: Any) -> bool:
    try:
        step(**given)
    except EnvHealthError:
        return False
    return True


def test_nobody_closes_what_they_answered(unit: Unit, people: dict[str, User]) -> None:
    reached: set[str] = set()
    closers: set[str] = set()

    @LIMIT
    @example([("reply", "officer"), ("send_back", "office"), ("reply", "officer"), ("close", "colleague")])
    @example([("reply", "colleague"), ("close", "colleague"), ("send_back", "office"), ("reply", "officer")])
    @given(steps_of("reply", "send_back", "close"))
    def walk(steps: Steps) -> None:
        with undone():
            post = make_post(unit=unit)
            notice = supervision.issue(
                by=people["office"], now=NOW, title="水样迟报", text="请说明。", working_days=5, post=post, is_demo=True
            )  # fmt: skip
            answered: set[str] = set()
            reached.add(notice.state)
            for action, who in steps:
                before, given = notice.state, {"notice_id": notice.pk, "by": people[who], "now": NOW}
                if action == "reply":
                    went = taken(supervision.reply, text="回复", **given)
                    answered |= {who} if went else set()
                elif action == "send_back":
                    went = taken(supervision.send_back, verdict="退回", **given)
                else:
                    went = taken(supervision.close, verdict="属实", **given)
                notice.refresh_from_db()
                reached.add(notice.state)
                assert went == (notice.state != before)
                if went and action != "reply":
                    assert who not in answered
                if went and action == "close":
                    closers.add(who)
            assert (notice.closed_by_id is not None) == (notice.state == SupervisionState.CLOSED)

    walk()

    assert reached == set(SupervisionState)
    assert closers == {"office", "colleague"}


def test_nothing_is_published_that_another_has_not_reviewed(unit: Unit, people: dict[str, User]) -> None:
    reached: set[str] = set()
    reviewers: set[str] = set()

    @LIMIT
    @example(
        [("claim", "officer"), ("open_review", "office"), ("review", "office"), ("publish", "colleague")]
    )
    @example(
        [("claim", "colleague"), ("open_review", "office"), ("review", "colleague"), ("publish", "office")]
    )
    @example(
        [("claim", "colleague"), ("claim", "officer"), ("open_review", "office"), ("review", "colleague")]
    )
    @example([("open_review", "office"), ("publish", "office"), ("review", "office"), ("publish", "office")])
    @given(steps_of("claim", "open_review", "review", "publish"))
    def walk(steps: Steps) -> None:
        with undone():
            year = assessment.create_assessment(
                year=2030, title="", self_due_on=day_of(NOW, 30), by=people["office"], now=NOW, is_demo=True
            )
            reached.add(year.state)
            assessment.start_claims(assessment_id=year.pk, by=people["office"], now=NOW, units=[unit])
            entered = AssessmentScore.objects.filter(indicator__assessment=year, indicator__method="entered")
            rows = {
                score.indicator_id: Given(score.indicator.weight, "齐全")
                for score in entered.select_related("indicator")
            }
            claimed: set[str] = set()
            for action, who in steps:
                given = {"assessment_id": year.pk, "by": people[who]}
                if action == "claim" and taken(assessment.claim, unit=unit, rows=rows, now=NOW, **given):
                    claimed.add(who)
                elif action == "open_review":
                    taken(assessment.start_review, **given)
                elif action == "review" and taken(assessment.review, unit=unit, rows=rows, now=NOW, **given):
                    assert who not in claimed
                    reviewers.add(who)
                elif action == "publish" and taken(assessment.publish, document="", now=NOW, **given):
                    assert all(score.office_by_id for score in entered.all())
                year.refresh_from_db()
                reached.add(year.state)

    walk()

    assert reached == set(AssessmentState)
    assert reviewers == {"office"}  # the colleague belongs to the unit
