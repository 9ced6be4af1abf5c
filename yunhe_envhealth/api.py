"""The API's addresses: /api/v1/, its schema and the offline Swagger page."""

from django.http import Http404
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from yunhe_envhealth.accounts.permissions import PUBLIC, requires


class ApiNotFound(APIView):
    """What no end point answers: problem details, never an HTML page."""

    capability = PUBLIC
    schema = None

    def get(self, request: Request, rest: str) -> Response:
        raise Http404

    post = put = patch = delete = get


app_name = "api"
schema = requires(PUBLIC)(SpectacularAPIView.as_view())
docs = requires(PUBLIC)(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))

urlpatterns = [
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    path("v1/", include("monitoring.api.urls")),
    path("v1/", include("taskforce.api.urls")),
    path("<path:rest>", ApiNotFound.as_view(), name="not_found"),
]
