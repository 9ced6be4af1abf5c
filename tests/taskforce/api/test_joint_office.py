"""The joint office for programs: organisation, meetings and decisions, supervision, assessments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from taskforce.choices import PostKind
from taskforce.models import Assessment, AssessmentScore, Decision, Meeting
from taskforce.selectors.assessment import supervisions
from taskforce.services import assessment, meetings, supervision
from taskforce.services.assessment import Given
from taskforce.services.meetings import Line
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_meetings import MEETING_AT, make_held_meeting, make_meeting
from tests.factories.taskforce_tasks import NOW, hold, make_post
from yunhe_envhealth.accounts.models import Unit, User

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


@pytest.fixture
def office() -> User:
    return make_user("office")


def held_with_decisions(office: User) -> Meeting:
    meeting = make_held_meeting(by=office)
    lines = [
        Line("note", "听取了各组汇报。"),
        Line("task", "九月底前补齐水样记录。", make_post(), date(2026, 9, 30)),
    ]
    meetings.record_decisions(meeting_id=meeting.pk, lines=lines, by=office, now=MEETING_AT)
    return meeting


def issued(office: User, unit: Unit) -> None:
    supervision.issue(
        by=office, now=NOW, title="水样迟报", text="请说明原因。", working_days=5, post=make_post(unit=unit), is_demo=True
    )  # fmt: skip


def scored(office: User, *units: Unit) -> Assessment:
    """Return a year in which the first unit claimed 8 of 10 for its evidence."""
    for unit in units:
        make_post(unit=unit, kind=PostKind.LIAISON)
    year = assessment.create_assessment(
        year=2026, title="", self_due_on=NOW.date() + timedelta(days=900), by=office, now=NOW, is_demo=True
    )
    return assessment.start_claims(assessment_id=year.pk, by=office, now=NOW, units=units)


def published(office: User, year: Assessment) -> None:
    assessment.start_review(assessment_id=year.pk, by=office)
    for unit in {row.unit for row in AssessmentScore.objects.all()}:
        rows = AssessmentScore.objects.filter(unit=unit, indicator__method="entered")
        given = {row.indicator_id: Given(Decimal(8), "材料齐全") for row in rows}
        assessment.review(assessment_id=year.pk, unit=unit, rows=given, by=office, now=NOW)
    assessment.publish(assessment_id=year.pk, document="", by=office, now=NOW)


def test_anybody_reads_the_organisation_of_a_day_with_published_names_only(client: Client) -> None:
    body = make_unit(kind=Unit.Kind.GROUP, name="示范专班")
    for published, name in ((True, "示范公开者"), (False, "示范未公开者")):
        user = make_user(full_name=name)
        hold(make_post(body=body, title=f"{name}的岗位"), user, since=date(2024, 1, 1))
        user.person.is_named_publicly = published
        user.person.save()

    now = client.get(f"{ROOT}/organisation/").json()
    before = client.get(f"{ROOT}/organisation/?day=2023-12-31").json()

    posts = {row["title"]: row for row in now["bodies"][0]["posts"]}
    assert [row["name"] for row in now["bodies"]] == ["示范专班"]
    assert posts["示范公开者的岗位"]["name"] == "示范公开者"
    assert posts["示范未公开者的岗位"]["name"] == ""
    assert before["day"] == "2023-12-31"
    assert {row["vacant"] for row in before["bodies"][0]["posts"]} == {True}


@pytest.mark.parametrize("query", ["day=yesterday", "day=2026-13-01", "days=1"])
def test_a_day_that_is_none_is_a_mistake(client: Client, query: str) -> None:
    answer = client.get(f"{ROOT}/organisation/?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_meeting_with_its_agenda_and_its_decisions(client_for: Callable[..., Client], office: User) -> None:
    meeting = make_meeting(by=office, starts_at=MEETING_AT - timedelta(days=1))
    meetings.propose_agenda_item(
        meeting_id=meeting.pk, unit=make_unit(name="示范提出单位"), title="监测点补位", by=office, now=NOW
    )
    decided = held_with_decisions(office)
    client = client_for("leadership")

    rows = client.get(f"{ROOT}/meetings/").json()["results"]
    one = client.get(f"{ROOT}/meetings/{meeting.pk}/").json()
    lines = client.get(f"{ROOT}/decisions/?meeting={decided.pk}").json()["results"]

    assert [row["id"] for row in rows] == [decided.pk, meeting.pk]
    assert [(row["title"], row["unit_name"]) for row in one["agenda"]] == [("监测点补位", "示范提出单位")]
    assert "minutes" not in one
    task = Decision.objects.get(kind="task").task
    assert task is not None
    assert [(row["kind"], row["standing"], row["task"], row["due_on"]) for row in lines] == [
        ("task", "open", task.pk, "2026-09-30"),
        ("note", "note", None, None),
    ]


def test_notices_of_supervision_follow_the_area(office: User) -> None:
    issued(office, make_unit(area_code="331125106"))
    issued(office, make_unit(area_code="331125001"))
    client = make_verified_client(make_user("township_officer", area_code="331125106"))

    rows = client.get(f"{ROOT}/supervision-notices/").json()["results"]

    assert [(row["title"], row["due_on"]) for row in rows] == [("水样迟报", "2026-07-14")]
    late = "true" if rows[0]["is_late"] else "false"
    assert client.get(f"{ROOT}/supervision-notices/?is_late={late}").json()["results"] == rows


def test_a_notice_is_late_the_day_after_its_due_day(office: User) -> None:
    issued(office, make_unit())

    assert [supervisions(date(2026, 7, day)).get().late for day in (14, 15)] == [False, True]


def test_a_unit_sees_its_own_scores_until_all_are_published(office: User) -> None:
    own, other = make_unit(), make_unit()
    year = scored(office, own, other)
    unit_client = make_verified_client(make_user("unit_officer", unit=own))
    address = f"{ROOT}/assessments/{year.pk}/"

    before = unit_client.get(address).json()["standings"]
    published(office, year)
    after = unit_client.get(address).json()

    assert [(row["unit"], row["rank"]) for row in before] == [(own.code, None)]
    assert {(row["unit"], row["rank"]) for row in after["standings"]} == {(own.code, 1), (other.code, 1)}
    assert after["state"] == "published"
    withheld = [row for row in after["standings"][0]["scores"] if row["counted"] is None]
    assert withheld
    assert all(row["how"] for row in withheld)
    assert sum(Decimal(row["weight"]) for row in after["indicators"]) == 100


@pytest.mark.parametrize("name", ["meetings", "decisions", "supervision-notices", "assessments"])
def test_lists_are_for_those_with_the_right_refuse_unknown_questions_and_are_read_only(
    client: Client, client_for: Callable[..., Client], name: str
) -> None:
    address = f"{ROOT}/{name}/"
    staff = client_for("leadership")

    assert client.get(address).status_code == 401
    assert staff.get(address).status_code == 200
    for query in ("colour=red", "state=gone", "kind=gone", "meeting=x", "page_size=1001"):
        assert staff.get(f"{address}?{query}").status_code == 400
    assert staff.get(f"{address}999999999/").status_code == 404
    assert staff.post(address, {}).status_code in (403, 405)


@pytest.mark.parametrize("name", ["meetings", "decisions", "supervision-notices"])
def test_a_list_asks_the_same_number_of_queries_whatever_its_length(
    client_for: Callable[..., Client], office: User, name: str
) -> None:
    client = client_for("leadership")
    counts = []
    for _ in range(2):
        for _ in range(3):
            held_with_decisions(office) if name != "supervision-notices" else issued(office, make_unit())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{ROOT}/{name}/").json()["results"]
        counts.append(len(captured))

    assert counts[0] == counts[1]
