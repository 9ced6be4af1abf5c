"""Report rates: expected, received, on time, accepted, by unit and by period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from taskforce.filters.reports import period_choices
from taskforce.models import ReportDuty
from taskforce.selectors.reports import Rate, rates
from taskforce.views.reports.scoped import VIEW
from yunhe_envhealth.accounts.permissions import scope, today

BY = (("unit", "单位"), ("body", "报送机构"), ("period", "报告期"))


class RatesPage(View):
    """One table a grouping; 示范 rows are counted apart and shown only where there are any."""

    capability = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        choices = period_choices()
        asked = request.GET.get("period", "")
        unknown = sorted(set(request.GET) - {"period"})
        problems = [f"没有“{name[:40]}”这个条件。" for name in unknown]
        if asked and asked not in dict(choices):
            problems.append(f"没有“{asked[:20]}”这个报告期。")
            asked = ""
        rows = scope(ReportDuty.objects.all(), request.user, VIEW)
        common: dict[str, Any] = {"day": today(), "rows": rows, "period_code": asked or None}
        groups = [
            {
                "title": f"按{column}统计",
                "column": column,
                "rates": [_line(rate, by, dict(choices)) for rate in rates(by=by, **common)],
            }
            for by, column in BY
        ]
        demo = [_line(rate, "body", {}) for rate in rates(by="body", is_demo=True, **common)]
        context = {
            "title": "报送率",
            "crumbs": [("专班", ""), ("报送", reverse("taskforce:duties"))],
            "periods": choices,
            "asked": asked,
            "problems": problems,
            "groups": groups,
            "demo_rates": demo,
            "day": today(),
        }
        return render(request, "taskforce/report_rates.html", context, status=400 if problems else 200)


def _line(rate: Rate, by: str, periods: dict[str, str]) -> dict[str, Any]:
    return {
        "label": periods.get(rate.label, rate.label) if by == "period" else rate.label,
        "rate": rate,
        "received": share_words(rate.received_share),
        "on_time": share_words(rate.on_time_share),
    }


def share_words(share: float | None) -> str:
    """Return a share in per cent; a dash where nothing has fallen due."""
    return "—" if share is None else f"{share:.1%}"
