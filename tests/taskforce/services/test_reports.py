"""A report's way: drafted, submitted, returned or accepted, amended; who may, and what is frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from taskforce.choices import DutyState, VersionState
from taskforce.models import Notice, ReportComment, ReportDuty, ReportVersion
from taskforce.selectors.report_scope import written_by
from taskforce.services import figures, reports
from taskforce.services.figures import Figure, Span
from taskforce.services.reports.opening import own_words
from tests.factories.accounts import make_user
from tests.factories.office import Office, hold, make_office
from tests.factories.reports import TEXTS, hand_in, make_duty, write_draft
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.selectors import timeline
from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Numbers:
    """A provider of figures whose number a test may change."""

    def __init__(self) -> None:
        self.open_hazards: str | None = "17"

    def __call__(self, span: Span) -> Iterator[Figure]:
        yield Figure(
            "sample.open",
            "未结隐患",
            self.open_hazards,
            "处",
            withheld="" if self.open_hazards else "没有记录",
            source="示范台账",
            as_of=span.now,
        )
        yield Figure("sample.none", "素养水平", None, "%", withheld="还没有调查")


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> Numbers:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    provider = Numbers()
    figures.register("sample", "示范", provider)
    return provider


@pytest.fixture
def office(numbers: Numbers) -> Office:
    return make_office()


@pytest.fixture
def duty(office: Office) -> ReportDuty:
    return make_duty(office)


@pytest.fixture
def reviewer(office: Office) -> User:
    return office.director


def test_a_report_opens_filled_with_the_platforms_figures(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    draft = reports.start_draft(duty=duty, by=office.officer, now=now)

    assert [section["title"] for section in draft.sections] == [
        "一、工作开展情况",
        "二、存在问题",
        "三、下一步举措",
    ]
    assert draft.sections[0]["text"] == "未结隐患 {{sample.open}}，素养水平{{sample.none}}。"
    assert [own_words(section["text"]) for section in draft.sections[1:]] == ["", ""]
    assert (draft.number, draft.kind, draft.state) == (1, "first", "draft")
    assert ReportDuty.objects.get(pk=duty.pk).state == DutyState.DRAFTED


def test_opening_a_draft_twice_gives_the_same_draft(office: Office, duty: ReportDuty, now: datetime) -> None:
    first = reports.start_draft(duty=duty, by=office.officer, now=now)

    assert reports.start_draft(duty=duty, by=office.officer, now=now).pk == first.pk
    assert duty.versions.count() == 1


def test_a_figure_without_a_value_prints_its_reason_and_never_zero(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now, TEXTS | {"work": "素养水平{{sample.none}}。"})
    document = reports.document_of(version, version.figures)

    assert document.sections[0].paragraphs == ["素养水平（暂无数据：还没有调查）。"]


def test_a_draft_that_somebody_saved_since_is_not_overwritten(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    draft = reports.start_draft(duty=duty, by=office.officer, now=now)
    saved = reports.save_draft(
        version=draft, texts={"work": "先写的。"}, seen=draft.updated_at, by=office.officer, now=now
    )

    with pytest.raises(Conflict):
        reports.save_draft(
            version=draft, texts={"work": "后写的。"}, seen=draft.updated_at, by=office.head, now=now
        )

    saved.refresh_from_db()
    assert saved.sections[0]["text"] == "先写的。"


def test_a_typed_figure_needs_a_reason_and_keeps_it_with_the_live_one(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    draft = write_draft(duty, office.officer, now, TEXTS | {"work": "未结 {{sample.open}}。"})

    def typed(**entry: str) -> ReportVersion:
        return reports.save_draft(
            version=draft,
            texts={},
            typed={"sample.open": entry},
            seen=draft.updated_at,
            by=office.officer,
            now=now,
        )

    with pytest.raises(EnvHealthError, match="理由"):
        typed(value="16", reason=" ")
    draft = typed(value="16", reason="一处重复登记")
    version = reports.submit(version=draft, by=office.officer, now=now)

    kept = version.figures["sample.open"]
    assert (kept["value"], kept["live"], kept["reason"]) == ("16", "17", "一处重复登记")
    assert reports.document_of(version, version.figures).sections[0].paragraphs == ["未结 16处。"]


@pytest.mark.parametrize("value", ["abc", "约16", "-1", "1e9", "16处", "１６", "1,20", "NaN", "9" * 13])
def test_a_number_is_typed_as_a_number(office: Office, duty: ReportDuty, now: datetime, value: str) -> None:
    draft = write_draft(duty, office.officer, now)
    for key in ("sample.open", "sample.none"):
        given = {"version": draft, "texts": {}, "seen": draft.updated_at, "by": office.officer, "now": now}
        with pytest.raises(EnvHealthError, match="是数"):
            reports.save_draft(typed={key: {"value": value, "reason": "示范"}}, **given)
    with pytest.raises(EnvHealthError, match="不能大于"):
        reports.save_draft(typed={"sample.none": {"value": "3000", "reason": "示范"}}, **given)
    saved = reports.save_draft(typed={"sample.open": {"value": "1,200.5", "reason": "示范"}}, **given)

    assert saved.figures["sample.open"]["value"] == "1,200.5"


def test_a_figure_in_words_is_typed_in_words(office: Office, duty: ReportDuty, now: datetime) -> None:
    figures.register("words", "示范", lambda span: [Figure("words.level", "主要级别", "低风险")])
    draft = write_draft(duty, office.officer, now)

    saved = reports.save_draft(
        version=draft,
        texts={},
        typed={"words.level": {"value": "中风险", "reason": "示范"}},
        seen=draft.updated_at,
        by=office.officer,
        now=now,
    )

    assert saved.figures["words.level"]["value"] == "中风险"


def test_figures_are_live_in_a_draft_and_frozen_at_submission(
    office: Office, duty: ReportDuty, numbers: Numbers, now: datetime
) -> None:
    draft = write_draft(duty, office.officer, now, TEXTS | {"work": "未结 {{sample.open}}。"})
    numbers.open_hazards = "15"
    assert reports.shown_figures(draft, now)["sample.open"]["value"] == "15"

    version = reports.submit(version=draft, by=office.officer, now=now)
    numbers.open_hazards = "14"

    shown = reports.shown_figures(version, now + HOUR)
    assert (shown["sample.open"]["value"], shown["sample.open"]["source"]) == ("15", "示范台账")
    assert set(shown) == {"sample.open"}


def test_a_returned_report_shows_which_figures_changed_since(
    office: Office, duty: ReportDuty, numbers: Numbers, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now, TEXTS | {"work": "未结 {{sample.open}}。"})
    draft = reports.send_back(version=version, by=reviewer, now=now, text="请核对。")
    numbers.open_hazards = "14"

    changed = reports.changed_since(version.figures, reports.shown_figures(draft, now))

    assert changed == {"sample.open": ("17", "14")}


def test_an_unknown_figure_and_an_empty_section_keep_a_report_from_being_submitted(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    draft = reports.start_draft(duty=duty, by=office.officer, now=now)
    with pytest.raises(EnvHealthError, match="三、下一步举措"):
        reports.submit(version=draft, by=office.officer, now=now)
    draft = reports.save_draft(
        version=draft,
        texts=TEXTS | {"work": "{{no.such}}"},
        seen=draft.updated_at,
        by=office.officer,
        now=now,
    )
    with pytest.raises(EnvHealthError, match=r"no\.such"):
        reports.submit(version=draft, by=office.officer, now=now)

    duty.refresh_from_db()
    assert (duty.state, duty.first_submitted_at) == (DutyState.DRAFTED, None)


def test_a_second_click_on_submit_changes_nothing(office: Office, duty: ReportDuty, now: datetime) -> None:
    version = hand_in(duty, office.officer, now)

    again = reports.submit(version=version, by=office.officer, now=now + HOUR)

    assert again.submitted_at == now
    assert Notice.objects.filter(subject_id=duty.pk, channel="inbox").count() == 1


def test_the_first_submission_is_kept_through_every_return(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    draft = reports.send_back(version=version, by=reviewer, now=now + HOUR, text="请补充。")
    second = reports.submit(version=draft, by=office.officer, now=now + 2 * HOUR)
    reports.accept(version=second, by=reviewer, now=now + 3 * HOUR)

    duty.refresh_from_db()
    assert duty.first_submitted_at == now
    assert (duty.state, duty.accepted_at) == (DutyState.ACCEPTED, now + 3 * HOUR)
    assert [(v.number, v.kind, v.state) for v in duty.versions.order_by("number")] == [
        (1, "first", "returned"),
        (2, "revision", "accepted"),
    ]


def test_a_report_is_returned_only_with_a_comment(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)

    with pytest.raises(EnvHealthError, match="意见"):
        reports.send_back(version=version, by=reviewer, now=now)

    remark = reports.comment(version=version, text="请补样本数。", anchor="problems", by=reviewer, now=now)
    draft = reports.send_back(version=version, by=reviewer, now=now)
    answered = reports.reply(comment=remark, text="已补。", by=office.officer, now=now)

    assert (draft.number, draft.sections) == (2, version.sections)
    assert (answered.reply, answered.replied_by) == ("已补。", office.officer)
    assert ReportComment.objects.count() == 1


def test_only_the_owners_unit_writes_and_only_the_office_judges(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    stranger = make_user("unit_officer")
    for writer in (stranger, reviewer, office.chief):
        with pytest.raises(NotAllowed):
            reports.start_draft(duty=duty, by=writer, now=now)
    version = hand_in(duty, office.officer, now)
    for judge in (stranger, office.officer, office.head, office.chief):
        with pytest.raises(NotAllowed):
            reports.accept(version=version, by=judge, now=now)
        with pytest.raises(NotAllowed):
            reports.send_back(version=version, by=judge, now=now, text="退回")

    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED


def test_whoever_wrote_any_of_it_may_not_judge_it_even_when_somebody_else_submitted(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    both = make_user("office", unit=office.unit)
    draft = write_draft(duty, both, now)
    version = reports.submit(version=draft, by=office.officer, now=now)

    with pytest.raises(NotAllowed, match="自己"):
        reports.accept(version=version, by=both, now=now)
    returned = reports.send_back(version=version, by=reviewer, now=now, text="请补充。")
    second = reports.submit(version=returned, by=office.officer, now=now)
    with pytest.raises(NotAllowed, match="自己"):
        reports.accept(version=second, by=both, now=now)


def test_whoever_handed_in_an_earlier_version_does_not_judge_the_next(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    both = make_user("office", unit=office.unit)
    version = reports.submit(version=write_draft(duty, office.officer, now), by=both, now=now)
    returned = reports.send_back(version=version, by=reviewer, now=now, text="请补充。")
    second = reports.submit(version=returned, by=office.officer, now=now)

    with pytest.raises(NotAllowed, match="自己"):
        reports.accept(version=second, by=both, now=now)


def test_what_was_handed_in_does_not_change_not_even_by_a_direct_update(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    reports.accept(version=version, by=reviewer, now=now)
    rows = ReportVersion.objects.filter(pk=version.pk)

    for change in (
        {"sections": []},
        {"figures": {"a": {}}},
        {"submitted_at": now - HOUR},
        {"state": "draft"},
        {"submitted_by": reviewer},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    with pytest.raises(Conflict):
        reports.save_draft(
            version=version, texts={"work": "改"}, seen=version.updated_at, by=office.officer, now=now
        )
    assert rows.get().sections == version.sections


def test_every_step_keeps_who_and_why(
    office: Office, duty: ReportDuty, reviewer: User, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    reports.accept(version=version, by=reviewer, now=now)

    told = [(entry.reason, entry.who) for entry in timeline(version)]

    assert [reason for reason, _ in told] == ["接受第 1 稿", "提交第 1 稿", "保存草稿", "起草"]
    assert office.officer.full_name in told[1][1]
    assert reviewer.full_name in told[0][1]


def test_a_refused_step_leaves_no_trace(office: Office, duty: ReportDuty, now: datetime) -> None:
    version = hand_in(duty, office.officer, now)
    before = len(list(timeline(version, duty)))

    with pytest.raises(EnvHealthError, match="意见"):
        reports.send_back(version=version, by=office.director, now=now, text=" \x00 ")

    assert len(list(timeline(version, duty))) == before
    assert Notice.objects.filter(title__contains="退回").count() == 0


def test_signs_that_no_document_holds_are_dropped(office: Office, duty: ReportDuty, now: datetime) -> None:
    draft = write_draft(duty, office.officer, now, TEXTS | {"work": "一\x00二\ud800三\r\n四\x0b"})

    assert draft.sections[0]["text"] == "一二三\n四"


def test_the_present_holder_of_the_post_writes_from_another_unit_and_a_former_one_does_not(
    office: Office, duty: ReportDuty, now: datetime
) -> None:
    there = make_user("unit_officer")
    rows = ReportDuty.objects.all()
    with pytest.raises(NotAllowed):
        reports.start_draft(duty=duty, by=there, now=now)
    assert not rows.filter(written_by(there, date(2026, 7, 7))).exists()

    office.officer_post.holdings.update(valid_to=date(2026, 7, 1))
    hold(office.officer_post, there, since=date(2026, 7, 1))

    assert rows.filter(written_by(there, date(2026, 7, 7))).exists()
    assert not rows.filter(written_by(there, date(2026, 6, 30))).exists()
    assert reports.start_draft(duty=duty, by=there, now=now).number == 1
