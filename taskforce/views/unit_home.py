"""One unit's home page; /office/taskforce/ leads everybody to their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from taskforce.selectors import unit_home as selectors
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import today


class OwnHome(View):
    """Lead to the home page of the reader's own unit; to the organisation for somebody without one."""

    capability = "taskforce.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        units = selectors.own_units(request.user, today())
        return redirect("taskforce:unit", pk=units[0].pk) if units else redirect("taskforce:organisation")


class UnitHomePage(View):
    """My duties, my due dates, my open tasks, my reports: the matrix and the tasks of one unit.

    Duties and posts are published, every member of staff reads them; tasks and reports only whose area reaches them.
    """

    capability = "taskforce.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        day = today()
        unit = get_object_or_404(Unit, pk=pk)
        own = selectors.own_units(request.user, day)
        mine = unit in own
        context = {
            "home": selectors.unit_home(unit, day),
            "mine": mine,
            "others": [one for one in own if one.pk != unit.pk] if mine else [],
            "shows_work": mine or selectors.units_in_reach(request.user).filter(pk=pk).exists(),
            "weekday": selectors.WEEKDAYS[day.weekday()],
            "messages_shown": selectors.messages(request.user) if mine else [],
        }
        return render(request, "taskforce/unit_home.html", context)
