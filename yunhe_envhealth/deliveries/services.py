"""Writes of deliveries: open, keep the file, hand to the importer of its kind, commit or give up.

An app that takes in data registers an `Importer` for its kind; this package knows no app. Forms, commands and the
API all come through `open_delivery`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from yunhe_envhealth.deliveries.models import Delivery

if TYPE_CHECKING:
    pass

Progress = Callable[[int, int], None]


class Importer(Protocol):
    """What a kind of data must do with a delivery. Both verbs may be run twice."""

    kind: str
    title: str

    def preview(self, delivery: Delivery, data: bytes, progress: Progress) -> None:
        """Check the file and write findings, row outcomes and counts; raise EnvHealthError when it is refused."""

    def commit(self, delivery: Delivery, data: bytes) -> None:
        """Write what the preview said, all or nothing, in the caller's transaction."""


@dataclass(frozen=True, slots=True)
class Received:
    delivery: Delivery
    duplicate: bool


_IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _IMPORTERS[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    return _IMPORTERS[kind]
