"""API tokens: what may be issued, and when one is refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed

from tests.factories.accounts import make_user
from yunhe_envhealth.accounts import services
from yunhe_envhealth.accounts.authentication import TokenAuthentication
from yunhe_envhealth.accounts.models import ApiToken, User
from yunhe_envhealth.accounts.permissions import can
from yunhe_envhealth.accounts.services.tokens import TokenRefused
from yunhe_envhealth.audit.models import SecurityEvent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def issue(user: User | None = None, **options: Any) -> tuple[ApiToken, str]:
    now = timezone.now()
    defaults = {"name": "示范", "scopes": ["stations.view"], "expires_at": now + DAY, "now": now, "by": None}
    return services.issue_token(user=user or make_user("api_client"), **(defaults | options))


def authenticate(plain: str, **meta: str) -> tuple[User, ApiToken] | None:
    request = RequestFactory().get("/api/v1/stations/", HTTP_AUTHORIZATION=f"Bearer {plain}", **meta)
    return TokenAuthentication().authenticate(request)  # type: ignore[arg-type]


def test_a_token_is_stored_only_as_its_digest() -> None:
    token, plain = issue()
    secret = plain.partition(".")[2]

    stored = str(ApiToken.objects.filter(pk=token.pk).values().get())
    history = str(list(token.events.values()))
    events = str(list(SecurityEvent.objects.values()))
    assert len(secret) >= 40
    assert secret not in stored + history + events


def test_a_token_narrows_its_user_to_its_scopes() -> None:
    found = authenticate(issue(scopes=["stations.view"])[1])

    assert found is not None
    assert can(found[0], "stations.view")
    assert not can(found[0], "measurements.view")


@pytest.mark.parametrize("role", ["office", "administrator", "inspector", None])
def test_only_api_clients_receive_tokens(role: str | None) -> None:
    with pytest.raises(TokenRefused, match="接口客户"):
        issue(make_user(role))


@pytest.mark.parametrize("scopes", [[], ["users.edit"], ["stations.view", "audit.view"], ["nothing.here"]])
def test_scopes_are_those_of_the_role(scopes: list[str]) -> None:
    with pytest.raises(TokenRefused):
        issue(scopes=scopes)


@pytest.mark.parametrize("ahead", [timedelta(0), -DAY, timedelta(days=366)])
def test_expiry_is_within_a_year(ahead: timedelta) -> None:
    now = timezone.now()

    with pytest.raises(TokenRefused, match="一年"):
        issue(now=now, expires_at=now + ahead)


@pytest.mark.parametrize("network", ["10.0.0.1/8", "局域网", "10.0.0.0/40", ""])
def test_a_network_that_is_none_is_refused(network: str) -> None:
    with pytest.raises(TokenRefused, match="不是网段"):
        issue(networks=[network])


@pytest.mark.parametrize(
    ("address", "accepted"),
    [("10.33.7.9", True), ("10.34.0.1", False), ("2001:db8::7", True), ("", False), ("unix", False)],
)
def test_a_token_is_bound_to_its_networks(address: str, accepted: bool) -> None:
    _, plain = issue(networks=["10.33.0.0/16", "2001:db8::/32"])

    if accepted:
        assert authenticate(plain, REMOTE_ADDR=address) is not None
    else:
        with pytest.raises(AuthenticationFailed):
            authenticate(plain, REMOTE_ADDR=address)


def test_a_forwarded_header_is_not_believed_without_a_trusted_proxy() -> None:
    _, plain = issue(networks=["10.33.0.0/16"])

    with pytest.raises(AuthenticationFailed):
        authenticate(plain, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="10.33.7.9")


def test_behind_a_trusted_proxy_the_last_hop_counts(settings: Any) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    _, plain = issue(networks=["10.33.0.0/16"])

    assert (
        authenticate(plain, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1, 10.33.7.9") is not None
    )
    with pytest.raises(AuthenticationFailed):
        authenticate(plain, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="10.33.7.9, 192.0.2.1")


def test_a_token_dies_by_expiry_revocation_and_with_its_user(time_machine: Any) -> None:
    start = timezone.now()
    _, expiring = issue()
    revoked, revoked_plain = issue()
    owner = make_user("api_client")
    _, orphaned = issue(owner)
    assert authenticate(expiring)
    assert authenticate(revoked_plain)
    assert authenticate(orphaned)

    services.revoke_token(token=revoked, reason="换发", by=None, now=start)
    services.disable_user(user=owner, reason="停用", by=None)
    time_machine.move_to(start + DAY + timedelta(seconds=1))

    for plain in (expiring, revoked_plain, orphaned):
        with pytest.raises(AuthenticationFailed):
            authenticate(plain)


@pytest.mark.parametrize("spoiled", ["", "x", "x.y", "{id}.", "{id}.wrong", "{id}", "{id}.{secret}x"])
def test_a_spoiled_token_is_refused(spoiled: str) -> None:
    public_id, _, secret = issue()[1].partition(".")

    with pytest.raises(AuthenticationFailed):
        authenticate(spoiled.format(id=public_id, secret=secret))


def test_revoking_twice_keeps_the_first_time() -> None:
    token, _ = issue()
    first = datetime.fromisoformat("2026-07-07T00:00:00+00:00")

    services.revoke_token(token=token, reason="换发", by=None, now=first)
    again = services.revoke_token(token=token, reason="再次", by=None, now=first + DAY)

    assert again.revoked_at == first
    assert SecurityEvent.objects.filter(kind="token", detail__action="revoked").count() == 1
