"""Addresses of supervision and assessment."""

from django.urls import URLPattern, path

from taskforce.views import supervision
from taskforce.views.assessment import forms, records

urlpatterns: list[URLPattern] = [
    path("supervision/", supervision.SupervisionList.as_view(), name="supervisions"),
    path("supervision/new/", supervision.Issue.as_view(), name="supervision_new"),
    path("supervision/<int:pk>/", supervision.SupervisionPage.as_view(), name="supervision"),
    path("supervision/<int:pk>/reply/", supervision.Reply.as_view(), name="supervision_reply"),
    path("supervision/<int:pk>/return/", supervision.SendBack.as_view(), name="supervision_back"),
    path("supervision/<int:pk>/close/", supervision.Close.as_view(), name="supervision_close"),
    path("supervision/<int:pk>/attach/", supervision.Attach.as_view(), name="supervision_attach"),
    path("assessment/", records.AssessmentList.as_view(), name="assessments"),
    path("assessment/new/", forms.YearNew.as_view(), name="assessment_new"),
    path("assessment/<int:pk>/", records.AssessmentPage.as_view(), name="assessment"),
    path("assessment/<int:pk>/edit/", forms.YearEdit.as_view(), name="assessment_edit"),
    path("assessment/<int:pk>/indicators/", forms.Indicators.as_view(), name="assessment_indicators"),
    path("assessment/<int:pk>/start/", forms.Start.as_view(), name="assessment_start"),
    path("assessment/<int:pk>/recompute/", forms.Recompute.as_view(), name="assessment_recompute"),
    path("assessment/<int:pk>/review/", forms.StartReview.as_view(), name="assessment_review_start"),
    path("assessment/<int:pk>/publish/", forms.Publish.as_view(), name="assessment_publish"),
    path("assessment/<int:pk>/units/<int:unit>/", records.UnitScores.as_view(), name="assessment_unit"),
    path("assessment/<int:pk>/units/<int:unit>/claim/", forms.Claim.as_view(), name="assessment_claim"),
    path("assessment/<int:pk>/units/<int:unit>/review/", forms.Review.as_view(), name="assessment_review"),
    path(
        "assessment/<int:pk>/units/<int:unit>/scores/<int:score>/attach/",
        forms.Evidence.as_view(),
        name="assessment_attach",
    ),
    path("assessment/<int:pk>/ranking.<str:form>", records.RankingFile.as_view(), name="assessment_ranking"),
]
