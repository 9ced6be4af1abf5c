"""Cellar (core, audit, accounts, deliveries) and attic (urls, api, schedule, portal) of the platform.

The Celery application is made with the package, so that a web process sends its tasks to the configured broker.
"""

from yunhe_envhealth.celery import app as celery_app

__all__ = ["celery_app"]
