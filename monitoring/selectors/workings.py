"""How an index value came about (这个数怎么来的): its inputs hour by hour, means, single indices, contributions.

The figures are those stored with the value; the hourly values are those that stand in the tables now. Where the
data changed since, `awaits` says so until the value is computed anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitoring.choices import IndexCode, level_word, reason_in_words
from monitoring.models import IndexValue, Measurement
from monitoring.science.pollutants import POLLUTANTS
from monitoring.science.reasons import item_name, item_names
from monitoring.selectors.measurements import AIR
from monitoring.selectors.records import awaits_computing, inputs_of, window_of
from yunhe_envhealth.deliveries.models import Delivery


@dataclass(frozen=True, slots=True)
class Item:
    """One pollutant's part: `mean` in `unit`, `hours` valid ones, `part` its single index or added risk in per cent.

    `share` is its share of the total risk, whole per cent (AQHI); None for what could not be had.
    """

    key: str
    name: str
    unit: str
    mean: float | None
    hours: int | None
    part: float | None
    share: int | None
    is_primary: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Hour:
    """The values of one hour, in the order of the six pollutants; None where nothing arrived.

    Values flagged as not valid stand here too, as they arrived; the computation counted them as missing.
    """

    start: datetime
    values: tuple[Measurement | None, ...]


@dataclass(frozen=True, slots=True)
class Workings:
    """Everything a page says about how a value came about."""

    sentence: str
    steps: tuple[str, ...]
    items: tuple[Item, ...]
    columns: tuple[str, ...]
    hours: tuple[Hour, ...]
    deliveries: tuple[Delivery, ...]
    awaits: bool


def workings_of(value: IndexValue) -> Workings:
    """Return how `value` (with kind, edition and station loaded) came about; three queries."""
    inputs = list(inputs_of(value))
    health = value.kind.code not in (IndexCode.AQI_HOURLY, IndexCode.AQI_DAILY)
    items = _health_items(value) if health else _national_items(value)
    deliveries = {row.delivery_id: row.delivery for row in inputs}
    return Workings(
        sentence=_sentence(value),
        steps=tuple(_health_steps(value) if health else _national_steps(value)),
        items=tuple(items),
        columns=tuple(POLLUTANTS[key].formula for key in AIR),
        hours=_hours(value, inputs),
        deliveries=tuple(deliveries[key] for key in sorted(deliveries)),
        awaits=awaits_computing(value),
    )


def _sentence(value: IndexValue) -> str:
    if value.withheld:
        return reason_in_words(value.withheld, value.workings.get("missing", ()))
    word = level_word(value.edition.code, value.level)
    primary = item_names(tuple(value.primary))
    return f"{value.kind.name} 是 {value.display}，{word}。" + (f"首要污染物是{primary}。" if primary else "")


def _hours(value: IndexValue, inputs: Sequence[Measurement]) -> tuple[Hour, ...]:
    table: dict[datetime, dict[str, Measurement]] = {moment: {} for moment in window_of(value).hours()}
    for row in inputs:
        table.setdefault(row.start, {})[row.parameter.code] = row
    return tuple(
        Hour(moment, tuple(found.get(key) for key in AIR)) for moment, found in sorted(table.items())
    )


def _health_items(value: IndexValue) -> list[Item]:
    parts: dict[str, Any] = value.workings.get("pollutants", {})
    total = sum(part["part"] or 0 for part in parts.values())
    whole = total > 0 and all(part["part"] is not None for part in parts.values())
    order = [key for key in value.edition.parameters.get("pollutants", parts) if key in parts]
    return [
        Item(
            key=key,
            name=item_name(key),
            unit="µg/m³",
            mean=parts[key]["mean"],
            hours=parts[key]["hours"],
            part=parts[key]["part"],
            share=round(parts[key]["part"] / total * 100) if whole else None,
            is_primary=key in value.primary,
            missing=parts[key]["mean"] is None,
        )
        for key in order
    ]


def _national_items(value: IndexValue) -> list[Item]:
    given, single = value.workings.get("inputs", {}), value.workings.get("iaqi", {})
    hours = value.workings.get("valid_hours", {})
    missing = value.workings.get("missing", [])
    keys = list(dict.fromkeys([*given, *single, *missing]))
    return [
        Item(
            key=key,
            name=item_name(key),
            unit=POLLUTANTS[base].unit if (base := _pollutant(key)) else "",
            mean=given.get(key),
            hours=hours.get(key),
            part=single.get(key),
            share=None,
            is_primary=key in value.primary,
            missing=key in missing,
        )
        for key in sorted(keys, key=_place)
    ]


def _pollutant(key: str) -> str:
    return next(
        (name for name in sorted(AIR, key=len, reverse=True) if key == name or key.startswith(f"{name}_")), ""
    )


def _place(key: str) -> tuple[int, str]:
    base = _pollutant(key)
    return (AIR.index(base) if base else len(AIR), key)


def _health_steps(value: IndexValue) -> list[str]:
    given = value.edition.parameters
    window, least = given.get("window_hours"), given.get("minimum_hours")
    steps = [f"每种污染物取最近 {window} 小时的平均浓度，至少要有 {least} 个有效小时；不够就算缺。"]
    if given.get("form") == "excess_risk":
        steps.append("每种污染物的平均浓度按系数 β 换算成超额风险：100 ×（exp(β × 浓度) − 1）%。")
    total = value.workings.get("total")
    if total is not None and not value.withheld:
        unit = "%" if given.get("form") == "excess_risk" else " µg/m³"
        steps.append(f"合计 {total:g}{unit}，按分段表对应指数 {value.display}。")
    if value.withheld == "no_data":
        steps.append("这一小时什么也没有测到，不用前两小时的平均代替：那样“截至”的时间就不真了（平台默认）。")
    elif value.withheld:
        steps.append("缺了必需的污染物，不计算：少一项就算，结果会偏低，看起来比实际好。")
    return steps + _retrospective(value)


def _national_steps(value: IndexValue) -> list[str]:
    name = value.edition.name
    mean = (
        "24 小时平均（臭氧取日最大 8 小时平均）" if value.kind.code == IndexCode.AQI_DAILY else "1 小时平均"
    )
    steps = [f"每种污染物的{mean}浓度，按{name}的分级表线性内插成分指数（IAQI），向上取整。"]
    if value.withheld:
        steps.append("分指数仍列在下面，但不发布 AQI。")
    else:
        steps.append(f"分指数里最大的一个就是 AQI：{value.display}；大于 50 时它就是首要污染物。")
    if not value.complete and not value.withheld:
        steps.append("有项目缺测：按本版规定用现有项目计算，标为不完整。")
    if "so2_24h" in value.workings.get("inputs", {}):
        steps.append("二氧化硫 1 小时浓度高于 800 µg/m³，按 24 小时平均浓度计算分指数（表 1 注 2）。")
    return steps + _retrospective(value)


def _retrospective(value: IndexValue) -> list[str]:
    """Return the remark on a value whose hour lies before its edition was in force."""
    if not value.workings.get("retrospective"):
        return []
    return [f"回算：这段时间早于本版的适用日期（{value.edition.effective_from}），当时还没有这样发布。"]
