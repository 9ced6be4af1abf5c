"""Accounts that are one person's, whenever they were tied to them."""

from __future__ import annotations

from datetime import date

import pytest

from taskforce.models import Person
from taskforce.selectors.acting import posts_of_person, same_person_ids
from taskforce.services.organisation import link_account
from tests.factories.accounts import make_user
from tests.factories.taskforce_tasks import hold, make_post

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 7)


def test_accounts_are_one_person_s_whether_they_are_tied_now_or_were_before() -> None:
    office, first, second = make_user("office"), make_user("unit_officer"), make_user("office")
    post, other = make_post(), make_user("office")
    hold(post, first)
    hold(make_post(), other)
    person = Person.objects.get(user=first)
    for user in (second, None):
        link_account(person=person, user=user, reason="换账号", by=office)

    for user in (first, second):
        assert same_person_ids(user) == {first.pk, second.pk}
        assert list(posts_of_person(user, DAY)) == [{"post_id": post.pk}]
    assert same_person_ids(other) == {other.pk}
    assert same_person_ids(office) == {office.pk}
    assert not posts_of_person(office, DAY)
