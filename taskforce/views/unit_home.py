"""One unit's home page; /office/taskforce/ leads everybody to their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from taskforce.selectors import unit_home as selectors
from yunhe_envhealth.accounts.permissions import today


class OwnHome(View):
    """Lead to the home page of the reader's own unit; to the organisation for somebody without one."""

    capability = "taskforce.view"

    def get(self, request: HttpRequest) -> HttpResponse:
        unit = selectors.own_unit(request.user, today())
        return redirect("taskforce:unit", pk=unit.pk) if unit else redirect("taskforce:organisation")


class UnitHomePage(View):
    """My duties, my due dates, my open tasks, my reports: the matrix and the tasks of one unit."""

    capability = "taskforce.view"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        day = today()
        unit = get_object_or_404(selectors.units_in_reach(request.user), pk=pk)
        own = selectors.own_unit(request.user, day)
        mine = own is not None and own.pk == unit.pk
        context = {
            "home": selectors.unit_home(unit, day),
            "mine": mine,
            "weekday": selectors.WEEKDAYS[day.weekday()],
            "messages_shown": selectors.messages(request.user) if mine else [],
        }
        return render(request, "taskforce/unit_home.html", context)
