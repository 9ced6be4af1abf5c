"""Log-in events go to the security log, whoever signs in by whatever door."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from yunhe_envhealth.audit.services import record


@receiver(user_logged_in)
def note_login(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    now = timezone.now()
    request.session["begun"] = request.session["seen"] = request.session["password_at"] = now.timestamp()
    type(user).objects.filter(pk=user.pk).update(last_seen_at=now)
    record(kind="login", actor=user.get_username(), request=request)


@receiver(user_logged_out)
def note_logout(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None:
        record(kind="logout", actor=user.get_username(), request=request)


@receiver(user_login_failed)
def note_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any
) -> None:
    record(kind="login_failed", actor=str(credentials.get("username", ""))[:150], request=request)


@receiver(user_locked_out)
def note_lock(sender: Any, request: HttpRequest, username: str, **_: Any) -> None:
    record(kind="locked", actor=username, request=request)
