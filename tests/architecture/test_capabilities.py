"""Capabilities: what a route or a page asks for exists, and what exists is asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from yunhe_envhealth.accounts.permissions import CAPABILITIES, PUBLIC, SIGNED_IN

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("yunhe_envhealth", "indicators", "monitoring", "risk_sources", "taskforce", "villages")
TABLE = "yunhe_envhealth/accounts/permissions.py"
FIGURES = "taskforce/services/own_figures.py"  # keys of figures look like capabilities
SUBJECTS = "|".join(sorted({name.partition(".")[0] for name in CAPABILITIES}))
A_CAPABILITY = re.compile(rf"(?:{SUBJECTS})\.(?!py$|csv$|json$|html$|urls$)[a-z_]+")


def routes(patterns: Any = None, prefix: str = "/") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield (address pattern, view) of every route."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def declared(view: Callable[..., Any]) -> set[str]:
    """Return every capability that a view declares, for whichever method; empty when it declares none."""
    owner = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    capability = getattr(view, "capability", None) or getattr(owner, "capability", None)
    if isinstance(capability, dict):
        return set(capability.values())
    return {capability} if capability else set()


def asked_in_code() -> dict[str, set[str]]:
    """Return capability → the modules that name it, the table itself left out."""
    found: dict[str, set[str]] = {}
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name in (TABLE, FIGURES) or "/migrations/" in name:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and A_CAPABILITY.fullmatch(text):
                found.setdefault(text, set()).add(name)
    return found


def test_every_route_declares_a_capability_that_exists() -> None:
    known = set(CAPABILITIES) | {PUBLIC, SIGNED_IN}
    found = dict(routes())

    assert len(found) > 40
    assert {address for address, view in found.items() if not declared(view)} == set()
    assert {address: declared(view) for address, view in found.items() if declared(view) - known} == {}


def test_every_capability_named_in_code_exists() -> None:
    named = asked_in_code()

    assert "measurements.import" in named
    assert {name: modules for name, modules in named.items() if name not in CAPABILITIES} == {}


def test_every_capability_is_asked_for_by_a_route_or_a_page() -> None:
    by_routes = set().union(*(declared(view) for _, view in routes()))

    assert set(CAPABILITIES) - by_routes - set(asked_in_code()) == set()
