from django.urls import path, re_path

from yunhe_envhealth.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("stations/<path:code>/", views.station, name="station"),
    path("method/", views.method, name="method"),
    path("data/", views.data, name="data"),
    re_path(r"^data/(?P<code>[a-z_]+)\.(?P<form>csv|json)$", views.download, name="download"),
    path("results/", views.results, name="results"),
    path("results/<int:pk>/", views.result, name="result"),
    path("results/projects/<int:pk>/", views.project, name="project"),
    path("reports/", views.reports, name="reports"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("organisation/", views.organisation, name="organisation"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("display/", views.display_mode, name="display_mode"),
    path("healthz", views.healthz, name="healthz"),
    path("cockpit/", views.cockpit, name="cockpit"),
    path("office/", views.office, name="office"),
]
