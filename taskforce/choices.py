"""Choices of the task force's tables, and the transitions that its state machines allow."""

from __future__ import annotations

from django.db import models


class Standing(models.TextChoices):
    """How far a statement is official: pages print it wherever it is not."""

    OFFICIAL = "official", "官方"
    CANDIDATE = "candidate", "候选"
    DEFAULT = "default", "平台默认(非标准)"


class PostKind(models.TextChoices):
    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    DIRECTOR = "director", "办公室主任"
    LIAISON = "liaison", "联络员"
    EXPERT = "expert", "专家顾问"
    OFFICER = "officer", "经办岗"


class Share(models.TextChoices):
    """A unit's share in a plan item."""

    LEAD = "lead", "牵头"
    JOINT = "joint", "共同"
    SUPPORT = "support", "配合"


class TaskSource(models.TextChoices):
    PLAN = "plan", "方案任务"
    MEETING = "meeting", "会议决定"
    WARNING = "warning", "监测预警"
    HAZARD = "hazard", "隐患"
    INSPECTION = "inspection", "检查"
    SILENT_STATION = "silent_station", "监测点停传"
    REPORT = "report", "报送"
    SUPERVISION = "supervision", "督办"
    OTHER = "other", "其他"


class TaskState(models.TextChoices):
    OPEN = "open", "待签收"
    ACCEPTED = "accepted", "办理中"
    DONE = "done", "已办结，待核验"
    VERIFIED = "verified", "已核验，待归档"
    CLOSED = "closed", "已归档"
    CANCELLED = "cancelled", "已撤销"


# action: states from which it may be taken, state it leads to
TASK_ACTIONS: dict[str, tuple[frozenset[str], str]] = {
    "accept": (frozenset({TaskState.OPEN}), TaskState.ACCEPTED),
    "finish": (frozenset({TaskState.ACCEPTED}), TaskState.DONE),
    "verify": (frozenset({TaskState.DONE}), TaskState.VERIFIED),
    "send_back": (frozenset({TaskState.DONE, TaskState.VERIFIED}), TaskState.ACCEPTED),
    "close": (frozenset({TaskState.VERIFIED}), TaskState.CLOSED),
    "cancel": (frozenset({TaskState.OPEN, TaskState.ACCEPTED}), TaskState.CANCELLED),
}
TASK_ENDED = frozenset({TaskState.CLOSED, TaskState.CANCELLED})
# Handed in by its owner: what remains is the verifier's, so the owner is reminded no more.
TASK_DELIVERED = frozenset({TaskState.DONE, TaskState.VERIFIED, TaskState.CLOSED, TaskState.CANCELLED})
# The rest, named: the index by state finds them among the years of what is delivered.
TASK_OPEN = tuple(state for state in TaskState if state not in TASK_DELIVERED)


class EntryKind(models.TextChoices):
    OPENED = "opened", "派发"
    MOVED = "moved", "状态变更"
    COMMENT = "comment", "留言"
    EXTENSION = "extension", "延期"
    REASSIGNED = "reassigned", "改派"


class Anchor(models.TextChoices):
    """What a reporting rule counts its periods from."""

    HALF_YEAR = "half_year", "每半年"
    YEAR = "year", "每年"
    FIRST_QUARTER = "first_quarter", "每年第一季度"
    APPROVAL = "approval", "批复之日起，一次"
    APPROVAL_CYCLE = "approval_cycle", "批复之日起，逐周期"


class Applies(models.TextChoices):
    ALWAYS = "always", "始终"
    PILOT = "pilot", "已批复的试点"
    NO_PILOT = "no_pilot", "尚未列入试点"


class DutyState(models.TextChoices):
    EXPECTED = "expected", "待起草"
    DRAFTED = "drafted", "起草中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已接受，锁定"
    WAIVED = "waived", "本期免报"


DUTY_ACTIONS: dict[str, tuple[frozenset[str], str]] = {
    "draft": (frozenset({DutyState.EXPECTED}), DutyState.DRAFTED),
    "submit": (frozenset({DutyState.DRAFTED, DutyState.RETURNED}), DutyState.SUBMITTED),
    "send_back": (frozenset({DutyState.SUBMITTED}), DutyState.RETURNED),
    "accept": (frozenset({DutyState.SUBMITTED}), DutyState.ACCEPTED),
    "waive": (frozenset({DutyState.EXPECTED, DutyState.DRAFTED}), DutyState.WAIVED),
}
DUTY_DELIVERED = frozenset({DutyState.SUBMITTED, DutyState.ACCEPTED, DutyState.WAIVED})
DUTY_OPEN = tuple(state for state in DutyState if state not in DUTY_DELIVERED)


class VersionState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接受，锁定"


class Audience(models.TextChoices):
    """Who a reminder step speaks to."""

    HOLDER = "holder", "岗位现任"
    UNIT_HEAD = "unit_head", "单位负责人"
    OFFICE = "office", "专班办公室"
    TASK_FORCE_HEAD = "task_force_head", "专班组长"


class SubjectKind(models.TextChoices):
    TASK = "task", "任务"
    REPORT = "report", "报送"
    SUPERVISION = "supervision", "督办"
    MEETING = "meeting", "会议"
    ASSESSMENT = "assessment", "考核"


class Channel(models.TextChoices):
    INBOX = "inbox", "站内收件箱"
    EMAIL = "email", "电子邮件"
    WEBHOOK = "webhook", "政务消息"


class NoticeState(models.TextChoices):
    PENDING = "pending", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已送达"
    FAILED = "failed", "发送失败，将重发"
    GIVEN_UP = "given_up", "多次失败，已停发"
    SKIPPED = "skipped", "未发"
    UNREACHABLE = "unreachable", "无人可送"


class MeetingKind(models.TextChoices):
    REGULAR = "regular", "工作例会"
    JOINT = "joint", "联席会议"
    OTHER = "other", "其他会议"


class MeetingState(models.TextChoices):
    PLANNED = "planned", "筹备中"
    INVITED = "invited", "已通知"
    HELD = "held", "已召开，待纪要"
    MINUTED = "minuted", "纪要已定"
    CANCELLED = "cancelled", "已取消"


MEETING_ACTIONS: dict[str, tuple[frozenset[str], str]] = {
    "invite": (frozenset({MeetingState.PLANNED, MeetingState.INVITED}), MeetingState.INVITED),
    "hold": (frozenset({MeetingState.INVITED}), MeetingState.HELD),
    "fix": (frozenset({MeetingState.HELD}), MeetingState.MINUTED),
    "cancel": (frozenset({MeetingState.PLANNED, MeetingState.INVITED}), MeetingState.CANCELLED),
}
MEETING_AHEAD = frozenset({MeetingState.PLANNED, MeetingState.INVITED})
MEETING_TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.MINUTED})


class DecisionKind(models.TextChoices):
    NOTE = "note", "记录"
    DECISION = "decision", "决定"
    TASK = "task", "任务"


class DecisionStanding(models.TextChoices):
    """What became of a decision; reckoned (selectors.meetings.decisions), never stored."""

    OPEN = "open", "未落实"
    DONE = "done", "已落实"
    NOTE = "note", "记录，不用落实"
    CORRECTED = "corrected", "已更正"
    WITHDRAWN = "withdrawn", "任务已撤销"


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "拟定指标"
    SELF = "self", "单位自评"
    REVIEW = "review", "办公室审核"
    PUBLISHED = "published", "已内部公布"


ASSESSMENT_ACTIONS: dict[str, tuple[frozenset[str], str]] = {
    "open_self": (frozenset({AssessmentState.DRAFT}), AssessmentState.SELF),
    "open_review": (frozenset({AssessmentState.SELF}), AssessmentState.REVIEW),
    "publish": (frozenset({AssessmentState.REVIEW}), AssessmentState.PUBLISHED),
}


class SupervisionState(models.TextChoices):
    ISSUED = "issued", "已发出，待回复"
    REPLIED = "replied", "已回复，待核"
    SENT_BACK = "sent_back", "回复退回"
    CLOSED = "closed", "已办结"


SUPERVISION_ACTIONS: dict[str, tuple[frozenset[str], str]] = {
    "reply": (frozenset({SupervisionState.ISSUED, SupervisionState.SENT_BACK}), SupervisionState.REPLIED),
    "send_back": (frozenset({SupervisionState.REPLIED}), SupervisionState.SENT_BACK),
    "close": (frozenset({SupervisionState.REPLIED}), SupervisionState.CLOSED),
}
# What the unit owes: a reply, or a better one.
SUPERVISION_OPEN = frozenset({SupervisionState.ISSUED, SupervisionState.SENT_BACK})


class PilotState(models.TextChoices):
    PREPARING = "preparing", "筹备申报"
    SUBMITTED = "submitted", "已报送省厅"
    RECOMMENDED = "recommended", "省厅已推荐"
    APPROVED = "approved", "已批复"
    RUNNING = "running", "试点实施"
    EVALUATED = "evaluated", "已评估"
    RECTIFYING = "rectifying", "限期整改"
    EXTENDED = "extended", "延续试点"
    EXITED = "exited", "退出试点"


# A step of the pilot (申报指南 三), the states from which it may be taken, the state it leads to ("": it stays).
# Whoever was not recommended or approved may apply again in a later round; a rectified pilot is evaluated again.
PILOT_MOVES: dict[str, tuple[frozenset[str], str]] = {
    "apply": (
        frozenset({PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED}),
        PilotState.SUBMITTED,
    ),
    "recommend": (frozenset({PilotState.SUBMITTED}), PilotState.RECOMMENDED),
    "approve": (frozenset({PilotState.RECOMMENDED}), PilotState.APPROVED),
    "start": (frozenset({PilotState.APPROVED}), PilotState.RUNNING),
    "yearly": (frozenset({PilotState.RUNNING, PilotState.RECTIFYING, PilotState.EXTENDED}), ""),
    "evaluate": (
        frozenset({PilotState.RUNNING, PilotState.RECTIFYING, PilotState.EXTENDED}),
        PilotState.EVALUATED,
    ),
    "rectify": (frozenset({PilotState.EVALUATED}), PilotState.RECTIFYING),
    "extend": (frozenset({PilotState.EVALUATED}), PilotState.EXTENDED),
    "exit": (frozenset({PilotState.RECTIFYING}), PilotState.EXITED),
}
# Steps that lie behind these states: they may be entered late, which moves nothing.
PILOT_PASSED: dict[str, frozenset[str]] = {
    "apply": frozenset(PilotState) - {PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED},
    "recommend": frozenset(PilotState) - {PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED},
    "approve": frozenset(PilotState) - {PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED},
    "start": frozenset(PilotState)
    - {PilotState.PREPARING, PilotState.SUBMITTED, PilotState.RECOMMENDED, PilotState.APPROVED},
}


class ResultKind(models.TextChoices):
    PRACTICE = "practice", "实践成果"
    THEORY = "theory", "理论成果"
    INSTITUTION = "institution", "制度成果"
    STANDARD = "standard", "标准"
    PAPER = "paper", "论文"
    MEDIA = "media", "媒体报道"
    FORUM = "forum", "论坛活动"


class ProjectKind(models.TextChoices):
    WELLNESS = "wellness", "康养旅游项目"
    EXPERIENCE = "experience", "环境健康体验地"
    PRODUCT_VALUE = "product_value", "生态产品价值实现"


class ProjectStage(models.TextChoices):
    IDEA = "idea", "谋划"
    APPROVED = "approved", "立项"
    BUILDING = "building", "建设"
    RUNNING = "running", "运营"
    STOPPED = "stopped", "终止"
