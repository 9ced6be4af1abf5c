"""`GET /api/v1/indices/latest/`: the hottest answer of the platform, built from rows and kept for half a minute."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from monitoring.api.serializers import LatestIndicesSerializer
from monitoring.choices import IndexCode
from monitoring.science.reasons import explain
from monitoring.selectors.latest import public_latest_rows
from yunhe_envhealth.accounts.permissions import PUBLIC
from yunhe_envhealth.core.periods import BEIJING
from yunhe_envhealth.core.rest import refuse_unknown
from yunhe_envhealth.core.throttles import AnonymousThrottle

KEPT = 30  # seconds in the shared cache
HELD = 2  # seconds in this process, so that a crowd asks the shared cache once


@dataclass(frozen=True, slots=True)
class Answer:
    """The body with its entity tag."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> Answer:
        return cls(body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')


_held: dict[str, tuple[float, Answer]] = {}


class LatestIndicesView(APIView):
    """The newest of each public index for each public station, withheld ones with their reason."""

    capability = {"GET": PUBLIC}
    authentication_classes = ()  # the same answer to everyone, so all callers count as anonymous
    throttle_classes = (AnonymousThrottle,)

    @extend_schema(
        operation_id="indices_latest",
        parameters=[
            OpenApiParameter("index", str, enum=IndexCode.values, description="只要这一种指数"),
        ],
        responses=LatestIndicesSerializer,
    )
    def get(self, request: Request) -> HttpResponse:
        code = ""
        if request.query_params:
            refuse_unknown(request, {"index"})
            code = request.query_params.get("index", "")
            if code and code not in IndexCode.values:
                known = "、".join(IndexCode.values)
                raise ValidationError({"index": [f"没有“{code[:40]}”这种指数。可用：{known}。"]})
        answer = _answer(code)
        # A caller that has this body already gets 304 without it.
        fresh = answer.tag in request.headers.get("If-None-Match", "")
        response = HttpResponse(
            b"" if fresh else answer.body, status=304 if fresh else 200, content_type="application/json"
        )
        response["ETag"] = answer.tag
        response["Cache-Control"] = f"public, max-age={KEPT}"
        return response


def _answer(code: str) -> Answer:
    """Return the answer from this process, the shared cache or the database."""
    until, answer = _held.get(code, (0.0, None))
    if answer is not None and time.monotonic() < until:
        return answer
    body: bytes | None = cache.get(f"latest-indices:{code}")
    if body is None:
        body = latest_body(code, timezone.now())
        cache.set(f"latest-indices:{code}", body, KEPT)
    answer = Answer.of(body)
    _held[code] = (time.monotonic() + HELD, answer)
    return answer


def forget() -> None:
    """Drop what this process and the shared cache hold, for tests and benches: both end by themselves in seconds."""
    _held.clear()
    cache.delete_many([f"latest-indices:{code}" for code in ("", *IndexCode.values)])


def latest_body(code: str, now: datetime) -> bytes:
    """Return the JSON answer, as bytes."""
    rows = public_latest_rows(now=now, codes=[code] if code else None)
    results = ",".join(_with_reason(*row) for row in rows)
    as_of = now.astimezone(BEIJING).isoformat(timespec="seconds")
    return f'{{"as_of":"{as_of}","results":[{results}]}}'.encode()


def _with_reason(row: str, withheld: str, missing: tuple[str, ...]) -> str:
    """Return a row's JSON object with the reason in words as its last member."""
    reason = json.dumps(explain(withheld, missing), ensure_ascii=False)
    return f'{row.removesuffix("}")},"reason":{reason}}}'
