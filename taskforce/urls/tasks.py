"""Addresses of tasks, the inbox, files and working days."""

from django.urls import URLPattern, path

from taskforce.views import attachments, inbox, workdays
from taskforce.views.tasks import desk, lists, moves, record

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/read/", inbox.ReadNotices.as_view(), name="inbox_read"),
    path("tasks/", lists.TaskList.as_view(), name="tasks"),
    path("tasks/board/", lists.TaskBoard.as_view(), name="task_board"),
    path("tasks/new/", desk.TaskNew.as_view(), name="task_new"),
    path("tasks/reassign/", desk.Reassign.as_view(), name="task_reassign"),
    path("tasks/<int:pk>/", record.TaskRecord.as_view(), name="task"),
    path("tasks/<int:pk>/accept/", moves.Accept.as_view(), name="task_accept"),
    path("tasks/<int:pk>/finish/", moves.Finish.as_view(), name="task_finish"),
    path("tasks/<int:pk>/verify/", moves.Verify.as_view(), name="task_verify"),
    path("tasks/<int:pk>/send-back/", moves.SendBack.as_view(), name="task_send_back"),
    path("tasks/<int:pk>/close/", moves.Close.as_view(), name="task_close"),
    path("tasks/<int:pk>/cancel/", moves.Cancel.as_view(), name="task_cancel"),
    path("tasks/<int:pk>/comment/", moves.Comment.as_view(), name="task_comment"),
    path("tasks/<int:pk>/attach/", moves.Attach.as_view(), name="task_attach"),
    path("tasks/<int:pk>/extend/", moves.AskExtension.as_view(), name="task_extend"),
    path("extensions/<int:pk>/decide/", moves.DecideExtension.as_view(), name="extension_decide"),
    path("attachments/<int:pk>/", attachments.AttachmentFile.as_view(), name="attachment"),
    path("workdays/", workdays.WorkdayList.as_view(), name="workdays"),
    path("workdays/new/", workdays.WorkdayNew.as_view(), name="workday_new"),
    path("workdays/<int:pk>/", workdays.WorkdayEdit.as_view(), name="workday_edit"),
    path("workdays/year/<int:year>/", workdays.WorkdayYear.as_view(), name="workday_year"),
]
