"""Pages of meetings, supervision and assessment: every page answers, forms write once, strangers see nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document as WordDocument

from taskforce.choices import DecisionKind, MeetingState, PostKind, SupervisionState
from taskforce.models import Assessment, AssessmentScore, Decision, Meeting, SupervisionNotice
from taskforce.services import meetings, supervision
from taskforce.services.meetings import Line, Present
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.taskforce_meetings import make_held_meeting, make_meeting, make_series
from tests.factories.taskforce_tasks import hold, make_post, make_task
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def desk(office: User) -> Client:
    return make_verified_client(office)


def held(office: User, **fields: Any) -> Meeting:
    held_at = timezone.now() - timedelta(minutes=1)
    return make_held_meeting(by=office, starts_at=held_at, now=held_at - timedelta(minutes=1), **fields)


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"taskforce:{name}", kwargs=kwargs)


def page(client: Client, url: str, *, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "meetings",
        "decisions",
        "series_list",
        "supervisions",
        "assessments",
        "supervision_new",
        "assessment_new",
    ],
)
def test_empty_lists_and_new_forms_answer(desk: Client, name: str) -> None:
    assert "<h1>" in page(desk, address(name))


def test_the_office_plans_a_meeting_and_a_second_submit_is_refused(desk: Client) -> None:
    series = make_series()
    url = address("meeting_plan", pk=series.pk)
    given = {
        "title": "",
        "starts_at": "2099-01-05T09:00",
        "place": "示范会议室",
        "agenda_until": "2099-01-02",
    }

    assert desk.post(url, given).status_code == 302
    again = desk.post(url, given)

    assert again.status_code == 422
    assert "没有再建一次" in again.content.decode()
    meeting = Meeting.objects.get()
    words = page(desk, address("meeting", pk=meeting.pk))
    assert "2099-01-05 09:00" in words
    assert "发出通知" in words


def test_a_meeting_already_held_is_entered_later_and_says_so(desk: Client) -> None:
    series = make_series()
    url = address("meeting_plan", pk=series.pk)
    before = (timezone.now() - timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    given = {"title": "", "starts_at": before, "place": "示范会议室"}

    refused = desk.post(url, given)
    assert refused.status_code == 422
    assert "请选“补录”" in refused.content.decode()
    assert desk.post(url, given | {"already_held": "on"}).status_code == 302

    meeting = Meeting.objects.get()
    record = page(desk, address("meeting", pk=meeting.pk))
    assert "筹备中（补录）" in record
    assert "列出参会岗位" in record
    assert "发出通知" not in record
    assert "不发通知" in page(desk, address("meeting_invite", pk=meeting.pk))
    usual = [post.pk for post in series.body.posts_of_body.all()]
    assert desk.post(address("meeting_invite", pk=meeting.pk), {"usual": usual}).status_code == 302
    assert "已列参会（补录）" in page(desk, address("meeting", pk=meeting.pk))
    assert "已列参会（补录）" in page(desk, address("meetings"))
    assert "已列参会（补录）" in page(desk, address("series", pk=series.pk))
    assert desk.post(address("meeting_hold", pk=meeting.pk)).status_code == 302
    assert "不早于开会当天" in page(desk, address("decisions_new", pk=meeting.pk))


def test_every_tab_and_form_of_a_meeting_answers(desk: Client, office: User) -> None:
    series = make_series()
    first = held(office, series=series)
    now = timezone.now()
    lines = [
        Line(DecisionKind.DECISION, "建立会商制度<script>"),
        Line(DecisionKind.TASK, "补齐水样", make_post(), now.date() + timedelta(days=9)),
    ]
    decision, _ = meetings.record_decisions(meeting_id=first.pk, lines=lines, by=office, now=now)
    later = make_meeting(by=office, series=series, starts_at=now + timedelta(days=30), now=now)

    for tab in ("agenda", "people", "decisions", "minutes", "files", "history"):
        page(desk, address("meeting", pk=first.pk) + f"?tab={tab}")
    for name in (
        "meeting_edit",
        "meeting_cancel",
        "agenda_propose",
        "agenda_order",
        "meeting_invite",
        "meeting_hold",
    ):
        page(desk, address(name, pk=later.pk))
    for name in (
        "attendance",
        "minutes_edit",
        "minutes_fix",
        "decisions_new",
        "decision_add",
        "meeting_attach",
    ):
        page(desk, address(name, pk=first.pk))
    page(desk, address("decision_correct", pk=first.pk, decision=decision.pk))
    page(desk, address("decision_done", pk=decision.pk))
    page(desk, address("series", pk=series.pk))
    words = page(desk, address("meeting", pk=later.pk))
    assert "上次决定落实情况" in words
    assert "建立会商制度&lt;script&gt;" in words
    assert "逾期" not in page(desk, address("decisions") + "?standing=open")


def test_several_decisions_go_in_by_one_grid_and_a_faulty_row_keeps_all_out(
    desk: Client, office: User
) -> None:
    meeting, post = held(office), make_post()
    url = address("decisions_new", pk=meeting.pk)
    day = (timezone.now() + timedelta(days=10)).date().isoformat()
    given = {
        "kind_1": "note", "text_1": "听取汇报",
        "kind_2": "task", "text_2": "补齐水样", "owner_post_2": str(post.pk),
    }  # fmt: skip

    faulty = desk.post(url, given)
    assert faulty.status_code == 422
    assert "第 2 行：任务要写责任岗位和期限" in faulty.content.decode()
    assert not Decision.objects.exists()
    assert desk.post(url, given | {"due_on_2": day}).status_code == 302
    assert desk.post(url, given | {"due_on_2": day}).status_code == 422

    assert [row.kind for row in Decision.objects.order_by("pk")] == ["note", "task"]


def test_the_minutes_are_taken_away_as_word_and_pdf(desk: Client, office: User) -> None:
    meeting = held(office)
    now = timezone.now()
    meetings.record_decisions(
        meeting_id=meeting.pk, lines=[Line(DecisionKind.DECISION, "建立会商制度")], by=office, now=now
    )
    rows = {row.pk: Present(True) for row in meeting.attendance.all()}
    meetings.record_attendance(meeting_id=meeting.pk, rows=rows, by=office, now=now)
    meetings.write_minutes(meeting_id=meeting.pk, text="会议听取了汇报。{{ 7*7 }}", by=office)
    meetings.fix_minutes(meeting_id=meeting.pk, by=office, now=now)

    word = WordDocument(BytesIO(desk.get(address("minutes_file", pk=meeting.pk, form="docx")).content))
    assert SecurityEvent.objects.filter(kind="export", detail__format="docx").exists()
    pdf = desk.get(address("minutes_file", pk=meeting.pk, form="pdf"))

    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert "会议听取了汇报。{{ 7*7 }}" in text
    assert "建立会商制度" in cells
    assert pdf.content.startswith(b"%PDF")
    assert desk.get(address("minutes_file", pk=meeting.pk, form="odt")).status_code == 404
    assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.MINUTED


def test_a_unit_proposes_but_does_not_run_the_meeting(
    client_for: Callable[..., Client], office: User
) -> None:
    unit = make_unit()
    officer = client_for("unit_officer", unit=unit)
    meeting = make_meeting(by=office, starts_at=timezone.now() + timedelta(days=5), now=timezone.now())

    done = officer.post(address("agenda_propose", pk=meeting.pk), {"unit": unit.pk, "title": "监测点补位"})

    assert done.status_code == 302
    assert meeting.agenda.get().unit == unit
    foreign = officer.post(
        address("agenda_propose", pk=meeting.pk), {"unit": make_unit().pk, "title": "别家的事"}
    )
    assert foreign.status_code == 422
    assert officer.post(address("meeting_invite", pk=meeting.pk)).status_code == 403


def test_a_notice_goes_out_comes_back_and_is_closed_on_its_pages(desk: Client, client_for: Any) -> None:
    unit = make_unit()
    post = make_post(unit=unit)
    officer = client_for("unit_officer", unit=unit)
    given = {"post": post.pk, "title": "水样迟报", "text": "请说明原因。", "working_days": "5"}

    assert desk.post(address("supervision_new"), given).status_code == 302
    assert desk.post(address("supervision_new"), given).status_code == 422
    notice = SupervisionNotice.objects.get()
    for tab in ("overview", "files", "history"):
        page(officer, address("supervision", pk=notice.pk) + f"?tab={tab}")
    assert officer.post(address("supervision_reply", pk=notice.pk), {"text": "已补报。"}).status_code == 302
    for name in ("supervision_back", "supervision_close", "supervision_attach"):
        page(desk, address(name, pk=notice.pk))
    closing = address("supervision_close", pk=notice.pk)
    seen = desk.get(closing).context["form"]["seen"].value()
    holder = make_user("office")
    hold(post, holder)
    for name in ("supervision_back", "supervision_close"):
        refused = make_verified_client(holder).get(address(name, pk=notice.pk))
        assert refused.status_code == 403
        assert "您担任的岗位" in refused.content.decode()
    supervision.send_back(
        notice_id=notice.pk, verdict="没有说明原因", by=make_user("office"), now=timezone.now()
    )
    supervision.reply(
        notice_id=notice.pk, text="仪器坏了。", by=make_user("unit_officer", unit=unit), now=timezone.now()
    )
    for stale in (seen, ""):
        answer = desk.post(closing, {"verdict": "属实", "seen": stale})
        assert answer.status_code == 422
        assert "又有变动" in answer.content.decode()
    seen = desk.get(closing).context["form"]["seen"].value()
    assert desk.post(closing, {"verdict": "属实", "seen": seen}).status_code == 302

    notice.refresh_from_db()
    assert notice.state == SupervisionState.CLOSED
    assert "DB-" in page(desk, address("supervisions") + "?q=水样")


def test_a_notice_outside_the_area_does_not_exist(client_for: Any, office: User) -> None:
    post = make_post(unit=make_unit(area_code="331125105"))
    notice = supervision.issue(
        title="水样迟报", text="请说明", post=post, working_days=3, by=office, now=timezone.now()
    )
    stranger = client_for("township_officer", area_code="331125106")

    page(stranger, address("supervision", pk=notice.pk), status=404)
    assert stranger.post(address("supervision_reply", pk=notice.pk), {"text": "试"}).status_code == 404


def test_a_year_goes_through_its_pages_to_the_published_ranking(desk: Client, client_for: Any) -> None:
    unit = make_unit()
    make_post(unit=unit, kind=PostKind.LIAISON)
    officer, stranger = client_for("unit_officer", unit=unit), client_for("unit_officer")
    given = {"year": "2098", "title": "", "self_due_on": "2099-01-31"}
    assert desk.post(address("assessment_new"), given).status_code == 302
    year = Assessment.objects.get()
    key = {"pk": year.pk}
    for name in ("assessment_edit", "assessment_indicators", "assessment_start"):
        page(desk, address(name, **key))
    assert desk.post(address("assessment_start", **key)).status_code == 302
    for tab in ("ranking", "indicators", "history"):
        page(desk, address("assessment", **key) + f"?tab={tab}")
    rows = AssessmentScore.objects.filter(unit=unit, indicator__method="entered")
    scores = {f"score_{row.indicator_id}": "8" for row in rows}
    reasons = {f"reason_{row.indicator_id}": "材料齐全" for row in rows}

    own = address("assessment_claim", **key, unit=unit.pk)
    assert own in page(officer, address("assessment_unit", **key, unit=unit.pk))
    seen = {"seen": officer.get(own).context["form"]["seen"].value()}
    assert officer.post(own, scores | seen).status_code == 422
    assert officer.post(own, scores | reasons).status_code == 422  # as from an old page
    assert officer.post(own, scores | reasons | seen).status_code == 302
    assert stranger.get(own).status_code == 404
    assert stranger.get(address("assessment_unit", **key, unit=unit.pk)).status_code == 404
    ending = page(desk, address("assessment_review_start", **key))
    assert "1 个单位都已自评；自评截止 2099-01-31，还没有到" in ending
    assert desk.post(address("assessment_review_start", **key)).status_code == 302
    assert officer.get(own).status_code == 409
    page(desk, address("assessment_recompute", **key))
    review = address("assessment_review", **key, unit=unit.pk)
    assert review in page(desk, address("assessment", **key))
    colleague = client_for("office", unit=unit)
    assert "由另一人核定" in page(colleague, address("assessment", **key))
    assert colleague.get(review).status_code == 403
    seen = {"seen": desk.get(review).context["form"]["seen"].value()}
    assert desk.post(review, scores | reasons | seen).status_code == 302
    assert desk.post(address("assessment_publish", **key), {"document": ""}).status_code == 302

    assert "80" in page(stranger, address("assessment_unit", **key, unit=unit.pk))
    assert unit.name in page(stranger, address("assessment", **key))
    taken = desk.get(address("assessment_ranking", **key, form="csv"))
    table = b"".join(taken).decode("utf-8-sig")
    assert unit.name in table
    assert "平台默认(非标准)" in table.splitlines()[1]
    assert desk.get(address("assessment_ranking", **key, form="pdf")).status_code == 404


def test_lists_cost_the_same_for_one_row_and_for_many(
    desk: Client, office: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        meeting = held(office)
        lines = [Line(DecisionKind.DECISION, f"决定 {place}") for place in range(4)]
        meetings.record_decisions(meeting_id=meeting.pk, lines=lines, by=office, now=timezone.now())

    for name in ("meetings", "decisions"):
        with django_assert_max_num_queries(20):
            page(desk, address(name))


def test_holding_a_meeting_is_offered_on_its_day_and_not_before(desk: Client, office: User) -> None:
    now = timezone.now()
    meeting = make_meeting(by=office, starts_at=now + timedelta(days=3), now=now)
    meetings.invite(meeting_id=meeting.pk, by=office, now=now)
    url, hold_url = address("meeting", pk=meeting.pk), address("meeting_hold", pk=meeting.pk)

    assert hold_url not in page(desk, url)
    assert "开会那天才能登记已召开" in page(desk, url)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now)
    assert hold_url in page(desk, url)


def test_a_decision_s_task_is_a_link_only_for_whoever_may_open_it(client_for: Any, office: User) -> None:
    meeting = held(office)
    task = make_task(owner_post=make_post(unit=make_unit(area_code="331125105")))
    Decision.objects.create(
        meeting=meeting, kind=DecisionKind.TASK, text="示范任务", owner_post=task.owner_post,
        due_on=task.due_on, task=task,
    )  # fmt: skip
    link = address("task", pk=task.pk)
    pages = (address("meeting", pk=meeting.pk) + "?tab=decisions", address("decisions"))
    stranger, inspector = client_for("township_officer", area_code="331125106"), client_for("inspector")

    for url in pages:
        assert link not in page(stranger, url)
        assert task.get_state_display() in page(stranger, url)
        assert link in page(inspector, url)
