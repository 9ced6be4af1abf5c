"""Display filters and tags: what is missing prints as a dash, never as zero or as a grade."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from yunhe_envhealth.core.templatetags import envhealth

NOW = datetime(2026, 7, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (None, 1, "—"),
        ("", 1, "—"),
        (float("nan"), 1, "—"),
        (0, 1, "0.0"),
        (Decimal("1.65"), 1, "1.6"),
        (Decimal("1.75"), 1, "1.8"),
        (Decimal("-0.04"), 1, "0.0"),
        (12400, 0, "12,400"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("18.60"), None, "18.60"),
        ("超限", 1, "超限"),
    ],
)
def test_a_number_prints_as_people_read_it(value, places, printed):
    assert envhealth.number(value, places) == printed


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_printed_number_is_within_half_a_step_of_the_value(value):
    printed = Decimal(envhealth.number(value, 2).replace(",", ""))
    assert abs(printed - value) <= Decimal("0.005")


def test_times_are_shown_in_shanghai():
    assert envhealth.moment(datetime(2026, 7, 5, 17, 0, tzinfo=UTC)) == "2026-07-06 01:00"
    assert envhealth.clock(datetime(2026, 7, 5, 17, 0, tzinfo=UTC)) == "01:00"
    assert envhealth.moment(date(2026, 7, 6)) == "2026-07-06"
    assert envhealth.moment(None) == "—"


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=12), "12 分钟前"),
        (timedelta(minutes=60), "1 小时前"),
        (timedelta(hours=47), "47 小时前"),
        (timedelta(days=3), "3 天前"),
        (-timedelta(minutes=5), "刚刚"),
    ],
)
def test_an_age_is_told_in_words(before, words):
    assert envhealth.age(NOW - before, NOW) == words


def test_a_missing_grade_is_a_dashed_circle_and_has_no_colour():
    badge = Template(
        '{% include "components/level_badge.html" with kind="aqhi" grade=None word="不发布" only %}'
    )
    html = badge.render(Context())
    assert "eh-level--na" in html
    assert "aqhi-" not in html
    assert "不发布" in html


@pytest.mark.parametrize(("kind", "grades"), [("aqhi", 4), ("aqi", 6), ("risk", 4)])
def test_every_grade_of_a_kind_has_a_shape_of_its_own(kind, grades):
    drawn = {envhealth.shape(kind, grade) for grade in range(1, grades + 1)}
    assert len(drawn) == grades


def test_an_unknown_grade_takes_no_colour():
    assert envhealth.level_class("aqhi", 5) == "na"
    assert envhealth.level_class("aqhi", 4) == "aqhi-4"


def test_a_withheld_card_shows_the_reason_and_no_number():
    card = Template(
        '{% include "components/number_card.html" with label="AQHI" value="1.6" state="withheld" reason="缺臭氧" only %}'
    ).render(Context())
    assert "缺臭氧" in card
    assert "1.6" not in card


def test_a_stale_card_keeps_its_number_and_says_its_age():
    card = Template(
        '{% include "components/number_card.html" with label="AQHI" value="1.6" state="stale" reason="3 小时前" only %}'
    ).render(Context())
    assert "is-stale" in card
    assert "1.6" in card
    assert "3 小时前" in card


def test_the_ruler_places_the_value_by_its_share_of_the_scale():
    bands = [
        {"from": 0, "to": 3, "name": "一级", "words": "0–3", "level": 1},
        {"from": 3, "to": 6, "name": "二级", "words": "3–6", "level": 2},
        {"from": 6, "to": None, "name": "三级", "words": "6 以上", "level": 3},
    ]
    drawn = envhealth.ruler("1.5", bands, "现在 1.5")
    assert drawn["at"] == "19.23%"  # 1.5 of 7.8: the open band is drawn 1.8 wide
    assert drawn["bands"][2]["width"] == "23.08%"
    assert envhealth.ruler(None, bands, "")["at"] is None
    assert envhealth.ruler(40, bands, "现在 40")["at"] == "100.00%"


class Conditions(forms.Form):
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), ("常规", [("air", "环境空气")])], required=False
    )
    at = forms.CharField(label="时间", required=False)


def test_filter_chips_name_what_is_set_and_how_to_drop_it():
    request = SimpleNamespace(GET=QueryDict("kind=air&at_min=2026-07-01&page=3&sort=-at"))
    chips = envhealth.filter_chips({"request": request}, Conditions(request.GET))
    assert [(chip["field"], chip["words"]) for chip in chips] == [
        ("类别", "环境空气"),
        ("时间", "2026-07-01"),
    ]
    assert chips[0]["url"] == "?at_min=2026-07-01&sort=-at"
    assert chips[1]["url"] == "?kind=air&sort=-at"


def test_an_address_changes_only_what_it_names():
    request = SimpleNamespace(GET=QueryDict("kind=air&page=3"))
    assert envhealth.address({"request": request}, page=None) == "?kind=air"
    assert envhealth.address({"request": request}, page=4) == "?kind=air&page=4"


@pytest.mark.parametrize(
    ("octets", "words"), [(None, "—"), (12, "12 B"), (184_000, "184 kB"), (20_500_000, "20.5 MB")]
)
def test_a_file_size_is_told_in_steps_of_a_thousand(octets, words):
    assert envhealth.file_size(octets) == words
