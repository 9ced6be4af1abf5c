"""Addresses of report templates."""

from django.urls import path

from taskforce.views import templates

urlpatterns = [
    path("templates/", templates.TemplateList.as_view(), name="templates"),
    path("templates/upload/", templates.TemplateUpload.as_view(), name="template_upload"),
    path("templates/shipped/", templates.ShippedTemplate.as_view(), name="template_shipped"),
    path("templates/return/<slug:code>/", templates.TemplateReturn.as_view(), name="template_return"),
    path("templates/<int:pk>/", templates.TemplateFile.as_view(), name="template_file"),
]
