"""What the shells (public, office, cockpit) print around a page."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    return {"nav": [], "demo": None, "site": {"name": "云和县环境健康"}}
