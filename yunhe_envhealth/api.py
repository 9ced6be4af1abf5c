"""The API's addresses: /api/v1/, its schema and the offline Swagger page."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
