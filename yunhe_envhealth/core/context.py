"""What every template may print: display modes from cookies, the request id."""

from django.http import HttpRequest

from yunhe_envhealth.core.display import DisplayMode


def display(request: HttpRequest) -> dict[str, object]:
    return {"ui": DisplayMode.of(request), "request_id": getattr(request, "id", "")}
