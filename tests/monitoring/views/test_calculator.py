"""试算: every scheme has a form, bad input keeps what was typed, nothing is stored."""

import re

import pytest
from django.urls import reverse

from monitoring.science.calculator import SCHEMES

URL = "/office/monitoring/calculator/"
LISHUI = {"scheme": "lishui_aqhi_candidate", "PM2_5": "35", "O3": "120", "SO2": "9", "NO2": "20"}


@pytest.fixture
def leader(client_for):
    return client_for("leadership")


@pytest.mark.parametrize("code", SCHEMES)
def test_every_scheme_has_its_form_with_each_input(leader, code):
    page = leader.get(URL, {"scheme": code}).content.decode()
    for item in SCHEMES[code].inputs:
        assert f'name="{item.name}"' in page
        assert item.label_zh in page
    assert "还没有算" in page


def test_an_answer_shows_the_index_its_level_status_and_workings(leader):
    page = leader.get(reverse("monitoring:calculator"), LISHUI).content.decode()
    assert '<div class="eh-value">2.6</div>' in page
    for words in ("一级", "候选", "超额风险合计", "14.41", "O₃ 7.2851"):
        assert words in page


def test_a_missing_pollutant_withholds_the_answer_in_words(leader):
    page = leader.get(URL, LISHUI | {"O3": ""}).content.decode()
    assert "不发布" in page
    assert "O₃" in page
    assert '<div class="eh-value">' not in page


@pytest.mark.parametrize("text", ["abc", "-3", "1e99", "<script>"])
def test_bad_input_is_named_and_what_was_typed_is_kept(leader, text):
    page = leader.get(URL, LISHUI | {"O3": text}).content.decode()
    assert "eh-message is-warn" in page
    assert 'value="35"' in page
    assert "<script>alert" not in page
    assert re.search(r'name="O3" value="([^"]*)"', page).group(1) in (text, "&lt;script&gt;")


def test_an_overlong_input_is_refused_by_the_form(leader):
    response = leader.get(URL, LISHUI | {"O3": "9" * 100})
    assert response.status_code == 200
    assert "eh-errors" in response.content.decode()


def test_a_list_can_be_pasted_from_a_sheet(leader):
    page = leader.get(URL, {"scheme": "hj663_percentile", "values": "1 2\n3，4", "p": "50"}).content.decode()
    assert '<div class="eh-value">2.5</div>' in page


def test_an_unknown_scheme_is_said(leader):
    response = leader.get(URL, {"scheme": "moon"})
    assert response.status_code == 400
    assert "没有“moon”这种计算方法" in response.content.decode()


def test_the_calculator_is_for_staff_only(client, db):
    assert client.get(URL).status_code == 302
