"""The English switch: every text of the public pages is translated, and what was compiled is what is written.

After a change of texts: edit locale/en/LC_MESSAGES/django.po, then
`python -c "import polib; po = polib.pofile('locale/en/LC_MESSAGES/django.po'); po.save_as_mofile(po.fpath[:-2] + 'mo')"`.
"""

from __future__ import annotations

import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import polib
import pytest
from django.test import Client

from monitoring.models import Station
from taskforce import reference as taskforce_reference
from taskforce.services import reports
from tests.factories.accounts import make_unit
from tests.factories.office import make_office, make_rule
from tests.factories.reports import hand_in, make_duty
from tests.factories.results import make_project, make_result
from tests.portal.extraction import ROOT, messages
from yunhe_envhealth.accounts import reference as units_reference

PO = ROOT / "locale/en/LC_MESSAGES/django.po"
CHINESE = re.compile("[\u4e00-\u9fff]")
PLACES = re.compile(r"%\(\w+\)[sd]")
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "circle", "rect"}


def entries(file: Any) -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (entry.msgctxt or "", entry.msgid): (entry.msgstr, *(entry.msgstr_plural or {}).values())
        for entry in file
    }


def test_every_public_text_is_translated() -> None:
    known = entries(polib.pofile(str(PO)))
    missing = [key for key in messages() if not any(known.get(key, ()))]
    assert missing == []


def test_no_translation_is_left_without_its_text() -> None:
    assert set(entries(polib.pofile(str(PO)))) - messages() == set()


def test_translations_keep_the_places_of_the_values() -> None:
    wrong = [
        (text, told)
        for (_context, text), translations in entries(polib.pofile(str(PO))).items()
        for told in translations
        if told and set(PLACES.findall(text)) != set(PLACES.findall(told))
    ]
    assert wrong == []


def test_the_compiled_file_is_that_of_the_written_one() -> None:
    assert entries(polib.mofile(str(PO.with_suffix(".mo")))) == entries(polib.pofile(str(PO)))


class Reader(HTMLParser):
    """Collects the text and the labels that stand outside elements marked as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = [False]
        self.heard: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        chinese = self.open[-1] or given.get("lang") == "zh-Hans" or tag in ("svg", "script")
        if not chinese:
            self.heard += [given.get(name) or "" for name in ("aria-label", "title", "alt", "placeholder")]
        if tag not in VOID:
            self.open.append(chinese)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open[-1]:
            self.heard.append(data)


IN_CHINESE = "Names and texts are shown in Chinese, as issued."


def released_pages(now: datetime) -> list[str]:
    """Release a result, a project and a report; return the addresses of all public pages that tell texts."""
    public = {"is_public": True, "released_at": now, "unit": make_unit(name="示范单位甲")}
    result = make_result(title="示范制度一则", summary="第一段", evidence="示范佐证", **public)
    project = make_project(title="示范康养项目", place="示范地点", **public)
    office = make_office(steps=False)
    version = hand_in(
        make_duty(office, rule=make_rule(posts=[office.officer_post], anchor="year")), office.officer, now
    )
    reports.accept(version=version, by=office.director, now=now)
    reports.release(version=version, by=office.director, now=now)
    told = [f"/results/{result.pk}/", f"/results/projects/{project.pk}/", f"/reports/{version.pk}/"]
    return ["/results/", "/reports/", "/organisation/", *told]


def test_an_english_page_with_chinese_names_and_texts_says_so(
    client: Client, now: datetime, db: None
) -> None:
    units_reference.load(today=now.date())
    taskforce_reference.load(today=now.date())
    pages = released_pages(now)
    for address in pages:
        assert IN_CHINESE not in client.get(address).content.decode(), address

    client.cookies["lang"] = "en"
    for address in pages:
        html = client.get(address).content.decode()
        reader = Reader()
        reader.feed(html)
        assert IN_CHINESE in html, address
        title = re.search("<title>(.*?)</title>", html, re.S)
        left = {text.strip() for text in reader.heard if CHINESE.search(text)} - {"简体中文"}
        assert [text for text in left if title is None or text not in title[1]] == [], address
    assert IN_CHINESE not in client.get("/data/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["fresh", "withheld", "empty"])
def test_an_english_page_has_no_chinese_but_names(
    client: Client, points: list[Station], give: Any, state: str
) -> None:
    for station in points if state != "empty" else []:
        give(station, **({"o3": [60, 60, 60, None, None, None]} if state == "withheld" else {}))
    client.cookies["lang"] = "en"
    for address in (
        "/",
        "/stations/YH-1/",
        "/method/",
        "/results/",
        "/data/",
        "/organisation/",
        "/accessibility/",
        "/sitemap/",
    ):
        response = client.get(address)
        assert response["Content-Language"] == "en"
        html = response.content.decode()
        assert '<html lang="en"' in html
        reader = Reader()
        reader.feed(html)
        left = [text.strip() for text in reader.heard if CHINESE.search(text)]
        assert [text for text in left if "示范1站" not in text] in ([], ["简体中文"]), address
