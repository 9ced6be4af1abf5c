"""The joint office's demonstration: made by the services, marked everywhere, laid once, no real post or person in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.test import Client

from taskforce.models import (
    Decision,
    Holding,
    Meeting,
    Notice,
    Post,
    Project,
    ReportDuty,
    ReportVersion,
    Result,
    SupervisionNotice,
    Task,
)
from taskforce.selectors.reports import duties_to_merge, with_punctuality
from taskforce.services import demo, reports
from taskforce.services.reminders import remind
from tests.factories.accounts import make_verified_client
from yunhe_envhealth.accounts.models import Membership, Unit, User
from yunhe_envhealth.accounts.services import ensure_demo_accounts
from yunhe_envhealth.core.errors import NotAllowed
from yunhe_envhealth.core.periods import BEIJING

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BEIJING)


@pytest.fixture
def laid(reference: None, settings: Any, tmp_path: Any) -> Any:
    settings.VAR_DIR = tmp_path
    with time_machine.travel(NOW, tick=False) as clock:
        ensure_demo_accounts()
        demo.ensure(now=NOW)
        yield clock


def everything() -> dict[str, int]:
    models = [*apps.get_app_config("taskforce").get_models(), Unit, User, Membership]
    return {model.__name__: model._default_manager.count() for model in models}


def test_every_state_that_a_task_can_have_is_shown(laid: Any) -> None:
    tasks = Task.objects.filter(is_demo=True)

    assert {"open", "accepted", "done", "verified", "closed"} <= set(tasks.values_list("state", flat=True))
    assert tasks.filter(state="accepted", due_on__lt=NOW.date()).count() == 1
    assert tasks.filter(times_returned=1, state="accepted").count() == 1
    assert tasks.filter(extensions__granted__isnull=True, extensions__isnull=False).count() == 1


def test_reports_stand_on_time_late_returned_and_in_hand(laid: Any) -> None:
    half_years = ReportDuty.objects.filter(rule__code="demo-half-year", period_end__lt=NOW.date())
    told = {
        (duty.state, duty.punctuality)
        for duty in with_punctuality(half_years, NOW.date())  # type: ignore[attr-defined]
    }

    assert {
        ("accepted", "on_time"),
        ("accepted", "late"),
        ("returned", "on_time"),
        ("drafted", "overdue"),
    } <= told
    assert ReportVersion.objects.filter(duty__is_demo=True, is_released=True).count() == 1


def test_a_meeting_was_held_and_the_next_follows_it_up(laid: Any) -> None:
    states = sorted(Meeting.objects.filter(is_demo=True).values_list("state", flat=True))

    assert states == ["invited", "minuted"]
    assert set(Decision.objects.values_list("kind", flat=True)) == {"note", "decision", "task"}
    assert Decision.objects.filter(follows__isnull=False).exists()


def test_every_row_is_marked_and_says_so_in_its_title(laid: Any) -> None:
    for model in (Task, Meeting, SupervisionNotice, Result, Project, Post):
        rows = model.objects.filter(is_demo=True)  # type: ignore[attr-defined]
        assert rows.exists(), model
        assert [str(row) for row in rows if "示范" not in str(row)] == [], model
    assert not Task.objects.filter(is_demo=False).exists()
    assert not Meeting.objects.filter(is_demo=False).exists()
    assert not Result.objects.filter(is_demo=False).exists()
    assert not Notice.objects.filter(is_demo=False).exists()
    assert Notice.objects.exists()


def test_nothing_invented_is_attached_to_a_real_post_person_or_unit(laid: Any) -> None:
    real = Post.objects.filter(is_demo=False)

    assert real.count() > 50
    assert not Task.objects.filter(owner_post__in=real).exists()
    assert not Notice.objects.filter(post__in=real).exists()
    assert not Notice.objects.filter(user__is_demo=False).exists()
    assert not Holding.objects.filter(post__in=real, person__is_demo=True).exists()
    assert set(Result.objects.values_list("unit__code", flat=True)) == {"demo-unit"}


def test_reminders_of_the_demonstration_reach_demonstration_accounts_only(laid: Any) -> None:
    remind(now=NOW)

    told = Notice.objects.filter(offset__isnull=False)
    assert told.exists()
    assert not told.filter(post__is_demo=False).exists()
    assert set(told.values_list("channel", flat=True)) == {"inbox"}


def test_a_second_time_changes_nothing(laid: Any) -> None:
    before = everything()

    assert demo.ensure(now=NOW) == 0
    assert everything() == before


def test_days_later_it_is_not_laid_again(laid: Any) -> None:
    before = everything()
    laid.shift(40 * 24 * 3600)

    assert demo.ensure(now=datetime(2027, 1, 2, 10, tzinfo=BEIJING)) == 0
    assert everything() == before


def test_without_demonstration_accounts_nothing_is_laid(db: None) -> None:
    assert demo.ensure(now=NOW) == 0
    assert not Post.objects.exists()


def test_the_demonstrations_people_see_their_pages(laid: Any) -> None:
    for username in ("demo-officer", "demo-reviewer", "demo-township", "demo-office"):
        client = make_verified_client(User.objects.get(username=username))
        html = client.get("/office/taskforce/inbox/").content.decode()
        assert "示范" in html, username


def test_public_pages_show_the_released_part_with_the_ribbon(laid: Any) -> None:
    for address, title in (("/results/", "示范村环境健康做法"), ("/reports/", "示范年度进展报告")):
        html = Client().get(address).content.decode()
        assert title in html
        assert "不是云和县的真实工作" in html
    assert "示范活动报道一则" not in Client().get("/results/").content.decode()
    report = ReportVersion.objects.get(is_released=True)
    assert "文中的数和来源" in Client().get(f"/reports/{report.pk}/").content.decode()


def test_the_half_yearly_merge_can_be_tried_and_its_report_accepted(laid: Any) -> None:
    first, second = (User.objects.get(username=name) for name in ("demo-office", "demo-office-2"))
    duty = ReportDuty.objects.get(rule__merges__isnull=False, is_demo=True, period_end__lt=NOW.date())
    parts = duties_to_merge(duty, NOW.date())
    accepted = [part for part in parts if part.state == "accepted"]

    draft = reports.merge(duty=duty, by=first, now=NOW)
    texts = {section["key"]: section["text"] for section in draft.sections if "table" not in section}
    draft = reports.save_draft(version=draft, texts=texts, seen=draft.updated_at, by=first, now=NOW)
    version = reports.submit(version=draft, by=first, now=NOW)
    with pytest.raises(NotAllowed):
        reports.accept(version=version, by=first, now=NOW)
    reports.accept(version=version, by=second, now=NOW)

    assert "示范" in str(duty.title)
    assert (len(parts), len(accepted)) == (3, 2)
    assert {part.owner_post.code for part in accepted} == {"demo-officer", "demo-town-officer"}
    assert all(part.is_demo for part in parts)
    assert [source["duty"] for source in version.sources] == [part.pk for part in accepted]
    assert ReportDuty.objects.get(pk=duty.pk).state == "accepted"
