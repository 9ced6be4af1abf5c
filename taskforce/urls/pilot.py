"""Addresses of the pilot's life."""

from django.urls import URLPattern, path

from taskforce.views import pilot

urlpatterns: list[URLPattern] = [
    path("pilot/", pilot.home, name="pilot_home"),
    path("pilot/<int:pk>/", pilot.PilotRecord.as_view(), name="pilot"),
    path("pilot/<int:pk>/steps/new/", pilot.StepNew.as_view(), name="pilot_step_new"),
    path("pilot/<int:pk>/approval/", pilot.Approval.as_view(), name="pilot_approval"),
    path("pilot/steps/<int:pk>/", pilot.StepCorrect.as_view(), name="pilot_step"),
    path("pilot/steps/<int:pk>/files/", pilot.StepFile.as_view(), name="pilot_step_file"),
    path("pilot/dossier/<int:pk>/", pilot.DossierTick.as_view(), name="pilot_dossier"),
]
