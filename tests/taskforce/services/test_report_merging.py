"""The office's merged report: its table and its text are what the database holds of the groups' reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.urls import reverse

from taskforce.choices import DutyState
from taskforce.models import ReportDuty, ReportVersion
from taskforce.science.report_text import fingerprint
from taskforce.services import figures, reports
from tests.factories.accounts import make_user, make_verified_client
from tests.factories.office import Office, hold, make_office, make_post, make_rule
from tests.factories.reports import TEXTS, hand_in, make_duty
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db


@dataclass
class Gathering:
    """Three groups (accepted on time, accepted late, nothing) and the office's duty that merges them."""

    office: Office
    parts: list[ReportDuty]
    versions: list[ReportVersion]
    whole: ReportDuty


@pytest.fixture
def gathering(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Gathering:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    office = make_office()
    posts = [office.officer_post, make_post(), make_post()]
    writers = [office.officer, make_user("unit_officer", unit=posts[1].unit)]
    hold(posts[1], writers[1])
    rule = make_rule(posts=posts)
    parts = [make_duty(office, rule=rule, body=post.unit, owner_post=post) for post in posts]
    late = datetime(2026, 7, 17, 10, tzinfo=BEIJING)
    versions = []
    for part, writer, moment in zip(parts, writers, (now, late), strict=False):
        texts = {key: f"{part.body}：{text}" for key, text in TEXTS.items()}
        version = hand_in(part, writer, moment, texts)
        versions.append(reports.accept(version=version, by=office.director, now=moment))
    merging = make_rule(posts=[office.director_post], merges=rule)
    whole = make_duty(
        office,
        rule=merging,
        body=office.director_post.unit,
        owner_post=office.director_post,
        due_on=date(2026, 7, 21),
    )
    return Gathering(office, parts, versions, whole)


def test_the_table_and_the_sources_are_what_the_database_holds(gathering: Gathering) -> None:
    late = datetime(2026, 7, 20, 9, tzinfo=BEIJING)
    draft = reports.merge(duty=gathering.whole, by=gathering.office.director, now=late)

    one, two, three = (str(part.body) for part in gathering.parts)
    units = [str(part.owner_post.unit) for part in gathering.parts]
    assert draft.sections[0]["table"]["rows"] == [
        [one, units[0], "已接受，锁定", "2026-07-07 09:12", "按期", "第 1 稿"],
        [two, units[1], "已接受，锁定", "2026-07-17 10:00", "逾期提交，晚 3 个工作日", "第 1 稿"],
        [three, units[2], "待起草", "未提交", "逾期未报，截止 2026-07-14", "未采用"],
    ]
    assert draft.sections[0]["text"] == f"应报 3 份，已报 2 份。未报送：{three}。"
    assert draft.sources == [
        {
            "duty": version.duty_id,
            "body": str(version.duty.body),
            "version": version.pk,
            "number": 1,
            "sha256": fingerprint(version.sections, version.figures),
        }
        for version in ReportVersion.objects.filter(pk__in=[v.pk for v in gathering.versions]).order_by("pk")
    ]


def test_the_groups_sections_stand_in_order_and_a_missing_group_is_named(
    gathering: Gathering, now: datetime
) -> None:
    draft = reports.merge(duty=gathering.whole, by=gathering.office.director, now=now)

    one, two, three = (str(part.body) for part in gathering.parts)
    assert [section["key"] for section in draft.sections] == ["who", "work", "problems", "next"]
    assert draft.sections[1]["text"].split("\n") == [
        f"（一）{one}",
        f"{one}：开展示范工作。",
        f"（二）{two}",
        f"{two}：开展示范工作。",
        f"（三）{three}",
        "未报送。",
    ]


def test_a_report_that_is_not_accepted_is_named_and_not_taken(gathering: Gathering, now: datetime) -> None:
    third = gathering.parts[2]
    writer = make_user("unit_officer", unit=third.owner_post.unit)
    hand_in(third, writer, now)

    draft = reports.merge(duty=gathering.whole, by=gathering.office.director, now=now)

    assert draft.sections[1]["text"].endswith("已提交，尚未接受，没有汇入。")
    assert [source["duty"] for source in draft.sources] == [part.pk for part in gathering.parts[:2]]


def test_merging_again_takes_what_came_since_and_keeps_one_draft(gathering: Gathering, now: datetime) -> None:
    office, third = gathering.office, gathering.parts[2]
    first = reports.merge(duty=gathering.whole, by=office.director, now=now)
    version = hand_in(third, make_user("unit_officer", unit=third.owner_post.unit), now)
    reports.accept(version=version, by=office.director, now=now)

    again = reports.merge(duty=gathering.whole, by=office.director, now=now)

    assert again.pk == first.pk
    assert len(again.sources) == 3
    assert "未报送" not in again.sections[0]["text"]


def test_the_merged_report_is_judged_by_another_of_the_office(gathering: Gathering, now: datetime) -> None:
    office = gathering.office
    other: User = make_user("office", unit=office.director_post.unit)
    draft = reports.merge(duty=gathering.whole, by=office.director, now=now)
    version = reports.submit(version=draft, by=office.director, now=now)

    with pytest.raises(NotAllowed, match="自己"):
        reports.accept(version=version, by=office.director, now=now)
    writer = User.objects.get(pk=gathering.versions[1].submitted_by_id)
    writer.memberships.create(role="office", unit=office.director_post.unit, valid_from=date(2020, 1, 1))
    with pytest.raises(NotAllowed, match="自己"):
        reports.accept(version=version, by=writer, now=now)  # a part of it is theirs
    accepted = reports.accept(version=version, by=other, now=now)

    assert ReportDuty.objects.get(pk=gathering.whole.pk).state == DutyState.ACCEPTED
    assert len(accepted.sources) == 2
    with pytest.raises(Conflict):
        reports.merge(duty=gathering.whole, by=office.director, now=now)


def test_an_ordinary_report_merges_nothing(gathering: Gathering, now: datetime) -> None:
    with pytest.raises(EnvHealthError, match="不汇总"):
        reports.merge(duty=gathering.parts[2], by=None, now=now)


def test_nothing_is_merged_while_no_groups_report_is_accepted(gathering: Gathering, now: datetime) -> None:
    shared = {"period_code": "2025H2", "rule": gathering.parts[0].rule}
    part = make_duty(gathering.office, **shared)
    whole = make_duty(
        gathering.office,
        rule=gathering.whole.rule,
        body=gathering.whole.body,
        owner_post=gathering.whole.owner_post,
        period_code="2025H2",
    )
    hand_in(part, gathering.office.officer, now)

    with pytest.raises(EnvHealthError, match="还没有接受"):
        reports.merge(duty=whole, by=gathering.office.director, now=now)
    page = make_verified_client(gathering.office.director).get(
        reverse("taskforce:report_merge", args=[whole.pk])
    )

    assert (f"<td>{part.body}</td>" in page.content.decode(), page.context["may_merge"]) == (True, False)
    assert ">汇总</button>" not in page.content.decode()
    assert not whole.versions.exists()


def test_who_has_reported_stands_above_the_button_that_merges(gathering: Gathering) -> None:
    address = reverse("taskforce:report_merge", args=[gathering.whole.pk])

    page = make_verified_client(gathering.office.director).get(address).content.decode()

    assert f"未报送：{gathering.parts[2].body}。" in page
    assert page.index("<td>未采用</td>") < page.index(">汇总</button>")
