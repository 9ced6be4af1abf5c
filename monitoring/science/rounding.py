"""Rounding rules on exact decimals: GB/T 8170-2008 (half to even, once only) and the AQI's rounding up.

No value passes through binary floating point on its way to a published figure: a float is taken at the
shortest decimal text that denotes it, which is the text its author wrote.
"""

import math
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from fractions import Fraction

_LARGEST_MEASURED = Decimal("1E12")
_SMALLEST_MEASURED = Decimal("1E-400")
_MOST_DIGITS = 1000


def exact(value: float | int | str | Decimal) -> Decimal:
    """The decimal that `value` denotes; a float at its shortest text (0.1 is 0.1, not 0.1000…0555).

    Raises ValueError for anything that is not a finite number.
    """
    if isinstance(value, bool):
        raise ValueError("a truth value is not a number")
    try:
        number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, TypeError) as error:
        raise ValueError("not a number") from error
    if not number.is_finite():
        raise ValueError("not a finite number")
    return number


def measurable(value: Decimal | None) -> Decimal | None:
    """The concentration itself when an index may be computed from it, else None.

    None stands for a missing value; NaN, infinite, negative and absurdly large or small numbers are missing too.
    """
    if value is None or not value.is_finite() or value < 0 or value > _LARGEST_MEASURED:
        return None
    return Decimal(0) if value == 0 else value if value >= _SMALLEST_MEASURED else None


def round_half_even(value: Decimal | str | int, places: int) -> Decimal:
    """`value` rounded once to `places` decimals, halves to the even digit (GB/T 8170-2008, 3.2).

    Negative places round to tens, hundreds …: `round_half_even("2500", -3)` is Decimal("2E+3").
    Negative zero becomes zero. Raises ValueError for a non-number or when more than 1000 digits would result.
    """
    number = exact(value)
    digits = number.adjusted() + places + 2
    if digits > _MOST_DIGITS or abs(places) > _MOST_DIGITS:
        raise ValueError("too many digits to round")
    unit = Decimal((0, (1,), -places))
    rounded = number.quantize(unit, rounding=ROUND_HALF_EVEN, context=Context(prec=max(digits, 28)))
    return abs(rounded) if rounded == 0 else rounded


def ceil_int(value: Decimal | Fraction | int) -> int:
    """The smallest whole number not below `value` (向上进位: IAQI and AQI, HJ 633-2012 and -2026)."""
    return math.ceil(value)


def decimal_of(value: Fraction, places: int) -> Decimal:
    """A fraction rounded half to even to `places` decimals, decided on the exact fraction."""
    scaled = round(value * Fraction(10) ** places)
    return Decimal(scaled).scaleb(-places, context=Context(prec=_MOST_DIGITS))
