"""Second factor: enrolment, codes good once, backup codes, and what a password alone cannot do."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories.accounts import PASSWORD, make_user, make_verified_client
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
START = datetime(2026, 7, 7, 1, 0, tzinfo=UTC)
STEP = timedelta(seconds=30)
FACTOR, ENROL = "/account/second-factor/", "/account/second-factor/enrol/"


@pytest.fixture(autouse=True)
def _stopped_clock(time_machine: Any) -> None:
    time_machine.move_to(START, tick=False)


@pytest.fixture
def office() -> User:
    return make_user("office", username="bangong")


@pytest.fixture
def enrolled(office: User) -> TOTPDevice:
    return TOTPDevice.objects.create(user=office, name="示范", confirmed=True)


def signed_in() -> Client:
    client = Client()
    client.post(reverse("accounts:login"), {"username": "bangong", "password": PASSWORD})
    return client


def code_at(device: TOTPDevice, moment: datetime) -> str:
    generator = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    generator.time = moment.timestamp()
    return f"{generator.token():06d}"


def give(client: Client, code: str) -> Any:
    return client.post(FACTOR, {"code": code})


def is_through(client: Client) -> bool:
    return client.get(reverse("accounts:units")).status_code == 200


def test_a_role_that_needs_it_is_led_to_enrolment_and_through(office: User) -> None:
    client = signed_in()
    assert client.get(reverse("accounts:units"))["Location"].startswith(FACTOR)
    assert client.get(FACTOR)["Location"].startswith(ENROL)

    assert client.get(ENROL).context["qr"] is None  # reading the page writes nothing
    assert not TOTPDevice.objects.exists()
    client.post(ENROL, {"begin": "1"})
    device = TOTPDevice.objects.get()
    page = client.get(ENROL)
    assert page.context["secret"].replace(" ", "") in device.config_url
    assert '<path d="M' in page.content.decode()
    done = client.post(ENROL, {"code": code_at(device, START)})

    codes = re.findall(r"<code>(\w{5}-\w{5})</code>", done.content.decode())
    assert len(set(codes)) == 10
    assert "no-store" in done["Cache-Control"]
    assert is_through(client)
    assert SecurityEvent.objects.filter(kind="second_factor", detail__action="enrolled").exists()


def test_a_wrong_code_does_not_enrol(office: User) -> None:
    client = signed_in()
    client.post(ENROL, {"begin": "1"})

    page = client.post(ENROL, {"code": "000000"})

    assert "动态码不对" in page.content.decode()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert not is_through(client)


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_one_step_around_now(
    office: User, enrolled: TOTPDevice, steps: int, accepted: bool
) -> None:
    client = signed_in()

    give(client, code_at(enrolled, START + steps * STEP))

    assert is_through(client) is accepted


def test_a_code_is_good_once(office: User, enrolled: TOTPDevice) -> None:
    code = code_at(enrolled, START)
    give(signed_in(), code)
    second = signed_in()

    page = give(second, code)

    assert "已经用过" in page.content.decode()
    assert not is_through(second)


def test_the_session_id_changes_with_the_second_factor(office: User, enrolled: TOTPDevice) -> None:
    client = signed_in()
    name = django_settings.SESSION_COOKIE_NAME
    before = client.cookies[name].value

    give(client, code_at(enrolled, START))

    replay = Client()
    replay.cookies[name] = before
    assert client.cookies[name].value != before
    assert replay.get(reverse("accounts:me")).status_code == 302


def test_a_wrong_code_makes_the_next_one_wait(office: User, enrolled: TOTPDevice, time_machine: Any) -> None:
    client = signed_in()
    give(client, "000000")
    give(client, code_at(enrolled, START))
    assert not is_through(client)

    time_machine.move_to(START + timedelta(seconds=3), tick=False)
    give(client, code_at(enrolled, START + timedelta(seconds=3)))

    assert is_through(client)


def test_each_backup_code_opens_once(office: User) -> None:
    device = services.start_enrolment(user=office)
    _, codes = services.confirm_enrolment(user=office, code=code_at(device, START))
    first, second = signed_in(), signed_in()

    give(first, codes[0].upper())
    give(second, codes[0])

    assert is_through(first)
    assert not is_through(second)
    assert StaticToken.objects.count() == 9


@pytest.mark.parametrize("address", [ENROL, "/account/password/"])
def test_a_password_alone_replaces_neither_authenticator_nor_password(
    office: User, enrolled: TOTPDevice, address: str
) -> None:
    client = signed_in()
    new = "Xiaoshan-bridge-77"

    pages = [
        client.get(address),
        client.post(address, {"begin": "1", "old": PASSWORD, "new": new, "again": new}),
    ]

    office.refresh_from_db()
    assert all(page["Location"].startswith(FACTOR) for page in pages)
    assert TOTPDevice.objects.count() == 1
    assert office.check_password(PASSWORD)


def test_a_new_authenticator_ends_the_old_one(office: User, enrolled: TOTPDevice) -> None:
    client = make_verified_client(office)
    client.post(ENROL, {"begin": "1"})
    device = TOTPDevice.objects.get(confirmed=False)

    client.post(ENROL, {"code": code_at(device, START)})

    assert list(TOTPDevice.objects.values_list("pk", flat=True)) == [device.pk]


def test_a_reset_sends_a_verified_session_back_to_enrolment(office: User) -> None:
    client = make_verified_client(office)
    assert is_through(client)

    services.reset_second_factor(user=office, reason="手机遗失", by=None)

    assert not is_through(client)
    assert SecurityEvent.objects.get(kind="second_factor").detail == {"action": "reset", "reason": "手机遗失"}


def test_a_role_without_the_duty_passes_without_a_code() -> None:
    client = Client()
    make_user("inspector", username="bangong")
    client.post(reverse("accounts:login"), {"username": "bangong", "password": PASSWORD})

    assert is_through(client)
