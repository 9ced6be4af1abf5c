"""A visitor in a real browser who opens pages and notes what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, ViewportSize
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.factories.accounts import make_verified_client
from yunhe_envhealth.accounts.models import User

AXE = Path(__file__).parent / ".vendor" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ["violations"]})).violations
    .map(found => found.id + ": " + found.nodes.map(node => node.target.join(" ")).join(", "))"""
DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
Pages = dict[str, str]
NOT_TOO_WIDE = "() => document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"


@dataclass
class Visitor:
    """One person's browser window. `faults` collects console errors, refused scripts and failed loads."""

    context: BrowserContext
    folder: Path
    faults: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))

    def sign_in_as(self, user: User, address: str) -> None:
        """Carry a session that is signed in and has passed the second factor."""
        session = make_verified_client(user).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open a page that answers with this status, and wait until it is loaded. A way to the log-in is none."""
        response = self.page.goto(address)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}"
        log_in = reverse(settings.LOGIN_URL)
        assert log_in in address or log_in not in self.page.url, f"{address} leads to the log-in"
        return self.page

    def look(self, name: str) -> list[str]:
        """Return what axe finds on the page as it stands; keep a picture of it in the test's folder."""
        self.page.screenshot(path=self.folder / f"{name}.png")
        if not self.page.evaluate("typeof axe !== 'undefined'"):
            self.page.evaluate(AXE.read_text("utf-8"))
        found: list[str] = self.page.evaluate(RUN_AXE, STANDARDS)
        return [f"{name}: {violation}" for violation in found]

    def fits(self, viewport: ViewportSize) -> bool:
        """Return whether the page, given such a window, settles without a need to scroll sideways."""
        self.page.set_viewport_size(viewport)
        try:
            self.page.wait_for_function(NOT_TOO_WIDE, timeout=5_000)
        except PlaywrightTimeout:
            return False
        return True

    def _heard(self, message: ConsoleMessage) -> None:
        # A browser also reports the page's own status 403 or 404 as an error; that is asserted by `open`.
        own_status = re.search(r"status of 40[34]", message.text) and message.location["url"] == self.page.url
        if message.type == "error" and not own_status:
            self.faults.append(f"{self.page.url}: {message.text}")


def words(found: Any) -> str:
    """Return a page part's text with its white space folded."""
    return " ".join(str(found.inner_text()).split())


def tour(visitor: Visitor, web: str, pages: Pages, *, status: int = 200) -> Iterator[str]:
    """Open each page; yield what axe finds at a desk, and pages that a phone would have to scroll sideways."""
    for name, address in pages.items():
        page = visitor.open(web + address, status=status)
        yield from visitor.look(name)
        if not visitor.fits(PHONE):
            yield f"{name}: too wide for a phone"
        page.set_viewport_size(DESK)
