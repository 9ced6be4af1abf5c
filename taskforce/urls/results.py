"""Addresses of the results library and of the “两山” projects."""

from django.urls import URLPattern, path

from taskforce.views import projects, results

urlpatterns: list[URLPattern] = [
    path("results/", results.ResultList.as_view(), name="results"),
    path("results/new/", results.ResultNew.as_view(), name="result_new"),
    path("results/<int:pk>/", results.ResultRecord.as_view(), name="result"),
    path("results/<int:pk>/edit/", results.ResultEdit.as_view(), name="result_edit"),
    path("results/<int:pk>/release/", results.ResultRelease.as_view(), name="result_release"),
    path("results/<int:pk>/withdraw/", results.ResultWithdraw.as_view(), name="result_withdraw"),
    path("results/<int:pk>/files/", results.ResultFile.as_view(), name="result_file"),
    path("projects/", projects.ProjectList.as_view(), name="projects"),
    path("projects/new/", projects.ProjectNew.as_view(), name="project_new"),
    path("projects/<int:pk>/", projects.ProjectRecord.as_view(), name="project"),
    path("projects/<int:pk>/edit/", projects.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/release/", projects.ProjectRelease.as_view(), name="project_release"),
    path("projects/<int:pk>/withdraw/", projects.ProjectWithdraw.as_view(), name="project_withdraw"),
    path("projects/<int:pk>/files/", projects.ProjectFile.as_view(), name="project_file"),
]
