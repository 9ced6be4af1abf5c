"""The security log: append-only by the database's own word, and a page for the auditor alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories.accounts import make_user, make_verified_client
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.addresses import client_address
from yunhe_envhealth.audit.models import SecurityEvent
from yunhe_envhealth.audit.services import record

pytestmark = pytest.mark.django_db
REFUSED = r"Cannot update or delete|cannot be truncated"


@pytest.fixture
def guarded(db: None) -> None:
    """The TRUNCATE guard as it stands outside tests (conftest switches it off for transactional ones)."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_securityevent ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_securityevent SET actor = 'x'",
        "DELETE FROM audit_securityevent",
        "TRUNCATE audit_securityevent",
        "TRUNCATE audit_securityevent CASCADE",
        "UPDATE accounts_userevent SET full_name = 'x'",
        "DELETE FROM accounts_userevent",
        "UPDATE accounts_unitevent SET name = 'x'",
        "DELETE FROM accounts_membershipevent",
        "DELETE FROM accounts_apitokenevent",
    ],
)
def test_the_database_refuses_to_change_what_was_recorded(guarded: None, statement: str) -> None:
    record(kind="login", actor="someone")
    user = make_user("api_client")
    user.tokens.create(public_id="x", digest="", name="示范", expires_at=datetime(2026, 1, 1, tzinfo=UTC))

    with pytest.raises(InternalError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert SecurityEvent.objects.get().actor == "someone"


def test_a_line_cannot_be_forged_by_control_characters() -> None:
    event = record(kind="login_failed", actor="x\r\n2026-07-07 登录 admin\x00\x1b[2J", target="a\nb")

    event.refresh_from_db()
    assert event.actor.isprintable()
    assert event.target.isprintable()


def test_a_denied_page_is_recorded_with_name_page_and_request() -> None:
    user = make_user("inspector")
    client = make_verified_client(user)

    response = client.get(reverse("accounts:users"), REMOTE_ADDR="192.0.2.7")

    event = SecurityEvent.objects.get(kind="denied")
    assert response.status_code == 403
    assert (event.actor, event.target, event.ip) == (user.username, "/account/users/", "192.0.2.7")
    assert event.request_id == response["X-Request-ID"]


def test_an_event_recorded_by_a_service_carries_the_callers_address() -> None:
    client, user = make_verified_client(make_user("administrator")), make_user("inspector")

    client.post(
        reverse("accounts:user_disable", kwargs={"pk": user.pk}), {"reason": "试"}, REMOTE_ADDR="192.0.2.7"
    )

    event = SecurityEvent.objects.get(kind="role")
    assert event.ip == "192.0.2.7"
    assert event.request_id


def test_an_event_leaves_with_the_transaction_that_is_rolled_back() -> None:
    @transaction.atomic
    def write_and_fail() -> None:
        record(kind="token", actor="x")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert not SecurityEvent.objects.exists()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "peer", "seen"),
    [
        (0, "10.0.0.1", "192.0.2.1", "192.0.2.1"),
        (1, "10.0.0.1, 192.0.2.9", "127.0.0.1", "192.0.2.9"),
        (2, "10.0.0.1, 192.0.2.9, 192.0.2.10", "127.0.0.1", "192.0.2.9"),
        (2, "192.0.2.9", "127.0.0.1", "192.0.2.9"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "not an address", "127.0.0.1", None),
        (0, "", "", None),
    ],
)
def test_the_address_is_the_trusted_proxys_word(
    settings: Any, proxies: int, forwarded: str, peer: str, seen: str | None
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}
    meta = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **meta)) == seen


# --- the auditor's page -------------------------------------------------------------------------------------------------


@pytest.fixture
def auditor() -> Client:
    return make_verified_client(make_user("auditor"))


def test_the_auditor_filters_by_kind_actor_and_day(auditor: Client, time_machine: Any) -> None:
    for day, actor in ((6, "zhang"), (7, "li")):
        night = datetime(2026, 7, day, 17, 0, tzinfo=UTC)  # 01:00 of the next Beijing day
        time_machine.move_to(night, tick=False)
        record(kind="login", actor=actor)
        record(kind="export", actor=actor, target="/office/x/", rows=12)
    time_machine.move_to(datetime(2026, 7, 7, 17, 5, tzinfo=UTC), tick=False)

    def found(query: str) -> list[tuple[str, str]]:
        page = auditor.get(f"{reverse('audit:events')}?{query}")
        return [(row.record.actor, row.record.kind) for row in page.context["table"].rows]

    auditor.cookies.update(make_verified_client(make_user("auditor")).cookies)
    assert found("kind=login") == [("li", "login"), ("zhang", "login")]
    assert found("actor=ZHANG") == [("zhang", "export"), ("zhang", "login")]
    assert found("since=2026-07-08&until=2026-07-08&kind=export") == [("li", "export")]
    assert found("until=2026-07-06") == []


@pytest.mark.parametrize("role", ["administrator", "office", "leadership", "api_client"])
def test_nobody_else_reads_the_log(role: str) -> None:
    client = make_verified_client(make_user(role))

    assert client.get(reverse("audit:events")).status_code == 403


def test_the_page_shows_details_in_words(auditor: Client) -> None:
    record(kind="export", actor="zhang", target="/office/x/", rows=12, filter="q=a")

    page = auditor.get(reverse("audit:events")).content.decode()

    assert "行数：12；条件：q=a" in page


def test_nothing_stores_a_password(client: Client) -> None:
    User.objects.create_user("zhang", "Secret-canary-11", full_name="示范")
    for password in ("Secret-canary-11", "Secret-canary-22"):
        client.post(reverse("accounts:login"), {"username": "zhang", "password": password})

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(e)::text FROM audit_securityevent e")
        events = str(cursor.fetchall())
        cursor.execute("SELECT row_to_json(a)::text FROM axes_accessattempt a")
        attempts = str(cursor.fetchall())
    assert "Secret-canary" not in events + attempts
