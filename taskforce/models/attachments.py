"""Files kept with a record: a task, a meeting, a result, a score. The content lies once under its sha256."""

import pghistory
from django.db import models


@pghistory.track()
class Attachment(models.Model):
    """A file and the record it belongs to (`owner_kind`, `owner_id`); services of the owner decide who may read it."""

    class OwnerKind(models.TextChoices):
        TASK = "task", "任务"
        MEETING = "meeting", "会议"
        RESULT = "result", "成果"
        PILOT = "pilot", "试点"
        REPORT = "report", "报送"
        SUPERVISION = "supervision", "督办"
        PROJECT = "project", "项目"
        SCORE = "score", "考核得分"

    owner_kind = models.CharField(max_length=12, choices=OwnerKind.choices)
    owner_id = models.BigIntegerField()
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=100)
    stored_as = models.CharField(max_length=120, editable=False)
    sha256 = models.CharField("指纹", max_length=64)
    size = models.PositiveIntegerField("字节")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="attachment_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "sha256", "name"], name="attachment_kept_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
