"""`GET /api/v1/indices/latest/`: the hottest answer of the platform, built from rows and kept for half a minute."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from monitoring.api.serializers import LENGTHS, LatestIndicesSerializer
from monitoring.choices import Averaging, EditionStatus, IndexCode
from monitoring.science.reasons import explain
from monitoring.selectors import LatestIndex, public_latest_indices
from yunhe_envhealth.accounts.permissions import PUBLIC
from yunhe_envhealth.core.periods import BEIJING
from yunhe_envhealth.core.rest import refuse_unknown

KEPT = 30  # seconds


class LatestIndicesView(APIView):
    """The newest of each public index for each public station, withheld ones with their reason."""

    capability = {"GET": PUBLIC}

    @extend_schema(
        operation_id="indices_latest",
        parameters=[
            OpenApiParameter("index", str, enum=IndexCode.values, description="只要这一种指数"),
        ],
        responses=LatestIndicesSerializer,
    )
    def get(self, request: Request) -> HttpResponse:
        refuse_unknown(request, {"index"})
        code = request.query_params.get("index", "")
        if code and code not in IndexCode.values:
            raise ValidationError(
                {"index": [f"没有“{code[:40]}”这种指数。可用：{'、'.join(IndexCode.values)}。"]}
            )
        key = f"latest-indices:{code}"
        body: bytes | None = cache.get(key)
        if body is None:
            body = latest_body(code, timezone.now())
            cache.set(key, body, KEPT)
        return _answer(request, body)


def latest_body(code: str, now: datetime) -> bytes:
    """Return the JSON answer, as bytes."""
    rows = public_latest_indices(now=now, codes=[code] if code else None)
    results = [_row(latest) for latest in rows if latest.newest is not None]
    answer = {"as_of": now.astimezone(BEIJING).isoformat(timespec="seconds"), "results": results}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _row(latest: LatestIndex) -> dict[str, Any]:
    row, kind, edition = latest.newest, latest.kind, latest.edition
    if row is None or edition is None:
        raise ValueError("only rows that exist are answered")
    missing = tuple(row.workings.get("missing", ()))
    return {
        "station": latest.station.code,
        "station_name": latest.station.name,
        "index": kind.code,
        "index_name": kind.name,
        "start": row.start.astimezone(BEIJING).isoformat(),
        "end": (row.start + LENGTHS[Averaging(kind.period)]).astimezone(BEIJING).isoformat(),
        "value": row.value,
        "display": row.display,
        "level": row.level,
        "colour": row.colour,
        "primary": row.primary,
        "withheld": row.withheld,
        "reason": explain(row.withheld, missing) if row.withheld else "",
        "complete": row.complete,
        "edition": edition.code,
        "status": edition.status,
        "status_name": EditionStatus(edition.status).label,
        "demonstration": latest.station.is_demo,
    }


def _answer(request: Request, body: bytes) -> HttpResponse:
    """Answer with an entity tag; a caller that has this body already gets 304 without it."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    fresh = tag in request.headers.get("If-None-Match", "")
    response = HttpResponse(
        b"" if fresh else body, status=304 if fresh else 200, content_type="application/json"
    )
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response
