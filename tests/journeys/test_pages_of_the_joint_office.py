"""The joint office's pages over its demonstration, in a real browser: axe, a silent console, a phone's width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from taskforce.models import (
    Meeting,
    MeetingSeries,
    Person,
    Pilot,
    PlanItem,
    Post,
    Project,
    ReportRule,
    ReportVersion,
    Result,
    SupervisionNotice,
    Task,
)
from taskforce.services import demo
from tests.browsing import DESK, Pages, Visitor, tour
from tests.processes import Platform
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.accounts.services import ensure_demo_accounts

pytestmark = [pytest.mark.browser]
LISTS = [
    "inbox",
    "own_home",
    "tasks",
    "task_board",
    "task_new",
    "workdays",
    "workday_new",
    "duties",
    "report_rates",
    "organisation",
    "matrix",
    "post_new",
    "units_merge",
    "messages",
    "reminders_preview",
    "rules",
    "reminder_steps",
    "calendar",
    "templates",
    "meetings",
    "decisions",
    "series_list",
    "supervisions",
    "assessments",
    "pilot_home",
    "results",
    "result_new",
    "projects",
    "project_new",
]
MODES = ("size=elder", "contrast=high")


@pytest.fixture
def filled(platform: Platform) -> Platform:
    """A platform with the joint office's demonstration."""
    ensure_demo_accounts()
    assert demo.ensure(now=timezone.now()) > 0
    return platform


def at(route: str, pk: int) -> str:
    return reverse(f"taskforce:{route}", args=[pk])


def record_pages() -> Pages:
    """One record of each kind with its tabs, and the forms that lead on from it."""
    task = Task.objects.filter(state="accepted").earliest("pk")
    done = Task.objects.filter(state="done").earliest("pk")
    draft = ReportVersion.objects.filter(state="draft").earliest("pk")
    accepted = ReportVersion.objects.filter(state="accepted").earliest("pk")
    meeting = Meeting.objects.earliest("pk")
    post = Post.objects.get(code="task-force-office-director")
    return {
        "unit": at("unit", Unit.objects.get(code="ecology-branch").pk),
        "post": at("post", post.pk),
        "holder": at("post_holder", post.pk),
        "person": at("person", Person.objects.earliest("pk").pk),
        "assignment": at("assignment", PlanItem.objects.earliest("pk").pk),
        "task": at("task", task.pk),
        "task history": at("task", task.pk) + "?tab=history",
        "task done": at("task", done.pk),
        "finish": at("task_finish", task.pk),
        "duty": at("duty", draft.duty_id),
        "draft": at("report_edit", draft.pk),
        "version": at("report_version", accepted.pk),
        "rule": at("rule", ReportRule.objects.earliest("pk").pk),
        "rule form": at("rule_edit", ReportRule.objects.earliest("pk").pk),
        "meeting": at("meeting", meeting.pk),
        "series": at("series", MeetingSeries.objects.earliest("pk").pk),
        "supervision": at("supervision", SupervisionNotice.objects.earliest("pk").pk),
        "pilot": at("pilot", Pilot.objects.earliest("pk").pk),
        "result": at("result", Result.objects.earliest("pk").pk),
        "project": at("project", Project.objects.earliest("pk").pk),
    }


def test_pages_of_the_office(filled: Platform, visitor: Callable[..., Visitor]) -> None:
    web = filled.web(ENVHEALTH_DEMO="1").address
    office = visitor(viewport=DESK)
    office.sign_in_as(User.objects.get(username="demo-office"), web)

    found = list(tour(office, web, {name: reverse(f"taskforce:{name}") for name in LISTS}))
    found += tour(office, web, record_pages())

    assert "\n".join(found) == ""
    assert office.faults == []


def test_pages_of_the_public_and_of_leadership(filled: Platform, visitor: Callable[..., Visitor]) -> None:
    web = filled.web(ENVHEALTH_DEMO="1").address
    anyone, leader, officer = (visitor(viewport=DESK) for _ in range(3))
    leader.sign_in_as(User.objects.get(username="demo-leader"), web)
    officer.sign_in_as(User.objects.get(username="demo-officer"), web)
    public = {name: reverse(f"portal:{name}") for name in ("organisation", "results", "reports")}

    found = list(tour(anyone, web, public))
    anyone.open(f"{web}{reverse('portal:display_mode')}?lang=en&next=/")
    found += tour(anyone, web, {f"{name} in English": address for name, address in public.items()})
    found += tour(
        leader, web, {"cockpit": reverse("portal:cockpit"), "rates": reverse("taskforce:report_rates")}
    )
    found += tour(officer, web, {"inbox": reverse("taskforce:inbox"), "office": reverse("portal:office")})
    for mode in MODES:  # each on top of the one before
        officer.open(f"{web}{reverse('portal:display_mode')}?{mode}&next=/")
        found += tour(officer, web, {f"inbox {mode}": reverse("taskforce:inbox")})

    assert "\n".join(found) == ""
    assert anyone.faults + leader.faults + officer.faults == []
