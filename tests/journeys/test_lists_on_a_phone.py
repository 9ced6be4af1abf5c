"""On a phone nothing of a list or an entry table is cut off: each row is a card with every value under its heading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from taskforce.models import Meeting
from taskforce.services import demo
from tests.browsing import PHONE, Visitor
from tests.processes import Platform
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.services import ensure_demo_accounts

pytestmark = [pytest.mark.browser]
LISTS = ("tasks", "duties", "messages", "decisions", "reminders_preview", "report_rates", "organisation")
# Cells whose right edge is out of sight, of tables that have rows; -1 where there is no such table.
OUT_OF_SIGHT = """() => {
  const cells = [...document.querySelectorAll("table.is-cards tbody :is(th, td)")];
  return cells.length ? cells.filter(cell => cell.getBoundingClientRect().right > innerWidth).length : -1;
}"""
UNNAMED = """() => [...document.querySelectorAll("table.is-cards tbody td:not(.eh-name)")]
  .filter(cell => !cell.dataset.label).length"""
TODAY = "() => document.querySelector('.eh-cal .is-today').getBoundingClientRect().right <= innerWidth"


def test_every_value_of_a_row_is_in_sight_under_its_heading(
    platform: Platform, visitor: Callable[..., Visitor]
) -> None:
    ensure_demo_accounts()
    demo.ensure(now=timezone.now())
    web = platform.web(ENVHEALTH_DEMO="1").address
    office = visitor(viewport=PHONE)
    office.sign_in_as(User.objects.get(username="demo-office"), web)
    pages = {name: reverse(f"taskforce:{name}") for name in LISTS}
    pages["decide"] = reverse("taskforce:decisions_new", args=[Meeting.objects.latest("starts_at").pk])

    cut, unnamed = {}, {}
    for name, address in pages.items():
        page = office.open(web + address)
        cut[name], unnamed[name] = page.evaluate(OUT_OF_SIGHT), page.evaluate(UNNAMED)

    assert cut == dict.fromkeys(pages, 0)
    assert unnamed == dict.fromkeys(pages, 0)
    assert office.open(web + reverse("taskforce:inbox")).evaluate(TODAY)
