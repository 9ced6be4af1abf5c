"""Bounds on what a delivery may cost in memory and time before its content is looked at."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds, all inclusive. `file_bytes` and `unpacked_bytes` in bytes, `ratio` unpacked ÷ packed,
    `cells` rows × columns of the sheet's rectangle (a sheet reader allots the whole rectangle).
    """

    file_bytes: int = 50 * MEGABYTE
    rows: int = 1_000_000
    columns: int = 200
    cells: int = 15_000_000
    cell_chars: int = 2_000
    zip_entries: int = 2_000
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 100
    batch_bytes: int = 5 * MEGABYTE
    batch_readings: int = 10_000


LIMITS = Limits()
