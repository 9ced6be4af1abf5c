"""What every test stands on: no network but the loopback, real PostgreSQL and Valkey, official lists loaded once."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, expect, sync_playwright

import monitoring.reference
import villages.reference
import yunhe_envhealth.accounts.reference
from tests.browsing import Visitor
from tests.factories.accounts import make_verified_client
from tests.processes import Platform, collect_static
from yunhe_envhealth.core.periods import BEIJING

SAMPLES = Path(__file__).parent / "samples"
LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def only_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse any connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let transactional tests empty the append-only log: its TRUNCATE guard is switched off, and tested apart."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_securityevent'::regclass"
            " AND tgname LIKE 'pgtrigger_no_truncate%%'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE audit_securityevent DISABLE TRIGGER "{name}"')


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Throttles and cached pages of one test never reach the next."""
    from monitoring.api.latest import forget

    cache.clear()
    forget()
    yield
    from monitoring.selectors.measurements import _cached_parameter_ids

    _cached_parameter_ids.cache_clear()


@pytest.fixture
def now() -> datetime:
    """A fixed present, given to services that take one: Tuesday 2026-07-07 09:12 in Beijing."""
    return datetime(2026, 7, 7, 9, 12, tzinfo=BEIJING)


@pytest.fixture
def reference(db: None) -> None:
    """The official lists without the joint office's: divisions, units, factors, stations, indices."""
    with connection.cursor() as cursor:  # a roll-back gives no numbers back, and this key is two bytes wide
        cursor.execute(
            "SELECT setval('monitoring_parameter_id_seq', (SELECT count(*) FROM monitoring_parameter) + 1, false)"
        )
    for official in (villages.reference, yunhe_envhealth.accounts.reference, monitoring.reference):
        official.load(today=datetime.now(BEIJING).date())


@pytest.fixture
def stations(reference: None) -> list[Any]:
    """The three national stations of Lishui, by code."""
    from monitoring.models import Station

    return list(Station.objects.filter(code__in=["1267A", "1268A", "1269A"]).order_by("code"))


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """Make a user who holds a role at a unit within an area."""
    from tests.factories.accounts import make_user as make

    return make


@pytest.fixture
def client_for(make_user: Callable[..., Any]) -> Callable[..., Client]:
    """Return a signed-in client (second factor passed where the role needs one)."""

    def sign_in(role: str, **options: Any) -> Client:
        return make_verified_client(make_user(role=role, **options))

    return sign_in


@pytest.fixture(scope="session")
def static_files(django_db_setup: None) -> None:
    """The static files as `run` serves them: collected, under names that carry their content."""
    collect_static()


@pytest.fixture
def platform(transactional_db: None, static_files: None, tmp_path: Path) -> Iterator[Platform]:
    """Real processes on the test's database; tasks that the test sends go to the broker, not to its own process."""
    from yunhe_envhealth.celery import app

    call_command("load_reference", verbosity=0)
    started = Platform(tmp_path)
    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    try:
        yield started
    finally:
        app.conf.task_always_eager = eager
        started.end()


@pytest.fixture
def lishui_hours() -> bytes:
    """The real hourly file of Lishui, 2020-03-26 to 2020-04-08 (source: tests/samples/readings/SOURCES.md)."""
    return (SAMPLES / "readings" / "lishui_air_hourly.csv").read_bytes()


@pytest.fixture
def today() -> date:
    return datetime.now(BEIJING).date()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a real Chromium; without one browser tests are skipped aloud, in CI they fail."""
    path = os.environ.get("ENVHEALTH_CHROMIUM", "")
    if path:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail("CI needs a Chromium for the browser tests: ENVHEALTH_CHROMIUM is not set")
    pytest.skip("no Chromium found: browser tests skipped")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A real Chromium. Its driver runs an event loop in this thread, so Django must be told that queries are meant."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        expect.set_options(timeout=30_000)
        yield playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visitor(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Return a maker of visitors, each with cookies of its own, who note what goes wrong on the pages they open."""
    visitors: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        visitors.append(Visitor(browser.new_context(locale="zh-CN", **options), tmp_path))
        return visitors[-1]

    yield make
    for made in visitors:
        made.context.close()
