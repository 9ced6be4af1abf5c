"""The API's front page, and what a refused question is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from yunhe_envhealth.api import ApiIndex

pytestmark = pytest.mark.django_db
INDEX = "/api/v1/"


def test_the_index_names_every_address_without_a_key_and_where_they_are_described(client: Client) -> None:
    answer = client.get(INDEX)
    told = answer.json()

    assert answer.status_code == 200
    assert (told["docs"], told["schema"]) == ("http://testserver/api/docs/", "http://testserver/api/schema/")
    assert {"station-list", "indices-latest", "organisation", "report-duty-list"} <= set(told["endpoints"])
    described = {path for path in client.get("/api/schema/?format=json").json()["paths"] if "{" not in path}
    listed = {address.removeprefix("http://testserver") for address in told["endpoints"].values()}
    assert listed == described - {INDEX}


def test_every_address_of_the_index_is_one(client: Client) -> None:
    for name, address in client.get(INDEX).json()["endpoints"].items():
        assert client.get(address).status_code in (200, 400, 401, 405), name


def test_the_index_refuses_what_it_does_not_know(client: Client) -> None:
    answer = client.get(INDEX, {"colour": "red"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"colour": ["没有“colour”这个参数。可用：无。"]}
    assert client.get(INDEX, {"format": "json"}).status_code == 200
    assert ApiIndex.capability == {"GET": "public"}


def test_a_refusal_names_every_parameter_that_works(client: Client, stations: list[Any]) -> None:
    told = client.get("/api/v1/stations/", {"colour": "red"}).json()["errors"]["colour"][0]

    assert "cursor" in told
    assert "page_size" in told


@pytest.mark.parametrize(
    "address", ["/api/v1/", "/api/v1/organisation/", "/api/v1/indices/latest/", "/api/v1/stations/1267A/"]
)
def test_what_is_not_paged_has_no_page_size(client: Client, stations: list[Any], address: str) -> None:
    assert client.get(address, {"page_size": "5"}).status_code == 400
