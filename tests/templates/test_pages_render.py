"""The shells, the gallery of parts and the error pages render; forms link each error to its field."""

import re

import pytest
from django.http import Http404
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory, override_settings

from yunhe_envhealth.core.gallery import StationForm, gallery


@pytest.fixture
def request_for(rf: RequestFactory):
    def make(address: str, **cookies: str):
        request = rf.get(address)
        request.COOKIES.update(cookies)
        return request

    return make


@pytest.mark.parametrize("shell", ["public", "office", "cockpit"])
def test_the_gallery_renders_in_each_shell_with_one_first_heading(request_for, shell):
    html = gallery(request_for(f"/parts/?shell={shell}")).content.decode()
    assert len(re.findall(r"<h1\b", html)) == 1
    assert 'id="main"' in html
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_gallery_is_closed_outside_of_development(request_for):
    with override_settings(DEBUG=False, TESTING=False), pytest.raises(Http404):
        gallery(request_for("/parts/"))


def test_display_modes_stand_on_the_root_element(request_for):
    html = gallery(request_for("/parts/", size="elder", contrast="high")).content.decode()
    assert re.search(r'<html lang="zh-Hans" data-size="elder" data-contrast="high"', html)


def test_a_refused_form_links_each_error_to_an_existing_field():
    html = StationForm({"name": "", "kind": "air", "longitude": "28.1", "period": "x"}).render()
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert len(targets) == 3
    assert all(f'id="{target}"' in html for target in targets)
    described = set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split())
    assert {"id_longitude_helptext", "id_longitude_error"} <= described
    assert all(f'id="{name}"' in html for name in described)


def test_a_refused_form_keeps_what_was_typed():
    html = StationForm({"name": "示范一站", "longitude": "28.1"}).render()
    assert 'value="示范一站"' in html
    assert 'value="28.1"' in html


def test_a_field_shows_its_unit_beside_it():
    assert re.search(r'id="id_longitude"[^>]*>\s*<span>度</span>', StationForm().render())


@pytest.mark.parametrize("status", ["400", "403", "404", "429"])
def test_an_error_page_says_what_happened_what_was_kept_and_what_to_do(status):
    html = render_to_string(f"{status}.html", {"request_id": "a1b2c3d4"})
    for words in ("发生了什么", "保留了什么", "请您", "a1b2c3d4"):
        assert words in html


def test_the_500_page_needs_no_context_at_all():
    html = get_template("500.html").template.source
    assert "{% extends" not in html
    assert "没有完成" in render_to_string("500.html")
