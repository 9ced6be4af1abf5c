"""The calculator (试算): a scheme's name and its inputs in, one answer out; never an exception for bad input.

Used by the staff page, the API and `manage calculate_index`. An answer that cannot be given is
{"withheld": "<one Chinese sentence>"}, with whatever single results could be computed. Decimals are texts, so that
"1.0" stays "1.0"; whole indices are numbers.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from monitoring.science.calculator import arithmetic, health_index, national
from monitoring.science.calculator.descriptions import SCHEMES, InputField, SchemeDescription, nested_inputs
from monitoring.science.calculator.inputs import InputRefused

__all__ = ["SCHEMES", "InputField", "SchemeDescription", "answer_line", "calculate", "nested_inputs"]

_HANDLERS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    **national.HANDLERS,
    **health_index.HANDLERS,
    **arithmetic.HANDLERS,
}
_LONGEST_LINE = 1_000_000


def calculate(scheme: object, inputs: object) -> dict[str, Any]:
    """The answer of one scheme. Numbers may be int, float, Decimal or text; None and "NA" stand for missing."""
    handler = _HANDLERS.get(scheme) if isinstance(scheme, str) else None
    if handler is None:
        return {"withheld": "没有这种计算方法。"}
    if not isinstance(inputs, Mapping):
        return {"withheld": "输入应为一组“名称: 数值”。"}
    try:
        return handler(inputs)
    except InputRefused as refusal:
        return {"withheld": str(refusal)}


def answer_line(line: str) -> dict[str, Any]:
    """The answer to one JSON line {"scheme": …, "inputs": {…}}; numbers are taken at their written digits."""
    if len(line) > _LONGEST_LINE:
        return {"withheld": "这一行过长。"}
    try:
        question = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return {"withheld": "这一行不是有效的 JSON。"}
    if not isinstance(question, dict):
        return {"withheld": "这一行应为一个 JSON 对象。"}
    return calculate(question.get("scheme"), question.get("inputs"))
