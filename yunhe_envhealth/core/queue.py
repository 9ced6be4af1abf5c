"""Ask for a task by its name. The broker is a hint: when it is away the request still succeeds, because the sweep of
the task's app finds the work in the tables.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def send_on_commit(task: str, **arguments: Any) -> None:
    """Send `task` once the caller's transaction is committed; at once when there is none."""
    transaction.on_commit(lambda: send(task, **arguments))


def send(task: str, **arguments: Any) -> bool:
    """Send `task` now. Returns whether the broker took it; a broker that is away is logged, never raised."""
    import_module(task.rpartition(".")[0])  # a web process has not loaded the task yet
    try:
        current_app.tasks[task].apply_async(kwargs=arguments)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("task %s is left to the sweep, the broker is away: %s", task, error)
        return False
    return True
