"""Lay many tables in one step of a migration.

Each operation of a migration renders the state of every related model anew; with history tables and triggers on
every table, one operation a table, key and trigger costs a minute for an app. This one renders once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState


class LayTables(Operation):
    """Create the tables of `models` (CreateModel, whole, with `triggers` in their options) and their triggers."""

    reversible = True
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again once, when it is next asked for
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        tables = [to_state.apps.get_model(app_label, model.name) for model in self.models]
        for table in tables:
            schema_editor.create_model(table)
        for table, model in zip(tables, self.models, strict=True):
            triggers: list[Any] = model.options.get("triggers", [])
            for trigger in triggers:
                compiled = trigger if hasattr(trigger, "hash") else trigger.compile(table)
                schema_editor.execute(compiled.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self.models):
            schema_editor.delete_model(from_state.apps.get_model(app_label, model.name))

    def describe(self) -> str:
        return f"Lay {len(self.models)} tables with their triggers"
