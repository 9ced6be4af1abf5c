"""Every read of the monitoring app. `public_…` is what anyone may see."""

from monitoring.selectors.indices import (
    AreaIndex,
    LatestIndex,
    area_index,
    index_series,
    index_values,
    kinds,
    latest_indices,
    public_kinds,
    public_latest_indices,
    public_series,
)
from monitoring.selectors.measurements import arrivals, arrivals_by_day, hourly_grid, measurements, superseded
from monitoring.selectors.stations import public_stations, stations

__all__ = [
    "AreaIndex",
    "LatestIndex",
    "area_index",
    "arrivals",
    "arrivals_by_day",
    "hourly_grid",
    "index_series",
    "index_values",
    "kinds",
    "latest_indices",
    "measurements",
    "public_kinds",
    "public_latest_indices",
    "public_series",
    "public_stations",
    "stations",
    "superseded",
]
