"""The API as its users meet it: public reads, bounded lists, refused mistakes, one effect a key."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from monitoring.models import IndexValue, Measurement, Station
from monitoring.services import due
from monitoring.services.batches import forget_answers
from monitoring.services.readings import store
from tests.factories.accounts import make_unit, make_user
from tests.factories.monitoring import make_delivery, make_frame, six
from yunhe_envhealth.accounts.authentication import digest_of
from yunhe_envhealth.accounts.models import ApiToken
from yunhe_envhealth.deliveries.models import Delivery

HOUR = timedelta(hours=1)


def present_hour() -> datetime:
    return timezone.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0)


@pytest.fixture
def measured(stations: list[Any]) -> list[Any]:
    """Three stations with the last four hours; the second one lacks ozone."""
    start = present_hour() - 4 * HOUR
    for number, station in enumerate(stations):
        values = six(4, o3=[None] * 4) if number == 1 else six(4)
        store(frame=make_frame(station, start, values), delivery=make_delivery())
    due.compute_all_due(now=timezone.now())
    return stations


def token_client(scopes: list[str], **user: Any) -> Client:
    owner = make_user(role="api_client", area_code="3311", **user)
    ApiToken.objects.create(
        public_id="abc123", digest=digest_of("secret"), user=owner, name="示范", scopes=scopes,
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    return Client(headers={"Authorization": "Bearer abc123.secret"})


def reading(**changed: Any) -> dict[str, Any]:
    start = (present_hour() - 2 * HOUR).isoformat()
    return {"station": "1267A", "parameter": "so2", "period": "hour", "start": start, "value": 7} | changed


def send(client: Client, readings: list[Any], key: str = "k1") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        "/api/v1/measurements/batch",
        json.dumps({"readings": readings}),
        content_type="application/json",
        headers=headers,
    )


@pytest.mark.django_db
def test_anyone_reads_the_latest_indices_and_sees_why_one_is_withheld(
    measured: list[Any], client: Client
) -> None:
    answer = client.get("/api/v1/indices/latest/").json()
    rows = {(row["station"], row["index"]): row for row in answer["results"]}
    assert rows["1267A", "aqhi_lishui"]["display"] == "1.6"
    assert rows["1267A", "aqhi_lishui"]["status_name"] == "候选"
    withheld = rows["1268A", "aqhi_lishui"]
    assert (withheld["value"], withheld["withheld"]) == (None, "missing:o3")
    assert "臭氧" in withheld["reason"]


@pytest.mark.django_db
def test_the_latest_answer_costs_no_more_queries_with_more_stations(
    measured: list[Any], client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/api/v1/indices/latest/")
    with django_assert_max_num_queries(0):
        client.get("/api/v1/indices/latest/")


@pytest.mark.django_db
def test_a_caller_who_has_the_answer_gets_304_without_it(measured: list[Any], client: Client) -> None:
    tag = client.get("/api/v1/indices/latest/")["ETag"]
    again = client.get("/api/v1/indices/latest/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_station_that_is_not_public_does_not_exist_for_anyone(measured: list[Any], client: Client) -> None:
    Station.objects.filter(code="1267A").update(is_public=False)
    assert client.get("/api/v1/stations/1267A/").status_code == 404
    assert client.get("/api/v1/measurements/", {"station": "1267A"}).json()["results"] == []
    assert "1267A" not in client.get("/api/v1/indices/latest/").content.decode()
    assert token_client(["stations.view"]).get("/api/v1/stations/1267A/").status_code == 200


@pytest.mark.django_db
def test_a_series_pages_through_every_value_once(measured: list[Any], client: Client) -> None:
    page = client.get("/api/v1/measurements/", {"station": "1267A", "page_size": 5}).json()
    seen = list(page["results"])
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += page["results"]
    assert len(seen) == len({(row["parameter"], row["start"]) for row in seen}) == 24


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"station": "1267A", "stationn": "x"}, "stationn"),
        ({"station": "1267A", "page_size": "100000"}, "page_size"),
        ({"station": "1267A", "page_size": "-1"}, "page_size"),
        ({"station": "1267A", "start_from": "2020-01-01T00:00:00Z"}, "start_from"),
        ({"station": "1267A", "start_from": "yesterday"}, "start_from"),
        ({"station": "1267A", "period": "week"}, "period"),
        ({}, "station"),
    ],
)
def test_a_mistaken_question_is_told_what_is_wrong(
    stations: list[Any], client: Client, query: dict[str, str], field: str
) -> None:
    answer = client.get("/api/v1/measurements/", query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.django_db
def test_an_unknown_address_is_a_problem_not_a_page(client: Client) -> None:
    answer = client.get("/api/v1/nothing/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
def test_a_batch_is_stored_once_however_often_it_is_sent(
    stations: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    client = token_client(["measurements.import"])
    with django_capture_on_commit_callbacks(execute=True):
        first = send(client, [reading(), reading(parameter="co", value=0.5)])
    again = send(client, [reading(), reading(parameter="co", value=0.5)])
    assert first.status_code == again.status_code == 200
    assert (first.json()["accepted"], first.json()["rejected"]) == (2, 0)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert Measurement.objects.count() == 2
    assert Delivery.objects.filter(channel="api").count() == 1
    assert IndexValue.objects.filter(station__code="1267A", kind__code="aqi_hourly").exists()


@pytest.mark.django_db
def test_a_key_used_for_another_body_is_refused(stations: list[Any]) -> None:
    client = token_client(["measurements.import"])
    send(client, [reading()])
    assert send(client, [reading(value=8)]).status_code == 422
    assert Measurement.objects.get().value == 7


@pytest.mark.django_db
def test_an_answer_is_kept_for_a_week_and_then_forgotten(stations: list[Any]) -> None:
    send(token_client(["measurements.import"]), [reading()])
    assert forget_answers(now=timezone.now() + timedelta(days=6)) == 0
    assert forget_answers(now=timezone.now() + timedelta(days=8)) == 1
    assert Measurement.objects.count() == 1


@pytest.mark.django_db
def test_a_batch_without_a_key_writes_nothing(stations: list[Any]) -> None:
    answer = send(token_client(["measurements.import"]), [reading()], key="")
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json()["detail"]
    assert not Measurement.objects.exists()


@pytest.mark.django_db
def test_bad_readings_are_findings_and_the_good_ones_stand(stations: list[Any]) -> None:
    bad = [
        reading(station="nobody"),
        reading(value=-5),
        reading(start="2026-01-01T00:00:00"),
        reading(value="x"),
    ]
    report = send(token_client(["measurements.import"]), [reading(parameter="no2", value=20), *bad]).json()
    assert (report["rows"], report["accepted"], report["rejected"]) == (5, 1, 4)
    assert {finding["row"] for finding in report["findings"]} == {2, 3, 4, 5}
    assert Measurement.objects.get().value == 20


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"readings": []}', '{"readings": 5}', '{"readings": [], "x": 1}', "null"]
)
def test_a_body_of_the_wrong_shape_is_refused_whole(stations: list[Any], body: str) -> None:
    token = token_client(["measurements.import"])
    answer = token.post(
        "/api/v1/measurements/batch", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert answer.status_code in (400, 422)
    assert not Measurement.objects.exists()
    assert set(Delivery.objects.values_list("state", flat=True)) <= {Delivery.State.FAILED}
    again = token.post(
        "/api/v1/measurements/batch", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (again.status_code, again.json()["detail"]) == (answer.status_code, answer.json()["detail"])


@pytest.mark.django_db
def test_a_client_of_another_area_does_not_know_the_station(stations: list[Any]) -> None:
    owner = make_user(role="api_client", area_code="331125106", unit=make_unit())
    ApiToken.objects.create(
        public_id="far", digest=digest_of("s"), user=owner, name="示范", scopes=["measurements.import"],
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    report = send(Client(headers={"Authorization": "Bearer far.s"}), [reading()]).json()
    assert report["findings"][0]["rule"] == "known_station"
    assert not Measurement.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"scopes": ["stations.view"]}, 403),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, 401),
        ({"revoked_at": datetime(2020, 1, 1, tzinfo=UTC)}, 401),
        ({"allowed_networks": ["10.0.0.0/8"]}, 401),
        ({"digest": digest_of("other")}, 401),
    ],
)
def test_a_token_out_of_force_or_scope_is_refused(
    stations: list[Any], change: dict[str, Any], status: int
) -> None:
    client = token_client(["measurements.import"])
    ApiToken.objects.update(**change)
    assert send(client, [reading()]).status_code == status
    assert not Measurement.objects.exists()


@pytest.mark.django_db
def test_the_calculator_answers_by_api(client_for: Callable[..., Client]) -> None:
    answer = client_for("inspector").post(
        "/api/v1/calculate/",
        json.dumps({"scheme": "cn_hj633_2026_iaqi", "inputs": {"item": "pm2_5_24h", "c": 60}}),
        content_type="application/json",
    )
    assert answer.json()["iaqi"] == 100


@pytest.mark.django_db(transaction=True)
def test_fifty_senders_of_one_key_have_one_effect(stations: list[Any]) -> None:
    client = token_client(["measurements.import"])
    statuses: list[int] = []

    def once() -> None:
        try:
            sender = Client(headers={"Authorization": "Bearer abc123.secret"})
            statuses.append(send(sender, [reading()]).status_code)
        finally:
            connection.close()

    assert send(client, [reading(parameter="no2", value=1)], key="warm").status_code == 200
    threads = [threading.Thread(target=once) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert statuses == [200] * 50
    assert Delivery.objects.filter(channel="api").count() == 2
    assert Measurement.objects.count() == 2


@pytest.mark.django_db
def test_the_schema_names_every_end_point(client: Client) -> None:
    schema = client.get("/api/schema/?format=json").json()
    assert set(schema["paths"]) >= {
        "/api/v1/stations/", "/api/v1/parameters/", "/api/v1/measurements/", "/api/v1/measurements/batch",
        "/api/v1/indices/", "/api/v1/indices/latest/", "/api/v1/calculate/",
    }  # fmt: skip


@pytest.mark.django_db
def test_anonymous_callers_are_bounded_and_told_when_to_come_back(client: Client) -> None:
    statuses = [client.get("/api/v1/parameters/").status_code for _ in range(61)]
    assert statuses[:60] == [200] * 60
    answer = client.get("/api/v1/parameters/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
