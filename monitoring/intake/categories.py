"""Columns of repeating text: each distinct text is handled once, its result spread to the rows by code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]


def take(per_text: Array, codes: Any) -> Array:
    """Spread an array over a column's categories to its rows."""
    return per_text[np.asarray(codes)] if len(per_text) else np.zeros(len(codes), dtype=per_text.dtype)


def without_unused(column: pd.Categorical) -> pd.Categorical:
    """The column without texts that no row has. (pandas' own method sorts the rows for it.)"""
    used = np.bincount(column.codes, minlength=len(column.categories)) > 0
    if used.all():
        return column
    return pd.Categorical.from_codes((np.cumsum(used) - 1)[column.codes], categories=column.categories[used])


def renamed(column: pd.Series, rename: Callable[[str], str]) -> pd.Categorical:
    """The column with each distinct text trimmed and renamed; equal results become one category."""
    return recoded(
        column.cat.codes.to_numpy(), [rename(text.strip()) for text in column.cat.categories.tolist()]
    )


def recoded(codes: Array, names: Sequence[str]) -> pd.Categorical:
    """Code i means `names[i]`; equal names become one category."""
    distinct = {name: code for code, name in enumerate(dict.fromkeys(names))}
    recode = np.array([distinct[name] for name in names], dtype=np.int64)
    return pd.Categorical.from_codes(take(recode, codes), categories=pd.Index(list(distinct), dtype="str"))


def tiled(texts: Sequence[str], times: int) -> pd.Categorical:
    """The texts in turn, `times` times over."""
    return recoded(np.tile(np.arange(len(texts)), times), texts)


def pairs(first: pd.Series, second: pd.Series) -> tuple[Array, list[tuple[str, str]]]:
    """Codes of the distinct pairs of two columns of text, and the pairs."""
    one, two = first.cat, second.cat
    width = max(len(two.categories), 1)
    joint, codes = np.unique(
        one.codes.to_numpy().astype(np.int64) * width + two.codes.to_numpy(), return_inverse=True
    )
    left, right = one.categories.tolist(), two.categories.tolist()
    return codes, [(left[pair // width], right[pair % width]) for pair in joint]
