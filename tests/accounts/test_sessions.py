"""Sessions: one sentence for every refusal, a new id at log-in, and an end that is an end (bar R5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import hashers
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.accounts.throttle import LOGIN, lock_key
from yunhe_envhealth.accounts.views.sessions import WRONG
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
COOKIE = django_settings.SESSION_COOKIE_NAME
START = datetime(2026, 7, 7, 1, 0, tzinfo=UTC)


@pytest.fixture
def officer() -> User:
    return make_user("unit_officer", username="jingban")


def sign_in(client: Client, username: str = "jingban", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(reverse("accounts:login"), {"username": username, "password": password}, **extra)


def is_signed_in(cookie: str) -> bool:
    """Whether a replay of this cookie still opens one's own page."""
    client = Client()
    client.cookies[COOKIE] = cookie
    return client.get(reverse("accounts:me")).status_code == 200


@pytest.fixture
def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count how often a password reaches a hasher, to check or to spend the time of an unknown name."""
    seen: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counting(self: Any, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    return seen


def test_the_right_password_opens_a_new_session(officer: User, client: Client) -> None:
    session = client.session
    session["fixed"] = True
    session.save()
    client.cookies[COOKIE] = session.session_key
    before = session.session_key

    response = sign_in(client)

    assert response.status_code == 302
    assert client.cookies[COOKIE].value != before
    assert not is_signed_in(before)
    assert is_signed_in(client.cookies[COOKIE].value)


@pytest.mark.parametrize("spelling", ["JINGBAN", " jingban ", "ｊｉｎｇｂａｎ"])
def test_a_name_signs_in_in_every_spelling(officer: User, client: Client, spelling: str) -> None:
    assert sign_in(client, spelling).status_code == 302


def test_every_refusal_is_the_same_sentence(officer: User, settings: Any) -> None:
    make_user("office", username="demo-x", is_demo=True)
    make_user("office", username="gone", is_active=False)
    settings.DEMO_ACCOUNTS_ACCEPTED = False
    attempts = [("nobody", PASSWORD), ("jingban", "wrong"), ("demo-x", PASSWORD), ("gone", PASSWORD)]

    pages = [sign_in(Client(), *attempt) for attempt in attempts]

    assert [page.status_code for page in pages] == [200] * 4
    assert all(page.context["form"].non_field_errors() == [WRONG] for page in pages)


def test_an_unknown_name_costs_a_hash_like_a_known_one(officer: User, counted_hashes: list[str]) -> None:
    sign_in(Client(), "nobody", "wrong")
    unknown = len(counted_hashes)
    sign_in(Client(), "jingban", "wrong")

    assert unknown == len(counted_hashes) - unknown == 1


def test_of_200_bad_log_ins_at_most_five_reach_the_hasher(officer: User, counted_hashes: list[str]) -> None:
    spellings = ["jingban", "JINGBAN", " jingban", "ｊｉｎｇｂａｎ"]

    codes = [
        sign_in(Client(), spellings[n % 4], f"wrong-{n}", HTTP_USER_AGENT=f"agent {n % 7}").status_code
        for n in range(200)
    ]

    assert len(counted_hashes) <= 5
    assert codes[:4] == [200] * 4
    assert set(codes[4:]) == {429}


def test_of_parallel_attempts_for_one_name_only_one_reaches_the_hasher(
    officer: User, counted_hashes: list[str]
) -> None:
    elsewhere = connections.create_connection("default")
    try:
        with elsewhere.cursor() as cursor:  # another worker is checking this name from this address
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOGIN, lock_key("jingban", "127.0.0.1")])
        refused, other_address = sign_in(Client()), sign_in(Client(), REMOTE_ADDR="127.0.0.2")
    finally:
        elsewhere.close()

    assert refused.status_code == 429
    assert "请稍候再试" in refused.content.decode()
    assert other_address.status_code == 302
    assert len(counted_hashes) == 1


def test_the_lock_page_says_until_when_and_the_lock_ends(officer: User, time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)
    for n in range(5):
        page = sign_in(Client(), password=f"wrong-{n}")
    assert "2026-07-07 09:15" in page.content.decode()
    assert sign_in(Client()).status_code == 429  # the right password does not open a lock

    time_machine.move_to(START + timedelta(minutes=15, seconds=1), tick=False)

    assert sign_in(Client()).status_code == 302


def test_trying_on_does_not_lengthen_the_lock(officer: User, time_machine: Any) -> None:
    for minute in range(0, 15, 2):
        time_machine.move_to(START + timedelta(minutes=minute), tick=False)
        for n in range(5):
            sign_in(Client(), password=f"wrong-{n}")

    time_machine.move_to(START + timedelta(minutes=15, seconds=1), tick=False)

    assert sign_in(Client()).status_code == 302


def test_a_lock_holds_for_its_address_only(officer: User) -> None:
    for n in range(6):
        sign_in(Client(), password=f"wrong-{n}", REMOTE_ADDR="192.0.2.1")

    assert sign_in(Client(), REMOTE_ADDR="192.0.2.1").status_code == 429
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.2").status_code == 302


def test_one_address_that_tries_many_names_is_stopped(officer: User, counted_hashes: list[str]) -> None:
    codes = [sign_in(Client(), f"name{n}", "wrong", REMOTE_ADDR="192.0.2.1").status_code for n in range(80)]

    assert codes.count(429) == 20
    assert len(counted_hashes) == 60


@pytest.mark.parametrize(
    ("wanted", "arrives"),
    [
        ("/account/me/?a=1", "/account/me/?a=1"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_the_next_address_stays_on_this_site(client: Client, wanted: str, arrives: str | None) -> None:
    make_user(username="jingban")

    page = client.post(
        reverse("accounts:login"), {"username": "jingban", "password": PASSWORD, "next": wanted}
    )

    assert page["Location"] == (arrives or reverse("accounts:me"))


def test_a_page_asked_for_keeps_its_query_through_the_log_in(client: Client) -> None:
    page = client.get("/account/units/?q=a&kind=group")

    assert page["Location"] == "/account/login/?next=%2Faccount%2Funits%2F%3Fq%3Da%26kind%3Dgroup"


def test_logout_is_a_post_and_kills_the_cookie(officer: User, client: Client) -> None:
    sign_in(client)
    cookie = client.cookies[COOKIE].value

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert is_signed_in(cookie)
    client.post(reverse("accounts:logout"))

    assert not is_signed_in(cookie)


def test_disabling_a_user_kills_the_session(officer: User, client: Client) -> None:
    sign_in(client)

    services.disable_user(user=officer, reason="调离", by=None)

    assert not is_signed_in(client.cookies[COOKIE].value)


def test_changing_the_password_ends_the_other_sessions(officer: User, client: Client) -> None:
    sign_in(client)
    elsewhere = Client()
    sign_in(elsewhere)
    old_cookie = client.cookies[COOKIE].value
    new = "Xiaoshan-bridge-77"

    page = client.post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": new})

    assert page.status_code == 302
    assert not is_signed_in(elsewhere.cookies[COOKIE].value)
    assert not is_signed_in(old_cookie)
    assert is_signed_in(client.cookies[COOKIE].value)
    assert SecurityEvent.objects.filter(kind="password", actor="jingban").exists()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"old": "wrong"}, "old"),
        ({"again": "Other-bridge-778"}, "again"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"new": "short", "again": "short"}, "new"),
    ],
)
def test_a_password_form_with_a_fault_changes_nothing(
    officer: User, client: Client, fields: dict[str, str], where: str
) -> None:
    sign_in(client)
    good = {"old": PASSWORD, "new": "Xiaoshan-bridge-77", "again": "Xiaoshan-bridge-77"}

    page = client.post(reverse("accounts:password"), good | fields)

    officer.refresh_from_db()
    assert list(page.context["form"].errors) == [where]
    assert officer.check_password(PASSWORD)


def test_a_temporary_password_must_be_changed_first(client: Client) -> None:
    user = make_user("unit_officer", username="jingban", must_change_password=True)

    assert sign_in(client)["Location"] == reverse("accounts:password")
    assert client.get(reverse("accounts:units"))["Location"] == reverse("accounts:password")
    new = "Xiaoshan-bridge-77"
    client.post(reverse("accounts:password"), {"old": PASSWORD, "new": new, "again": new})

    user.refresh_from_db()
    assert not user.must_change_password
    assert client.get(reverse("accounts:units")).status_code == 200


def test_a_session_ends_after_thirty_idle_minutes(officer: User, client: Client, time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)
    sign_in(client)
    cookie = client.cookies[COOKIE].value
    time_machine.move_to(START + timedelta(minutes=29), tick=False)
    assert is_signed_in(cookie)

    time_machine.move_to(START + timedelta(minutes=29 + 31), tick=False)

    assert not is_signed_in(cookie)


def test_a_session_ends_after_twelve_hours_of_use(officer: User, client: Client, time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)
    sign_in(client)
    cookie = client.cookies[COOKIE].value
    for minutes in range(20, 12 * 60, 20):
        time_machine.move_to(START + timedelta(minutes=minutes), tick=False)
        assert is_signed_in(cookie)

    time_machine.move_to(START + timedelta(hours=12, seconds=1), tick=False)

    assert not is_signed_in(cookie)


def test_log_in_failure_lock_and_logout_are_recorded(officer: User, client: Client) -> None:
    sign_in(client)
    client.post(reverse("accounts:logout"))
    for n in range(5):
        sign_in(Client(), password=f"wrong-{n}")

    kinds = list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds[:2] == ["login", "logout"]
    assert kinds.count("login_failed") == 5
    assert "locked" in kinds
    assert "wrong-" not in str(list(SecurityEvent.objects.values()))


# --- demonstration accounts ------------------------------------------------------------------------------------------


@pytest.fixture
def demo_user() -> User:
    return make_user("unit_officer", username="demo-y", is_demo=True)


def test_a_demonstration_account_signs_in_on_the_loopback(demo_user: User) -> None:
    assert sign_in(Client(), "demo-y", REMOTE_ADDR="127.0.0.1").status_code == 302
    assert sign_in(Client(), "demo-y", REMOTE_ADDR="::1").status_code == 302


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "192.0.2.1"},
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
)
def test_a_demonstration_account_is_refused_elsewhere(demo_user: User, meta: dict[str, str]) -> None:
    assert sign_in(Client(), "demo-y", **meta).status_code == 200
    assert not SecurityEvent.objects.filter(kind="login").exists()


def test_a_demonstration_session_is_no_good_elsewhere(demo_user: User, client: Client) -> None:
    sign_in(client, "demo-y")

    assert client.get(reverse("accounts:me"), REMOTE_ADDR="192.0.2.1").status_code == 302


def test_where_demonstration_accounts_are_off_a_session_is_dead(
    demo_user: User, client: Client, settings: Any
) -> None:
    sign_in(client, "demo-y")

    settings.DEMO_ACCOUNTS_ACCEPTED = False

    assert not is_signed_in(client.cookies[COOKIE].value)


def test_from_elsewhere_the_page_says_that_demonstration_accounts_are_refused(
    client: Client, settings: Any
) -> None:
    settings.DEMO = True

    page = client.get(reverse("accounts:login"), REMOTE_ADDR="192.0.2.1").content.decode()
    here = client.get(reverse("accounts:login")).content.decode()

    assert "示范账号只能在运行平台的那台机器上" in page
    assert "示范账号只能在运行平台的那台机器上" not in here


def test_what_a_signed_in_user_saw_is_kept_by_no_browser(officer: User, client: Client) -> None:
    sign_in(client)

    for address in (reverse("accounts:me"), "/api/v1/tasks/"):
        assert client.get(address)["Cache-Control"] == "private, no-store"
