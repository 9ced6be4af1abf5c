"""Scope: outside one's area or unit a record does not exist; the answer is that of an unknown id, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring.models import IndexEdition, IndexValue, Measurement, Parameter, Station
from tests.factories.accounts import make_unit, make_user, make_verified_client
from tests.factories.monitoring import make_delivery
from tests.permissions import routes
from villages.choices import DivisionKind
from villages.models import Division
from yunhe_envhealth.accounts.models import Unit
from yunhe_envhealth.accounts.permissions import CAPABILITIES, scope
from yunhe_envhealth.core.pages import ListPage, RecordPage
from yunhe_envhealth.core.periods import HOUR, floor_hour

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "331125106", "331125001"
UNKNOWN = 999_999_999


@dataclass(frozen=True)
class Pair:
    """A record of one's own and one of somebody else's, alike in everything but place and unit."""

    mine: Any
    theirs: Any


@pytest.fixture
def unit() -> Unit:
    return make_unit(kind="township", area_code=HERE)


def make_division(code: str) -> Division:
    division, _ = Division.objects.get_or_create(
        code=code, defaults={"name": f"示范乡镇{code}", "kind": DivisionKind.TOWN}
    )
    return division


def make_station(area: str, unit: Unit) -> Station:
    return Station.objects.create(
        code=f"S-{area}",
        name=f"示范测点{area}",
        kind="ambient_air",
        owner_unit=unit,
        division=make_division(area),
        active_from=date(2020, 1, 1),
    )


@pytest.fixture
def station_pair(unit: Unit) -> Pair:
    return Pair(make_station(HERE, unit), make_station(ELSEWHERE, make_unit()))


@pytest.fixture
def delivery_pair(unit: Unit) -> Pair:
    return Pair(
        make_delivery(area_code=HERE, unit=unit), make_delivery(area_code=ELSEWHERE, unit=make_unit())
    )


@pytest.fixture
def pair_of(station_pair: Pair, delivery_pair: Pair) -> Callable[[str], Pair]:
    return lambda name: station_pair if name.startswith("monitoring:") else delivery_pair


def client_of(role: str, unit: Unit, area: str = HERE) -> Client:
    return make_verified_client(make_user(role, unit=unit, area_code=area))


def told(response: HttpResponse) -> str:
    """Return the body without the id of the request."""
    return re.sub(r"[0-9a-f]{16}", "REQUEST", response.content.decode())


READS = ["monitoring:station", "deliveries:record", "deliveries:progress"]
DOWNLOADS = ["deliveries:file", "deliveries:marked"]
WRITES = [
    ("GET", "monitoring:station_edit"),
    ("POST", "monitoring:station_edit"),
    ("GET", "monitoring:station_retire"),
    ("POST", "monitoring:station_retire"),
    ("POST", "deliveries:confirm"),
    ("POST", "deliveries:cancel"),
    ("POST", "deliveries:check"),
]


@pytest.mark.parametrize("role", ["township_officer", "unit_reviewer", "leadership"])
@pytest.mark.parametrize("name", READS)
def test_a_record_of_another_area_reads_like_an_unknown_id(
    unit: Unit, pair_of: Callable[[str], Pair], name: str, role: str
) -> None:
    client, pair = client_of(role, unit), pair_of(name)

    theirs = client.get(reverse(name, args=[pair.theirs.pk]))
    unknown = client.get(reverse(name, args=[UNKNOWN]))

    assert client.get(reverse(name, args=[pair.mine.pk])).status_code in (200, 302)
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert told(theirs) == told(unknown)


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_file_of_another_area_reads_like_an_unknown_id(
    unit: Unit, pair_of: Callable[[str], Pair], name: str
) -> None:
    client = client_of("township_officer", unit)

    theirs = client.get(reverse(name, args=[pair_of(name).theirs.pk]))
    unknown = client.get(reverse(name, args=[UNKNOWN]))

    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert told(theirs) == told(unknown)


@pytest.mark.parametrize(("method", "name"), WRITES)
def test_a_write_to_another_units_record_reads_like_an_unknown_id(
    unit: Unit, pair_of: Callable[[str], Pair], method: str, name: str
) -> None:
    client, pair = client_of("unit_officer", unit, "331125"), pair_of(name)

    mine = client.generic(method, reverse(name, args=[pair.mine.pk]))
    theirs = client.generic(method, reverse(name, args=[pair.theirs.pk]))
    unknown = client.generic(method, reverse(name, args=[UNKNOWN]))

    assert mine.status_code in (200, 302, 422)
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert told(theirs) == told(unknown)


def test_the_api_shows_a_record_of_another_area_like_an_unknown_one(unit: Unit, station_pair: Pair) -> None:
    client = client_of("township_officer", unit)

    def answer(code: str) -> tuple[int, str]:
        response = client.get(reverse("api:station-detail", args=[code]))
        return response.status_code, told(response).replace(code, "CODE")

    assert answer(station_pair.mine.code)[0] == 200
    assert answer(station_pair.theirs.code) == answer("S-331125999")
    assert answer(station_pair.theirs.code)[0] == 404


@pytest.mark.parametrize("name", ["monitoring:stations", "deliveries:list"])
def test_a_list_and_its_export_hold_only_ones_own(
    unit: Unit, pair_of: Callable[[str], Pair], name: str
) -> None:
    client, pair = client_of("township_officer", unit), pair_of(name)
    mine, theirs = (getattr(record, "filename", None) or record.name for record in (pair.mine, pair.theirs))

    page = client.get(reverse(name)).content.decode()
    file = b"".join(client.get(f"{reverse(name)}?export=csv")).decode("utf-8-sig")

    assert mine in page
    assert theirs not in page
    assert mine in file
    assert theirs not in file


@pytest.mark.parametrize("name", ["monitoring:measurements", "monitoring:indices"])
def test_series_hold_only_ones_own_stations(
    unit: Unit, reference: None, station_pair: Pair, name: str
) -> None:
    hour = floor_hour(timezone.now()) - HOUR
    edition = IndexEdition.objects.select_related("kind").filter(kind__enabled=True)[0]
    for station in (station_pair.mine, station_pair.theirs):
        Measurement.objects.create(
            station=station,
            parameter=Parameter.objects.get(code="o3"),
            period="hour",
            start=hour,
            value=61,
            delivery=make_delivery(),
        )
        IndexValue.objects.create(
            station=station,
            kind=edition.kind,
            edition=edition,
            start=hour,
            withheld="no_data",
            computed_at=hour,
        )
    client = client_of("township_officer", unit)

    page = client.get(reverse(name)).content.decode()
    file = b"".join(client.get(f"{reverse(name)}?export=csv")).decode("utf-8-sig")
    asked_for_theirs = client.get(f"{reverse(name)}?station={station_pair.theirs.pk}").content.decode()

    for text in (page, file, asked_for_theirs):
        assert station_pair.theirs.name not in text
    assert station_pair.mine.name in page
    assert station_pair.mine.name in file


def test_whoever_has_no_capability_sees_no_row(station_pair: Pair) -> None:
    auditor = make_user("auditor")
    auditor.is_verified = lambda: True

    assert not scope(Station.objects.all(), auditor, "stations.edit").exists()


def test_two_memberships_add_their_areas(unit: Unit, station_pair: Pair) -> None:
    user = make_user("township_officer", unit=unit, area_code=HERE)
    user.memberships.create(role="inspector", unit=unit, area_code=ELSEWHERE, valid_from=date(2020, 1, 1))

    assert scope(Station.objects.all(), user, "stations.view").count() == 2
    assert scope(Station.objects.all(), user, "deliveries.view").count() == 1  # inspectors see no deliveries


def test_a_membership_that_has_ended_or_not_begun_opens_nothing(unit: Unit, station_pair: Pair) -> None:
    user = make_user()
    user.memberships.create(
        role="inspector", unit=unit, area_code=HERE, valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1)
    )
    user.memberships.create(role="inspector", unit=unit, area_code=HERE, valid_from=date(2999, 1, 1))

    assert not scope(Station.objects.all(), user, "stations.view").exists()


WRITING = (
    ".edit", ".import", ".recompute", ".act", ".assign", ".draft", ".review", ".propose", ".claim", ".release",
)  # fmt: skip
# Pages of the joint office that narrow their rows themselves or show what all staff may see; their pairs stand in
# tests/taskforce/views: reports by writer and office, messages by recipient, assessment by unit, the rest county-wide.
JOINT_OFFICE = {
    f"taskforce:{name}"
    for name in (
        "assessment", "assessment_unit", "assessments", "decisions", "meeting", "meetings", "message", "messages",
        "post", "report_compare", "report_version", "series", "series_list", "templates", "workdays",
    )
}  # fmt: skip


def test_every_page_of_scoped_records_hands_its_rows_through_the_scope() -> None:
    """A list or record page may not say that it has done so itself (`scoped`) without a pair in this file."""
    known = {"monitoring:station", "monitoring:measurements", "monitoring:indices"} | JOINT_OFFICE
    own_word = {
        route.name
        for route in routes.routes()
        if isinstance(getattr(route.view, "view_class", None), type)
        and issubclass(route.view.view_class, (ListPage, RecordPage))  # type: ignore[attr-defined]
        and route.view.view_class.scoped  # type: ignore[attr-defined]
    }

    assert own_word <= known


def test_writing_capabilities_are_marked_as_such() -> None:
    writing = {key for key in CAPABILITIES if key.endswith(WRITING)}

    assert writing == {key for key, rule in CAPABILITIES.items() if rule.writes}
