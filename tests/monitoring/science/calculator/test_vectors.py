"""The calculator against outside vectors: official data, published tables, other programs."""

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from monitoring.science.calculator import calculate

SAMPLES = Path(__file__).parents[3] / "samples" / "vectors"
VECTORS: list[dict[str, Any]] = json.loads((SAMPLES / "air-vectors.json").read_text(encoding="utf-8"))

# Not computed here: the CDC scheme is experimental and not shipped; the advice is compared in the AQHI tests.
NOT_SHIPPED = {"cn_cdc_aqhi_mortality"}
# Names of the national publication's primary pollutants.
PRIMARY = {
    "颗粒物(PM10)": "pm10",
    "细颗粒物(PM2.5)": "pm2_5",
    "一氧化碳": "co",
    "二氧化氮": "no2",
    "二氧化硫": "so2",
    "臭氧1小时": "o3_1h",
}
# Facts about other things than the answer: tolerances, other programs' mistakes, intermediate figures.
NOT_ANSWERS = {
    "tolerance",
    "naive_float_gives",
    "rounded_c",
    "advice_sense",
    "published",
    "o3_iaqi",
    "decimal",
}


def near(got: object, wanted: float, tolerance: float) -> bool:
    return got is not None and abs(float(str(got)) - wanted) <= tolerance


def same(answer: dict[str, Any], key: str, wanted: Any, tolerance: float) -> bool:
    got = answer.get(key)
    if isinstance(wanted, list):
        return sorted(got or []) == sorted(wanted)
    if wanted is None or isinstance(wanted, bool):
        return got == wanted
    try:
        return near(got, float(wanted), tolerance)
    except ValueError:
        return str(got) == str(wanted)


def lishui_agrees(inputs: dict[str, Any], expected: dict[str, Any], answer: dict[str, Any]) -> bool:
    """The other program does not round the excess risk before banding, so its total is compared within a cent."""
    parts = expected.get("er_parts", {})
    level_decided = all(abs(expected.get("er", 0.0) - cut) >= 0.01 for cut in (16.71, 25.74, 51.84, 60.54))
    return (
        near(answer["er"], expected.get("er", expected.get("er_2dp")), 0.0051)
        and all(near(answer["er_parts"][key], part, 0.0001) for key, part in parts.items())
        and ("level" not in expected or not level_decided or answer["level"] == expected["level"])
    )


def expand(vector: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The questions one vector asks."""
    scheme, inputs = vector["scheme"], dict(vector["inputs"])
    if "values_range" in inputs:
        low, high = inputs.pop("values_range")
        inputs["values"] = list(range(low, high + 1))
    if scheme == "cn_iaqi_float_trap":
        return [("cn_hj633_2012_iaqi", inputs), ("cn_hj633_2026_iaqi", inputs)]
    if scheme == "lishui_aqhi_candidate_anchor":
        return [("lishui_aqhi_candidate", inputs)]
    return [(scheme, inputs)]


def agrees(vector: dict[str, Any], scheme: str, inputs: dict[str, Any]) -> bool:
    answer = calculate(scheme, inputs)
    expected = {key: value for key, value in vector["expected"].items() if key not in NOT_ANSWERS}
    if scheme == "lishui_aqhi_candidate":
        return lishui_agrees(inputs, expected, answer)
    if scheme == "lishui_aqhi_candidate_band" and isinstance(expected["aqhi"], int | float):
        expected["aqhi"] = float(round(Decimal(str(expected["aqhi"])), 1))
    if isinstance(expected.get("level"), int):
        expected["level"] = "一二三四五六"[expected["level"] - 1] + "级"
    if scheme.startswith(("hk_", "ca_")):
        expected.pop("category", None)  # English words of other programs
    if "aqi_max" in expected:
        return answer["aqi"] <= expected["aqi_max"]
    if "aqi_computed_gt" in expected:
        return answer["aqi"] > expected["aqi_computed_gt"] and "withheld" not in answer
    tolerance = vector["expected"].get("tolerance", 1e-9)
    return all(same(answer, key, wanted, tolerance) for key, wanted in expected.items())


CASES = [
    pytest.param(vector, scheme, inputs, id=f"{place}-{scheme}")
    for place, vector in enumerate(VECTORS)
    if vector["scheme"] not in NOT_SHIPPED and vector["scheme"] != "ca_mean3h"
    for scheme, inputs in expand(vector)
]


@pytest.mark.parametrize(("vector", "scheme", "inputs"), CASES)
def test_outside_vector(vector: dict[str, Any], scheme: str, inputs: dict[str, Any]) -> None:
    assert agrees(vector, scheme, inputs), (
        inputs,
        vector["expected"],
        calculate(scheme, inputs),
        vector["source"],
    )


def test_the_vectors_are_all_here() -> None:
    counts = Counter(vector["scheme"] for vector in VECTORS)
    assert len(VECTORS) == 382
    assert counts["cn_hj633_2012_daily"] == 52
    assert counts["hk_aqhi_2025"] == 51


def test_canadian_moving_means_differ_from_the_other_program_in_one_binary_half_only() -> None:
    """Its (6.6 + 6.1) ÷ 2 = 6.35 prints as 6.3, since the binary 6.35 lies below the half; exactly it is 6.4."""
    vector = next(vector for vector in VECTORS if vector["scheme"] == "ca_mean3h")
    got = calculate("ca_mean3h", vector["inputs"])["mean3h"]
    wanted = vector["expected"]["mean3h"]
    numbers = [None if mean is None else float(mean) for mean in got]
    differing = [place for place, mean in enumerate(wanted) if mean != numbers[place]]
    assert differing == [7]
    assert (wanted[7], numbers[7]) == (6.3, 6.4)


@pytest.mark.parametrize(("name", "published"), [("cnemc_20180220T07", 740), ("cnemc_20170707T16", 740)])
def test_the_published_index_of_every_station_of_a_national_hour(name: str, published: int) -> None:
    """The source's columns o3 and o3_24h are swapped: o3_24h holds the current hour."""
    columns = {"so2": "so2", "no2": "no2", "co": "co", "o3_1h": "o3_24h", "pm10": "pm10", "pm2_5": "pm2_5"}
    compared = 0
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if not row["aqi"]:
                continue
            answer = calculate(
                "cn_hj633_2012_hourly", {item: row[column] or None for item, column in columns.items()}
            )
            assert (answer["aqi"], answer["category"]) == (int(row["aqi"]), row["quality"]), row
            primary = {PRIMARY[name] for name in row["primarypollutant"].split(",") if name}
            assert set(answer["primary"]) == primary, row
            compared += 1
    assert compared == published
