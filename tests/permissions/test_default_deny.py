"""A view that declares nothing is refused, whoever asks; a declared method does not open another."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views import View
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.factories.accounts import make_user, make_verified_client
from yunhe_envhealth.accounts.models import Role
from yunhe_envhealth.accounts.permissions import requires


class Undeclared(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")


class HalfDeclared(View):
    """Declares GET only, answers PUT as well."""

    capability = {"GET": "units.view"}

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    def put(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("written")


class UndeclaredApi(APIView):
    def get(self, request: HttpRequest) -> Response:
        return Response("open")


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@requires("units.view")
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    path("undeclared/", Undeclared.as_view()),
    path("half/", HalfDeclared.as_view()),
    path("api/", UndeclaredApi.as_view()),
    path("function/", undeclared),
    path("declared/", declared),
    path("", include("yunhe_envhealth.urls")),
]
handler403 = "yunhe_envhealth.core.errors.permission_denied"

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(params=[role.value for role in Role])
def client(request: pytest.FixtureRequest) -> Client:
    return make_verified_client(make_user(request.param))


@pytest.mark.parametrize("address", ["/undeclared/", "/function/", "/api/"])
def test_a_view_without_a_capability_is_refused_to_every_role(client: Client, address: str) -> None:
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", ["/undeclared/", "/function/", "/api/", "/half/"])
def test_a_view_without_a_capability_is_closed_to_the_public(address: str) -> None:
    assert Client().get(address)["Location"].startswith("/account/login/")


def test_a_method_that_is_answered_but_not_declared_is_refused(client: Client) -> None:
    assert client.put("/half/").status_code == 403
    assert Client().put("/half/").status_code == 302


def test_a_method_that_is_not_answered_is_405(client: Client) -> None:
    assert client.delete("/half/").status_code == 405


def test_a_declared_view_opens_to_its_roles() -> None:
    assert make_verified_client(make_user("office")).get("/declared/").content == b"open"
    assert make_verified_client(make_user("api_client")).get("/declared/").status_code == 403
