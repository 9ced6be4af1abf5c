"""Home, public pages, cockpit, staff start page. Each is one call of a panel; this module alone reads the clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from monitoring.selectors import public_stations
from monitoring.selectors.public import computed_through
from taskforce.selectors.public import public_organisation
from yunhe_envhealth.accounts.permissions import PUBLIC, requires
from yunhe_envhealth.core.display import CONTRASTS, LANGUAGES, SIZES, DisplayMode
from yunhe_envhealth.core.exports import csv_response
from yunhe_envhealth.core.periods import BEIJING, beijing_day
from yunhe_envhealth.portal.panels import cockpit as cockpit_panel
from yunhe_envhealth.portal.panels import downloads, methods
from yunhe_envhealth.portal.panels import home as home_panel
from yunhe_envhealth.portal.panels import office as office_panel
from yunhe_envhealth.portal.panels import reports as reports_panel
from yunhe_envhealth.portal.panels import results as results_panel
from yunhe_envhealth.portal.panels import station as station_panel

KEPT = 30  # seconds: how long a rendered public body lives; new computing makes it anew at once
MODES = {"size": SIZES, "contrast": CONTRASTS, "lang": LANGUAGES}
# A reader with one of these may have a message waiting: the page is rendered for that reader.
PERSONAL = {settings.SESSION_COOKIE_NAME, "messages"}
MODE_KEPT = 180 * 24 * 3600


@requires(PUBLIC)
@require_safe
@vary_on_cookie
def home(request: HttpRequest) -> HttpResponse:
    """The county's air now. A reader without a session gets the whole page from the cache where it is still right."""
    version = _version()
    if request.META.get("QUERY_STRING") or not PERSONAL.isdisjoint(request.COOKIES):
        return HttpResponse(_page(request, version))
    mode = DisplayMode.of(request)
    key = f"portal:home-page:{mode.lang}:{mode.size}:{mode.contrast}:{version}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = _page(request, version)
        cache.set(key, kept, KEPT)
    return HttpResponse(kept)


def _version() -> str:
    """Return how far indices are computed: what kept pages are named by."""
    through = computed_through()
    return f"{through.timestamp():.0f}" if through else "none"


def _page(request: HttpRequest, version: str) -> str:
    """Render the home page around its body, which is kept for each language (no nonce, no token in it)."""
    key = f"portal:home-body:{get_language()}:{version}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = str(render_to_string("portal/home_body.html", home_panel.home(timezone.now())))
        cache.set(key, kept, KEPT)
    body = mark_safe(kept)  # noqa: S308 - rendered by our own template with escaping
    return render_to_string("portal/home.html", {"body": body}, request)


@requires(PUBLIC)
@require_safe
def station(request: HttpRequest, code: str) -> HttpResponse:
    """A public station."""
    panel = station_panel.station(code, now=timezone.now())
    if panel is None:
        raise Http404
    return render(request, "portal/station.html", panel)


@requires(PUBLIC)
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the numbers are made, and how sure that is."""
    return render(request, "portal/method.html", methods.methods())


@requires(PUBLIC)
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What is open, in which forms, on which terms."""
    return render(request, "portal/data.html", {"codes": downloads.CODES})


@requires(PUBLIC)
@require_safe
def download(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The last seven days of a public index as CSV or JSON."""
    if code not in downloads.CODES:
        raise Http404
    now = timezone.now()
    rows = downloads.series(code, now=now)
    name = f"{code}-{now.astimezone(BEIJING):%Y%m%d%H}"
    if form == "csv":
        return csv_response(downloads.lines(rows), downloads.HEADER, name)
    response = JsonResponse({"results": rows}, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@requires(PUBLIC)
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Who answers for what: bodies, posts and units as publicly issued."""
    return render(request, "portal/organisation.html", public_organisation(beijing_day(timezone.now())))


@requires(PUBLIC)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Released results and projects; an address that asks for what there is not is answered 400 in words."""
    panel = results_panel.results(request.GET)
    return render(request, "portal/results.html", panel, status=400 if panel["problems"] else 200)


@requires(PUBLIC)
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """A released result."""
    return _released(request, "portal/result.html", results_panel.result(pk))


@requires(PUBLIC)
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """A released “两山” project."""
    return _released(request, "portal/result.html", results_panel.project(pk))


@requires(PUBLIC)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Released yearly reports."""
    return render(request, "portal/reports.html", reports_panel.reports())


@requires(PUBLIC)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A released yearly report, with its frozen figures."""
    return _released(request, "portal/report.html", reports_panel.report(pk))


def _released(request: HttpRequest, template: str, panel: dict[str, Any] | None) -> HttpResponse:
    if panel is None:
        raise Http404
    return render(request, template, panel)


@requires(PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@requires(PUBLIC)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    return render(request, "portal/sitemap.html", {"stations": public_stations(beijing_day(timezone.now()))})


@requires(PUBLIC)
@require_safe
def display_mode(request: HttpRequest) -> HttpResponse:
    """Set the reader's display mode or language as cookies and go back; an unknown value or a foreign address is not taken."""
    target = request.GET.get("next", "")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("portal:home")
    response = redirect(target)
    for name, allowed in MODES.items():
        value = request.GET.get(name)
        if value in allowed:
            response.set_cookie(
                name, value, max_age=MODE_KEPT, samesite="Lax", secure=request.is_secure(), httponly=True
            )
    return response


@requires(PUBLIC)
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503; nothing about the inside is told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unavailable\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


@requires("cockpit.view")
@never_cache
@require_safe
def cockpit(request: HttpRequest) -> HttpResponse:
    """What leadership needs to know now."""
    return render(request, "portal/cockpit.html", cockpit_panel.cockpit(request.user, now=timezone.now()))


@requires("office.view")
@never_cache
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Where staff begin."""
    return render(request, "portal/office.html", office_panel.office(request.user, now=timezone.now()))
