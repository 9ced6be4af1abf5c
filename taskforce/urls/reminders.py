"""Addresses of messages, reminders, reporting rules and the calendar feed."""

from django.urls import path

from taskforce.views import calendar_feed, messages, reminders, rules

urlpatterns = [
    path("messages/", messages.MessageList.as_view(), name="messages"),
    path("messages/resend/", messages.MessagesResend.as_view(), name="messages_resend"),
    path("messages/<int:pk>/", messages.MessageRecord.as_view(), name="message"),
    path("messages/<int:pk>/resend/", messages.MessageResend.as_view(), name="message_resend"),
    path("reminders/preview/", reminders.RemindersPreview.as_view(), name="reminders_preview"),
    path("reminders/steps/", rules.ReminderSteps.as_view(), name="reminder_steps"),
    path("rules/", rules.RuleList.as_view(), name="rules"),
    path("rules/<int:pk>/", rules.RuleRecord.as_view(), name="rule"),
    path("rules/<int:pk>/edit/", rules.RuleEdit.as_view(), name="rule_edit"),
    path("rules/<int:pk>/reporters/new/", rules.ReporterNew.as_view(), name="reporter_new"),
    path("reporters/<int:pk>/retire/", rules.ReporterRetire.as_view(), name="reporter_retire"),
    path("calendar/", calendar_feed.CalendarPage.as_view(), name="calendar"),
    path("calendar/revoke/", calendar_feed.CalendarRevoke.as_view(), name="calendar_revoke"),
    path("calendar.ics", calendar_feed.CalendarFeed.as_view(), name="calendar_feed"),
]
