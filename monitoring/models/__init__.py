"""Tables of the monitoring app, by subject."""

from monitoring.models.indices import AveragedValue, IndexEdition, IndexKind, IndexValue
from monitoring.models.marks import DemoReplay, DueWindow, Mark
from monitoring.models.measurements import IdempotentRequest, Measurement, SupersededMeasurement
from monitoring.models.stations import Parameter, Station, StationCode

__all__ = [
    "AveragedValue",
    "DemoReplay",
    "DueWindow",
    "IdempotentRequest",
    "IndexEdition",
    "IndexKind",
    "IndexValue",
    "Mark",
    "Measurement",
    "Parameter",
    "Station",
    "StationCode",
    "SupersededMeasurement",
]
