"""Celery: the daily care of accounts."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from yunhe_envhealth.accounts.services import disable_idle_users

logger = logging.getLogger(__name__)


@shared_task
def tidy_accounts(**_: Any) -> None:
    """Disable accounts that nobody used for half a year; drop sessions that ended."""
    for name in disable_idle_users(now=timezone.now()):
        logger.info("account %s disabled: idle", name)
    call_command("clearsessions")
