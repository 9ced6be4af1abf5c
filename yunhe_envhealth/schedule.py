"""The timetable. Tasks find what is due from the tables, so a missed or doubled tick changes nothing."""

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    "indices of the past hour": {"task": "monitoring.tasks.compute_due", "schedule": crontab(minute="31")},
    "sweep: indices due": {"task": "monitoring.tasks.compute_due", "schedule": crontab(minute="*/3")},
    "sweep: deliveries waiting": {
        "task": "yunhe_envhealth.deliveries.tasks.sweep_deliveries",
        "schedule": crontab(minute="*"),
    },
    "demonstration: next hour": {"task": "monitoring.tasks.advance_demo", "schedule": crontab(minute="1")},
}
