"""What a kind of data must do with a delivery, and the register of the kinds.

An app that takes in data registers an `Importer` when Django starts; this package knows no app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from yunhe_envhealth.core.errors import Conflict, EnvHealthError
from yunhe_envhealth.deliveries.models import Delivery

Progress = Callable[[int, int], None]


class Refused(EnvHealthError):
    """The file as a whole is not taken: what is wrong with it, and the cure."""

    status = 422
    title = "文件没有收下"


class PreviewOutdated(Conflict):
    """The data changed between the preview and the commit, so that the preview no longer says what would happen."""

    def __init__(self) -> None:
        super().__init__("预览后数据已变化，请重新核对。", advice="下面是按现在的数据重新比较的结果。")


class Remark(Protocol):
    """One finding as a check gives it; the columns of the table Finding."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def advice(self) -> str: ...
    @property
    def value(self) -> str: ...


class RowOutcome(NamedTuple):
    """What would happen to one row of the file. `changes` is [[column, old, new], …]."""

    row: int
    name: str
    outcome: str
    changes: list[list[str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the file: all, new, unchanged, changed, and rejected (any error in the row)."""

    rows: int = 0
    accepted: int = 0
    unchanged: int = 0
    changed: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Preview:
    """What a file says and what writing it would do; nothing is written yet.

    `outcomes` yields one RowOutcome a row, in row order. `digest` is a fingerprint of the whole comparison: equal
    digests mean that a commit does what the preview said. `figures` are the kind's own numbers (JSON). `to_write`
    counts the values that would be written. `content` is for the importer's own `commit`.
    """

    layout: str
    counts: Counts
    findings: Sequence[Remark]
    outcomes: Callable[[], Iterator[RowOutcome]]
    digest: str
    to_write: int
    figures: Mapping[str, Any] = field(default_factory=dict)
    content: Any = None


class Importer(Protocol):
    """One kind of data. `layouts` maps each layout's name to its title. Every verb may be run twice."""

    kind: str
    title: str
    capability: str

    @property
    def layouts(self) -> Mapping[str, str]: ...

    def headings(self, layout: str) -> Sequence[str]:
        """Return the column names of a layout, as an empty table to fill in has them."""

    def preview(self, delivery: Delivery, data: bytes, progress: Progress) -> Preview:
        """Read, check and compare the file without writing. Raises Refused when the file cannot be taken."""

    def commit(self, delivery: Delivery, preview: Preview) -> None:
        """Write what the preview said in the caller's transaction. Raises PreviewOutdated when it no longer holds."""

    def cells(
        self, delivery: Delivery, data: bytes
    ) -> tuple[Sequence[str], Iterable[tuple[int, Sequence[str]]]]:
        """Return the heading and (row number, texts) of each row as the sheet shows them."""

    def results(self, delivery: Delivery) -> list[tuple[str, str]]:
        """Return (words, address) of the pages that show what a committed delivery wrote."""

    def still_stands(self, delivery: Delivery) -> bool:
        """Return whether everything that a committed delivery wrote is still as it wrote it."""


_IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    _IMPORTERS[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Return the importer of a kind. Raises Refused when no app takes it."""
    if kind not in _IMPORTERS:
        raise Refused("平台不收这一类数据。", advice="请重新选择内容。")
    return _IMPORTERS[kind]


def importers() -> Iterable[Importer]:
    return _IMPORTERS.values()
