"""The organisation loaded equals the plan's annex: every name, position, unit and duty, and nothing besides."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from taskforce import reference
from taskforce.choices import PostKind, Share, Standing
from taskforce.models import Assignment, BodyUnit, Holding, Person, PlanItem, Post, UnitDuty
from yunhe_envhealth.accounts import reference as units_reference
from yunhe_envhealth.core.reference import read_csv

pytestmark = pytest.mark.django_db

DAY = date(2026, 7, 7)
PLAN = Path(__file__).parents[2] / "samples" / "plan"
NAMED = re.compile(r"([\u4e00-\u9fff]{2,3})（([^）]+)）")
LISTS = Path(reference.__file__).parent


def printed(name: str) -> str:
    """Return the text without line breaks, spaces and page numbers."""
    return re.sub(r"\s+", "", re.sub(r"— \d+ —", "", (PLAN / name).read_text("utf-8")))


ANNEX = printed("annex.txt")
WORK = printed("work_items.txt")


def part(start: str, end: str) -> str:
    begin = ANNEX.index(start) + len(start)
    return ANNEX[begin : ANNEX.index(end, begin)]


@pytest.fixture(autouse=True)
def loaded(db: None) -> None:
    units_reference.load(today=DAY)
    reference.load(today=DAY)


def held(body: str, kind: str) -> list[tuple[str, str]]:
    rows = Holding.objects.filter(post__body__code=body, post__kind=kind).order_by("post__sort_key")
    return [(row.person.name, row.position) for row in rows.select_related("person")]


ROSTERS = {
    ("leading-group", PostKind.HEAD): ("环境健康管理试点工作领导小组成员名单组长：", "副组长：", 1),
    ("leading-group", PostKind.DEPUTY): ("副组长：江静", "成员：", 2),
    ("leading-group", PostKind.MEMBER): ("赵建勇（副县长候选人）成员：", "领导小组下设", 28),
    ("task-force", PostKind.HEAD): ("一、组成人员名单组长：", "副组长：", 1),
    ("task-force", PostKind.DEPUTY): ("副组长：王建平", "成员：", 2),
    ("task-force", PostKind.MEMBER): ("李禄伟（市生态环境局云和分局局长）成员：", "工作专班下设", 17),
}


@pytest.mark.parametrize(("body", "kind"), ROSTERS)
def test_heads_deputies_and_members_are_those_printed_with_their_positions(body: str, kind: str) -> None:
    start, end, count = ROSTERS[body, kind]
    first = start.rpartition("：")[2]
    expected = NAMED.findall(first + part(start, end))

    assert len(expected) == count
    assert held(body, kind) == expected


def test_seventeen_liaisons_are_those_printed_with_their_units() -> None:
    expected = NAMED.findall(part("四、联络员名单", "抄送"))
    rows = Holding.objects.filter(post__kind=PostKind.LIAISON).order_by("post__sort_key")
    found = [(row.person.name, row.post.unit.short_name or row.post.unit.name) for row in rows]

    assert len(expected) == 17
    assert found == expected


def test_the_director_of_the_office_is_the_one_named() -> None:
    director = Holding.objects.get(post__kind=PostKind.DIRECTOR)
    assert f"{director.person.name}兼任办公室主任" in ANNEX
    assert director.person == Holding.objects.get(post__code="task-force-deputy-ecology-branch").person


def test_every_duty_stands_in_the_plan_word_for_word_and_all_sixteen_units_have_theirs() -> None:
    missing = [duty.wording for duty in UnitDuty.objects.all() if duty.wording not in ANNEX + WORK]
    assert missing == []

    clauses = part("其中：", "三、工作机制").rstrip("。").split("；")
    duties = UnitDuty.objects.filter(code__startswith="duty-").select_related("unit")
    assert [f"{duty.unit.short_name or duty.unit.name}{duty.wording}" for duty in duties] == clauses
    assert len(clauses) == 16


def test_the_weather_bureau_has_no_duty_because_the_plan_words_none() -> None:
    assert "县气象局主要负责" not in ANNEX
    assert not UnitDuty.objects.filter(unit__code="meteorological-bureau").exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("env-health-subgroup", "市生态环境局云和分局、县卫健局共同组成"),
        ("digital-subgroup", "县大数据和金融发展中心、市生态环境局云和分局组成"),
        ("funding-subgroup", "县财政局、市生态环境局云和分局组成"),
        ("standards-subgroup", "县市场监管局、市生态环境局云和分局组成"),
        ("publicity-subgroup", "县委宣传部、市生态环境局云和分局、县融媒体中心组成"),
    ],
)
def test_sub_groups_are_formed_by_the_units_printed_and_led_by_the_first(body: str, words: str) -> None:
    assert words in ANNEX
    names = re.sub("共同组成$|组成$", "", words).split("、")
    rows = BodyUnit.objects.filter(body__code=body).select_related("unit", "reports_through")
    found = {row.unit.short_name or row.unit.name: row for row in rows}

    assert set(found) == set(names)
    lead = found[names[0]]
    assert (lead.share, lead.standing) == (Share.LEAD, Standing.DEFAULT)
    assert lead.reports_through
    assert lead.reports_through.unit_id == lead.unit_id
    assert {row.share for row in found.values() if row is not lead} == {Share.JOINT}


def test_the_liaison_that_the_plan_lacks_is_a_vacant_post_that_says_so() -> None:
    post = Post.objects.get(code="liaison-publicity-department")
    assert post.standing == Standing.DEFAULT
    assert not post.holdings.exists()
    assert list(Post.objects.exclude(standing=Standing.OFFICIAL)) == [post]


def test_items_are_worded_as_the_plan_words_them() -> None:
    counts = {group: PlanItem.objects.filter(group=group).count() for group in PlanItem.Group.values}
    assert counts == {"work": 10, "safeguard": 4, "unit_duty": 16, "national": 6}
    county = PlanItem.objects.exclude(group="national")
    assert [item.code for item in county if item.wording not in WORK + ANNEX] == []


def test_an_official_assignment_quotes_the_text_and_an_inferred_one_says_that_it_is() -> None:
    for row in Assignment.objects.select_related("item"):
        assert row.basis
        if row.standing == Standing.OFFICIAL and row.unit.kind != "support":
            quoted = row.basis[row.basis.index("“") + 1 : row.basis.rindex("”")].partition("”；")[0]
            assert quoted in ANNEX + WORK, row.code


def test_one_name_at_one_unit_is_one_person() -> None:
    assert Person.objects.count() == 66
    assert Holding.objects.filter(person__name="李禄伟").count() == 3
    assert Person.objects.filter(name__in=["李禄伟", "赵建勇"]).count() == 2
    assert not Person.objects.exclude(phone_sealed="", email_sealed="").exists()


def test_loading_again_changes_nothing_and_keeps_what_the_county_changed() -> None:
    post = Post.objects.get(code="liaison-health-bureau")
    Post.objects.filter(pk=post.pk).update(title="联络员（改名）")
    Holding.objects.filter(post=post).update(valid_to=date(2025, 1, 1))
    Assignment.objects.filter(code="work-08-development-reform-bureau").update(share=Share.JOINT)

    again = reference.load(today=DAY)

    assert [(str(one), one.new, one.changed, one.retired) for one in again if one.new or one.changed] == []
    assert Post.objects.get(pk=post.pk).title == "联络员（改名）"
    assert post.holdings.get().valid_to == date(2025, 1, 1)
    assert Assignment.objects.get(code="work-08-development-reform-bureau").share == Share.JOINT


def test_every_row_of_the_lists_names_its_source_and_clause() -> None:
    for name in ("posts", "holdings", "body_units", "duties", "plan_items"):
        for row in read_csv(LISTS / f"{name}.csv"):
            assert row["clause"], (name, row)
            assert row.get("source") or row.get("document"), (name, row)
