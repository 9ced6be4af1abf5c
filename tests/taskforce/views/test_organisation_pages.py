"""Pages of the organisation with the plan loaded: what they show, whom they let in, what they say to nonsense."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taskforce import reference
from taskforce.models import Assignment, Holding, Post, ReportRule
from taskforce.selectors.matrix import matrix
from taskforce.selectors.public import public_organisation
from taskforce.selectors.unit_home import strip
from tests.factories.accounts import make_user, make_verified_client
from tests.factories.office import make_open_task
from tests.factories.taskforce_tasks import hold, make_post
from yunhe_envhealth.accounts import reference as units_reference
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import today

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    units_reference.load(today=DAY)
    reference.load(today=DAY)


@pytest.fixture
def office() -> Client:
    return make_verified_client(make_user("office"))


def page(client: Client, name: str, *, status: int = 200, query: str = "", **key: Any) -> str:
    response = client.get(reverse(f"taskforce:{name}", kwargs=key) + query)
    assert response.status_code == status
    return response.content.decode()


def test_the_command_prints_the_plan_as_json() -> None:
    out = StringIO()
    call_command("list_organisation", on="2026-07-06", stdout=out)
    told = json.loads(out.getvalue())
    bodies = {body["code"]: body for body in told["bodies"]}

    assert len(told["liaisons"]) == 17
    assert [one["unit"] for one in told["vacant_liaisons"]] == ["县委宣传部"]
    kinds = [post["kind"] for post in bodies["leading-group"]["posts"]]
    assert (kinds.count("组长"), kinds.count("副组长"), kinds.count("成员")) == (1, 2, 28)
    kinds = [post["kind"] for post in bodies["task-force"]["posts"]]
    assert (kinds.count("组长"), kinds.count("副组长"), kinds.count("成员")) == (1, 2, 17)
    assert bodies["leading-group"]["posts"][0]["holder"] == {
        "name": "周鸿飞", "position": "县委副书记、县长", "from": "2022-12-26", "to": None,
    }  # fmt: skip
    silent = [unit["name"] for unit in told["units"] if unit["no_duty_worded"]]
    assert "县气象局" in silent
    assert "县卫健局" not in silent


def test_the_command_knows_other_days_and_refuses_what_is_none() -> None:
    out = StringIO()
    call_command("list_organisation", on="2022-12-25", stdout=out)
    assert json.loads(out.getvalue())["bodies"] == []
    with pytest.raises(CommandError, match="不是日期"):
        call_command("list_organisation", on="昨天")


def test_the_organisation_reads_its_tables_once_however_many_posts_there_are(office: Client) -> None:
    address = reverse("taskforce:organisation")
    office.get(address)
    with CaptureQueriesContext(connection) as queries:
        text = office.get(address).content.decode()
    assert "雷魏芳" in text
    assert "&lt;主持工作&gt;" in text
    assert len(queries) < 30


def test_a_day_that_is_none_is_refused_in_chinese(office: Client) -> None:
    assert "不是日期" in page(office, "organisation", query="?on=2026-99-99", status=400)
    unknown = page(office, "organisation", query="?day=2026-07-06", status=400)
    assert "没有“day”这个条件。" in unknown
    assert "雷魏芳" not in unknown
    assert "还没有专班组织" in page(office, "organisation", query="?on=2020-01-01")


def test_the_organisation_is_searched_by_name_post_and_unit_without_a_script(office: Client) -> None:
    whole = page(office, "organisation")
    assert '<a href="#leading-group">' in whole

    by_name = page(office, "organisation", query="?q=周鸿飞")
    assert "“周鸿飞”找到 1 个岗位" in by_name
    assert "叶国华" not in by_name
    assert by_name.count('value="周鸿飞"') == 1  # and not in the search of stations above
    by_unit = page(office, "organisation", query="?q=县卫健局 联络员&on=2026-07-06")
    assert "叶国华" in by_unit
    assert "周鸿飞" not in by_unit
    assert '?on=2026-07-06">全部列出' in by_unit
    nothing = page(office, "organisation", query="?q=查无此人")
    assert "没有找到相符的岗位和单位" in nothing
    assert "这一天还没有专班组织" not in nothing
    assert "&lt;b&gt;" in page(office, "organisation", query="?q=<b>")


def test_the_matrix_names_gaps_and_double_leads_and_shows_the_weather_bureau_only_as_inferred() -> None:
    found = matrix(DAY)
    assert len(found.rows) == 36
    gaps = {item.code for item in found.gaps}
    assert {"work-01", "work-07", "work-09", "safeguard-01", "safeguard-02", "national-06"} <= gaps
    assert [row.item.code for row in found.double_leads] == ["safeguard-04"]
    assert {row.standing for row in Assignment.objects.filter(unit__code="meteorological-bureau")} == {
        "default"
    }


def test_the_matrix_page_says_it_in_a_sentence_and_exports_what_is_seen(office: Client) -> None:
    text = page(office, "matrix")
    assert "没有牵头单位 " in text
    assert "多头牵头 1 项" in text
    assert "加强宣传保障（县委宣传部、县融媒体中心）" in text.replace(
        "县融媒体中心、县委宣传部", "县委宣传部、县融媒体中心"
    )

    answer: Any = office.get(reverse("taskforce:matrix") + "?group=work&export=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.values)
    assert len(rows) == 11
    column = rows[0].index("县发改局")
    assert [row[column] for row in rows[1:] if row[2] == "助力“两山”转化"] == ["牵头"]
    assert page(office, "matrix", query="?group=nothing", status=400).count("没有这一类任务")
    inspector = make_verified_client(make_user("inspector"))
    assert inspector.get(reverse("taskforce:matrix") + "?export=csv").status_code == 403


def test_everybody_is_led_to_the_home_of_their_own_unit() -> None:
    unit = Unit.objects.get(code="health-bureau")
    client = make_verified_client(make_user("unit_officer", unit=unit))
    answer = client.get(reverse("taskforce:own_home"))
    assert answer["Location"] == reverse("taskforce:unit", kwargs={"pk": unit.pk})
    make_open_task(Post.objects.get(code="liaison-health-bureau"), due_on=today())
    text = client.get(answer["Location"]).content.decode()
    for words in ("本单位要办的事", "我的职责", "公众健康监测", "今天到期", "叶国华", "1 件在办", "示范任务"):
        assert words in text


def test_a_township_sees_its_own_home_and_of_other_units_only_what_is_published() -> None:
    own = Unit.objects.get(code="shitang")
    client = make_verified_client(make_user("township_officer", unit=own, area_code=own.area_code))
    post = Post.objects.get(code="liaison-health-bureau")
    make_open_task(post, due_on=today())
    assert "要交的报送" in page(client, "unit", pk=own.pk)
    other = page(client, "unit", pk=post.unit_id)
    for words in ("公众健康监测", "岗位和现任", "不在您的查看范围内"):
        assert words in other
    for words in ("示范任务", "要交的报送", "报送记录"):
        assert words not in other
    assert page(client, "post", pk=post.pk)


def test_whoever_works_at_two_units_is_led_to_both() -> None:
    first, second = Unit.objects.get(code="health-bureau"), Unit.objects.get(code="shitang")
    user = make_user("unit_officer", unit=first)
    hold(make_post(unit=second), user)
    client = make_verified_client(user)

    assert "您还在这些单位任职" in page(client, "unit", pk=first.pk)
    assert reverse("taskforce:unit", kwargs={"pk": second.pk}) in page(client, "unit", pk=first.pk)
    text = page(client, "unit", pk=second.pk)
    assert "本单位要办的事" in text
    assert reverse("taskforce:unit", kwargs={"pk": first.pk}) in text


def test_the_fortnight_marks_days_off() -> None:
    from taskforce.science.workdays import Workdays

    days = strip([], DAY, Workdays({date(2026, 7, 11): True}))
    assert [day["day"] for day in days if day["is_off"]] == ["7-12", "7-18", "7-19"]
    assert (len(days), days[0]["is_today"], days[0]["weekday"]) == (14, True, "周一")


def test_long_selects_are_grouped_and_cost_no_query_an_option(office: Client) -> None:
    post = Post.objects.get(code="liaison-health-bureau")
    rule = ReportRule.objects.earliest("pk")
    with CaptureQueriesContext(connection) as queries:
        people = page(office, "post_holder", pk=post.pk)
        posts = page(office, "reporter_new", pk=rule.pk)
        units = page(office, "post_new")

    assert f'<optgroup label="{post.unit}">' in people
    assert f'<optgroup label="{post.body}">' in posts
    options = posts.partition('<select name="post"')[2].partition("</select>")[0]
    assert options.count(f'value="{post.pk}"') == 1
    assert '<optgroup label="部门">' in units
    assert len(queries) < 60


def test_a_change_of_holder_goes_through_its_form_and_a_refusal_keeps_what_was_typed(office: Client) -> None:
    post = Post.objects.get(code="liaison-health-bureau")
    address = reverse("taskforce:post_holder", kwargs={"pk": post.pk})
    typed = {"on": "2026-07-06", "name": "示范新联络员", "document": "", "reason": "调整"}

    refused = office.post(address, typed)
    assert refused.status_code in (200, 422)
    assert "示范新联络员" in refused.content.decode()
    assert post.holdings.count() == 1

    assert office.post(address, typed | {"document": "云环专办〔2026〕3号"}).status_code == 302
    assert post.holdings.get(valid_to=None).person.name == "示范新联络员"
    assert "示范新联络员" in page(office, "post", pk=post.pk)
    assert "叶国华" in page(office, "organisation", query="?on=2026-07-05")
    assert page(make_verified_client(make_user("leadership")), "post_holder", pk=post.pk, status=403)


@pytest.mark.parametrize("name", ["post_new", "units_merge"])
def test_empty_forms_are_shown_and_refused_in_chinese(office: Client, name: str) -> None:
    assert page(office, name)
    answer = office.post(reverse(f"taskforce:{name}"), {"on": "9999-99-99", "unit": "x' OR 1=1"})
    assert answer.status_code == 422
    assert "eh-errors" in answer.content.decode()
    assert "必填" in answer.content.decode()


def test_every_record_and_form_of_a_person_opens(office: Client) -> None:
    person = Holding.objects.get(post__code="task-force-office-director").person
    for name in ("person", "person_account", "person_contact", "person_unmask"):
        assert "李禄伟" in page(office, name, pk=person.pk)
    assert page(office, "person", pk=person.pk, query="?tab=history")
    assert page(office, "person", pk=999_999, status=404)


def test_the_public_page_shows_what_was_issued_and_no_name_that_was_not(client: Client) -> None:
    hidden = Holding.objects.get(post__code="task-force-head").person
    type(hidden).objects.filter(pk=hidden.pk).update(is_named_publicly=False)
    text = client.get("/organisation/").content.decode()
    assert "周鸿飞" in text
    assert "赵建勇" not in text
    assert "姓名未公开" in text
    told = str(public_organisation(today()))
    for word in ("phone", "email", "sealed", "user", "plan-2022"):
        assert word not in told
