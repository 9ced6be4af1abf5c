from django.urls import path

from yunhe_envhealth.deliveries import views

app_name = "deliveries"
urlpatterns = [
    path("", views.DeliveryList.as_view(), name="list"),
    path("upload/", views.UploadPage.as_view(), name="upload"),
    path("template/<slug:kind>/<slug:layout>/", views.EmptyTable.as_view(), name="template"),
    path("<int:pk>/", views.DeliveryPage.as_view(), name="record"),
    path("<int:pk>/progress/", views.ProgressPart.as_view(), name="progress"),
    path("<int:pk>/confirm/", views.Confirm.as_view(), name="confirm"),
    path("<int:pk>/cancel/", views.Cancel.as_view(), name="cancel"),
    path("<int:pk>/check/", views.CheckAgain.as_view(), name="check"),
    path("<int:pk>/file/", views.OriginalFile.as_view(), name="file"),
    path("<int:pk>/marked/", views.MarkedFile.as_view(), name="marked"),
]
