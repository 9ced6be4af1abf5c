"""Stations: create, edit, retire."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from monitoring.forms import RetireForm, StationForm
from monitoring.models import Station
from monitoring.services.stations import StationRefused, change_station, create_station, retire_station
from monitoring.views.scoped import actor, station_or_404
from monitoring.views.stations import CRUMBS, EDIT
from yunhe_envhealth.accounts.permissions import today
from yunhe_envhealth.core.errors import Conflict, NotAllowed


class StationCreate(View):
    capability = EDIT
    template_name = "monitoring/station_form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, StationForm(user=actor(request), initial={"active_from": today()}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = StationForm(request.POST, user=actor(request))
        if form.is_valid():
            try:
                station = create_station(
                    by=actor(request),
                    values=form.values(),
                    codes=form.cleaned_data["source_codes"],
                    reason=form.cleaned_data["reason"],
                )
            except (StationRefused, NotAllowed) as error:
                form.add_error(None, f"{error.message}{error.advice}")
            else:
                messages.success(request, f"已登记监测点“{station}”。")
                return redirect("monitoring:station", pk=station.pk)
        return self._page(request, form, status=422)

    def _page(self, request: HttpRequest, form: StationForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "title": "登记监测点",
            "crumbs": CRUMBS,
            "back": reverse("monitoring:stations"),
        }
        return render(request, self.template_name, context, status=status)


class StationEdit(View):
    capability = EDIT
    template_name = "monitoring/station_form.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        station = station_or_404(request, pk, EDIT)
        return self._page(request, station, StationForm(instance=station, user=actor(request)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        station = station_or_404(request, pk, EDIT)
        form = StationForm(request.POST, instance=station, user=actor(request))
        if form.is_valid():
            try:
                change_station(
                    station_id=station.pk,
                    by=actor(request),
                    reason=form.cleaned_data["reason"],
                    values=form.values(),
                    codes=form.cleaned_data["source_codes"],
                    seen=_moment(form.cleaned_data["seen"]),
                )
            except (StationRefused, NotAllowed, Conflict) as error:
                form.add_error(None, f"{error.message}{error.advice}")
            else:
                messages.success(request, f"已保存“{form.cleaned_data['name']}”。")
                return redirect("monitoring:station", pk=station.pk)
        return self._page(request, station, form, status=422)

    def _page(
        self, request: HttpRequest, station: Station, form: StationForm, status: int = 200
    ) -> HttpResponse:
        url = reverse("monitoring:station", args=[station.pk])
        context = {
            "form": form,
            "title": f"修改：{station}",
            "crumbs": [*CRUMBS, (str(station), url)],
            "back": url,
        }
        return render(request, self.template_name, context, status=status)


def _moment(text: str) -> datetime:
    """Return the instant that the page was made from; one that cannot be read counts as an old page."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


class StationRetire(View):
    capability = EDIT
    template_name = "monitoring/station_retire.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        station = station_or_404(request, pk, EDIT)
        return self._page(request, station, RetireForm(initial={"active_to": today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        station = station_or_404(request, pk, EDIT)
        form = RetireForm(request.POST)
        if form.is_valid():
            try:
                retire_station(
                    station_id=station.pk,
                    by=actor(request),
                    reason=form.cleaned_data["reason"],
                    active_to=form.cleaned_data["active_to"],
                )
            except StationRefused as error:
                form.add_error("active_to", error.message)
            else:
                messages.success(request, f"“{station}”从 {form.cleaned_data['active_to']} 起停用。")
                return redirect("monitoring:station", pk=station.pk)
        return self._page(request, station, form, status=422)

    def _page(
        self, request: HttpRequest, station: Station, form: RetireForm, status: int = 200
    ) -> HttpResponse:
        url = reverse("monitoring:station", args=[station.pk])
        context = {"form": form, "station": station, "title": f"停用：{station}", "back": url}
        return render(
            request, self.template_name, context | {"crumbs": [*CRUMBS, (str(station), url)]}, status=status
        )
