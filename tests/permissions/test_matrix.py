"""The permission matrix: route × method × role, checked in, complete, and true of the running pages.

After adding or changing a route: `python3 -m pytest tests/permissions --write-matrix`, then read the difference.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.factories.accounts import make_user, make_verified_client
from tests.permissions import routes
from yunhe_envhealth.accounts.permissions import SECOND_FACTOR_ROLES
from yunhe_envhealth.audit.models import SecurityEvent

HOW = "run: python3 -m pytest tests/permissions --write-matrix, and read what changed"


def keyed(rows: list[dict[str, str]]) -> dict[tuple[str, str, str], dict[str, str]]:
    return {(row["route"], row["address"], row["method"]): row for row in rows}


def test_every_route_and_method_is_in_the_matrix(matrix: list[dict[str, str]]) -> None:
    declared, kept = keyed(routes.rows()), keyed(matrix)

    assert sorted(declared.keys() - kept.keys()) == [], HOW
    assert sorted(kept.keys() - declared.keys()) == [], HOW


def test_the_matrix_says_what_the_declarations_say(matrix: list[dict[str, str]]) -> None:
    declared, kept = keyed(routes.rows()), keyed(matrix)

    changed = {
        key: (kept[key], declared[key]) for key in declared.keys() & kept.keys() if kept[key] != declared[key]
    }

    assert changed == {}, HOW


def test_every_view_declares_a_capability_for_every_method_it_answers() -> None:
    undeclared = [(row["route"], row["method"]) for row in routes.rows() if routes.UNDECLARED in row.values()]

    assert undeclared == []


def test_every_example_address_reaches_its_own_view() -> None:
    astray = [route.name for route in routes.routes() if resolve(route.example).func is not route.view]

    assert astray == []


def test_the_walk_looked_at_the_whole_house() -> None:
    names = {route.name.partition(":")[0] for route in routes.routes()}

    assert {"accounts", "audit", "deliveries", "monitoring", "api", "portal"} <= names


def ask(client: Client, route: routes.Route, method: str) -> Any:
    """Call a route and take back whatever it wrote, so that no call colours the next."""
    if route.is_api:
        cache.clear()  # throttles
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, route.example, b"", content_type="application/json")
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def calls(reader: str) -> Iterator[tuple[routes.Route, str, str]]:
    wanted = keyed(routes.read())
    for route in routes.routes():
        for method in route.methods():
            row = wanted.get((route.name, route.address, method))
            if row is not None:
                yield route, method, row[reader]


def heard(response: Any, route: routes.Route) -> str:
    """Return which of the matrix's words an answer is. A 404 or 400 has passed the gate; a 500 never is an answer."""
    if response.status_code >= 500:
        return f"error {response.status_code}"
    if response.status_code in (401, 403):
        return routes.DENIED
    target = response.headers.get("Location", "")
    if response.status_code == 302 and target.startswith(reverse(settings.LOGIN_URL)):
        return routes.LOGIN
    if response.status_code == 302 and target.startswith(reverse("accounts:second_factor")):
        return "second factor"
    return routes.ALLOWED


@pytest.mark.django_db
@pytest.mark.parametrize("reader", routes.READERS)
def test_every_route_answers_every_role_as_the_matrix_says(reader: str) -> None:
    client = Client() if reader == routes.ANONYMOUS else make_verified_client(make_user(reader))
    client.raise_request_exception = False

    wrong = []
    for route, method, wanted in calls(reader):
        expected = routes.ALLOWED if wanted == routes.IS_PUBLIC else wanted
        answer = heard(ask(client, route, method), route)
        if answer != expected:
            wrong.append((route.name, method, f"matrix: {wanted}", f"heard: {answer}"))

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_without_the_second_factor_no_page_opens(role: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(role), "yunhe_envhealth.accounts.backends.AccountBackend")
    open_pages = {row["route"] for row in routes.read() if row["capability"] in ("public", "signed_in")}

    opened = []
    for route, method, wanted in calls(role):
        if route.name in open_pages:
            continue
        answer = heard(ask(client, route, method), route)
        if answer != (routes.DENIED if route.is_api else "second factor"):
            opened.append((route.name, method, wanted, answer))

    assert opened == []


@pytest.mark.django_db
def test_a_user_without_a_role_opens_nothing_but_his_own_pages() -> None:
    client = make_verified_client(make_user())
    client.raise_request_exception = False
    own = {row["route"] for row in routes.read() if row["capability"] in ("public", "signed_in")}

    opened = [
        (route.name, method)
        for route, method, _ in calls(routes.ANONYMOUS)
        if route.name not in own and heard(ask(client, route, method), route) != routes.DENIED
    ]

    assert opened == []


@pytest.mark.django_db
@pytest.mark.parametrize("reader", [routes.ANONYMOUS, "office"])
def test_a_method_that_a_view_does_not_answer_is_405_or_refused(reader: str) -> None:
    """Of class views; a function view answers every method under its one capability."""
    client = Client() if reader == routes.ANONYMOUS else make_verified_client(make_user(reader))
    client.raise_request_exception = False

    accepted = []
    for route in routes.routes():
        if route.owner is None:
            continue
        for method in set(routes.METHODS) - set(route.methods()):
            status = ask(client, route, method).status_code
            if status not in (302, 401, 403, 404, 405):
                accepted.append((route.name, method, status))

    assert accepted == []


@pytest.mark.django_db
def test_each_denied_page_leaves_a_security_event() -> None:
    client = make_verified_client(make_user("inspector"))

    client.get(reverse("accounts:users"))

    assert SecurityEvent.objects.filter(kind="denied", detail__capability="users.view").count() == 1
