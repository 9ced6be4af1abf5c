"""The report pages as their users meet them: the list, the record, the editor, the files, the rates."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taskforce.choices import Anchor, DutyState
from taskforce.models import Notice, ReportDuty, ReportRule, ReportVersion
from taskforce.services import figures, reports
from taskforce.services.figures import Figure
from tests.factories.accounts import make_user, make_verified_client
from tests.factories.office import Office, make_office, make_rule
from tests.factories.reports import TEXTS, hand_in, make_duty, write_draft

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% load static %}"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(figures, "_PROVIDERS", {})
    monkeypatch.setattr(figures, "CHAPTERS", {})
    figures.register(
        "sample", "示范", lambda span: [Figure("sample.open", "未结隐患", "17", "处", source="台账")]
    )
    return make_office(steps=False)


@pytest.fixture
def duty(office: Office) -> ReportDuty:
    return make_duty(office)


@pytest.fixture
def officer(office: Office) -> Client:
    return make_verified_client(office.officer)


@pytest.fixture
def director(office: Office) -> Client:
    return make_verified_client(office.director)


def at(name: str, row: Any) -> str:
    return reverse(f"taskforce:{name}", args=[row.pk])


def edit(client: Client, draft: ReportVersion, **changes: str) -> Any:
    fields = {f"text_{key}": text for key, text in TEXTS.items()}
    return client.post(at("report_edit", draft), fields | {"seen": draft.updated_at.isoformat()} | changes)


def test_a_draft_is_opened_edited_and_submitted_without_javascript(
    office: Office, duty: ReportDuty, officer: Client
) -> None:
    assert "起草" in officer.get(at("duty", duty)).content.decode()
    opened = officer.post(at("report_start", duty))
    draft = ReportVersion.objects.get()
    assert opened.headers["Location"] == at("report_edit", draft)
    page = officer.get(opened.headers["Location"]).content.decode()
    assert "未结隐患" in page
    assert "{{sample.open}}" in page
    assert (
        '<details class="eh-fold"><summary><b>示范</b> <span class="eh-note">1 项，正文用 1 项</span>' in page
    )

    saved = edit(officer, draft, text_work="未结 {{sample.open}}。")
    assert saved.headers["Location"] == at("duty", duty)
    draft.refresh_from_db()
    assert "17处" in officer.get(at("duty", duty)).content.decode()
    sheet = officer.get(at("report_submit", draft)).content.decode()
    assert "提交前检查" in sheet
    officer.post(at("report_submit", draft), {"seen": draft.updated_at.isoformat()})

    draft.refresh_from_db()
    assert (draft.state, draft.submitted_by) == ("submitted", office.officer)
    assert draft.figures["sample.open"]["value"] == "17"


def test_what_was_typed_stays_when_somebody_saved_since(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    draft = reports.start_draft(duty=duty, by=office.officer, now=now)
    edit(make_verified_client(office.head), draft, text_work="别人先写的。")

    answer = edit(officer, draft, text_work="我写的，不能丢。")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "我写的，不能丢。" in page
    assert "别人先写的。" in page
    assert "别人已经保存过" in page
    assert ReportVersion.objects.get().sections[0]["text"] == "别人先写的。"


def test_a_typed_figure_without_reason_is_refused_in_words(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    draft = reports.start_draft(duty=duty, by=office.officer, now=now)

    refused = edit(officer, draft, **{"value_sample.open": "16"})
    assert (refused.status_code, "理由" in refused.content.decode()) == (422, True)
    edit(officer, draft, **{"value_sample.open": "16", "reason_sample.open": "一处重复"})

    draft.refresh_from_db()
    assert draft.figures["sample.open"]["reason"] == "一处重复"


def test_a_reviewer_returns_and_the_officer_answers(
    office: Office, duty: ReportDuty, officer: Client, director: Client, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    empty = director.post(at("report_return", version), {"text": ""})
    assert (empty.status_code, "至少一条意见" in empty.content.decode()) == (422, True)
    director.post(at("report_comment", version), {"anchor": "problems", "text": "请补样本数。"})
    director.post(at("report_return", version), {"text": ""})

    page = officer.get(at("duty", duty)).content.decode()
    assert "请补样本数。" in page
    assert "1 条未答复" in page
    remark = version.comments.get()
    officer.post(reverse("taskforce:report_reply", args=[remark.pk]), {"text": "已补。"})
    assert "已全部答复" in officer.get(at("duty", duty)).content.decode()
    assert ReportDuty.objects.get().state == DutyState.RETURNED


def test_the_history_of_a_report_names_what_changed_and_prints_no_keys(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    draft = write_draft(duty, office.officer, now)
    changed = {key: f"{words}补一句。" for key, words in TEXTS.items()}
    reports.save_draft(version=draft, texts=changed, seen=draft.updated_at, by=office.officer, now=now)

    told = officer.get(at("duty", duty), {"tab": "history"}).content.decode()

    titles = "、".join(section["title"] for section in draft.sections)
    assert f"内容有变化：{titles}" in told
    for key in ("key：", "title：", "text：", "sample.open"):
        assert key not in told


def test_two_versions_stand_side_by_side(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now)
    draft = reports.send_back(version=version, by=office.director, now=now, text="请改。")
    draft = reports.save_draft(
        version=draft, texts={"work": "改过的工作。"}, seen=draft.updated_at, by=office.officer, now=now
    )

    page = officer.get(at("report_compare", draft)).content.decode()

    assert "<del>开展示范工作。</del>" in page
    assert "<ins>改过的工作。</ins>" in page
    assert officer.get(at("report_compare", version)).status_code == 404
    assert officer.get(f"{at('report_compare', draft)}?with=x").status_code == 404


def test_two_versions_are_compared_as_they_print_each_with_its_own_figures(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now, TEXTS | {"work": "未结 {{sample.open}}。\n照旧的一行。"})
    draft = reports.send_back(version=version, by=office.director, now=now, text="请改。")
    figures.register("sample", "示范", lambda span: [Figure("sample.open", "未结隐患", "9", "处")])

    page = officer.get(at("report_compare", draft)).content.decode()

    assert "{{" not in page
    assert '<del>未结 <span class="eh-live">17处</span>。</del>' in page
    assert '<ins>未结 <span class="eh-live">9处</span>。</ins>' in page
    assert "<p>照旧的一行。</p>" in page


def test_the_files_hold_the_text_and_hostile_text_stays_text(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    version = hand_in(duty, office.officer, now, TEXTS | {"work": HOSTILE.replace("{{ 7*7 }}", "{{7*7}}")})

    word = officer.get(at("report_docx", version))
    told = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)

    assert "<script>alert(1)</script>{{7*7}}{% load static %}" in told
    assert "attachment" in word.headers["Content-Disposition"]
    assert officer.get(at("report_pdf", version)).content.startswith(b"%PDF")
    assert "<script>alert(1)" not in officer.get(at("duty", duty)).content.decode()


@pytest.mark.parametrize("name", ["report_edit", "report_submit"])
def test_another_units_draft_does_not_exist_for_a_writer(
    office: Office, duty: ReportDuty, now: datetime, name: str
) -> None:
    draft = write_draft(duty, office.officer, now)
    stranger = make_verified_client(make_user("unit_officer"))

    assert stranger.get(at(name, draft)).status_code == 404
    assert stranger.post(at(name, draft)).status_code == 404


def test_people_read_the_period_in_words_wherever_a_report_is_named(
    office: Office, duty: ReportDuty, officer: Client, director: Client, now: datetime
) -> None:
    pages = [officer.get(reverse("taskforce:inbox")), officer.get(at("unit", office.unit))]
    version = hand_in(duty, office.officer, now)
    pages += [director.get(reverse("taskforce:inbox")), director.get(reverse("taskforce:duties"))]
    reports.accept(version=version, by=office.director, now=now)
    pages += [officer.get(at("unit", office.unit)), officer.get(reverse("taskforce:inbox"))]
    asked = reports.waive(duty=make_duty(office), by=office.director, reason="机构调整", now=now)

    for answer in pages:
        told = answer.content.decode()
        assert "2026年上半年" in told
        assert "2026H1" not in re.sub("<[^>]*>", "", told)  # an address may carry the code
    assert all("2026年上半年" in notice.title for notice in Notice.objects.filter(subject_id=asked.pk))
    assert not Notice.objects.filter(title__contains="2026H1").exists()


def test_the_saved_views_list_what_waits_for_the_reader(
    office: Office, duty: ReportDuty, officer: Client, director: Client, now: datetime
) -> None:
    title, address = duty.title, reverse("taskforce:duties")  # named with its period

    def lists(client: Client, query: str) -> bool:
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        return f">{title}<" in answer.content.decode().split("<tbody>")[1]

    assert lists(officer, "whose=write")
    assert not lists(director, "whose=review")
    hand_in(duty, office.officer, now)
    assert not lists(officer, "whose=write")
    assert lists(director, "whose=review")
    assert lists(officer, "period=2026H1&state=submitted&punctuality=on_time")
    assert not lists(officer, "state=returned")
    assert officer.get(f"{address}?period=1999").status_code == 400


def test_the_list_asks_as_often_for_many_rows_as_for_one(
    office: Office, duty: ReportDuty, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for year in range(2000, 2025):
        make_duty(office, rule=duty.rule, period_code=str(year))

    with django_assert_max_num_queries(16):
        officer.get(reverse("taskforce:duties"))


def test_the_rates_page_tells_rates_and_refuses_unknown_periods(
    office: Office, duty: ReportDuty, now: datetime, client_for: Callable[..., Client]
) -> None:
    hand_in(duty, office.officer, now)
    leader, address = client_for("leadership"), reverse("taskforce:report_rates")

    assert "100.0%" in leader.get(address).content.decode()
    unknown = leader.get(f"{address}?period=1999")
    assert (unknown.status_code, "没有“1999”这个报告期" in unknown.content.decode()) == (400, True)


def test_the_api_lists_duties_and_refuses_unknown_filters(
    duty: ReportDuty, client_for: Callable[..., Client]
) -> None:
    client = client_for("leadership")

    (row,) = client.get("/api/v1/report-duties/?period=2026H1").json()["results"]
    assert (row["id"], row["state"]) == (duty.pk, "expected")
    assert client.get(f"/api/v1/report-duties/{duty.pk}/").json()["versions"] == []
    assert client.get("/api/v1/report-duties/?when=now").status_code == 400


def test_the_unit_keeps_files_with_its_report_until_it_is_accepted(
    officer: Client, duty: ReportDuty, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def add(name: str) -> Any:
        return officer.post(at("report_attach", duty), {"file": SimpleUploadedFile(name, b"%PDF-1.7 a")})

    assert add("示范材料.pdf").status_code == 302
    html = officer.get(at("duty", duty) + "?tab=files").content.decode()
    assert "示范材料.pdf" in html
    assert at("report_attach", duty) in html

    ReportDuty.objects.update(state=DutyState.ACCEPTED)
    refused = add("迟到的材料.pdf")
    assert refused.status_code == 422
    assert "不能再添加附件" in refused.content.decode()
    html = officer.get(at("duty", duty) + "?tab=files").content.decode()
    assert "示范材料.pdf" in html
    assert at("report_attach", duty) not in html


def test_a_draft_that_may_not_go_offers_the_way_to_its_section_and_no_button(
    office: Office, duty: ReportDuty, officer: Client, now: datetime
) -> None:
    draft = write_draft(duty, office.officer, now, TEXTS | {"work": "{{no.such}}", "next": " "})

    page = officer.get(at("report_submit", draft)).content.decode()

    for key in ("work", "next"):
        assert f'href="{at("report_edit", draft)}#id_text_{key}"' in page
    assert ">提交</button>" not in page
    assert 'id="id_text_next"' in officer.get(at("report_edit", draft)).content.decode()
    refused = officer.post(at("report_submit", draft), {"seen": draft.updated_at.isoformat()})
    assert (refused.status_code, "还是空的" in refused.content.decode()) == (422, True)


def test_a_rate_is_a_dash_until_something_is_due_and_columns_are_named(
    office: Office, client_for: Callable[..., Client]
) -> None:
    make_duty(office, due_on=date(2999, 7, 14))

    page = client_for("leadership").get(reverse("taskforce:report_rates")).content.decode()

    assert "0.0%" not in page
    assert '<caption>按单位统计</caption><thead><tr><th scope="col">单位</th>' in page


def test_a_due_day_that_no_source_words_says_so_wherever_it_stands(duty: ReportDuty, officer: Client) -> None:
    pages = [reverse("taskforce:inbox"), at("unit", duty.owner_post.unit), reverse("taskforce:duties")]
    pages.append("/api/v1/report-duties/")
    for standing, stands in (("default", True), ("official", False)):
        ReportRule.objects.filter(pk=duty.rule_id).update(standing=standing)
        for address in pages:
            assert ("平台默认(非标准)" in officer.get(address).content.decode()) is stands, (
                address,
                standing,
            )


def test_a_form_that_cannot_go_through_says_so_before_it_is_filled_in(
    office: Office, duty: ReportDuty, officer: Client, director: Client, now: datetime
) -> None:
    def told(client: Client, name: str, row: Any) -> tuple[int, str]:
        answer = client.get(at(name, row))
        return answer.status_code, answer.content.decode()

    version = hand_in(duty, office.officer, now)
    office.officer.memberships.create(
        role="office", unit=office.director_post.unit, valid_from=date(2020, 1, 1)
    )
    for name in ("report_accept", "report_return"):
        status, page = told(officer, name, version)
        assert (status, "由专班办公室的另一人审核" in page) == (403, True)
    reports.accept(version=version, by=office.director, now=now)
    status, page = told(director, "report_release", version)
    assert (status, "只有年度报告向社会公开" in page) == (422, True)

    past = make_duty(office, due_on=date(2020, 1, 10), period_code="2019H2")
    status, page = told(director, "report_waive", past)
    assert (status, "请由报送单位补报。" in page, "另一人" in page) == (403, True, False)
    ReportDuty.objects.filter(pk=past.pk).update(state=DutyState.WAIVED)
    status, page = told(officer, "report_start", past)
    assert (status, "不能再做这一步" in page) == (409, True)


def test_the_release_is_offered_to_those_who_may_and_the_author_is_told_who(
    office: Office, officer: Client, director: Client, now: datetime
) -> None:
    yearly = make_duty(office, rule=make_rule(posts=[office.officer_post], anchor=Anchor.YEAR))
    version = reports.accept(version=hand_in(yearly, office.officer, now), by=office.director, now=now)
    office.officer.memberships.create(
        role="office", unit=office.director_post.unit, valid_from=date(2020, 1, 1)
    )
    release, page = at("report_release", version), at("duty", yearly)

    assert release in director.get(page).content.decode()
    own = officer.get(page).content.decode()
    assert (release in own, "要由办公室的另一人向社会公开" in own) == (False, True)
    assert officer.post(release).status_code == 422
