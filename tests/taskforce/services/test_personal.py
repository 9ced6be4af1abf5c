"""Telephone and e-mail: sealed in every table, masked on pages, in clear for whoever says why."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from taskforce.models import Person
from taskforce.selectors.personal import mask_email, mask_phone, masked
from taskforce.services.organisation import set_contact, unmask
from taskforce.services.organisation.rules import ChangeRefused
from tests.factories.accounts import make_user, make_verified_client
from tests.factories.office import hold, make_person, make_post
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "13812345678", "canary-zhangsan@example.org"


@pytest.fixture
def office() -> User:
    return make_user("office")


@pytest.fixture
def person(office: User) -> Person:
    return set_contact(person=make_person(), phone=PHONE, email=EMAIL, reason="登记联系方式", by=office)


def every_stored_text() -> str:
    """Return every row of every table of the database as text, as a dump would."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM \"{table}\" t")  # noqa: S608
            texts.append(cursor.fetchone()[0])
    return "\n".join(texts)


def test_no_table_and_no_history_row_holds_the_telephone_or_the_address_in_clear(person: Person) -> None:
    stored = every_stored_text()
    assert person.code in stored
    assert PHONE not in stored
    assert EMAIL not in stored
    assert "canary" not in stored
    events = apps.get_model("taskforce", "PersonEvent")
    names = {field.name for field in events._meta.get_fields()}
    assert not {"phone_sealed", "email_sealed"} & names


def test_pages_show_the_middle_hidden_and_exports_and_the_public_nothing(
    person: Person, office: User
) -> None:
    hold(make_post(), None)
    staff = make_verified_client(office)
    page = staff.get(reverse("taskforce:person", kwargs={"pk": person.pk})).content.decode()
    assert "138****5678" in page
    assert PHONE not in page
    assert EMAIL not in page
    others = [
        (staff, reverse("taskforce:organisation")),
        (staff, reverse("taskforce:matrix") + "?export=xlsx"),
        (staff, reverse("taskforce:matrix") + "?export=csv"),
        (Client(), reverse("portal:organisation")),
    ]
    for client, address in others:
        response: Any = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert response.status_code == 200, address
        for secret in (PHONE, "138****", EMAIL, "canary"):
            assert secret.encode() not in content, address
    out = StringIO()
    call_command("list_organisation", stdout=out)
    assert PHONE not in out.getvalue()
    assert set(json.loads(out.getvalue())) == {"day", "bodies", "units", "liaisons", "vacant_liaisons"}


def test_reading_in_clear_takes_a_reason_and_leaves_a_line_without_the_number(
    person: Person, office: User
) -> None:
    with pytest.raises(ChangeRefused):
        unmask(person=person, reason=" ", by=office)
    assert not SecurityEvent.objects.filter(kind="personal_read").exists()

    assert unmask(person=person, reason="联系防汛值班", by=office) == {"phone": PHONE, "email": EMAIL}

    event = SecurityEvent.objects.get(kind="personal_read")
    assert (event.actor, event.detail["reason"]) == (office.username, "联系防汛值班")
    assert PHONE not in str(event.detail) + event.target


def test_the_page_unmasks_by_post_only_and_is_kept_by_no_cache(person: Person, office: User) -> None:
    client = make_verified_client(office)
    address = reverse("taskforce:person_unmask", kwargs={"pk": person.pk})
    assert PHONE not in client.get(address, {"reason": "看看"}).content.decode()
    answer = client.post(address, {"reason": "联系防汛值班"})
    assert PHONE in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert make_verified_client(make_user("leadership")).post(address, {"reason": "看看"}).status_code == 403


@pytest.mark.parametrize(
    ("phone", "email"), [("abc", ""), ("１３８", ""), ("1" * 30, ""), ("", "x@"), ("138\n0000", "")]
)
def test_what_is_no_number_or_address_is_refused_in_chinese(office: User, phone: str, email: str) -> None:
    person = make_person()
    with pytest.raises(ChangeRefused):
        set_contact(person=person, phone=phone, email=email, reason="登记", by=office)
    assert masked(Person.objects.get(pk=person.pk)) == {"phone": "", "email": ""}


def test_masks() -> None:
    assert (mask_phone(PHONE), mask_phone("5122345"), mask_phone("")) == ("138****5678", "****45", "")
    assert (mask_email(EMAIL), mask_email("")) == ("c***@example.org", "")


def test_resealing_moves_everybody_to_the_newest_key_and_writes_no_history(
    person: Person, settings: Any
) -> None:
    events = apps.get_model("taskforce", "PersonEvent").objects
    before, sealed = events.count(), person.phone_sealed
    settings.FIELD_KEYS = ["k" * 40, *settings.FIELD_KEYS]
    out = StringIO()

    call_command("reseal", stdout=out)
    call_command("reseal", stdout=out)

    assert out.getvalue().splitlines() == ["重新加密 1 人的个人信息。", "重新加密 0 人的个人信息。"]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    again = Person.objects.get(pk=person.pk)
    assert again.phone_sealed != sealed
    assert masked(again)["phone"] == "138****5678"
    assert events.count() == before
