"""The newest public indices as JSON text, built by PostgreSQL: no object is made for a row that is only passed on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from monitoring.choices import Averaging, EditionStatus, StationKind
from monitoring.selectors.indices import FRESH, FRESH_DAY, LOOK_BACK
from yunhe_envhealth.core.periods import beijing_day

# Beijing time is the fixed +08:00 here too. The reason's words are the caller's: they are not in the database.
# `shown` is stations.public_stations in SQL (a test holds the two together): compiling it anew for each call costs
# more than running it.
_ROWS = """
WITH public AS (
    SELECT id, is_demo FROM monitoring_station
    WHERE is_public AND kind = %s AND active_from <= %s AND (active_to IS NULL OR active_to > %s)
), shown AS (
    SELECT id FROM public WHERE is_demo = EXISTS (SELECT 1 FROM public WHERE is_demo)
)
SELECT json_build_object(
    'station', station.code, 'station_name', station.name, 'index', kind.code, 'index_name', kind.name,
    'start', to_char(newest.start AT TIME ZONE '+00' + interval '8 hours', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"'),
    'end', to_char(newest.start AT TIME ZONE '+00' + interval '8 hours' + length.of_period,
                   'YYYY-MM-DD"T"HH24:MI:SS"+08:00"'),
    'value', newest.value, 'display', newest.display, 'level', newest.level, 'colour', newest.colour,
    'state', CASE WHEN %s - newest.start - length.of_period > length.fresh THEN 'stale'
                  WHEN newest.withheld <> '' THEN 'withheld' ELSE 'fresh' END,
    'primary', newest."primary", 'withheld', newest.withheld, 'complete', newest.complete,
    'edition', edition.code, 'status', edition.status, 'status_name', %s::json ->> edition.status,
    'demonstration', station.is_demo
)::text, newest.withheld, CASE WHEN newest.withheld <> '' THEN newest.workings ->> 'missing' END
FROM shown
JOIN monitoring_station station ON station.id = shown.id
CROSS JOIN monitoring_indexkind kind
CROSS JOIN LATERAL (
    SELECT CASE WHEN kind.period = %s THEN interval '1 day' ELSE interval '1 hour' END AS of_period,
           CASE WHEN kind.period = %s THEN %s ELSE %s END AS fresh
) length
CROSS JOIN LATERAL (
    SELECT * FROM monitoring_indexvalue
    WHERE station_id = shown.id AND kind_id = kind.id AND start > %s ORDER BY start DESC LIMIT 1
) newest
JOIN monitoring_indexedition edition ON edition.id = newest.edition_id
WHERE kind.enabled AND kind.is_public AND (%s OR kind.code = ANY(%s))
ORDER BY station.code, kind.sort_order
"""
_LABELS = json.dumps(dict(EditionStatus.choices), ensure_ascii=False)


def public_latest_rows(
    *, now: datetime, codes: Sequence[str] | None = None
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return, for each public station and index, (JSON object, reason code or "", items missing)."""
    day = beijing_day(now)
    parameters: list[Any] = [
        *(StationKind.AMBIENT_AIR.value, day, day),
        *(now, _LABELS, Averaging.DAY.value, Averaging.DAY.value, FRESH_DAY, FRESH),
        *(now - LOOK_BACK, codes is None, list(codes or ())),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, parameters)
        rows = cursor.fetchall()
    return [
        (text, withheld, tuple(json.loads(missing)) if missing else ()) for text, withheld, missing in rows
    ]
