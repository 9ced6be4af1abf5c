"""After a step the next page says that it was done, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from taskforce.models import Post
from taskforce.services.organisation import link_account
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.office import Office, make_office, make_open_task
from tests.factories.reports import hand_in, make_duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def told(response: Any) -> list[str]:
    """Return the messages that the step leaves for the next page."""
    assert response.status_code == 302, response.content.decode()
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_a_comment_and_its_answer_are_confirmed(office: Office, now: datetime) -> None:
    version = hand_in(make_duty(office), office.officer, now)
    address = reverse("taskforce:report_comment", args=[version.pk])
    director, officer = make_verified_client(office.director), make_verified_client(office.officer)

    assert told(director.post(address, {"anchor": "problems", "text": "请补样本数。"})) == ["意见已写入。"]
    director.post(reverse("taskforce:report_return", args=[version.pk]), {"text": ""})
    answer = reverse("taskforce:report_reply", args=[version.comments.get().pk])
    assert told(officer.post(answer, {"text": "已补。"})) == ["已答复。"]


def test_a_result_and_a_project_are_confirmed() -> None:
    unit = make_unit(name="示范单位甲")
    officer = make_verified_client(make_user("unit_officer", unit=unit))
    both = {"unit": unit.pk, "title": "示范成果甲"}
    result = {"kind": "practice", "dated": "2026-05-01"}
    project = {
        "kind": "wellness", "place": "示范村", "stage": "building", "investment_wan": "100", "spent_wan": "10",
        "as_of": "2026-05-01",
    }  # fmt: skip

    assert told(officer.post(reverse("taskforce:result_new"), both | result)) == ["成果已登记。"]
    assert told(officer.post(reverse("taskforce:project_new"), both | project))[1:] == ["项目已登记。"]


def changed(client: Client, post: Post, **who: Any) -> Any:
    grounds = {"on": "2026-07-06", "document": "云环专办〔2026〕3号", "reason": "调整"}
    return told(client.post(reverse("taskforce:post_holder", kwargs={"pk": post.pk}), grounds | who))


def test_a_holder_without_an_account_is_pointed_out_with_who_is_told_instead(office: Office) -> None:
    make_open_task(office.officer_post, due_on=date(2026, 7, 14))
    desk = make_verified_client(office.director)

    words, done = sorted(changed(desk, office.officer_post, name="示范新人"), key=len, reverse=True)

    holding = office.officer_post.holdings.get(valid_to=None)
    assert done == "任职变更已登记。"
    assert words.startswith("示范新人还没有平台账号，登记以前收不到这个岗位的消息，消息改送")
    assert "这个岗位现有 1 件在办任务" in words
    link = f'<a href="{reverse("taskforce:person_account", kwargs={"pk": holding.person_id})}">'
    assert link in desk.get(reverse("taskforce:post", kwargs={"pk": office.officer_post.pk})).content.decode()


def test_a_holder_with_an_account_needs_no_warning(office: Office) -> None:
    changed(make_verified_client(office.director), office.officer_post, name="示范新人")
    person = office.officer_post.holdings.get(valid_to=None).person
    link_account(person=person, user=make_user("unit_officer"), reason="登记", by=office.director)

    desk = make_verified_client(office.director)
    assert changed(desk, office.head_post, person=person.pk) == ["任职变更已登记。"]
