"""Celery: fetch, one service call, name the next step. Each may run twice; the tables say what is due."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from monitoring.services import batches, demo, due
from yunhe_envhealth.core.queue import send

logger = logging.getLogger(__name__)


@shared_task
def compute_due(**_: Any) -> None:
    """Find the stations with something due and compute each in a task of its own."""
    for station_id in due.stations_due(now=timezone.now()):
        compute_station.delay(station_id=station_id)


@shared_task(autoretry_for=(Exception,), max_retries=3, retry_backoff=True)
def compute_station(*, station_id: int, **_: Any) -> None:
    written = due.compute_station(station_id=station_id, now=timezone.now())
    if written.new or written.changed:
        logger.info("station %s: %s indices new, %s changed", station_id, written.new, written.changed)


@shared_task
def advance_demo(**_: Any) -> None:
    """Replay the demonstration's next hours, then compute them."""
    if demo.advance(now=timezone.now()):
        look_now()


@shared_task
def forget_answers(**_: Any) -> None:
    batches.forget_answers(now=timezone.now())


def look_now() -> None:
    """Ask a worker to look for due work; when the broker is away, the sweep finds it later."""
    send("monitoring.tasks.compute_due")
