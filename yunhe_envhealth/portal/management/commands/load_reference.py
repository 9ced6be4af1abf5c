"""Load the official lists: divisions, units of the plan, the joint office, factors, stations, indices. May be run at any time."""

from __future__ import annotations

from typing import Any

import pghistory
from django.core.management.base import BaseCommand

import monitoring.reference
import taskforce.reference
import villages.reference
import yunhe_envhealth.accounts.reference
from yunhe_envhealth.accounts.permissions import today

# In the order in which the lists name one another.
LISTS = (villages.reference, yunhe_envhealth.accounts.reference, taskforce.reference, monitoring.reference)


class Command(BaseCommand):
    help = (
        "载入官方清单（行政区划、试点方案的单位、专班组织与分工、监测因子、监测点、指数与版本）；可重复运行。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        day = today()
        with pghistory.context(actor="load_reference", reason="载入官方清单"):
            for official in LISTS:
                for changes in official.load(today=day):
                    if options["verbosity"]:
                        self.stdout.write(str(changes))
