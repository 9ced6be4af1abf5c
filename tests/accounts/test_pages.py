"""Pages of users, units and tokens: what they write, what they refuse, and that a stale password asks again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import PASSWORD, make_unit, make_user, make_verified_client
from yunhe_envhealth.accounts.models import ApiToken, Membership, Unit, User
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
START = datetime(2026, 7, 7, 1, 0, tzinfo=UTC)


@pytest.fixture
def administrator() -> User:
    return make_user("administrator", username="guanli", full_name="示范管理员")


@pytest.fixture
def admin_client(administrator: User) -> Client:
    return make_verified_client(administrator)


def body(page: Any) -> str:
    return page.content.decode()


def test_a_new_account_gets_a_temporary_password_shown_once(admin_client: Client) -> None:
    page = admin_client.post(
        reverse("accounts:user_new"), {"username": "Xin.Ren", "full_name": "示范新人", "signs_in": "on"}
    )

    user = User.objects.get(username="xin.ren")
    secret = re.search(r"<code[^>]*>([^<]+)</code>", body(page))
    assert secret is not None
    assert user.check_password(secret.group(1))
    assert user.must_change_password
    assert page["Cache-Control"] == "no-store"


def test_an_api_client_gets_no_password(admin_client: Client) -> None:
    page = admin_client.post(reverse("accounts:user_new"), {"username": "jiekou", "full_name": "示范接口"})

    user = User.objects.get(username="jiekou")
    assert not user.has_usable_password()
    assert page["Location"] == reverse("accounts:role_give", kwargs={"pk": user.pk})


def test_a_refusal_of_the_service_stands_in_the_form_with_what_was_typed(admin_client: Client) -> None:
    page = admin_client.post(
        reverse("accounts:user_new"), {"username": "GUANLI", "full_name": "示范重名", "signs_in": "on"}
    )

    assert page.status_code == 422
    assert "已经有人用了" in body(page)
    assert "示范重名" in body(page)


def test_a_role_is_given_and_ended_through_the_pages(admin_client: Client) -> None:
    user, unit = make_user(), make_unit()
    given = {
        "role": "inspector",
        "unit": unit.pk,
        "area_code": "331125106",
        "valid_from": "2026-01-01",
        "reason": "示范文件",
    }
    admin_client.post(reverse("accounts:role_give", kwargs={"pk": user.pk}), given)
    membership = Membership.objects.get(user=user)

    admin_client.post(
        reverse("accounts:role_end", kwargs={"pk": membership.pk}),
        {"on": today().isoformat(), "reason": "轮岗"},
    )

    membership.refresh_from_db()
    history = body(admin_client.get(reverse("accounts:user", kwargs={"pk": user.pk}) + "?tab=history"))
    assert (membership.area_code, membership.valid_to) == ("331125106", today())
    assert "示范文件" in history
    assert "轮岗" in history
    assert "示范管理员（guanli）" in history


def test_the_form_refuses_administrator_and_auditor_in_one_person(admin_client: Client) -> None:
    auditor, unit = make_user("auditor"), make_unit()
    wanted = {
        "role": "administrator",
        "unit": unit.pk,
        "area_code": "331125",
        "valid_from": "2026-01-01",
        "reason": "试",
    }

    page = admin_client.post(reverse("accounts:role_give", kwargs={"pk": auditor.pk}), wanted)

    assert "不能是同一个人" in body(page)
    assert auditor.memberships.count() == 1


def test_a_unit_is_registered_changed_and_retired(admin_client: Client) -> None:
    fields = {
        "code": "shifan",
        "name": "示范单位甲",
        "kind": "department",
        "area_code": "331125",
        "valid_from": "2026-01-01",
        "reason": "示范成立",
    }
    admin_client.post(reverse("accounts:unit_new"), fields)
    unit = Unit.objects.get(code="shifan")
    key = {"pk": unit.pk}
    changed = {**fields, "name": "示范单位乙", "reason": "更名", "document": "示范〔2026〕2号"}
    admin_client.post(reverse("accounts:unit_edit", kwargs=key), changed)
    admin_client.post(reverse("accounts:unit_retire", kwargs=key), {"on": "2026-06-01", "reason": "撤并"})

    unit.refresh_from_db()
    history = body(admin_client.get(reverse("accounts:unit", kwargs=key) + "?tab=history"))
    assert (unit.name, unit.valid_to.isoformat()) == ("示范单位乙", "2026-06-01")  # type: ignore[union-attr]
    assert all(words in history for words in ("示范单位甲", "示范单位乙", "更名", "撤并", "2026-06-01"))


def test_a_token_is_shown_once_and_revoked(admin_client: Client) -> None:
    client = make_user("api_client")
    fields = {
        "user": client.pk,
        "name": "示范对接",
        "scopes": ["stations.view", "indices.view"],
        "expires_at": (today() + timedelta(days=30)).isoformat(),
        "networks": "10.33.0.0/16\n",
    }
    page = admin_client.post(reverse("accounts:token_new"), fields)
    token = ApiToken.objects.get()
    record = reverse("accounts:token", kwargs={"pk": token.pk})
    secret = re.search(rf"{token.public_id}\.([\w-]+)", body(page))

    assert secret is not None
    assert secret.group(1) not in body(admin_client.get(record))
    assert token.allowed_networks == ["10.33.0.0/16"]
    admin_client.post(reverse("accounts:token_revoke", kwargs={"pk": token.pk}), {"reason": "换发"})
    assert "已停用" in body(admin_client.get(record))


@pytest.mark.parametrize("days", [0, 366, -1])
def test_a_token_without_a_sensible_expiry_is_refused(admin_client: Client, days: int) -> None:
    client = make_user("api_client")
    day = today() + timedelta(days=days) if days else ""
    fields = {"user": client.pk, "name": "示范", "scopes": ["stations.view"], "expires_at": str(day)}

    page = admin_client.post(reverse("accounts:token_new"), fields)

    assert page.status_code == 422
    assert not ApiToken.objects.exists()


SENSITIVE = [
    "user_new",
    "token_new",
    "role_give",
    "role_end",
    "user_password",
    "factor_reset",
    "user_disable",
]


@pytest.mark.parametrize("name", SENSITIVE)
def test_a_stale_password_is_asked_again_and_nothing_is_written(
    administrator: User, time_machine: Any, name: str
) -> None:
    time_machine.move_to(START, tick=False)
    client, other = make_verified_client(administrator), make_user("inspector")
    key = {"role_end": other.memberships.get().pk}.get(name, other.pk)
    address = reverse(f"accounts:{name}", args=[] if name.endswith("_new") else [key])
    fields = {
        "username": "xinren",
        "full_name": "示范",
        "reason": "试",
        "on": "2026-08-01",
        "role": "office",
        "unit": other.memberships.get().unit_id,
        "area_code": "331125",
        "valid_from": "2026-07-01",
    }
    before = (
        User.objects.count(),
        list(Membership.objects.values()),
        list(User.objects.values("is_active", "password")),
    )
    time_machine.move_to(START + timedelta(minutes=16), tick=False)

    pages = [client.get(address), client.post(address, fields)]

    after = (
        User.objects.count(),
        list(Membership.objects.values()),
        list(User.objects.values("is_active", "password")),
    )
    assert all(page["Location"].startswith(reverse("accounts:confirm_password")) for page in pages)
    assert before == after


def test_the_password_again_opens_the_page_that_was_asked_for(administrator: User, time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)
    client = make_verified_client(administrator)
    time_machine.move_to(START + timedelta(minutes=16), tick=False)
    challenge = client.get(reverse("accounts:user_new"))["Location"]

    wrong = client.post(challenge, {"password": "wrong"})
    right = client.post(challenge, {"password": PASSWORD})

    assert "密码不对" in body(wrong)
    assert right["Location"] == reverse("accounts:user_new")
    assert client.get(reverse("accounts:user_new")).status_code == 200


@pytest.mark.parametrize("name", ["users", "units", "tokens"])
def test_a_list_costs_the_same_queries_for_two_rows_and_for_forty(admin_client: Client, name: str) -> None:
    def grow(rows: int) -> None:
        for number in range(rows):
            user = make_user("api_client")
            ApiToken.objects.create(
                public_id=f"{user.pk}", digest="", user=user, name=f"示范{number}", expires_at=START
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert admin_client.get(reverse(f"accounts:{name}")).status_code == 200
        return len(seen)

    grow(2)
    queries()  # what is read once and kept
    few = queries()
    grow(40)

    assert queries() == few


@pytest.mark.parametrize(
    ("name", "query", "found"),
    [
        ("users", "q=guanli", "示范管理员"),
        ("users", "role=administrator&active=yes", "示范管理员"),
        ("users", "sort=-last_login", "示范管理员"),
        ("units", "active=yes&kind=department&sort=-members", "示范单位"),
        ("tokens", "usable=no", "没有符合条件"),
    ],
)
def test_lists_filter_and_sort(admin_client: Client, name: str, query: str, found: str) -> None:
    page = admin_client.get(f"{reverse(f'accounts:{name}')}?{query}")

    assert page.status_code == 200
    assert found in body(page)


@pytest.mark.parametrize("name", ["users", "units", "tokens"])
def test_an_unknown_condition_is_named(admin_client: Client, name: str) -> None:
    page = admin_client.get(f"{reverse(f'accounts:{name}')}?colour=red")

    assert page.status_code == 400
    assert "没有“colour”这个条件" in body(page)


def test_ones_own_page_shows_roles_and_how_many_backup_codes_are_left(admin_client: Client) -> None:
    page = body(admin_client.get(reverse("accounts:me")))

    assert "系统管理员" in page
    assert "备用码还剩 0 个" in page


def test_an_auditor_sees_users_and_changes_none() -> None:
    client, user = make_verified_client(make_user("auditor")), make_user("inspector")
    record = reverse("accounts:user", kwargs={"pk": user.pk})

    assert "停用账号" not in body(client.get(record))
    assert (
        client.post(reverse("accounts:user_disable", kwargs={"pk": user.pk}), {"reason": "试"}).status_code
        == 403
    )
    user.refresh_from_db()
    assert user.is_active


def test_reading_personal_data_is_kept_in_the_security_log() -> None:
    client = make_verified_client(make_user("auditor", username="shenji"))
    person = make_user("office", username="duxiang", full_name="示范对象")
    reads = SecurityEvent.objects.filter(kind="personal_read", actor="shenji").order_by("pk")

    client.get(reverse("accounts:users"), {"q": "duxiang"})
    client.get(reverse("accounts:user", kwargs={"pk": person.pk}))
    client.get(reverse("accounts:users"), {"nothing": "1"})  # refused: nobody was listed

    listed, record = reads
    assert (listed.target, listed.detail["rows"]) == (reverse("accounts:users"), 1)
    assert record.target == "示范对象（duxiang）"


def test_an_export_of_users_is_a_reading_too() -> None:
    reader = make_user("administrator", username="guanli2")
    Membership.objects.create(
        user=reader, role="office", unit=make_unit(), area_code="331125", valid_from=today()
    )
    client = make_verified_client(reader)

    answer = client.get(reverse("accounts:users"), {"export": "csv"})

    read = SecurityEvent.objects.get(kind="personal_read", actor="guanli2")
    assert answer.status_code == 200
    assert read.detail["rows"] == User.objects.count()
