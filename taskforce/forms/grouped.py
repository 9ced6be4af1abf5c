"""Long selects in groups, which need no script: posts by body, people and accounts by unit, units by kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator


class ByGroup(ModelChoiceIterator):
    """Options under their field's `group_of`, groups and options in the order of the rows."""

    field: Any  # a GroupedChoice

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        groups: dict[str, list[Any]] = {}
        for row in self.queryset:
            groups.setdefault(self.field.group_of(row), []).append(self.choice(row))
        yield from groups.items()


class GroupedChoice(forms.ModelChoiceField):
    iterator = ByGroup

    def group_of(self, row: Any) -> str:
        raise NotImplementedError


class ByBody:
    """Posts by body, each with its unit; the rows must come with both (select_related)."""

    def group_of(self, row: Any) -> str:
        return str(row.body)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}（{obj.unit.short_name or obj.unit.name}）"


class PostChoice(ByBody, GroupedChoice):
    pass


class PostChoices(ByBody, forms.ModelMultipleChoiceField):
    iterator = ByGroup


class UnitChoice(GroupedChoice):
    """Units by kind."""

    def group_of(self, row: Any) -> str:
        return str(row.get_kind_display())


class PersonChoice(GroupedChoice):
    """People by their latest unit, with their latest position, so that two of one name can be told apart.

    The rows must be annotated with latest_unit and latest_position.
    """

    def group_of(self, row: Any) -> str:
        return row.latest_unit or "没有任过职"

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.latest_position or obj.code}）"


class UserChoice(GroupedChoice):
    """Accounts by unit; the rows must be annotated with latest_unit."""

    def group_of(self, row: Any) -> str:
        return row.latest_unit or "没有单位"

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}（{obj.username}）"
