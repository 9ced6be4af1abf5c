"""Addresses under /office/monitoring/."""

from django.urls import path

from monitoring.views import calculator, indices, measurements, station_forms, stations

app_name = "monitoring"
urlpatterns = [
    path("stations/", stations.StationList.as_view(), name="stations"),
    path("stations/new/", station_forms.StationCreate.as_view(), name="station_new"),
    path("stations/<int:pk>/", stations.StationPage.as_view(), name="station"),
    path("stations/<int:pk>/edit/", station_forms.StationEdit.as_view(), name="station_edit"),
    path("stations/<int:pk>/retire/", station_forms.StationRetire.as_view(), name="station_retire"),
    path("measurements/", measurements.MeasurementList.as_view(), name="measurements"),
    path(
        "measurements/<int:station>/<str:parameter>/<str:period>/<str:start>/",
        measurements.MeasurementPage.as_view(),
        name="measurement",
    ),
    path("indices/", indices.IndexList.as_view(), name="indices"),
    path("indices/editions/", indices.EditionList.as_view(), name="editions"),
    path("indices/editions/<str:code>/", indices.EditionPage.as_view(), name="edition"),
    path("indices/recompute/", indices.Recompute.as_view(), name="recompute"),
    path("indices/<int:station>/<str:kind>/<str:start>/", indices.IndexPage.as_view(), name="index_value"),
    path("calculator/", calculator.Calculator.as_view(), name="calculator"),
]
