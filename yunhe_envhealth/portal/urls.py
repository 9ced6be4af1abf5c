from django.urls import path, re_path

from yunhe_envhealth.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("stations/<path:code>/", views.station, name="station"),
    path("method/", views.method, name="method"),
    path("data/", views.data, name="data"),
    re_path(r"^data/(?P<code>[a-z_]+)\.(?P<form>csv|json)$", views.download, name="download"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("display/", views.display_mode, name="display_mode"),
    path("healthz", views.healthz, name="healthz"),
    path("cockpit/", views.cockpit, name="cockpit"),
    path("office/", views.office, name="office"),
]
