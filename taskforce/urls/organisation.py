"""Addresses of organisation."""

from django.urls import path

from taskforce.views import matrix, organisation, organisation_forms, unit_home

urlpatterns = [
    path("", unit_home.OwnHome.as_view(), name="own_home"),
    path("units/<int:pk>/", unit_home.UnitHomePage.as_view(), name="unit"),
    path("units/merge/", organisation_forms.UnitsMerge.as_view(), name="units_merge"),
    path("organisation/", organisation.OrganisationPage.as_view(), name="organisation"),
    path("matrix/", matrix.MatrixPage.as_view(), name="matrix"),
    path("matrix/<int:pk>/", organisation_forms.AssignmentChange.as_view(), name="assignment"),
    path("posts/new/", organisation_forms.PostNew.as_view(), name="post_new"),
    path("posts/<int:pk>/", organisation.PostRecord.as_view(), name="post"),
    path("posts/<int:pk>/holder/", organisation_forms.PostHolder.as_view(), name="post_holder"),
    path("posts/<int:pk>/abolish/", organisation_forms.PostAbolish.as_view(), name="post_abolish"),
    path("people/<int:pk>/", organisation.PersonRecord.as_view(), name="person"),
    path("people/<int:pk>/account/", organisation_forms.PersonAccount.as_view(), name="person_account"),
    path("people/<int:pk>/contact/", organisation_forms.PersonContact.as_view(), name="person_contact"),
    path("people/<int:pk>/unmask/", organisation_forms.PersonUnmask.as_view(), name="person_unmask"),
]
