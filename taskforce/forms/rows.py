"""A grid of rows in one form, without script: each cell is a field named for its column and row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the grid: its name, its heading, and how its field is made (`required` is always off)."""

    name: str
    heading: str
    make: Callable[..., forms.Field]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the grid: its key in the form, its words, what its cells hold at first."""

    key: str
    words: str
    initial: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


class RowsForm(forms.Form):
    """Subclasses may declare ordinary fields: they stand above the grid."""

    row_heading = ""

    def __init__(self, *args: Any, columns: Sequence[Column], rows: Sequence[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plain_names = list(self.fields)
        self.columns, self.rows = columns, rows
        for row in rows:
            for column in columns:
                made = column.make(label=f"{row.words} {column.heading}", required=False)
                made.initial = row.initial.get(column.name)
                made.widget.attrs["aria-label"] = made.label
                self.fields[self.name_of(column.name, row.key)] = made

    @staticmethod
    def name_of(column: str, key: str) -> str:
        return f"{column}_{key}"

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the visible fields above the grid."""
        return [self[name] for name in self.plain_names if not self[name].is_hidden]

    @property
    def grid(self) -> list[tuple[Row, list[tuple[Column, forms.BoundField]]]]:
        return [
            (row, [(column, self[self.name_of(column.name, row.key)]) for column in self.columns])
            for row in self.rows
        ]

    def values_of(self, row: Row) -> dict[str, Any]:
        """Return the cleaned cells of a row by column."""
        return {column.name: self.cleaned_data[self.name_of(column.name, row.key)] for column in self.columns}
