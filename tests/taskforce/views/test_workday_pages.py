"""The table of working days: the county's changes stand above the announced calendar, a year is told as it is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from taskforce.models import WorkdayChange
from taskforce.selectors import workdays
from taskforce.services.workdays import add_workday_change
from tests.factories.accounts import make_user
from yunhe_envhealth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
FREE = {"day": "2026-07-08", "note": "示范活动", "source": "示范〔2026〕1号", "reason": "县里通知"}


def test_a_change_moves_what_is_a_working_day(client_for: ClientFor) -> None:
    assert workdays().is_workday(date(2026, 7, 8))

    assert client_for("office").post(reverse("taskforce:workday_new"), FREE).status_code == 302

    assert not workdays().is_workday(date(2026, 7, 8))
    assert WorkdayChange.objects.get().events.get().pgh_context.metadata["reason"] == "县里通知"


def test_a_day_is_changed_once_and_corrected_on_its_row(client_for: ClientFor) -> None:
    office = client_for("office")
    office.post(reverse("taskforce:workday_new"), FREE)

    again = office.post(reverse("taskforce:workday_new"), FREE)
    assert again.status_code == 422
    assert "已经有一条调整" in again.content.decode()
    row = WorkdayChange.objects.get()
    address = reverse("taskforce:workday_edit", args=[row.pk])
    assert office.get(address).status_code == 200
    assert office.post(address, {"is_workday": "on", "reason": "登记错了"}).status_code == 302
    assert workdays().is_workday(date(2026, 7, 8))


def test_only_the_office_changes_working_days() -> None:
    with pytest.raises(NotAllowed):
        add_workday_change(day=date(2026, 7, 8), is_workday=False, reason="试", by=make_user("unit_reviewer"))


@pytest.mark.parametrize("day", ["", "1850-01-01", "9999-12-31", "x", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(client_for: ClientFor, day: str) -> None:
    assert client_for("office").post(reverse("taskforce:workday_new"), FREE | {"day": day}).status_code == 422
    assert not WorkdayChange.objects.exists()


@pytest.mark.parametrize(("year", "words"), [(2026, "调休已公布"), (2027, "调休未公布")])
def test_a_year_says_whether_its_make_up_days_are_known(client_for: ClientFor, year: int, words: str) -> None:
    text = client_for("leadership").get(reverse("taskforce:workday_year", args=[year])).content.decode()

    assert words in text
    assert ("还没有公布这一年的调休安排" in text) == (year == 2027)


def test_a_year_far_away_has_no_page(client_for: ClientFor) -> None:
    assert client_for("leadership").get(reverse("taskforce:workday_year", args=[99999])).status_code == 404


def test_the_list_shows_changes_to_all_staff_and_links_for_the_office(client_for: ClientFor) -> None:
    row = WorkdayChange.objects.create(day=date(2026, 7, 8), is_workday=False)
    link = reverse("taskforce:workday_edit", args=[row.pk])

    pages = {
        role: client_for(role).get(reverse("taskforce:workdays"), {"since": "2026-01-01", "works": "no"})
        for role in ("office", "inspector")
    }

    assert link in pages["office"].content.decode()
    assert "2026-07-08" in pages["inspector"].content.decode()
    assert link not in pages["inspector"].content.decode()
