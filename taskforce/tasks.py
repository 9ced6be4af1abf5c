"""Celery: duties, reminders and the outbox. Each may run twice or late; the tables say what is due."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from taskforce.services import duties, reminders, sending
from yunhe_envhealth.core import database_clock
from yunhe_envhealth.core.periods import beijing_day

logger = logging.getLogger(__name__)

FURTHEST_APART = timedelta(minutes=5)


@shared_task
def generate_duties(**_: Any) -> None:
    """Generate the report duties that are due to be opened."""
    now = timezone.now()
    if _goes_wrong(now):
        return
    if written := duties.generate(day=beijing_day(now)):
        logger.info("%s report duties generated", written)


@shared_task
def remind(**_: Any) -> None:
    """Generate what is missing, then write the reminders of today and of days missed."""
    now = timezone.now()
    if _goes_wrong(now):
        return
    duties.generate(day=beijing_day(now))
    written = reminders.remind(now=now)
    if written != reminders.Written():
        logger.info("reminders: %s", written)


@shared_task
def send_notices(**_: Any) -> None:
    """Send what waits in the outbox."""
    sent = sending.send_pending(clock=timezone.now)
    if sent.sent or sent.failed:
        logger.info("messages sent %s, failed %s", sent.sent, sent.failed)


def _goes_wrong(now: datetime) -> bool:
    """Return whether this machine's clock differs from the database's too much to write by it; say so in the log."""
    apart = database_clock.apart(now)
    if abs(apart) <= FURTHEST_APART:
        return False
    logger.error("nothing generated or reminded: this clock is %s ahead of the database's clock", apart)
    return True
