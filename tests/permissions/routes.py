"""Every route of the platform with its methods and, from the declared capabilities, what each role is answered."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize
from rest_framework.views import APIView

from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.accounts.permissions import CAPABILITIES, PUBLIC, SIGNED_IN, capability_for

MATRIX = Path(__file__).parent / "matrix.csv"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ANONYMOUS = "anonymous"
READERS = (ANONYMOUS, *(role.value for role in Role))
COLUMNS = ("route", "address", "method", "capability", *READERS)

# what a reader is answered
IS_PUBLIC = "public"  # anyone
ALLOWED = "allowed"
DENIED = "denied"  # 403; 401 for an anonymous caller of the API
LOGIN = "login"  # sent to the log-in page
UNDECLARED = "undeclared"  # a mistake: the view names no capability for a method that it answers

# Ids that no record has, by the name of the parameter; anything else is UNKNOWN_NUMBER.
UNKNOWN_NUMBER = "999999999"
UNKNOWN = {
    "start": "20010101T000000Z",
    "parameter": "none",
    "period": "hour",
    "kind": "none",
    "code": "none",
    "form": "csv",
}


@dataclass(frozen=True)
class Route:
    """One address: its name, its pattern with (parameters), an address with unknown ids, the view."""

    name: str
    address: str
    example: str
    view: Callable[..., Any]

    @property
    def owner(self) -> Any:
        """The class behind the view, or None for a function."""
        return getattr(self.view, "cls", None) or getattr(self.view, "view_class", None)

    @property
    def is_api(self) -> bool:
        return isinstance(self.owner, type) and issubclass(self.owner, APIView)

    def methods(self) -> list[str]:
        """Return the methods that the view answers; a function view is asked by GET and POST."""
        owner = self.owner
        if owner is None:
            return ["GET", "POST"]
        actions = getattr(self.view, "actions", None)
        return [
            method
            for method in METHODS
            if method.lower() in owner.http_method_names
            and (method.lower() in actions if actions else hasattr(owner, method.lower()))
        ]


def routes() -> list[Route]:
    return sorted(_walk(get_resolver(), "/", ""), key=lambda route: route.address)


def rows() -> list[dict[str, str]]:
    """Return the matrix: one row a route and method, one column a reader."""
    return [_row(route, method) for route in routes() for method in route.methods()]


def read() -> list[dict[str, str]]:
    """Return the matrix that is checked in."""
    if not MATRIX.exists():
        return []
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write() -> None:
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        text = normalize(entry.pattern.regex.pattern)[0][0]
        address = prefix + text
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, address, inner)
        elif isinstance(entry, URLPattern):
            yield Route(
                name=f"{namespace}{entry.name or entry.callback.__name__}",
                address=address.replace("%(", "(").replace(")s", ")"),
                example=address % _unknown(address),
                view=entry.callback,
            )


def _unknown(address: str) -> dict[str, str]:
    names = [part.partition(")s")[0] for part in address.split("%(")[1:]]
    return {name: UNKNOWN.get(name, UNKNOWN_NUMBER) for name in names}


def _row(route: Route, method: str) -> dict[str, str]:
    capability = capability_for(route.view, method)
    answers = {reader: _answer(route, capability, reader) for reader in READERS}
    return {
        "route": route.name,
        "address": route.address,
        "method": method,
        "capability": capability or "",
        **answers,
    }


def _answer(route: Route, capability: str | None, reader: str) -> str:
    if capability is None:
        return UNDECLARED
    if capability == PUBLIC:
        return IS_PUBLIC
    if reader == ANONYMOUS:
        return DENIED if route.is_api else LOGIN
    if capability == SIGNED_IN:
        return ALLOWED
    if reader == Role.API_CLIENT and not route.is_api:
        return DENIED  # a program's account opens no page
    return ALLOWED if Role(reader) in CAPABILITIES[capability].roles else DENIED
