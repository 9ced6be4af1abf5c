"""Setting passwords: the rules of AUTH_PASSWORD_VALIDATORS, a security event, other sessions end.

Sessions end by themselves: a session carries a hash of the password, and a new password makes a new hash.
"""

from __future__ import annotations

import secrets
import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from yunhe_envhealth.accounts.models import User
from yunhe_envhealth.audit.services import because, record
from yunhe_envhealth.core.errors import EnvHealthError

LETTERS = "abcdefghjkmnpqrstuvwxyz"  # without those that are read wrongly when told by telephone: i l o


class PasswordRefused(EnvHealthError):
    """The password breaks a rule; the message says which."""

    title = "密码不合要求"


def random_password() -> str:
    """Return a password that meets the rules: four groups of four, 75 bits and more."""
    alphabet = LETTERS + LETTERS.upper() + "23456789"
    while True:
        text = "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
        if all(
            any(c in kind for c in text)
            for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
        ):
            return text


@transaction.atomic
def set_password(
    *, user: User, password: str, by: User | None, temporary: bool = False, reason: str = ""
) -> User:
    """Set a password after checking it. `temporary`: the user must change it at the next log-in.

    Raises PasswordRefused with every rule that the password breaks.
    """
    check_password_rules(password, user)
    user.set_password(password)
    user.must_change_password = temporary
    with because(by=by, reason=reason or "修改密码"):
        user.save(update_fields=["password", "must_change_password", "updated_at"])
    record(
        kind="password",
        actor=by.get_username() if by else "",
        target=user.get_username(),
        temporary=temporary,
        reason=reason,
    )
    return user


def reset_password(*, user: User, reason: str, by: User) -> str:
    """Set a random temporary password and return it, to be shown once."""
    password = random_password()
    set_password(user=user, password=password, by=by, temporary=True, reason=reason)
    return password


def check_password_rules(password: str, user: User) -> None:
    """Raise PasswordRefused when the password breaks a rule."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages)) from error
