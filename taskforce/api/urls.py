"""End points of the task force, under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from taskforce.api.assessment import AssessmentViewSet, SupervisionViewSet
from taskforce.api.meetings import DecisionViewSet, MeetingViewSet
from taskforce.api.organisation import OrganisationView
from taskforce.api.reports import ReportDutyViewSet
from taskforce.api.results import ProjectViewSet, ResultViewSet
from taskforce.api.tasks import TaskViewSet

router = SimpleRouter()
router.register("report-duties", ReportDutyViewSet, "report-duty")
router.register("tasks", TaskViewSet, "task")
router.register("results", ResultViewSet, "result")
router.register("projects", ProjectViewSet, "project")
router.register("meetings", MeetingViewSet, "meeting")
router.register("decisions", DecisionViewSet, "decision")
router.register("supervision-notices", SupervisionViewSet, "supervision-notice")
router.register("assessments", AssessmentViewSet, "assessment")

urlpatterns: list[URLPattern | URLResolver] = [
    path("organisation/", OrganisationView.as_view(), name="organisation"),
    path("", include(router.urls)),
]
