"""Every kind of page in a real browser: axe finds nothing, the console stays silent, a phone never scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.urls import reverse
from django.utils import timezone

from monitoring.models import IndexValue, Station
from monitoring.services import due
from monitoring.services.readings import store
from tests.browsing import DESK, Pages, Visitor, tour
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.monitoring import make_delivery, make_frame, six
from tests.processes import Platform
from yunhe_envhealth.accounts import services as accounts
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.periods import HOUR, floor_hour
from yunhe_envhealth.deliveries import services as deliveries
from yunhe_envhealth.deliveries.models import Delivery

pytestmark = [pytest.mark.browser]
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "readings"


@pytest.fixture
def filled(platform: Platform) -> Platform:
    """A platform with two days of hours, their indices, a committed delivery and one with findings to decide on."""
    last = floor_hour(timezone.now())
    places = Station.objects.filter(code__in=["1267A", "1268A", "1269A"])
    for place in places:
        store(
            frame=make_frame(place, last - 48 * HOUR, six(48)),
            delivery=make_delivery(filename="示范.csv", rows=288),
        )
    due.compute_all_due(now=timezone.now())
    return platform


@pytest.fixture
def officer(filled: Platform) -> User:
    return make_user(
        "unit_officer",
        username="shifan-jingban",
        full_name="示范经办",
        unit=Unit.objects.get(code="ecology-branch"),
    )


def delivered(officer: User, name: str, *, confirmed: bool) -> Delivery:
    """Deliver a sample file as the form does, checked in this process."""
    unit = Unit.objects.get(code="ecology-branch")
    data = (SAMPLES / name).read_bytes()
    found = deliveries.open_delivery(
        kind="readings", channel=Delivery.Channel.FORM, filename=name, data=data, by=officer, unit=unit
    ).delivery
    deliveries.check(delivery_id=found.pk)
    if confirmed:
        deliveries.confirm(delivery=found, by=officer)
        deliveries.commit(delivery_id=found.pk)
    return found


def public_pages() -> Pages:
    return {
        "home": reverse("portal:home"),
        "station": reverse("portal:station", args=["1267A"]),
        "method": reverse("portal:method"),
        "data": reverse("portal:data"),
        "accessibility": reverse("portal:accessibility"),
        "sitemap": reverse("portal:sitemap"),
        "login": reverse("accounts:login"),
    }


def officer_pages(officer: User) -> Pages:
    station = Station.objects.get(code="1267A")
    index = IndexValue.objects.filter(station=station, kind__code="aqhi_lishui").latest("start")
    moment = index.start.strftime("%Y%m%dT%H%M%SZ")
    preview = delivered(officer, "bad_values.csv", confirmed=False)
    committed = delivered(officer, "lishui_air_hourly.csv", confirmed=True)
    return {
        "office": reverse("portal:office"),
        "cockpit": reverse("portal:cockpit"),
        "upload": reverse("deliveries:upload"),
        "preview": reverse("deliveries:record", args=[preview.pk]),
        "findings": reverse("deliveries:record", args=[preview.pk]) + "?tab=findings",
        "committed": reverse("deliveries:record", args=[committed.pk]),
        "delivery history": reverse("deliveries:record", args=[committed.pk]) + "?tab=history",
        "deliveries": reverse("deliveries:list"),
        "stations": reverse("monitoring:stations"),
        "station record": reverse("monitoring:station", args=[station.pk]),
        "station form": reverse("monitoring:station_edit", args=[station.pk]),
        "new station": reverse("monitoring:station_new"),
        "retire station": reverse("monitoring:station_retire", args=[station.pk]),
        "measurements": reverse("monitoring:measurements"),
        "measurement": reverse("monitoring:measurement", args=[station.pk, "pm2_5", "hour", moment]),
        "indices": reverse("monitoring:indices"),
        "index": reverse("monitoring:index_value", args=[station.pk, "aqhi_lishui", moment]),
        "editions": reverse("monitoring:editions"),
        "edition": reverse("monitoring:edition", args=[index.edition.code]),
        "calculator": reverse("monitoring:calculator"),
        "me": reverse("accounts:me"),
        "password": reverse("accounts:password"),
        "units": reverse("accounts:units"),
        "unit": reverse("accounts:unit", args=[Unit.objects.get(code="ecology-branch").pk]),
    }


def administrator_pages(officer: User) -> Pages:
    client = make_user("api_client", username="shifan-jiekou", full_name="示范接口")
    token, _ = accounts.issue_token(
        user=client,
        name="示范令牌",
        scopes=["stations.view"],
        expires_at=timezone.now() + timedelta(days=30),
        by=None,
        now=timezone.now(),
    )
    return {
        "users": reverse("accounts:users"),
        "user": reverse("accounts:user", args=[officer.pk]),
        "new user": reverse("accounts:user_new"),
        "new role": reverse("accounts:role_give", args=[officer.pk]),
        "new unit": reverse("accounts:unit_new"),
        "tokens": reverse("accounts:tokens"),
        "token": reverse("accounts:token", args=[token.pk]),
        "new token": reverse("accounts:token_new"),
    }


def test_public_pages_in_every_mode(filled: Platform, visitor: Callable[..., Visitor]) -> None:
    web = filled.web().address
    anyone = visitor(viewport=DESK)

    found = list(tour(anyone, web, public_pages()))
    found += tour(anyone, web, {"not found": "/stations/no-such-station/"}, status=404)
    for mode in ("lang=en", "size=elder", "contrast=high"):  # each on top of the one before
        anyone.open(f"{web}{reverse('portal:display_mode')}?{mode}&next=/")
        pages = {"home": reverse("portal:home"), "method": reverse("portal:method")}
        found += tour(anyone, web, {f"{name} {mode}": address for name, address in pages.items()})

    assert "\n".join(found) == ""
    assert anyone.faults == []


def test_pages_of_an_officer(filled: Platform, officer: User, visitor: Callable[..., Visitor]) -> None:
    web = filled.web().address
    staff = visitor(viewport=DESK)
    staff.sign_in_as(officer, web)

    found = list(tour(staff, web, officer_pages(officer)))
    found += tour(staff, web, {"forbidden": reverse("accounts:users")}, status=403)

    assert "\n".join(found) == ""
    assert staff.faults == []


def test_pages_of_those_with_a_second_factor(
    filled: Platform, officer: User, visitor: Callable[..., Visitor]
) -> None:
    web = filled.web().address
    office, administrator, auditor = (visitor(viewport=DESK) for _ in range(3))
    office.sign_in_as(make_user("office", username="shifan-bangongshi"), web)
    administrator.sign_in_as(make_user("administrator", username="shifan-guanli"), web)
    auditor.sign_in_as(make_user("auditor", username="shifan-shenji"), web)

    found = list(tour(office, web, {"recompute": reverse("monitoring:recompute")}))
    found += tour(administrator, web, administrator_pages(officer))
    found += tour(auditor, web, {"audit": reverse("audit:events")})

    assert "\n".join(found) == ""
    assert office.faults + administrator.faults + auditor.faults == []


def test_a_new_administrator_enrols_a_second_factor(
    filled: Platform, visitor: Callable[..., Visitor]
) -> None:
    user = make_user("administrator", username="shifan-xinren", full_name="示范新人")
    user.password = Argon2PasswordHasher().encode(PASSWORD, "shifan-salt-0002")
    user.save()
    web = filled.web().address
    new = visitor(viewport=DESK)

    page = new.open(web + reverse("accounts:login"))
    page.get_by_label("账号").fill("shifan-xinren")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{web}{reverse('accounts:enrol')}**")

    assert new.look("enrol") == []
    assert new.faults == []
