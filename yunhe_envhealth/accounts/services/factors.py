"""Second factor: TOTP (RFC 6238) and ten backup codes, each good once."""

from __future__ import annotations

import secrets

from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import record
from yunhe_envhealth.core.errors import EnvHealthError

BACKUP_CODES = 10
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class CodeRefused(EnvHealthError):
    """The code is wrong, used already, or came too soon after a wrong one."""

    title = "动态码不对"


@transaction.atomic
def start_enrolment(*, user: User) -> TOTPDevice:
    """Lay a fresh, unconfirmed authenticator; an unconfirmed one from before is dropped."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="动态口令", confirmed=False)


def confirm_enrolment(*, user: User, code: str) -> tuple[TOTPDevice, list[str]]:
    """Confirm the pending authenticator by a code; return it with ten new backup codes, shown once.

    Older authenticators and backup codes end. Raises CodeRefused for a wrong code.
    """
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is not None and device.verify_token(_plain(code)):
            device.confirmed = True
            device.save()
            TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
            record(kind="second_factor", actor=user.username, target=user.username, action="enrolled")
            return device, _new_backup_codes(user)
    raise CodeRefused("动态码不对。请核对手机时间，等下一个六位数出现后再填。")


def verify_code(*, user: User, code: str) -> Device:
    """Return the device that accepts the code: the authenticator, or the backup codes (the code is then spent).

    A wrong code makes the next try wait (1, 2, 4… seconds). Raises CodeRefused.
    """
    text = _plain(code)
    model = TOTPDevice if text.isdigit() and len(text) == 6 else StaticDevice
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        accepted = device is not None and device.verify_token(text)
        record(
            kind="second_factor",
            actor=user.username,
            target=user.username,
            action="accepted" if accepted else "refused",
            device=model._meta.label_lower,
        )
    if device is None or not accepted:
        raise CodeRefused("动态码不对或已经用过。请稍等几秒，用新出现的六位数再试。")
    return device


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, by: User | None) -> None:
    """Drop a user's authenticators and backup codes: the user enrols again at the next log-in."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    record(
        kind="second_factor",
        actor=by.get_username() if by is not None else "",
        target=user.username,
        action="reset",
        reason=reason,
    )


def _new_backup_codes(user: User) -> list[str]:
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="备用码", confirmed=True)
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _plain(code: str) -> str:
    return "".join(character for character in code if character.isalnum()).lower()
