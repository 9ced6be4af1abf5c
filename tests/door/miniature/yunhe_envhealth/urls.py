from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path


def home(_request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notes")
        return HttpResponse(f"notes: {cursor.fetchone()[0]}")


urlpatterns = [path("", home)]
