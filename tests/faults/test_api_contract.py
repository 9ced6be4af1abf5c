"""The API against its own description: whatever is sent, no answer is a crash and every answer is as described."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from schemathesis import checks
from schemathesis.schemas import APIOperation

from monitoring.models import Station
from monitoring.services import due
from monitoring.services.readings import store
from tests.factories.accounts import make_user
from tests.factories.monitoring import make_delivery, make_frame, six
from yunhe_envhealth.accounts.models import Role, Unit
from yunhe_envhealth.accounts.permissions import CAPABILITIES
from yunhe_envhealth.accounts.services import issue_token
from yunhe_envhealth.core.periods import HOUR, floor_hour
from yunhe_envhealth.core.throttles import WindowThrottle

pytestmark = pytest.mark.django_db
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Requests stay on the test's own connection, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(
    reference: None, kept_connection: None, monkeypatch: pytest.MonkeyPatch
) -> schemathesis.BaseSchema:
    """The API as it describes itself, with a day of hours to read and no bound on the number of requests."""
    monkeypatch.setattr(WindowThrottle, "allow_request", lambda self, request, view: True)
    start = floor_hour(timezone.now()) - 24 * HOUR
    store(frame=make_frame(Station.objects.get(code="1267A"), start, six(24)), delivery=make_delivery())
    due.compute_all_due(now=timezone.now())
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


@pytest.fixture
def token(described: schemathesis.BaseSchema) -> str:
    """A token with every capability that an API client can hold."""
    client = make_user("api_client", unit=Unit.objects.get(code="ecology-branch"), area_code="33")
    now = timezone.now()
    scopes = [name for name, rule in CAPABILITIES.items() if Role.API_CLIENT in rule.roles]
    _, plain = issue_token(
        user=client, name="示范", scopes=scopes, expires_at=now + timedelta(days=1), by=None, now=now
    )
    return plain


def hold_to_its_word(operation: APIOperation, headers: dict[str, str]) -> None:
    """Send generated requests to one operation and check every answer."""

    @BOUNDED
    @given(case=operation.as_strategy())
    def sent(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=list(CHECKS))

    sent()


def test_every_operation_keeps_its_word(described: schemathesis.BaseSchema, token: str) -> None:
    operations = [found.ok() for found in described.get_all_operations()]

    assert len(operations) >= 8
    for operation in operations:
        hold_to_its_word(operation, {"Authorization": f"Bearer {token}"})


def test_anonymous_callers_are_answered_as_described(described: schemathesis.BaseSchema) -> None:
    for found in described.get_all_operations():
        hold_to_its_word(found.ok(), {})
