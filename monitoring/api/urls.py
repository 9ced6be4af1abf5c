"""Addresses under /api/v1/."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from monitoring.api.actions import BatchView, CalculateView
from monitoring.api.latest import LatestIndicesView
from monitoring.api.viewsets import IndexValueViewSet, MeasurementViewSet, ParameterViewSet, StationViewSet

router = SimpleRouter()
router.register("parameters", ParameterViewSet, "parameter")
router.register("stations", StationViewSet, "station")
router.register("measurements", MeasurementViewSet, "measurement")
router.register("indices", IndexValueViewSet, "index")

urlpatterns = [
    path("indices/latest/", LatestIndicesView.as_view(), name="indices-latest"),
    path("measurements/batch", BatchView.as_view(), name="measurements-batch"),
    path("calculate/", CalculateView.as_view(), name="calculate"),
    path("", include(router.urls)),
]
