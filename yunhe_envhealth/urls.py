"""Every address of the platform. A route whose view names no capability is refused (accounts.permissions)."""

from django.urls import include, path

from yunhe_envhealth.accounts.permissions import PUBLIC, requires
from yunhe_envhealth.core.gallery import gallery

urlpatterns = [
    path("", include("yunhe_envhealth.portal.urls")),
    path("account/", include("yunhe_envhealth.accounts.urls")),
    path("office/audit/", include("yunhe_envhealth.audit.urls")),
    path("office/deliveries/", include("yunhe_envhealth.deliveries.urls")),
    path("office/monitoring/", include("monitoring.urls")),
    path("office/taskforce/", include("taskforce.urls")),
    path("api/", include("yunhe_envhealth.api")),
    path("parts/", requires(PUBLIC)(gallery), name="parts"),  # 404 outside development and tests
]

handler400 = "yunhe_envhealth.core.errors.bad_request"
handler403 = "yunhe_envhealth.core.errors.permission_denied"
handler404 = "yunhe_envhealth.core.errors.page_not_found"
handler500 = "yunhe_envhealth.core.errors.server_error"
