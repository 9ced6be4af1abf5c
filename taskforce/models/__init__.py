"""Tables of the joint office (工作专班), by subject."""

from taskforce.models.assessment import Assessment, AssessmentIndicator, AssessmentScore, SupervisionNotice
from taskforce.models.attachments import Attachment
from taskforce.models.calendar import CalendarToken, WorkdayChange
from taskforce.models.meetings import AgendaItem, Attendance, Decision, Meeting, MeetingSeries
from taskforce.models.notices import Notice, ReminderMark, ReminderStep
from taskforce.models.organisation import BodyUnit, Holding, Person, Post, UnitDuty
from taskforce.models.pilot import DossierItem, Pilot, PilotStep
from taskforce.models.plan import Assignment, PlanItem
from taskforce.models.reports import (
    ReportComment,
    ReportDuty,
    ReportRule,
    ReportTemplate,
    ReportVersion,
    RuleReporter,
)
from taskforce.models.results import Project, Result
from taskforce.models.tasks import Extension, Task, TaskEntry

__all__ = [
    "AgendaItem",
    "Assessment",
    "AssessmentIndicator",
    "AssessmentScore",
    "Assignment",
    "Attachment",
    "Attendance",
    "BodyUnit",
    "CalendarToken",
    "Decision",
    "DossierItem",
    "Extension",
    "Holding",
    "Meeting",
    "MeetingSeries",
    "Notice",
    "Person",
    "Pilot",
    "PilotStep",
    "PlanItem",
    "Post",
    "Project",
    "ReminderMark",
    "ReminderStep",
    "ReportComment",
    "ReportDuty",
    "ReportRule",
    "ReportTemplate",
    "ReportVersion",
    "Result",
    "RuleReporter",
    "SupervisionNotice",
    "Task",
    "TaskEntry",
    "UnitDuty",
    "WorkdayChange",
]
