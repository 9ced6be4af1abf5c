"""Addresses of meetings."""

from django.urls import URLPattern, path

from taskforce.views.meetings import decision_forms, files, forms, lists, records

urlpatterns: list[URLPattern] = [
    path("meetings/", lists.MeetingList.as_view(), name="meetings"),
    path("meetings/decisions/", lists.DecisionList.as_view(), name="decisions"),
    path("meetings/decisions/<int:pk>/done/", decision_forms.CarryOut.as_view(), name="decision_done"),
    path("meetings/series/", lists.SeriesList.as_view(), name="series_list"),
    path("meetings/series/<int:pk>/", lists.SeriesPage.as_view(), name="series"),
    path("meetings/series/<int:pk>/plan/", forms.Plan.as_view(), name="meeting_plan"),
    path("meetings/agenda/<int:pk>/withdraw/", forms.Withdraw.as_view(), name="agenda_withdraw"),
    path("meetings/<int:pk>/", records.MeetingPage.as_view(), name="meeting"),
    path("meetings/<int:pk>/edit/", forms.Edit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/cancel/", forms.Cancel.as_view(), name="meeting_cancel"),
    path("meetings/<int:pk>/propose/", forms.Propose.as_view(), name="agenda_propose"),
    path("meetings/<int:pk>/order/", forms.Order.as_view(), name="agenda_order"),
    path("meetings/<int:pk>/invite/", forms.Invite.as_view(), name="meeting_invite"),
    path("meetings/<int:pk>/attendance/", forms.Attend.as_view(), name="attendance"),
    path("meetings/<int:pk>/hold/", forms.Hold.as_view(), name="meeting_hold"),
    path("meetings/<int:pk>/minutes/", forms.Minutes.as_view(), name="minutes_edit"),
    path("meetings/<int:pk>/fix/", forms.Fix.as_view(), name="minutes_fix"),
    path("meetings/<int:pk>/decide/", decision_forms.Decide.as_view(), name="decisions_new"),
    path("meetings/<int:pk>/correct/", decision_forms.Correct.as_view(), name="decision_add"),
    path(
        "meetings/<int:pk>/correct/<int:decision>/", decision_forms.Correct.as_view(), name="decision_correct"
    ),
    path("meetings/<int:pk>/attach/", forms.Attach.as_view(), name="meeting_attach"),
    path("meetings/<int:pk>/minutes.<str:form>", files.MinutesFile.as_view(), name="minutes_file"),
]
