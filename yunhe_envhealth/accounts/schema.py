"""How the description of the API tells who may call: anyone, or whoever holds a token or a session."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from yunhe_envhealth.accounts.permissions import PUBLIC, capability_for


class DeclaredSchema(AutoSchema):
    """Reads from the view's declared capability whether an operation is open to anyone."""

    def get_auth(self) -> list[dict[str, Any]]:
        """Return the ways in; an empty one among them says that none is needed."""
        ways: list[dict[str, Any]] = super().get_auth()
        return [*ways, {}] if ways and capability_for(type(self.view), self.method) == PUBLIC else ways
