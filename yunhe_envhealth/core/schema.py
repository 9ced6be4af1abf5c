"""What every end point has in common, said once for the whole description of the API (OpenAPI)."""

from __future__ import annotations

from typing import Any

from yunhe_envhealth.core.rest import PROBLEM_TYPE, TITLES

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "问题详情（RFC 9457）",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
    },
}
ALWAYS: tuple[int, ...] = (400, 404, 406, 429, 503)


def describe_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation the problems it may answer with. A hook of drf-spectacular."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for operations in result["paths"].values():
        for operation in operations.values():
            for code in _problems_of(operation):
                operation["responses"].setdefault(str(code), _problem(code))
    return result


def _problems_of(operation: dict[str, Any]) -> tuple[int, ...]:
    ways_in = operation.get("security", [])
    codes = ALWAYS
    if ways_in:
        codes += (401,)
    if ways_in and {} not in ways_in:
        codes += (403,)
    return (*codes, 415, 422) if "requestBody" in operation else codes


def _problem(code: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[code], "content": {PROBLEM_TYPE: {"schema": schema}}}
