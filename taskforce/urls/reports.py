"""Addresses of reports."""

from django.urls import path

from taskforce.views.reports import drafting, files, judging, lists, rates, record

urlpatterns = [
    path("reports/", lists.DutyList.as_view(), name="duties"),
    path("reports/rates/", rates.RatesPage.as_view(), name="report_rates"),
    path("reports/<int:pk>/", record.DutyPage.as_view(), name="duty"),
    path("reports/<int:pk>/draft/", drafting.StartDraft.as_view(), name="report_start"),
    path("reports/<int:pk>/merge/", drafting.Merge.as_view(), name="report_merge"),
    path("reports/<int:pk>/ask/", drafting.AskContribution.as_view(), name="report_ask"),
    path("reports/<int:pk>/amend/", drafting.Amend.as_view(), name="report_amend"),
    path("reports/<int:pk>/waive/", judging.Waive.as_view(), name="report_waive"),
    path("reports/<int:pk>/attach/", drafting.Attach.as_view(), name="report_attach"),
    path("reports/versions/<int:pk>/", record.VersionPage.as_view(), name="report_version"),
    path("reports/versions/<int:pk>/edit/", drafting.EditDraft.as_view(), name="report_edit"),
    path("reports/versions/<int:pk>/submit/", drafting.Submit.as_view(), name="report_submit"),
    path("reports/versions/<int:pk>/comment/", judging.Comment.as_view(), name="report_comment"),
    path("reports/versions/<int:pk>/return/", judging.SendBack.as_view(), name="report_return"),
    path("reports/versions/<int:pk>/accept/", judging.Accept.as_view(), name="report_accept"),
    path("reports/versions/<int:pk>/release/", judging.Release.as_view(), name="report_release"),
    path("reports/versions/<int:pk>/withdraw/", judging.Withdraw.as_view(), name="report_withdraw"),
    path("reports/versions/<int:pk>/compare/", record.ComparePage.as_view(), name="report_compare"),
    path("reports/versions/<int:pk>/docx/", files.WordFile.as_view(), name="report_docx"),
    path("reports/versions/<int:pk>/pdf/", files.PdfFile.as_view(), name="report_pdf"),
    path("reports/comments/<int:pk>/reply/", drafting.Reply.as_view(), name="report_reply"),
]
