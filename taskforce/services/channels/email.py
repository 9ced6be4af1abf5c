"""E-mail by SMTP. The Message-ID comes from the message's key: a second copy is known as one by any mail server."""

from __future__ import annotations

import hashlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from taskforce.models import Notice
from taskforce.services.channels.failure import DeliveryFailed


def send(notice: Notice) -> None:
    """Send a message to the user's address. Raises DeliveryFailed."""
    if not settings.EMAIL_HOST:
        raise DeliveryFailed("没有配置邮件服务器。")
    user = notice.user
    if user is None or not user.email:
        raise DeliveryFailed("收件人没有登记电子邮箱。")
    message = EmailMessage(
        subject=one_line(notice.title),
        body=body(notice),
        to=[user.email],
        headers={"Message-ID": message_id(notice.key), "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(f"邮件服务器没有收下：{_words(error)}") from error


def message_id(key: str) -> str:
    """Return the Message-ID of a key, the same each time."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def one_line(text: str) -> str:
    """Return the text without line breaks, so that no title can add a header."""
    return " ".join(text.split())


def body(notice: Notice) -> str:
    """Return the words of the message with its address, when the platform's own is configured."""
    address = (
        settings.PUBLIC_ADDRESS.rstrip("/") + notice.url if settings.PUBLIC_ADDRESS and notice.url else ""
    )
    return "\n\n".join(
        filter(None, [notice.body, f"为什么收到：{notice.why}" if notice.why else "", address])
    )


def _words(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:200]
