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
from yunhe_envhealth.core.periods import floor_hour
from yunhe_envhealth.portal import navigation

NOTICE_KEPT = 60  # seconds; a demonstration is laid out or removed by hand, rarely


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return nav, public_nav, footer_links, demo and site; each is made only when a template prints it."""
    now = timezone.now()
    return {
        "nav": SimpleLazyObject(lambda: navigation.office_nav(request)) if _signed_in(request) else [],
        "public_nav": SimpleLazyObject(lambda: navigation.public_nav(request)),
        "footer_links": SimpleLazyObject(navigation.footer_links),
        "demo": SimpleLazyObject(lambda: notice(now)),
        "site": SimpleNamespace(
            name=_("云和县环境健康"),
            org=_("丽水市生态环境局云和分局"),
            generated_at=now,
            search_url=SimpleLazyObject(lambda: navigation.search_url(request)),
        ),
    }


def notice(now: datetime) -> DemoNotice | None:
    """Return what must be said about a demonstration, None without one; one query, kept for a minute."""
    hour = floor_hour(now)
    key = f"demo-notice:{hour:%Y%m%d%H}"
    kept: tuple[DemoNotice | None] | None = cache.get(key)
    if kept is None:
        kept = (demo_notice(hour),)
        cache.set(key, kept, NOTICE_KEPT)
    return kept[0]


def _signed_in(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))
