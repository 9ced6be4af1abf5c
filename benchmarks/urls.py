"""The platform's addresses and one bare view behind the same middleware."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from yunhe_envhealth.accounts.permissions import PUBLIC, requires
from yunhe_envhealth.urls import urlpatterns as platform


@requires(PUBLIC)
def bare(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"ok": True})


urlpatterns = [path("bench/bare/", bare), *platform]
