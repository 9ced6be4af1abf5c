"""Addresses under /office/taskforce/, a module a subject."""

from taskforce.urls import (
    assessment,
    documents,
    meetings,
    organisation,
    pilot,
    reminders,
    reports,
    results,
    tasks,
)

app_name = "taskforce"
urlpatterns = [
    *organisation.urlpatterns,
    *tasks.urlpatterns,
    *reports.urlpatterns,
    *reminders.urlpatterns,
    *meetings.urlpatterns,
    *assessment.urlpatterns,
    *pilot.urlpatterns,
    *results.urlpatterns,
    *documents.urlpatterns,
]
