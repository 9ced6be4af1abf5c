"""Reports on their way: drafted, submitted, returned or accepted, amended, merged, released.

Every service locks the duty first and its version second, so that concurrent actors meet in one order.
"""

from taskforce.services.reports.checks import checks
from taskforce.services.reports.contributions import ask_contribution, asked_posts
from taskforce.services.reports.drafting import amend, demand_start, save_draft, start_draft
from taskforce.services.reports.figures import changed_since, live_figures, shown_figures
from taskforce.services.reports.handing_in import submit
from taskforce.services.reports.merging import any_accepted, merge, who_reported
from taskforce.services.reports.printing import document_of, filename, provenance
from taskforce.services.reports.releasing import demand_release, is_whole_own_work, release, withdraw
from taskforce.services.reports.reviewing import (
    accept,
    comment,
    demand_judgement,
    demand_waiving,
    reply,
    send_back,
    waive,
)
from taskforce.services.reports.rights import is_own_work, may_draft, may_review, waiving_refused

__all__ = [
    "accept",
    "amend",
    "any_accepted",
    "ask_contribution",
    "asked_posts",
    "changed_since",
    "checks",
    "comment",
    "demand_judgement",
    "demand_release",
    "demand_start",
    "demand_waiving",
    "document_of",
    "filename",
    "is_own_work",
    "is_whole_own_work",
    "live_figures",
    "may_draft",
    "may_review",
    "merge",
    "provenance",
    "release",
    "reply",
    "save_draft",
    "send_back",
    "shown_figures",
    "start_draft",
    "submit",
    "waive",
    "waiving_refused",
    "who_reported",
    "withdraw",
]
