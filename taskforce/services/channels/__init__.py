"""The ways a message leaves the platform, behind one interface. The inbox needs none: there the row is the delivery."""

from __future__ import annotations

from typing import Protocol

from taskforce.choices import Channel
from taskforce.models import Notice
from taskforce.services.channels import email, webhook
from taskforce.services.channels.failure import DeliveryFailed

__all__ = ["SENDERS", "DeliveryFailed", "Sender"]


class Sender(Protocol):
    """Sends one message or raises DeliveryFailed with the reason in Chinese."""

    def __call__(self, notice: Notice) -> None: ...


SENDERS: dict[str, Sender] = {Channel.EMAIL: email.send, Channel.WEBHOOK: webhook.send}
