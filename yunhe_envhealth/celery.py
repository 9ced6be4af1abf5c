"""The Celery application. What runs when stands in `schedule.py`; how it survives a crash stands in settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunhe_envhealth.settings.local")

app = Celery("yunhe_envhealth")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def install_timetable(sender: Celery, **_: object) -> None:
    from yunhe_envhealth.schedule import TIMETABLE

    sender.conf.beat_schedule = TIMETABLE
