"""Celery: check and commit deliveries, and find those that were left waiting. Each may run twice."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from yunhe_envhealth.core.queue import send
from yunhe_envhealth.deliveries import services


@shared_task
def check_delivery(*, delivery_id: int, **_: Any) -> None:
    services.check(delivery_id=delivery_id)


@shared_task
def commit_delivery(*, delivery_id: int, **_: Any) -> None:
    services.commit(delivery_id=delivery_id)


@shared_task
def sweep_deliveries(**_: Any) -> None:
    """Send again what waits in the table: a lost message or a dead worker costs a few minutes, never a file."""
    for task, delivery_id in services.waiting():
        send(task, delivery_id=delivery_id)
