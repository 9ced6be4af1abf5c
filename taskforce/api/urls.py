"""End points of the task force, under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from taskforce.api.reports import ReportDutyViewSet
from taskforce.api.results import ProjectViewSet, ResultViewSet
from taskforce.api.tasks import TaskViewSet

router = SimpleRouter()
router.register("report-duties", ReportDutyViewSet, "report-duty")
router.register("tasks", TaskViewSet, "task")
router.register("results", ResultViewSet, "result")
router.register("projects", ProjectViewSet, "project")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(router.urls))]
