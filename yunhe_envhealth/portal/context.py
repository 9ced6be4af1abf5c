"""What the shells (public, office, cockpit) print around a page: names, ways, the demonstration's notice."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from monitoring.selectors.demo import DemoNotice, demo_notice
from monitoring.selectors.public import computed_through
from yunhe_envhealth.core.periods import floor_hour
from yunhe_envhealth.portal import navigation

NOTICE_KEY = "portal:demo-notice"
NOTICE_KEPT = 30  # seconds


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return nav, public_nav, footer_links, demo and site; each is made only when a template prints it."""
    now = timezone.now()
    staff = _signed_in(request)
    return {
        "nav": SimpleLazyObject(lambda: navigation.office_nav(request)) if staff else [],
        "public_nav": SimpleLazyObject(lambda: navigation.public_nav(request)),
        "footer_links": SimpleLazyObject(navigation.footer_links),
        "demo": SimpleLazyObject(lambda: notice(now)),
        "site": SimpleNamespace(
            name=_("云和县环境健康"),
            org=_("丽水市生态环境局云和分局"),
            generated_at=now,
            search_url=SimpleLazyObject(lambda: navigation.search_url(request)) if staff else "",
        ),
    }


def notice(now: datetime) -> DemoNotice | None:
    """Return what must be said about a demonstration, None without one; kept as long as a page's body.

    The original time is the as-of time of the newest hour computed, the end of the hour that pages show.
    """
    kept: tuple[DemoNotice | None] | None = cache.get(NOTICE_KEY)
    if kept is None:
        through = computed_through()
        kept = (demo_notice(through or floor_hour(now)),)
        cache.set(NOTICE_KEY, kept, NOTICE_KEPT)
    return kept[0]


def _signed_in(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))
