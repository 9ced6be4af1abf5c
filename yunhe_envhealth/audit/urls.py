from django.urls import path

from yunhe_envhealth.audit import views

app_name = "audit"
urlpatterns = [path("", views.SecurityEvents.as_view(), name="events")]
