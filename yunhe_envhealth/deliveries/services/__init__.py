"""Writes of deliveries: open (the file is kept), check, confirm, commit, give up.

Forms, commands and the API all come through `open_delivery`. A delivery is checked and committed by a worker; what
waits stands in the table, so that a lost message, a dead worker or a broker that is away costs time, never a file.
"""

from yunhe_envhealth.deliveries.services.deciding import ReasonMissing, cancel, check_again, confirm
from yunhe_envhealth.deliveries.services.receiving import Received, open_delivery
from yunhe_envhealth.deliveries.services.recording import note
from yunhe_envhealth.deliveries.services.working import Heartbeat, check, commit, fail, take_held, waiting

__all__ = [
    "Heartbeat",
    "ReasonMissing",
    "Received",
    "cancel",
    "check",
    "check_again",
    "commit",
    "confirm",
    "fail",
    "note",
    "open_delivery",
    "take_held",
    "waiting",
]
