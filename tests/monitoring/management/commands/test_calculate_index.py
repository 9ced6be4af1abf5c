"""The command answers line by line and needs no database."""

import io
import json

from django.core.management import call_command

from monitoring.management.commands.calculate_index import Command


def answers(text: str) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command(Command(), stdin=io.StringIO(text), stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_gets_one_answer_in_order_and_blank_lines_none() -> None:
    got = answers(
        '{"scheme": "cn_aqi_level", "inputs": {"aqi": 55}}\n'
        "\n"
        "not json\n"
        '{"scheme": "gbt8170_round", "inputs": {"value": "0.35", "decimal_places": 1}}\n'
    )
    assert len(got) == 3
    assert got[0]["category"] == "良"
    assert got[1] == {"withheld": "这一行不是有效的 JSON。"}
    assert got[2] == {"value": "0.4"}


def test_nothing_in_gives_nothing_out() -> None:
    assert answers("") == []
