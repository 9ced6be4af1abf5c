"""Why an index is withheld, in the words that pages, exports and the calculator show."""

from monitoring.science.pollutants import POLLUTANTS

_PERIODS = {"1h": "1 小时", "8h": "8 小时", "24h": "24 小时"}


def item_name(key: str) -> str:
    """A key such as "o3", "o3_8h" or "so2_24h" in words: O₃, O₃ 8 小时, SO₂ 24 小时; an unknown key as it is."""
    for pollutant, known in POLLUTANTS.items():
        if key == pollutant:
            return known.formula
        if key.startswith(f"{pollutant}_") and key.removeprefix(f"{pollutant}_") in _PERIODS:
            return f"{known.formula} {_PERIODS[key.removeprefix(f'{pollutant}_')]}"
    return key


def item_names(keys: tuple[str, ...]) -> str:
    """Several keys in words, joined by 、."""
    return "、".join(map(item_name, keys))


def explain(reason: str, missing: tuple[str, ...] = ()) -> str:
    """One Chinese sentence for a reason code of `AqiResult.withheld` or `AqhiResult.withheld`.

    `missing` names the keys for a code that does not carry them. Raises ValueError for an unknown code.
    """
    code, _, detail = reason.partition(":")
    keys = tuple(detail.split(",")) if detail else missing
    if code == "missing":
        return f"缺少 {item_names(keys)} 的有效浓度,不发布指数。"
    if code == "no_data":
        return "没有可用的浓度数据,不发布 AQI。"
    if code == "needs":
        return f"浓度高于 800 µg/m³,应改按 {item_names(keys)} 浓度计算,但该浓度缺失,不发布 AQI。"
    if code == "incomplete_2026_5_3_1":
        return (
            f"缺少 {item_names(keys)} 的浓度,且其余项目计算的 AQI 不大于 100,"
            "按 HJ 633-2026 第 5.3.1 条只发布单项指数。"
        )
    raise ValueError(f"unknown reason code {code!r}")
