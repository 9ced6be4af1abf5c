"""Deliveries, their findings and the outcome of each row of the file.

State: received → checking → previewed → confirmed → committed; or duplicate, failed, cancelled. The broker is a
hint: a delivery that waits in `received` or `confirmed` is found by the sweep.
"""

import pghistory
from django.db import models
from django.db.models import Q

from yunhe_envhealth.core.models import Stamped

COUNTS = ("rows", "accepted", "unchanged", "changed", "rejected")


@pghistory.track(exclude=["progress_done", "progress_total", "heartbeat_at", "preview"])
class Delivery(Stamped):
    """One hand-over of data, by whatever door."""

    class Channel(models.TextChoices):
        FORM = "form", "网页上传"
        COMMAND = "command", "命令行"
        API = "api", "接口"
        DEMO = "demo", "示范回放"

    class State(models.TextChoices):
        RECEIVED = "received", "已收到，等待检查"
        CHECKING = "checking", "正在检查"
        PREVIEWED = "previewed", "待核对"
        CONFIRMED = "confirmed", "已确认，等待写入"
        COMMITTED = "committed", "已写入"
        DUPLICATE = "duplicate", "以前收过，没有变化"
        FAILED = "failed", "未通过"
        CANCELLED = "cancelled", "已放弃"

    kind = models.CharField("内容", max_length=30)
    layout = models.CharField("版式", max_length=30, blank=True)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.RECEIVED)
    filename = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("指纹", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    stored_as = models.CharField(max_length=200, blank=True, editable=False)
    area_code = models.CharField("行政区划代码", max_length=12, default="331125")
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, null=True, blank=True, verbose_name="交接单位")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, verbose_name="经办人")
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="以前的交接")
    rows = models.PositiveIntegerField("全部行", default=0)
    accepted = models.PositiveIntegerField("新增", default=0)
    unchanged = models.PositiveIntegerField("不变", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    rejected = models.PositiveIntegerField("拒收", default=0)
    problem = models.CharField("未通过的原因", max_length=500, blank=True)
    reason = models.CharField("剔除错行的理由", max_length=300, blank=True)
    # What the preview said: digest of the comparison, values to write, findings in all, the kind's own figures.
    preview = models.JSONField(default=dict, editable=False)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField("写入时间", null=True, blank=True)

    SCOPE_AREA = "area_code"
    SCOPE_UNIT = "unit"

    class Meta:
        verbose_name = "数据交接"
        verbose_name_plural = "数据交接"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["sha256"], name="delivery_sha256"),
            models.Index(
                fields=["state"],
                name="delivery_waiting",
                condition=Q(state__in=["received", "checking", "confirmed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.filename}"


class Finding(models.Model):
    """What a check found in one cell or row, as the sheet shows it."""

    class Severity(models.TextChoices):
        ERROR = "error", "拒收"
        WARNING = "warning", "存疑"
        INFO = "info", "提示"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField("行")
    column = models.CharField("列", max_length=80, blank=True)
    rule = models.CharField("规则", max_length=40)
    severity = models.CharField("程度", max_length=8, choices=Severity.choices)
    message = models.CharField("问题", max_length=300)
    advice = models.CharField("怎么改", max_length=300, blank=True)
    value = models.CharField("单元格内容", max_length=200, blank=True)

    class Meta:
        verbose_name = "检查发现"
        verbose_name_plural = "检查发现"
        ordering = ["delivery", "row", "id"]
        indexes = [models.Index(fields=["delivery", "row"], name="finding_delivery_row")]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.message}"


class DeliveryRow(models.Model):
    """The outcome of one row of the file, for the preview: what is new, what changes from what to what."""

    class Outcome(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变更"
        UNCHANGED = "unchanged", "不变"
        REJECTED = "rejected", "拒收"

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="outcomes")
    row = models.PositiveIntegerField("行")
    name = models.CharField("名称", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices)
    changes = models.JSONField("变化", default=list)  # [[column, old, new], …]

    class Meta:
        verbose_name = "逐行结果"
        verbose_name_plural = "逐行结果"
        ordering = ["delivery", "row"]
        constraints = [models.UniqueConstraint(fields=["delivery", "row"], name="one_outcome_a_row")]

    def __str__(self) -> str:
        return f"{self.row} {self.get_outcome_display()}"
