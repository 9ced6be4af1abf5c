"""Users, units and signed-in clients for tests. Names are plainly invented (示范)."""

from __future__ import annotations

import itertools
from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts.models import Membership, Unit, User

_numbers = itertools.count(1)
PASSWORD = "Shifan-2026-Yunhe"


def make_unit(**fields: Any) -> Unit:
    number = next(_numbers)
    defaults = {
        "code": f"unit-{number}",
        "name": f"示范单位{number}",
        "kind": Unit.Kind.DEPARTMENT,
        "valid_from": date(2020, 1, 1),
    }
    return Unit.objects.create(**(defaults | fields))


def make_user(
    role: str | None = None, *, unit: Unit | None = None, area_code: str = "331125", **fields: Any
) -> User:
    """Make a user; with a role also the membership that ties it to a unit and an area."""
    number = next(_numbers)
    user = User.objects.create_user(
        fields.pop("username", f"user{number}"),
        PASSWORD,
        full_name=fields.pop("full_name", f"示范人员{number}"),
        **fields,
    )
    if role:
        Membership.objects.create(
            user=user, role=role, unit=unit or make_unit(), area_code=area_code, valid_from=date(2020, 1, 1)
        )
    return user


def make_verified_client(user: User) -> Client:
    """Return a client whose session is signed in and has passed the second factor."""
    device, _ = TOTPDevice.objects.get_or_create(user=user, name="示范", confirmed=True)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    stamp = timezone.now().timestamp()
    store.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "yunhe_envhealth.accounts.backends.AccountBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            DEVICE_ID_SESSION_KEY: device.persistent_id,
            "begun": stamp,
            "seen": stamp,
        }
    )
    store.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client
