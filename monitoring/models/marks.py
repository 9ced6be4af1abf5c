"""What is due, read from the tables: marks (computed through) and windows touched by new or changed data."""

from django.db import models
from django.db.models import F, Q


class Mark(models.Model):
    """An index of a station is computed through this instant (end of the last computed period)."""

    station = models.ForeignKey("monitoring.Station", models.CASCADE, related_name="+")
    kind = models.ForeignKey("monitoring.IndexKind", models.CASCADE, related_name="+")
    through = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "kind"], name="one_mark_a_station_and_index")
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.kind_id} {self.through}"


class DueWindow(models.Model):
    """Measurements in [start, end) of a station changed and their indices are not recomputed yet.

    Written in the transaction that stores the measurements; deleted in the transaction that writes the indices.
    """

    station = models.ForeignKey("monitoring.Station", models.CASCADE, related_name="+")
    start = models.DateTimeField()
    end = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="due_window_in_order")]
        indexes = [models.Index(fields=["station", "start"], name="due_by_station")]

    def __str__(self) -> str:
        return f"{self.station_id} {self.start} {self.end}"


class DemoReplay(models.Model):
    """The demonstration: original time = replayed time − shift. One row at most. Its times are as-of times (labels)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    shift_hours = models.IntegerField()
    replayed_through = models.DateTimeField()
    original_through = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_replay")]

    def __str__(self) -> str:
        return f"{self.replayed_through} = {self.original_through}"
