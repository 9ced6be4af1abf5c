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
    "daily: accounts and sessions": {
        "task": "yunhe_envhealth.accounts.tasks.tidy_accounts",
        "schedule": crontab(hour="3", minute="17"),
    },
    "daily: answers kept for repeated requests": {
        "task": "monitoring.tasks.forget_answers",
        "schedule": crontab(hour="3", minute="27"),
    },
    "daily: report duties": {
        "task": "taskforce.tasks.generate_duties",
        "schedule": crontab(hour="0", minute="12"),
    },
    "sweep: reminders": {"task": "taskforce.tasks.remind", "schedule": crontab(minute="*/10")},
    "sweep: messages waiting": {"task": "taskforce.tasks.send_notices", "schedule": crontab(minute="*")},
    "demonstration: next hour": {"task": "monitoring.tasks.advance_demo", "schedule": crontab(minute="1")},
}
