import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import yunhe_envhealth.core.models
import yunhe_envhealth.core.tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_administrator_and_auditor_apart"),
        ("accounts", "__first__"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        yunhe_envhealth.core.tables.LayTables(
            models=[
                migrations.CreateModel(
                    name="MeetingSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("regular", "工作例会"),
                                    ("joint", "联席会议"),
                                    ("other", "其他会议"),
                                ],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("rhythm", models.CharField(blank=True, max_length=80, verbose_name="频次")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="召集机构",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议制度",
                        "verbose_name_plural": "会议制度",
                        "ordering": ["code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_meetingseriesevent" ("body_id", "clause", "code", "created_at", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "source", "title", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."clause", NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rhythm", NEW."source", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="cce5448d2c9d8ee116febd2aabc0b18efa936415",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_beb08",
                                    table="taskforce_meetingseries",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_meetingseriesevent" ("body_id", "clause", "code", "created_at", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "source", "title", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."clause", NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rhythm", NEW."source", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="ee37c2198534aef8af88aff14991c7672d60d19c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_57d56",
                                    table="taskforce_meetingseries",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_meetingseriesevent" ("body_id", "clause", "code", "created_at", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rhythm", "source", "title", "updated_at", "valid_from", "valid_to") VALUES (OLD."body_id", OLD."clause", OLD."code", OLD."created_at", OLD."id", OLD."is_demo", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rhythm", OLD."source", OLD."title", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="c872d042e05eeb191624a89aa90eb6e91249f1f1",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_197aa",
                                    table="taskforce_meetingseries",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="岗位")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("head", "组长"),
                                    ("deputy", "副组长"),
                                    ("member", "成员"),
                                    ("director", "办公室主任"),
                                    ("liaison", "联络员"),
                                    ("expert", "专家顾问"),
                                    ("officer", "经办岗"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts_of_body",
                                to="accounts.unit",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "岗位",
                        "verbose_name_plural": "岗位",
                        "ordering": ["sort_key", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="post_dates_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_postevent" ("body_id", "code", "created_at", "document", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "standing", "title", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."code", NEW."created_at", NEW."document", NEW."id", NEW."is_demo", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sort_key", NEW."source", NEW."standing", NEW."title", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="c76923cb09563827fe3d3a998988aab968f83e2f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_ad1f3",
                                    table="taskforce_post",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_postevent" ("body_id", "code", "created_at", "document", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "standing", "title", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."code", NEW."created_at", NEW."document", NEW."id", NEW."is_demo", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sort_key", NEW."source", NEW."standing", NEW."title", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="eae3f219cac103fc4cac627dd541c81a1afc17c3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_6d708",
                                    table="taskforce_post",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_postevent" ("body_id", "code", "created_at", "document", "id", "is_demo", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "standing", "title", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (OLD."body_id", OLD."code", OLD."created_at", OLD."document", OLD."id", OLD."is_demo", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sort_key", OLD."source", OLD."standing", OLD."title", OLD."unit_id", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="337fd3e3ba009b2c77b3ff9d8a5d3883dc867169",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c31dc",
                                    table="taskforce_post",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("starts_at", models.DateTimeField(verbose_name="时间")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                        ("agenda_until", models.DateField(blank=True, null=True, verbose_name="议题截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("invited", "已通知"),
                                    ("held", "已召开，待纪要"),
                                    ("minuted", "纪要已定"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("minutes", models.TextField(blank=True, verbose_name="纪要")),
                        ("minuted_at", models.DateTimeField(blank=True, null=True, verbose_name="纪要定稿")),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="取消理由"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "minuted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="定稿人",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meetings",
                                to="taskforce.meetingseries",
                                verbose_name="会议制度",
                            ),
                        ),
                        (
                            "chair_post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="主持",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议",
                        "verbose_name_plural": "会议",
                        "ordering": ["-starts_at"],
                        "constraints": [
                            models.UniqueConstraint(fields=("series", "number"), name="meeting_numbered_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="minutes_fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state = 'minuted')",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="feb08ba8f1e990418b509b9cc901506da07ed089",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_minutes_fixed_177f7",
                                    table="taskforce_meeting",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_meetingevent" ("agenda_until", "cancel_reason", "chair_post_id", "created_at", "id", "is_demo", "minuted_at", "minuted_by_id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "series_id", "starts_at", "state", "title", "updated_at") VALUES (NEW."agenda_until", NEW."cancel_reason", NEW."chair_post_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."minuted_at", NEW."minuted_by_id", NEW."minutes", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."series_id", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="3780e0906f5c8159a9c76fd7655696ce1060bfa5",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b33c5",
                                    table="taskforce_meeting",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_meetingevent" ("agenda_until", "cancel_reason", "chair_post_id", "created_at", "id", "is_demo", "minuted_at", "minuted_by_id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "series_id", "starts_at", "state", "title", "updated_at") VALUES (NEW."agenda_until", NEW."cancel_reason", NEW."chair_post_id", NEW."created_at", NEW."id", NEW."is_demo", NEW."minuted_at", NEW."minuted_by_id", NEW."minutes", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."series_id", NEW."starts_at", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="7a309d8cf8562b42392213c512e9bdb0d91dab73",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_77f2b",
                                    table="taskforce_meeting",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_meetingevent" ("agenda_until", "cancel_reason", "chair_post_id", "created_at", "id", "is_demo", "minuted_at", "minuted_by_id", "minutes", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "series_id", "starts_at", "state", "title", "updated_at") VALUES (OLD."agenda_until", OLD."cancel_reason", OLD."chair_post_id", OLD."created_at", OLD."id", OLD."is_demo", OLD."minuted_at", OLD."minuted_by_id", OLD."minutes", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."series_id", OLD."starts_at", OLD."state", OLD."title", OLD."updated_at"); RETURN NULL;',
                                    hash="6c5662eb3cc5c4f691e97aebbfc237d61d049a77",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_5d694",
                                    table="taskforce_meeting",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="通知时间")),
                        ("attended", models.BooleanField(blank=True, null=True, verbose_name="到会")),
                        ("stand_in", models.CharField(blank=True, max_length=40, verbose_name="代会人")),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参会",
                        "verbose_name_plural": "参会",
                        "ordering": ["post"],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "post"), name="attendance_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_attendanceevent" ("attended", "created_at", "id", "invited_at", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "stand_in", "updated_at") VALUES (NEW."attended", NEW."created_at", NEW."id", NEW."invited_at", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."stand_in", NEW."updated_at"); RETURN NULL;',
                                    hash="e4026ab32ed04280667cd6587686dc504dfbd364",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_9d020",
                                    table="taskforce_attendance",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_attendanceevent" ("attended", "created_at", "id", "invited_at", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "stand_in", "updated_at") VALUES (NEW."attended", NEW."created_at", NEW."id", NEW."invited_at", NEW."meeting_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."stand_in", NEW."updated_at"); RETURN NULL;',
                                    hash="cd674e54c7c884d9efb8400ba507ef80f775898a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_65b70",
                                    table="taskforce_attendance",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_attendanceevent" ("attended", "created_at", "id", "invited_at", "meeting_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "stand_in", "updated_at") VALUES (OLD."attended", OLD."created_at", OLD."id", OLD."invited_at", OLD."meeting_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."stand_in", OLD."updated_at"); RETURN NULL;',
                                    hash="31b3b20bac4d0f564e739a4bd098065f447c5727",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_dfa92",
                                    table="taskforce_attendance",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pilot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="编码")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("level", models.CharField(blank=True, max_length=40, verbose_name="级别")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "筹备申报"),
                                    ("submitted", "已报送省厅"),
                                    ("recommended", "省厅已推荐"),
                                    ("approved", "已批复"),
                                    ("running", "试点实施"),
                                    ("evaluated", "已评估"),
                                    ("rectifying", "限期整改"),
                                    ("extended", "延续试点"),
                                    ("exited", "退出试点"),
                                ],
                                default="preparing",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "approved_on",
                            models.DateField(
                                blank=True,
                                help_text="生态环境部批复之日；不清楚就留空，相关期限不推算。",
                                null=True,
                                verbose_name="批复日期",
                            ),
                        ),
                        (
                            "approval_document",
                            models.CharField(blank=True, max_length=80, verbose_name="批复文号"),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                    ],
                    options={
                        "verbose_name": "试点",
                        "verbose_name_plural": "试点",
                        "ordering": ["code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_pilotevent" ("approval_document", "approved_on", "code", "created_at", "id", "is_demo", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "title", "updated_at") VALUES (NEW."approval_document", NEW."approved_on", NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."level", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="782e335a62378f314f1bdf82693b654cfeb880dc",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a1ee9",
                                    table="taskforce_pilot",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_pilotevent" ("approval_document", "approved_on", "code", "created_at", "id", "is_demo", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "title", "updated_at") VALUES (NEW."approval_document", NEW."approved_on", NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."level", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."state", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="bc073f8ff83778f7419dbef147c5c812be214a4e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_68cd6",
                                    table="taskforce_pilot",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_pilotevent" ("approval_document", "approved_on", "code", "created_at", "id", "is_demo", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "state", "title", "updated_at") VALUES (OLD."approval_document", OLD."approved_on", OLD."code", OLD."created_at", OLD."id", OLD."is_demo", OLD."level", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."state", OLD."title", OLD."updated_at"); RETURN NULL;',
                                    hash="6420775e463fffe2b360e731a04093b57b40a30c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_75c99",
                                    table="taskforce_pilot",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DossierItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=60, verbose_name="编码")),
                        ("section", models.CharField(max_length=80, verbose_name="章节")),
                        ("title", models.CharField(max_length=200, verbose_name="内容")),
                        ("is_present", models.BooleanField(default=False, verbose_name="已备")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        (
                            "pilot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dossier",
                                to="taskforce.pilot",
                                verbose_name="试点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申报材料",
                        "verbose_name_plural": "申报材料",
                        "ordering": ["order", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("pilot", "code"), name="dossieritem_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_dossieritemevent" ("clause", "code", "created_at", "id", "is_present", "note", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "section", "standing", "title", "updated_at") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."id", NEW."is_present", NEW."note", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pilot_id", NEW."section", NEW."standing", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="6ebea0e7f2ccc9375a160cb94e9cc32007a04087",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e1f80",
                                    table="taskforce_dossieritem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_dossieritemevent" ("clause", "code", "created_at", "id", "is_present", "note", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "section", "standing", "title", "updated_at") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."id", NEW."is_present", NEW."note", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pilot_id", NEW."section", NEW."standing", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="764d43ebea7901f3d87751e5d5f2f98bdb653fd9",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b1cab",
                                    table="taskforce_dossieritem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_dossieritemevent" ("clause", "code", "created_at", "id", "is_present", "note", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "section", "standing", "title", "updated_at") VALUES (OLD."clause", OLD."code", OLD."created_at", OLD."id", OLD."is_present", OLD."note", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pilot_id", OLD."section", OLD."standing", OLD."title", OLD."updated_at"); RETURN NULL;',
                                    hash="d39810cff203697365dc84deba5cc245fd167554",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_29c57",
                                    table="taskforce_dossieritem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="编码")),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone_sealed",
                            models.TextField(blank=True, editable=False, verbose_name="电话（密文）"),
                        ),
                        (
                            "email_sealed",
                            models.TextField(blank=True, editable=False, verbose_name="电子邮箱（密文）"),
                        ),
                        ("is_named_publicly", models.BooleanField(default=False, verbose_name="姓名已公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="平台账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员",
                        "verbose_name_plural": "人员",
                        "ordering": ["code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_personevent" ("code", "created_at", "id", "is_demo", "is_named_publicly", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "user_id") VALUES (NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."is_named_publicly", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at", NEW."user_id"); RETURN NULL;',
                                    hash="3683fc315983bf6cf6f691143da44619bcd0f7ff",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c8c65",
                                    table="taskforce_person",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."is_named_publicly" IS DISTINCT FROM (NEW."is_named_publicly") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                                    func='INSERT INTO "taskforce_personevent" ("code", "created_at", "id", "is_demo", "is_named_publicly", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "user_id") VALUES (NEW."code", NEW."created_at", NEW."id", NEW."is_demo", NEW."is_named_publicly", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at", NEW."user_id"); RETURN NULL;',
                                    hash="650e4c844236a9c14b13f2e6a7af09f81b1a2b2e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_79fd5",
                                    table="taskforce_person",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_personevent" ("code", "created_at", "id", "is_demo", "is_named_publicly", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at", "user_id") VALUES (OLD."code", OLD."created_at", OLD."id", OLD."is_demo", OLD."is_named_publicly", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."updated_at", OLD."user_id"); RETURN NULL;',
                                    hash="d7470c38590403e76fdccfc065c8b3bb3d6d136d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_cfc0c",
                                    table="taskforce_person",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Holding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "position",
                            models.CharField(
                                blank=True,
                                help_text="公文所列职务，如县卫健局局长。",
                                max_length=80,
                                verbose_name="职务",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="taskforce.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="holdings",
                                to="taskforce.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职情况",
                        "verbose_name_plural": "任职情况",
                        "ordering": ["post", "-valid_from"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="holding_dates_in_order",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("post", "="),
                                    (yunhe_envhealth.core.models.DateSpan("valid_from", "valid_to"), "&&"),
                                ],
                                name="holding_one_at_a_time",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_holdingevent" ("created_at", "document", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "post_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."created_at", NEW."document", NEW."id", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."post_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="c1b5d8e6c4ba371f3970920759eb725c93f3373c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_19de3",
                                    table="taskforce_holding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_holdingevent" ("created_at", "document", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "post_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."created_at", NEW."document", NEW."id", NEW."note", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."post_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="791ff27b2aa8377dedf81d5aecb1bf5005aef43a",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_8d60d",
                                    table="taskforce_holding",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_holdingevent" ("created_at", "document", "id", "note", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "post_id", "updated_at", "valid_from", "valid_to") VALUES (OLD."created_at", OLD."document", OLD."id", OLD."note", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."post_id", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="51754777825e6066a4a8db679ac1967258b3ad98",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2a719",
                                    table="taskforce_holding",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PilotEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="编码")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("level", models.CharField(blank=True, max_length=40, verbose_name="级别")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "筹备申报"),
                                    ("submitted", "已报送省厅"),
                                    ("recommended", "省厅已推荐"),
                                    ("approved", "已批复"),
                                    ("running", "试点实施"),
                                    ("evaluated", "已评估"),
                                    ("rectifying", "限期整改"),
                                    ("extended", "延续试点"),
                                    ("exited", "退出试点"),
                                ],
                                default="preparing",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "approved_on",
                            models.DateField(
                                blank=True,
                                help_text="生态环境部批复之日；不清楚就留空，相关期限不推算。",
                                null=True,
                                verbose_name="批复日期",
                            ),
                        ),
                        (
                            "approval_document",
                            models.CharField(blank=True, max_length=80, verbose_name="批复文号"),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.pilot",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="2973949c97f9b69ab078e28844822fecd5c6b614",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7f48e",
                                    table="taskforce_pilotevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PilotStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("apply", "报送省厅"),
                                    ("recommend", "省厅推荐"),
                                    ("approve", "部批复"),
                                    ("start", "全面启动"),
                                    ("yearly", "年度进展报告"),
                                    ("evaluate", "三年总结评估"),
                                    ("rectify", "限期整改"),
                                    ("extend", "延续"),
                                    ("exit", "退出"),
                                ],
                                max_length=12,
                                verbose_name="步骤",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        (
                            "pilot",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="steps",
                                to="taskforce.pilot",
                                verbose_name="试点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "试点步骤",
                        "verbose_name_plural": "试点步骤",
                        "ordering": ["pilot", "done_on", "due_on", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_pilotstepevent" ("clause", "created_at", "document", "done_on", "due_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "title", "updated_at") VALUES (NEW."clause", NEW."created_at", NEW."document", NEW."done_on", NEW."due_on", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pilot_id", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="8058e437d040e8e1ea0fbc0fc0966b70aabde37a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_fd907",
                                    table="taskforce_pilotstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_pilotstepevent" ("clause", "created_at", "document", "done_on", "due_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "title", "updated_at") VALUES (NEW."clause", NEW."created_at", NEW."document", NEW."done_on", NEW."due_on", NEW."id", NEW."kind", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pilot_id", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="f38cbd5fb0eb104e50b855758f2bd0f78852e8ba",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_67824",
                                    table="taskforce_pilotstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_pilotstepevent" ("clause", "created_at", "document", "done_on", "due_on", "id", "kind", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pilot_id", "title", "updated_at") VALUES (OLD."clause", OLD."created_at", OLD."document", OLD."done_on", OLD."due_on", OLD."id", OLD."kind", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pilot_id", OLD."title", OLD."updated_at"); RETURN NULL;',
                                    hash="86cdb48792dd3105e3b19ab0f24c4ccd9e9122b5",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_7ad9f",
                                    table="taskforce_pilotstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PilotStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("apply", "报送省厅"),
                                    ("recommend", "省厅推荐"),
                                    ("approve", "部批复"),
                                    ("start", "全面启动"),
                                    ("yearly", "年度进展报告"),
                                    ("evaluate", "三年总结评估"),
                                    ("rectify", "限期整改"),
                                    ("extend", "延续"),
                                    ("exit", "退出"),
                                ],
                                max_length=12,
                                verbose_name="步骤",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="完成日期")),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.pilotstep",
                            ),
                        ),
                        (
                            "pilot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.pilot",
                                verbose_name="试点",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="2ca07487a2188c797175c20fa15d5c704efc72ea",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_35d68",
                                    table="taskforce_pilotstepevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="编码")),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("work", "工作计划"),
                                    ("safeguard", "保障措施"),
                                    ("unit_duty", "单位职责"),
                                    ("national", "国家试点任务"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=10, verbose_name="序号")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        ("wording", models.TextField(verbose_name="原文")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                    ],
                    options={
                        "verbose_name": "方案任务",
                        "verbose_name_plural": "方案任务",
                        "ordering": ["sort_key", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="planitem_dates_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_planitemevent" ("clause", "code", "created_at", "group", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "title", "updated_at", "valid_from", "valid_to", "wording") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."group", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sort_key", NEW."source", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."wording"); RETURN NULL;',
                                    hash="44eb1fb143afebdd0429e775a04848b00367f16a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_5993b",
                                    table="taskforce_planitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_planitemevent" ("clause", "code", "created_at", "group", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "title", "updated_at", "valid_from", "valid_to", "wording") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."group", NEW."id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sort_key", NEW."source", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."wording"); RETURN NULL;',
                                    hash="4900f20bb5562631388e695878ac6cfd15abc36b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_da946",
                                    table="taskforce_planitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_planitemevent" ("clause", "code", "created_at", "group", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "title", "updated_at", "valid_from", "valid_to", "wording") VALUES (OLD."clause", OLD."code", OLD."created_at", OLD."group", OLD."id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sort_key", OLD."source", OLD."title", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."wording"); RETURN NULL;',
                                    hash="50dc9bddbafa7c84f6664fdd1d408c8055523d0c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f58cf",
                                    table="taskforce_planitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=60, verbose_name="编码")),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("work", "工作计划"),
                                    ("safeguard", "保障措施"),
                                    ("unit_duty", "单位职责"),
                                    ("national", "国家试点任务"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=10, verbose_name="序号")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        ("wording", models.TextField(verbose_name="原文")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.planitem",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="622be9fa95b34fc1c7d831247b8a3288091a5acd",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_571b7",
                                    table="taskforce_planitemevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=60, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="岗位")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("head", "组长"),
                                    ("deputy", "副组长"),
                                    ("member", "成员"),
                                    ("director", "办公室主任"),
                                    ("liaison", "联络员"),
                                    ("expert", "专家顾问"),
                                    ("officer", "经办岗"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.post",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f2f0e3565793d6319cd74d794ac7198fa83a35db",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_4e39b",
                                    table="taskforce_postevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wellness", "康养旅游项目"),
                                    ("experience", "环境健康体验地"),
                                    ("product_value", "生态产品价值实现"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="名称")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("idea", "谋划"),
                                    ("approved", "立项"),
                                    ("building", "建设"),
                                    ("running", "运营"),
                                    ("stopped", "终止"),
                                ],
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "investment_wan",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="总投资（万元）",
                            ),
                        ),
                        (
                            "spent_wan",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="已完成投资（万元）",
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="截至")),
                        ("summary", models.TextField(blank=True, verbose_name="说明")),
                        ("is_public", models.BooleanField(default=False, verbose_name="公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="牵头单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "“两山”项目",
                        "verbose_name_plural": "“两山”项目",
                        "ordering": ["title"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("investment_wan__isnull", True),
                                    ("investment_wan__gte", 0),
                                    _connector="OR",
                                ),
                                name="project_investment_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("spent_wan__isnull", True), ("spent_wan__gte", 0), _connector="OR"
                                ),
                                name="project_spent_not_negative",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_public", False), ("released_at__isnull", False), _connector="OR"
                                ),
                                name="project_released_with_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by__isnull", True),
                                    models.Q(("released_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="project_released_by_another",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_projectevent" ("as_of", "created_at", "entered_by_id", "id", "investment_wan", "is_demo", "is_public", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "released_by_id", "spent_wan", "stage", "summary", "title", "unit_id", "updated_at") VALUES (NEW."as_of", NEW."created_at", NEW."entered_by_id", NEW."id", NEW."investment_wan", NEW."is_demo", NEW."is_public", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."released_at", NEW."released_by_id", NEW."spent_wan", NEW."stage", NEW."summary", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="8d4b90fdc1a28d461e6e395c1011c35418e34708",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_43495",
                                    table="taskforce_project",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_projectevent" ("as_of", "created_at", "entered_by_id", "id", "investment_wan", "is_demo", "is_public", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "released_by_id", "spent_wan", "stage", "summary", "title", "unit_id", "updated_at") VALUES (NEW."as_of", NEW."created_at", NEW."entered_by_id", NEW."id", NEW."investment_wan", NEW."is_demo", NEW."is_public", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."released_at", NEW."released_by_id", NEW."spent_wan", NEW."stage", NEW."summary", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="d1133aae97bb008bfa495e7e9b3cd3374142e02c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7f2a9",
                                    table="taskforce_project",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_projectevent" ("as_of", "created_at", "entered_by_id", "id", "investment_wan", "is_demo", "is_public", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "released_at", "released_by_id", "spent_wan", "stage", "summary", "title", "unit_id", "updated_at") VALUES (OLD."as_of", OLD."created_at", OLD."entered_by_id", OLD."id", OLD."investment_wan", OLD."is_demo", OLD."is_public", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."released_at", OLD."released_by_id", OLD."spent_wan", OLD."stage", OLD."summary", OLD."title", OLD."unit_id", OLD."updated_at"); RETURN NULL;',
                                    hash="084507448d57701e39a2103079d3b0bea377bcd3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8c34f",
                                    table="taskforce_project",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProjectEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wellness", "康养旅游项目"),
                                    ("experience", "环境健康体验地"),
                                    ("product_value", "生态产品价值实现"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="名称")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("idea", "谋划"),
                                    ("approved", "立项"),
                                    ("building", "建设"),
                                    ("running", "运营"),
                                    ("stopped", "终止"),
                                ],
                                max_length=10,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "investment_wan",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="总投资（万元）",
                            ),
                        ),
                        (
                            "spent_wan",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=12,
                                null=True,
                                verbose_name="已完成投资（万元）",
                            ),
                        ),
                        ("as_of", models.DateField(verbose_name="截至")),
                        ("summary", models.TextField(blank=True, verbose_name="说明")),
                        ("is_public", models.BooleanField(default=False, verbose_name="公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.project",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="牵头单位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="5d395760ad26b43aa459269f680ee364df73827b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_5495b",
                                    table="taskforce_projectevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderMark",
                    fields=[
                        ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ("through", models.DateField(verbose_name="已计划至")),
                    ],
                    options={
                        "verbose_name": "提醒进度",
                        "verbose_name_plural": "提醒进度",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="reminder_mark_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "offset",
                            models.SmallIntegerField(
                                help_text="负数为到期前，0 为当天，正数为逾期后。", verbose_name="工作日"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("holder", "岗位现任"),
                                    ("unit_head", "单位负责人"),
                                    ("office", "专班办公室"),
                                    ("task_force_head", "专班组长"),
                                ],
                                max_length=16,
                                verbose_name="对象",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="default",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提醒步骤",
                        "verbose_name_plural": "提醒步骤",
                        "ordering": ["offset", "audience"],
                        "constraints": [
                            models.UniqueConstraint(fields=("offset", "audience"), name="step_stated_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reminderstepevent" ("audience", "id", "is_active", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standing") VALUES (NEW."audience", NEW."id", NEW."is_active", NEW."offset", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."standing"); RETURN NULL;',
                                    hash="22083f2dfd6eb767afbdff4f87d12c1fb0a41434",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2c15a",
                                    table="taskforce_reminderstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reminderstepevent" ("audience", "id", "is_active", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standing") VALUES (NEW."audience", NEW."id", NEW."is_active", NEW."offset", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."standing"); RETURN NULL;',
                                    hash="c5522d01c92f2ae91bcd59310ea1b9e9abf56a97",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_58e93",
                                    table="taskforce_reminderstep",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reminderstepevent" ("audience", "id", "is_active", "offset", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standing") VALUES (OLD."audience", OLD."id", OLD."is_active", OLD."offset", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."standing"); RETURN NULL;',
                                    hash="03d507f562d475ad23653b7a712d44ef9a415c26",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_09610",
                                    table="taskforce_reminderstep",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReminderStepEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "offset",
                            models.SmallIntegerField(
                                help_text="负数为到期前，0 为当天，正数为逾期后。", verbose_name="工作日"
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("holder", "岗位现任"),
                                    ("unit_head", "单位负责人"),
                                    ("office", "专班办公室"),
                                    ("task_force_head", "专班组长"),
                                ],
                                max_length=16,
                                verbose_name="对象",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="default",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reminderstep",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="dc774d842188c5b0af48a942473abe75dcda1f55",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_db498",
                                    table="taskforce_reminderstepevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=40, unique=True, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="报送事项")),
                        (
                            "anchor",
                            models.CharField(
                                choices=[
                                    ("half_year", "每半年"),
                                    ("year", "每年"),
                                    ("first_quarter", "每年第一季度"),
                                    ("approval", "批复之日起，一次"),
                                    ("approval_cycle", "批复之日起，逐周期"),
                                ],
                                max_length=16,
                                verbose_name="周期",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="从批复之日起算的周期，单位月。", verbose_name="月数"
                            ),
                        ),
                        (
                            "applies",
                            models.CharField(
                                choices=[
                                    ("always", "始终"),
                                    ("pilot", "已批复的试点"),
                                    ("no_pilot", "尚未列入试点"),
                                ],
                                default="always",
                                max_length=10,
                                verbose_name="适用",
                            ),
                        ),
                        (
                            "due_working_days",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="期末后第几个工作日到期；0 表示期末当天。",
                                verbose_name="期末后工作日",
                            ),
                        ),
                        (
                            "open_days_before",
                            models.PositiveSmallIntegerField(
                                default=45,
                                help_text="期末前多少天生成报送事项。",
                                verbose_name="提前生成天数",
                            ),
                        ),
                        ("recipient", models.CharField(blank=True, max_length=120, verbose_name="报送对象")),
                        (
                            "template_code",
                            models.SlugField(default="half-year", max_length=40, verbose_name="模板"),
                        ),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="期限性质",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "merges",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_by",
                                to="taskforce.reportrule",
                                verbose_name="汇总哪项报送",
                            ),
                        ),
                        (
                            "reviewer_post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="审核岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送规则",
                        "verbose_name_plural": "报送规则",
                        "ordering": ["code"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportruleevent" ("anchor", "applies", "clause", "code", "created_at", "due_working_days", "id", "is_demo", "merges_id", "months", "open_days_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "reviewer_post_id", "source", "standing", "template_code", "title", "updated_at", "valid_from", "valid_to") VALUES (NEW."anchor", NEW."applies", NEW."clause", NEW."code", NEW."created_at", NEW."due_working_days", NEW."id", NEW."is_demo", NEW."merges_id", NEW."months", NEW."open_days_before", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recipient", NEW."reviewer_post_id", NEW."source", NEW."standing", NEW."template_code", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="7e44b97a413a309a1ddb9f756b86cbed0161d36e",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_11674",
                                    table="taskforce_reportrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reportruleevent" ("anchor", "applies", "clause", "code", "created_at", "due_working_days", "id", "is_demo", "merges_id", "months", "open_days_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "reviewer_post_id", "source", "standing", "template_code", "title", "updated_at", "valid_from", "valid_to") VALUES (NEW."anchor", NEW."applies", NEW."clause", NEW."code", NEW."created_at", NEW."due_working_days", NEW."id", NEW."is_demo", NEW."merges_id", NEW."months", NEW."open_days_before", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recipient", NEW."reviewer_post_id", NEW."source", NEW."standing", NEW."template_code", NEW."title", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="5f10245938bb8f8b2ce3f86130c553b864fd4c6e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f37d3",
                                    table="taskforce_reportrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportruleevent" ("anchor", "applies", "clause", "code", "created_at", "due_working_days", "id", "is_demo", "merges_id", "months", "open_days_before", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recipient", "reviewer_post_id", "source", "standing", "template_code", "title", "updated_at", "valid_from", "valid_to") VALUES (OLD."anchor", OLD."applies", OLD."clause", OLD."code", OLD."created_at", OLD."due_working_days", OLD."id", OLD."is_demo", OLD."merges_id", OLD."months", OLD."open_days_before", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recipient", OLD."reviewer_post_id", OLD."source", OLD."standing", OLD."template_code", OLD."title", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="3451f0a88b7ccadcfef4d3a7bb2f61fa9d56e479",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_1133e",
                                    table="taskforce_reportrule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "period_code",
                            models.CharField(
                                help_text="2026H1、2026、2026Q1、日期", max_length=16, verbose_name="报告期"
                            ),
                        ),
                        ("period_start", models.DateField(verbose_name="期初")),
                        ("period_end", models.DateField(help_text="含当日", verbose_name="期末")),
                        ("due_on", models.DateField(verbose_name="截止")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="生成日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "待起草"),
                                    ("drafted", "起草中"),
                                    ("submitted", "已提交"),
                                    ("returned", "退回修改"),
                                    ("accepted", "已接受，锁定"),
                                    ("waived", "本期免报"),
                                ],
                                default="expected",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "first_submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="首次提交"),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="接受时间")),
                        (
                            "waived_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="免报理由"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="报送机构",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_duties",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                        (
                            "reviewer_post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="审核岗位",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="taskforce.reportrule",
                                verbose_name="报送规则",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送事项",
                        "verbose_name_plural": "报送事项",
                        "ordering": ["-period_end", "body"],
                        "indexes": [
                            models.Index(fields=["state", "due_on"], name="duty_by_state"),
                            models.Index(fields=["-period_end", "-period_code", "id"], name="duty_by_period"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule", "body", "period_code"), name="duty_generated_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportdutyevent" ("accepted_at", "body_id", "created_at", "due_on", "first_submitted_at", "id", "is_demo", "opened_on", "owner_post_id", "period_code", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_post_id", "rule_id", "state", "updated_at", "waived_reason") VALUES (NEW."accepted_at", NEW."body_id", NEW."created_at", NEW."due_on", NEW."first_submitted_at", NEW."id", NEW."is_demo", NEW."opened_on", NEW."owner_post_id", NEW."period_code", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reviewer_post_id", NEW."rule_id", NEW."state", NEW."updated_at", NEW."waived_reason"); RETURN NULL;',
                                    hash="9bb72bc4ac3e67237dd52ed4f7e9d3d9296274c1",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_61135",
                                    table="taskforce_reportduty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reportdutyevent" ("accepted_at", "body_id", "created_at", "due_on", "first_submitted_at", "id", "is_demo", "opened_on", "owner_post_id", "period_code", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_post_id", "rule_id", "state", "updated_at", "waived_reason") VALUES (NEW."accepted_at", NEW."body_id", NEW."created_at", NEW."due_on", NEW."first_submitted_at", NEW."id", NEW."is_demo", NEW."opened_on", NEW."owner_post_id", NEW."period_code", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reviewer_post_id", NEW."rule_id", NEW."state", NEW."updated_at", NEW."waived_reason"); RETURN NULL;',
                                    hash="da25dfbf72f99cf1f7eb6e95df86a1efdf66d8b4",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_78a5a",
                                    table="taskforce_reportduty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportdutyevent" ("accepted_at", "body_id", "created_at", "due_on", "first_submitted_at", "id", "is_demo", "opened_on", "owner_post_id", "period_code", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_post_id", "rule_id", "state", "updated_at", "waived_reason") VALUES (OLD."accepted_at", OLD."body_id", OLD."created_at", OLD."due_on", OLD."first_submitted_at", OLD."id", OLD."is_demo", OLD."opened_on", OLD."owner_post_id", OLD."period_code", OLD."period_end", OLD."period_start", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reviewer_post_id", OLD."rule_id", OLD."state", OLD."updated_at", OLD."waived_reason"); RETURN NULL;',
                                    hash="a4b02914e2ba5da161a34e5084eeaa8ea3e98fb5",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a15bc",
                                    table="taskforce_reportduty",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="稿次")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("first", "首稿"), ("revision", "修改稿"), ("amendment", "更正")],
                                default="first",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交"),
                                    ("returned", "已退回"),
                                    ("accepted", "已接受，锁定"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("sections", models.JSONField(default=list, verbose_name="正文")),
                        ("figures", models.JSONField(default=dict, verbose_name="数据")),
                        ("sources", models.JSONField(default=list, verbose_name="汇总的报告")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                        (
                            "authors",
                            models.JSONField(
                                default=list,
                                help_text="写过这份文字的账号；他们不能审核它。",
                                verbose_name="执笔人",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("is_released", models.BooleanField(default=False, verbose_name="已向社会公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="taskforce.reportduty",
                                verbose_name="报送事项",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告",
                        "verbose_name_plural": "报告",
                        "ordering": ["duty", "-number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("duty", "number"), name="version_numbered_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "submitted"])),
                                fields=("duty",),
                                name="version_one_in_hand",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"), ("submitted_at__isnull", False), _connector="OR"
                                ),
                                name="version_submitted_with_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="version_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "accepted"), _negated=True),
                                    ("decided_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="version_accepted_by_somebody",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="frozen_once_handed_in",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state <> 'draft')",
                                    func="\n                    IF TG_OP = 'DELETE' OR NEW.sections IS DISTINCT FROM OLD.sections\n                       OR NEW.figures IS DISTINCT FROM OLD.figures OR NEW.sources IS DISTINCT FROM OLD.sources\n                       OR NEW.submitted_at IS DISTINCT FROM OLD.submitted_at\n                       OR NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id\n                       OR (OLD.state <> 'submitted' AND NEW.state IS DISTINCT FROM OLD.state) THEN\n                        RAISE EXCEPTION 'a version that was handed in does not change';\n                    END IF;\n                    RETURN NEW;\n                ",
                                    hash="e6fa8902cf68b7062442ab500cae788634946280",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_frozen_once_handed_in_3c320",
                                    table="taskforce_reportversion",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportversionevent" ("authors", "created_at", "decided_at", "decided_by_id", "duty_id", "figures", "id", "is_released", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_at", "sections", "sources", "state", "submitted_at", "submitted_by_id", "updated_at") VALUES (NEW."authors", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."figures", NEW."id", NEW."is_released", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."released_at", NEW."sections", NEW."sources", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."updated_at"); RETURN NULL;',
                                    hash="2b8796860c12c10caf1080ae2a5505113eab2e46",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_aef82",
                                    table="taskforce_reportversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reportversionevent" ("authors", "created_at", "decided_at", "decided_by_id", "duty_id", "figures", "id", "is_released", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_at", "sections", "sources", "state", "submitted_at", "submitted_by_id", "updated_at") VALUES (NEW."authors", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."duty_id", NEW."figures", NEW."id", NEW."is_released", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."released_at", NEW."sections", NEW."sources", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."updated_at"); RETURN NULL;',
                                    hash="557b1fda4c7b2469bcf5fcad32fa537b8e5526e0",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_cb0be",
                                    table="taskforce_reportversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportversionevent" ("authors", "created_at", "decided_at", "decided_by_id", "duty_id", "figures", "id", "is_released", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "released_at", "sections", "sources", "state", "submitted_at", "submitted_by_id", "updated_at") VALUES (OLD."authors", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."duty_id", OLD."figures", OLD."id", OLD."is_released", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."released_at", OLD."sections", OLD."sources", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."updated_at"); RETURN NULL;',
                                    hash="5ce47fc99eb92849b89aa18f823d38155b4b9f8b",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_b45bd",
                                    table="taskforce_reportversion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportComment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("anchor", models.CharField(blank=True, max_length=60, verbose_name="位置")),
                        ("text", models.TextField(verbose_name="意见")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("reply", models.TextField(blank=True, verbose_name="答复")),
                        ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="taskforce.reportversion",
                                verbose_name="报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审核意见",
                        "verbose_name_plural": "审核意见",
                        "ordering": ["at", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportcommentevent" ("anchor", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "replied_by_id", "reply", "text", "version_id") VALUES (NEW."anchor", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replied_at", NEW."replied_by_id", NEW."reply", NEW."text", NEW."version_id"); RETURN NULL;',
                                    hash="673f378d5c14227939b33fd657eeb1d9befa6d4a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a5649",
                                    table="taskforce_reportcomment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reportcommentevent" ("anchor", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "replied_by_id", "reply", "text", "version_id") VALUES (NEW."anchor", NEW."at", NEW."by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replied_at", NEW."replied_by_id", NEW."reply", NEW."text", NEW."version_id"); RETURN NULL;',
                                    hash="52d020c0fb57439880c4f5d874df28603bb12c35",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3f8b1",
                                    table="taskforce_reportcomment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reportcommentevent" ("anchor", "at", "by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replied_at", "replied_by_id", "reply", "text", "version_id") VALUES (OLD."anchor", OLD."at", OLD."by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replied_at", OLD."replied_by_id", OLD."reply", OLD."text", OLD."version_id"); RETURN NULL;',
                                    hash="eca1343aa1a979e1ee7973691c22c319be54bf29",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_490de",
                                    table="taskforce_reportcomment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportCommentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("anchor", models.CharField(blank=True, max_length=60, verbose_name="位置")),
                        ("text", models.TextField(verbose_name="意见")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("reply", models.TextField(blank=True, verbose_name="答复")),
                        ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reportcomment",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.reportversion",
                                verbose_name="报告",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="04886e741b9fc5faef8cf0ad1d7771d604cd42ae",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_ded6a",
                                    table="taskforce_reportcommentevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportDutyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "period_code",
                            models.CharField(
                                help_text="2026H1、2026、2026Q1、日期", max_length=16, verbose_name="报告期"
                            ),
                        ),
                        ("period_start", models.DateField(verbose_name="期初")),
                        ("period_end", models.DateField(help_text="含当日", verbose_name="期末")),
                        ("due_on", models.DateField(verbose_name="截止")),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="生成日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("expected", "待起草"),
                                    ("drafted", "起草中"),
                                    ("submitted", "已提交"),
                                    ("returned", "退回修改"),
                                    ("accepted", "已接受，锁定"),
                                    ("waived", "本期免报"),
                                ],
                                default="expected",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "first_submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="首次提交"),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="接受时间")),
                        (
                            "waived_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="免报理由"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="报送机构",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reportduty",
                            ),
                        ),
                        (
                            "reviewer_post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="审核岗位",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.reportrule",
                                verbose_name="报送规则",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="bb56d379d5081b3c38ec65b28ebb16715e4b7862",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_249fa",
                                    table="taskforce_reportdutyevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportRuleEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="报送事项")),
                        (
                            "anchor",
                            models.CharField(
                                choices=[
                                    ("half_year", "每半年"),
                                    ("year", "每年"),
                                    ("first_quarter", "每年第一季度"),
                                    ("approval", "批复之日起，一次"),
                                    ("approval_cycle", "批复之日起，逐周期"),
                                ],
                                max_length=16,
                                verbose_name="周期",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="从批复之日起算的周期，单位月。", verbose_name="月数"
                            ),
                        ),
                        (
                            "applies",
                            models.CharField(
                                choices=[
                                    ("always", "始终"),
                                    ("pilot", "已批复的试点"),
                                    ("no_pilot", "尚未列入试点"),
                                ],
                                default="always",
                                max_length=10,
                                verbose_name="适用",
                            ),
                        ),
                        (
                            "due_working_days",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="期末后第几个工作日到期；0 表示期末当天。",
                                verbose_name="期末后工作日",
                            ),
                        ),
                        (
                            "open_days_before",
                            models.PositiveSmallIntegerField(
                                default=45,
                                help_text="期末前多少天生成报送事项。",
                                verbose_name="提前生成天数",
                            ),
                        ),
                        ("recipient", models.CharField(blank=True, max_length=120, verbose_name="报送对象")),
                        (
                            "template_code",
                            models.SlugField(
                                db_index=False, default="half-year", max_length=40, verbose_name="模板"
                            ),
                        ),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="期限性质",
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "merges",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.reportrule",
                                verbose_name="汇总哪项报送",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reportrule",
                            ),
                        ),
                        (
                            "reviewer_post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="审核岗位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="0adf81b30e1f3ceb4e036453051ff957d8ee136f",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_b1c42",
                                    table="taskforce_reportruleevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=40, verbose_name="编码")),
                        ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        ("stored_as", models.CharField(blank=True, editable=False, max_length=120)),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="指纹")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告模板",
                        "verbose_name_plural": "报告模板",
                        "ordering": ["code", "-edition"],
                        "constraints": [
                            models.UniqueConstraint(fields=("code", "edition"), name="template_edition_once")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reporttemplateevent" ("by_id", "code", "created_at", "edition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "stored_as", "title", "updated_at") VALUES (NEW."by_id", NEW."code", NEW."created_at", NEW."edition", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."stored_as", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="5a9981ba0520a0bad486f45c57df9b07b09b06b3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4692a",
                                    table="taskforce_reporttemplate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_reporttemplateevent" ("by_id", "code", "created_at", "edition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "stored_as", "title", "updated_at") VALUES (NEW."by_id", NEW."code", NEW."created_at", NEW."edition", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."stored_as", NEW."title", NEW."updated_at"); RETURN NULL;',
                                    hash="92310bf429bd0740f692170dba24f0aa4206f52d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2a7dc",
                                    table="taskforce_reporttemplate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_reporttemplateevent" ("by_id", "code", "created_at", "edition", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "stored_as", "title", "updated_at") VALUES (OLD."by_id", OLD."code", OLD."created_at", OLD."edition", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."stored_as", OLD."title", OLD."updated_at"); RETURN NULL;',
                                    hash="b9ae1d5d82aacdac64e2ec832caf3c7523bf9775",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f499e",
                                    table="taskforce_reporttemplate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportTemplateEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="编码")),
                        ("edition", models.PositiveSmallIntegerField(default=1, verbose_name="版次")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        ("stored_as", models.CharField(blank=True, editable=False, max_length=120)),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="指纹")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reporttemplate",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="436cfd718881b025e46a4131864b440ca0907232",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_95b68",
                                    table="taskforce_reporttemplateevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportVersionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="稿次")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("first", "首稿"), ("revision", "修改稿"), ("amendment", "更正")],
                                default="first",
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交"),
                                    ("returned", "已退回"),
                                    ("accepted", "已接受，锁定"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("sections", models.JSONField(default=list, verbose_name="正文")),
                        ("figures", models.JSONField(default=dict, verbose_name="数据")),
                        ("sources", models.JSONField(default=list, verbose_name="汇总的报告")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                        (
                            "authors",
                            models.JSONField(
                                default=list,
                                help_text="写过这份文字的账号；他们不能审核它。",
                                verbose_name="执笔人",
                            ),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("is_released", models.BooleanField(default=False, verbose_name="已向社会公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "duty",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.reportduty",
                                verbose_name="报送事项",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.reportversion",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="d7ca020cc01ff8b0b780e53a2687813eefac466e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_de710",
                                    table="taskforce_reportversionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("practice", "实践成果"),
                                    ("theory", "理论成果"),
                                    ("institution", "制度成果"),
                                    ("standard", "标准"),
                                    ("paper", "论文"),
                                    ("media", "媒体报道"),
                                    ("forum", "论坛活动"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="名称")),
                        ("dated", models.DateField(verbose_name="日期")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="文号或编号")),
                        ("summary", models.TextField(blank=True, verbose_name="摘要")),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="佐证")),
                        ("link", models.URLField(blank=True, verbose_name="网址")),
                        ("is_public", models.BooleanField(default=False, verbose_name="公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "plan_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "成果",
                        "verbose_name_plural": "成果",
                        "ordering": ["-dated", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_public", False), ("released_at__isnull", False), _connector="OR"
                                ),
                                name="result_released_with_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by__isnull", True),
                                    models.Q(("released_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="result_released_by_another",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_resultevent" ("created_at", "dated", "entered_by_id", "evidence", "id", "is_demo", "is_public", "kind", "link", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "released_at", "released_by_id", "summary", "title", "unit_id", "updated_at") VALUES (NEW."created_at", NEW."dated", NEW."entered_by_id", NEW."evidence", NEW."id", NEW."is_demo", NEW."is_public", NEW."kind", NEW."link", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_item_id", NEW."released_at", NEW."released_by_id", NEW."summary", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="17aeb84dbe11a3fb51328e27e229237783e47b4d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6510b",
                                    table="taskforce_result",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_resultevent" ("created_at", "dated", "entered_by_id", "evidence", "id", "is_demo", "is_public", "kind", "link", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "released_at", "released_by_id", "summary", "title", "unit_id", "updated_at") VALUES (NEW."created_at", NEW."dated", NEW."entered_by_id", NEW."evidence", NEW."id", NEW."is_demo", NEW."is_public", NEW."kind", NEW."link", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_item_id", NEW."released_at", NEW."released_by_id", NEW."summary", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="55e6748d0ef93b7e02eef57fed97bb033c1fc316",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bf017",
                                    table="taskforce_result",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_resultevent" ("created_at", "dated", "entered_by_id", "evidence", "id", "is_demo", "is_public", "kind", "link", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "released_at", "released_by_id", "summary", "title", "unit_id", "updated_at") VALUES (OLD."created_at", OLD."dated", OLD."entered_by_id", OLD."evidence", OLD."id", OLD."is_demo", OLD."is_public", OLD."kind", OLD."link", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_item_id", OLD."released_at", OLD."released_by_id", OLD."summary", OLD."title", OLD."unit_id", OLD."updated_at"); RETURN NULL;',
                                    hash="1acd504092f9eae2d65649611f95e4b47d0f67d3",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_37421",
                                    table="taskforce_result",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ResultEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("practice", "实践成果"),
                                    ("theory", "理论成果"),
                                    ("institution", "制度成果"),
                                    ("standard", "标准"),
                                    ("paper", "论文"),
                                    ("media", "媒体报道"),
                                    ("forum", "论坛活动"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=160, verbose_name="名称")),
                        ("dated", models.DateField(verbose_name="日期")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="文号或编号")),
                        ("summary", models.TextField(blank=True, verbose_name="摘要")),
                        ("evidence", models.CharField(blank=True, max_length=300, verbose_name="佐证")),
                        ("link", models.URLField(blank=True, verbose_name="网址")),
                        ("is_public", models.BooleanField(default=False, verbose_name="公开")),
                        ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="公开时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.result",
                            ),
                        ),
                        (
                            "plan_item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公开人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="6c65eeb89493c2279f1474fdd79c00e8e2b47fcd",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7d191",
                                    table="taskforce_resultevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleReporter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="报送机构",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reporters",
                                to="taskforce.reportrule",
                                verbose_name="报送规则",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报送机构",
                        "verbose_name_plural": "报送机构",
                        "ordering": ["rule", "body"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("rule", "body", "valid_from"), name="reporter_stated_once"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_rulereporterevent" ("body_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rule_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."rule_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="40f253d6cffc84c19b027dd1490457be9f1eb2c7",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b0234",
                                    table="taskforce_rulereporter",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_rulereporterevent" ("body_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rule_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."rule_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="e226fd8bf8c0e8ce183e6f24409ce725a60bab12",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_15581",
                                    table="taskforce_rulereporter",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_rulereporterevent" ("body_id", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "rule_id", "updated_at", "valid_from", "valid_to") VALUES (OLD."body_id", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."rule_id", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="1bc2f8a32f80a62728a9d204d9bcb822b76c208e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_e404e",
                                    table="taskforce_rulereporter",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleReporterEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "body",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="报送机构",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.rulereporter",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.reportrule",
                                verbose_name="报送规则",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="06fdaa831c9c280fd946f482589e101b4f35fdd1",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_38fd7",
                                    table="taskforce_rulereporterevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionNotice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("title", models.CharField(max_length=120, verbose_name="事项")),
                        ("text", models.TextField(verbose_name="要求")),
                        ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                        ("due_on", models.DateField(verbose_name="回复截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("issued", "已发出，待回复"),
                                    ("replied", "已回复，待核"),
                                    ("sent_back", "回复退回"),
                                    ("closed", "已办结"),
                                ],
                                default="issued",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("reply", models.TextField(blank=True, verbose_name="回复")),
                        ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="回复时间")),
                        ("verdict", models.TextField(blank=True, verbose_name="核定意见")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisions",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回复人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "督办单",
                        "verbose_name_plural": "督办单",
                        "ordering": ["-issued_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_by__isnull", True),
                                    models.Q(("closed_by", models.F("replied_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="supervision_closed_by_another",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_supervisionnoticeevent" ("closed_at", "closed_by_id", "created_at", "due_on", "id", "is_demo", "issued_at", "issued_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "replied_at", "replied_by_id", "reply", "state", "text", "title", "updated_at", "verdict") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."is_demo", NEW."issued_at", NEW."issued_by_id", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."replied_at", NEW."replied_by_id", NEW."reply", NEW."state", NEW."text", NEW."title", NEW."updated_at", NEW."verdict"); RETURN NULL;',
                                    hash="8aa5cae951dff4a062d6c0e63f6c5f6d0cec55b6",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_dfa3f",
                                    table="taskforce_supervisionnotice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_supervisionnoticeevent" ("closed_at", "closed_by_id", "created_at", "due_on", "id", "is_demo", "issued_at", "issued_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "replied_at", "replied_by_id", "reply", "state", "text", "title", "updated_at", "verdict") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."created_at", NEW."due_on", NEW."id", NEW."is_demo", NEW."issued_at", NEW."issued_by_id", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."replied_at", NEW."replied_by_id", NEW."reply", NEW."state", NEW."text", NEW."title", NEW."updated_at", NEW."verdict"); RETURN NULL;',
                                    hash="45275120e4715c1d08ec5a102624d5dcd464338f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bfd76",
                                    table="taskforce_supervisionnotice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_supervisionnoticeevent" ("closed_at", "closed_by_id", "created_at", "due_on", "id", "is_demo", "issued_at", "issued_by_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "replied_at", "replied_by_id", "reply", "state", "text", "title", "updated_at", "verdict") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."created_at", OLD."due_on", OLD."id", OLD."is_demo", OLD."issued_at", OLD."issued_by_id", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."replied_at", OLD."replied_by_id", OLD."reply", OLD."state", OLD."text", OLD."title", OLD."updated_at", OLD."verdict"); RETURN NULL;',
                                    hash="65946946fffd1be3f04a16790f04598aa7fb2642",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_cdfda",
                                    table="taskforce_supervisionnotice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupervisionNoticeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.CharField(max_length=40, verbose_name="编号")),
                        ("title", models.CharField(max_length=120, verbose_name="事项")),
                        ("text", models.TextField(verbose_name="要求")),
                        ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                        ("due_on", models.DateField(verbose_name="回复截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("issued", "已发出，待回复"),
                                    ("replied", "已回复，待核"),
                                    ("sent_back", "回复退回"),
                                    ("closed", "已办结"),
                                ],
                                default="issued",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("reply", models.TextField(blank=True, verbose_name="回复")),
                        ("replied_at", models.DateTimeField(blank=True, null=True, verbose_name="回复时间")),
                        ("verdict", models.TextField(blank=True, verbose_name="核定意见")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发出人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.supervisionnotice",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回复人",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="9d02a191bf775da6b4a687e80d67ebf3a6f3a34f",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_dd1ea",
                                    table="taskforce_supervisionnoticeevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        ("detail", models.TextField(blank=True, verbose_name="要求")),
                        (
                            "source_kind",
                            models.CharField(
                                choices=[
                                    ("plan", "方案任务"),
                                    ("meeting", "会议决定"),
                                    ("warning", "监测预警"),
                                    ("hazard", "隐患"),
                                    ("inspection", "检查"),
                                    ("silent_station", "监测点停传"),
                                    ("report", "报送"),
                                    ("supervision", "督办"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="来源",
                            ),
                        ),
                        ("source_key", models.CharField(blank=True, max_length=120, verbose_name="来源编号")),
                        (
                            "source_words",
                            models.CharField(blank=True, max_length=120, verbose_name="来源说明"),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="派发时间")),
                        ("first_due_on", models.DateField(verbose_name="原定期限")),
                        ("due_on", models.DateField(verbose_name="期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("outcome", models.TextField(blank=True, verbose_name="办理结果")),
                        ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="核验时间")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="归档或撤销时间"),
                        ),
                        (
                            "times_returned",
                            models.PositiveSmallIntegerField(default=0, verbose_name="退回次数"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "helper_posts",
                            models.ManyToManyField(
                                blank=True,
                                related_name="helped_tasks",
                                to="taskforce.post",
                                verbose_name="协办岗位",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="派发人",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "plan_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核验人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务",
                        "verbose_name_plural": "任务",
                        "ordering": ["due_on", "pk"],
                        "indexes": [
                            models.Index(fields=["owner_post", "state", "due_on"], name="task_of_post"),
                            models.Index(fields=["state", "due_on"], name="task_by_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("source_key", ""), _negated=True),
                                fields=("source_kind", "source_key"),
                                name="task_opened_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by__isnull", True),
                                    models.Q(("verified_by", models.F("done_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_verified_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["verified", "closed"]), _negated=True),
                                    models.Q(("verified_by__isnull", False), ("done_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="task_verified_before_closed",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_taskevent" ("accepted_at", "created_at", "detail", "done_at", "done_by_id", "due_on", "ended_at", "first_due_on", "id", "is_demo", "opened_at", "opened_by_id", "outcome", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "source_key", "source_kind", "source_words", "state", "times_returned", "title", "updated_at", "verified_at", "verified_by_id") VALUES (NEW."accepted_at", NEW."created_at", NEW."detail", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."ended_at", NEW."first_due_on", NEW."id", NEW."is_demo", NEW."opened_at", NEW."opened_by_id", NEW."outcome", NEW."owner_post_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_item_id", NEW."source_key", NEW."source_kind", NEW."source_words", NEW."state", NEW."times_returned", NEW."title", NEW."updated_at", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;',
                                    hash="ceb25864a612896c31b2d4e44191a565ac31a24d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e11df",
                                    table="taskforce_task",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_taskevent" ("accepted_at", "created_at", "detail", "done_at", "done_by_id", "due_on", "ended_at", "first_due_on", "id", "is_demo", "opened_at", "opened_by_id", "outcome", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "source_key", "source_kind", "source_words", "state", "times_returned", "title", "updated_at", "verified_at", "verified_by_id") VALUES (NEW."accepted_at", NEW."created_at", NEW."detail", NEW."done_at", NEW."done_by_id", NEW."due_on", NEW."ended_at", NEW."first_due_on", NEW."id", NEW."is_demo", NEW."opened_at", NEW."opened_by_id", NEW."outcome", NEW."owner_post_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_item_id", NEW."source_key", NEW."source_kind", NEW."source_words", NEW."state", NEW."times_returned", NEW."title", NEW."updated_at", NEW."verified_at", NEW."verified_by_id"); RETURN NULL;',
                                    hash="2b02aa69c90ea579336258003711e7f2ae724dfa",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4b410",
                                    table="taskforce_task",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_taskevent" ("accepted_at", "created_at", "detail", "done_at", "done_by_id", "due_on", "ended_at", "first_due_on", "id", "is_demo", "opened_at", "opened_by_id", "outcome", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_item_id", "source_key", "source_kind", "source_words", "state", "times_returned", "title", "updated_at", "verified_at", "verified_by_id") VALUES (OLD."accepted_at", OLD."created_at", OLD."detail", OLD."done_at", OLD."done_by_id", OLD."due_on", OLD."ended_at", OLD."first_due_on", OLD."id", OLD."is_demo", OLD."opened_at", OLD."opened_by_id", OLD."outcome", OLD."owner_post_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_item_id", OLD."source_key", OLD."source_kind", OLD."source_words", OLD."state", OLD."times_returned", OLD."title", OLD."updated_at", OLD."verified_at", OLD."verified_by_id"); RETURN NULL;',
                                    hash="772b1fea8ef1e787dfd2f22ed1f3944168c012b9",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ab64b",
                                    table="taskforce_task",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "派发"),
                                    ("moved", "状态变更"),
                                    ("comment", "留言"),
                                    ("extension", "延期"),
                                    ("reassigned", "改派"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="原状态",
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="新状态",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="内容")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="以何岗位",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任务记事",
                        "verbose_name_plural": "任务记事",
                        "ordering": ["at", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f483fe2b0ce3367060f216417ecdfe894f7a67c2",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_5cee6",
                                    table="taskforce_taskentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_taskentryevent" ("at", "by_id", "from_state", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "task_id", "text", "to_state") VALUES (NEW."at", NEW."by_id", NEW."from_state", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."post_id", NEW."task_id", NEW."text", NEW."to_state"); RETURN NULL;',
                                    hash="2a2aee56f6ce6a8ce9ac6eb883eb7348ddde6fc9",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_92b5a",
                                    table="taskforce_taskentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_taskentryevent" ("at", "by_id", "from_state", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "task_id", "text", "to_state") VALUES (NEW."at", NEW."by_id", NEW."from_state", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."task_id", NEW."text", NEW."to_state"); RETURN NULL;',
                                    hash="9bf43e6c51c74666da9fae163181aee48a2a9c55",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bf7ba",
                                    table="taskforce_taskentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_taskentryevent" ("at", "by_id", "from_state", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "task_id", "text", "to_state") VALUES (OLD."at", OLD."by_id", OLD."from_state", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."task_id", OLD."text", OLD."to_state"); RETURN NULL;',
                                    hash="1325e99b76fcb599641e7c23aaadf8b0068397d7",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_40e0f",
                                    table="taskforce_taskentry",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskEntryEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "派发"),
                                    ("moved", "状态变更"),
                                    ("comment", "留言"),
                                    ("extension", "延期"),
                                    ("reassigned", "改派"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "from_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="原状态",
                            ),
                        ),
                        (
                            "to_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                max_length=10,
                                verbose_name="新状态",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="内容")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谁",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.taskentry",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="以何岗位",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="9316ed03419a88db234c81a3d815ea8c7fac1528",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_951d3",
                                    table="taskforce_taskentryevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TaskEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        ("detail", models.TextField(blank=True, verbose_name="要求")),
                        (
                            "source_kind",
                            models.CharField(
                                choices=[
                                    ("plan", "方案任务"),
                                    ("meeting", "会议决定"),
                                    ("warning", "监测预警"),
                                    ("hazard", "隐患"),
                                    ("inspection", "检查"),
                                    ("silent_station", "监测点停传"),
                                    ("report", "报送"),
                                    ("supervision", "督办"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="来源",
                            ),
                        ),
                        ("source_key", models.CharField(blank=True, max_length=120, verbose_name="来源编号")),
                        (
                            "source_words",
                            models.CharField(blank=True, max_length=120, verbose_name="来源说明"),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="派发时间")),
                        ("first_due_on", models.DateField(verbose_name="原定期限")),
                        ("due_on", models.DateField(verbose_name="期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已办结，待核验"),
                                    ("verified", "已核验，待归档"),
                                    ("closed", "已归档"),
                                    ("cancelled", "已撤销"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="签收时间")),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                        ("outcome", models.TextField(blank=True, verbose_name="办理结果")),
                        ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="核验时间")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="归档或撤销时间"),
                        ),
                        (
                            "times_returned",
                            models.PositiveSmallIntegerField(default=0, verbose_name="退回次数"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办结人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="派发人",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.task",
                            ),
                        ),
                        (
                            "plan_item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核验人",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="bf7c583f5d89b1453e6aea4de0c81fc6498c484b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d746c",
                                    table="taskforce_taskevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=60, unique=True, verbose_name="编码")),
                        ("wording", models.TextField(verbose_name="职责")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duties",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位职责",
                        "verbose_name_plural": "单位职责",
                        "ordering": ["sort_key", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="unitduty_dates_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_unitdutyevent" ("clause", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "unit_id", "updated_at", "valid_from", "valid_to", "wording") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sort_key", NEW."source", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."wording"); RETURN NULL;',
                                    hash="d124b57349cb01f8a62888e24780b0a307824828",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_cfdda",
                                    table="taskforce_unitduty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_unitdutyevent" ("clause", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "unit_id", "updated_at", "valid_from", "valid_to", "wording") VALUES (NEW."clause", NEW."code", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sort_key", NEW."source", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to", NEW."wording"); RETURN NULL;',
                                    hash="75b94f82f2b85073d6b23a74d245cd9dafa266c5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_13435",
                                    table="taskforce_unitduty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_unitdutyevent" ("clause", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sort_key", "source", "unit_id", "updated_at", "valid_from", "valid_to", "wording") VALUES (OLD."clause", OLD."code", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sort_key", OLD."source", OLD."unit_id", OLD."updated_at", OLD."valid_from", OLD."valid_to", OLD."wording"); RETURN NULL;',
                                    hash="05cf645773cea48df00084da6561561d560aef0e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_4fc1b",
                                    table="taskforce_unitduty",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitDutyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=60, verbose_name="编码")),
                        ("wording", models.TextField(verbose_name="职责")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("sort_key", models.CharField(blank=True, max_length=40, verbose_name="排序")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.unitduty",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="93481d2c40ee0059f45c52b382e873ef3a0eb344",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_09a45",
                                    table="taskforce_unitdutyevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkdayChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("day", models.DateField(unique=True, verbose_name="日期")),
                        (
                            "is_workday",
                            models.BooleanField(
                                help_text="选中表示上班（调休补班），不选表示放假。", verbose_name="上班"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=80, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                    ],
                    options={
                        "verbose_name": "工作日调整",
                        "verbose_name_plural": "工作日调整",
                        "ordering": ["-day"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_workdaychangeevent" ("created_at", "day", "id", "is_workday", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."created_at", NEW."day", NEW."id", NEW."is_workday", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                                    hash="1863704c4780d5d1bb0595656033324af4a486b0",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_53081",
                                    table="taskforce_workdaychange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_workdaychangeevent" ("created_at", "day", "id", "is_workday", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (NEW."created_at", NEW."day", NEW."id", NEW."is_workday", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."source", NEW."updated_at"); RETURN NULL;',
                                    hash="924d7f2e8ffc0ddeca9352c4e55f88d70a9cb348",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_88ad3",
                                    table="taskforce_workdaychange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_workdaychangeevent" ("created_at", "day", "id", "is_workday", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "updated_at") VALUES (OLD."created_at", OLD."day", OLD."id", OLD."is_workday", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."source", OLD."updated_at"); RETURN NULL;',
                                    hash="54d0c6036e05c4b248e3aa98f92fc17cf1fb3bc7",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_03e07",
                                    table="taskforce_workdaychange",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkdayChangeEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("day", models.DateField(verbose_name="日期")),
                        (
                            "is_workday",
                            models.BooleanField(
                                help_text="选中表示上班（调休补班），不选表示放假。", verbose_name="上班"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=80, verbose_name="说明")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.workdaychange",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f87f2e40ca527e092273c52fc86e2f553231a8b4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_419cc",
                                    table="taskforce_workdaychangeevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("title", models.CharField(max_length=120, verbose_name="议题")),
                        ("detail", models.TextField(blank=True, verbose_name="说明")),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        ("is_withdrawn", models.BooleanField(default=False, verbose_name="已撤回")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议题",
                        "verbose_name_plural": "议题",
                        "ordering": ["order", "pk"],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_agendaitemevent" ("created_at", "detail", "id", "is_withdrawn", "meeting_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "title", "unit_id", "updated_at") VALUES (NEW."created_at", NEW."detail", NEW."id", NEW."is_withdrawn", NEW."meeting_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_by_id", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="f96a0f30dcc9de466bd18c9481aacf0f4253c6d7",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_81290",
                                    table="taskforce_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_agendaitemevent" ("created_at", "detail", "id", "is_withdrawn", "meeting_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "title", "unit_id", "updated_at") VALUES (NEW."created_at", NEW."detail", NEW."id", NEW."is_withdrawn", NEW."meeting_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_by_id", NEW."title", NEW."unit_id", NEW."updated_at"); RETURN NULL;',
                                    hash="c27e4d62f80ac5558fa4bfcd00208b7c58bf0231",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9d2af",
                                    table="taskforce_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_agendaitemevent" ("created_at", "detail", "id", "is_withdrawn", "meeting_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_by_id", "title", "unit_id", "updated_at") VALUES (OLD."created_at", OLD."detail", OLD."id", OLD."is_withdrawn", OLD."meeting_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_by_id", OLD."title", OLD."unit_id", OLD."updated_at"); RETURN NULL;',
                                    hash="5e85b1aa444ef77a92bcfe27834e8736614a3f56",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_6bcec",
                                    table="taskforce_agendaitem",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟定指标"),
                                    ("self", "单位自评"),
                                    ("review", "办公室审核"),
                                    ("published", "已内部公布"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("self_due_on", models.DateField(blank=True, null=True, verbose_name="自评截止")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公布时间"),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度考核",
                        "verbose_name_plural": "年度考核",
                        "ordering": ["-year"],
                        "constraints": [
                            models.UniqueConstraint(fields=("year", "is_demo"), name="assessment_once_a_year")
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="frozen_once_published",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.state = 'published')",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="2b10300b50e27dd2247f2c61056c15c0185f6b42",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_frozen_once_published_25682",
                                    table="taskforce_assessment",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentevent" ("created_at", "document", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "self_due_on", "state", "title", "updated_at", "year") VALUES (NEW."created_at", NEW."document", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."self_due_on", NEW."state", NEW."title", NEW."updated_at", NEW."year"); RETURN NULL;',
                                    hash="ee197d10b747fd9527fc9d4d172252f276fd61b3",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3fab0",
                                    table="taskforce_assessment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_assessmentevent" ("created_at", "document", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "self_due_on", "state", "title", "updated_at", "year") VALUES (NEW."created_at", NEW."document", NEW."id", NEW."is_demo", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_at", NEW."published_by_id", NEW."self_due_on", NEW."state", NEW."title", NEW."updated_at", NEW."year"); RETURN NULL;',
                                    hash="4630367c4fd8d136e4487546e7594189d05a64cb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_03a64",
                                    table="taskforce_assessment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentevent" ("created_at", "document", "id", "is_demo", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "published_by_id", "self_due_on", "state", "title", "updated_at", "year") VALUES (OLD."created_at", OLD."document", OLD."id", OLD."is_demo", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_at", OLD."published_by_id", OLD."self_due_on", OLD."state", OLD."title", OLD."updated_at", OLD."year"); RETURN NULL;',
                                    hash="1952986b17bf2115d3f2782a050b96de940670b6",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_6642f",
                                    table="taskforce_assessment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "拟定指标"),
                                    ("self", "单位自评"),
                                    ("review", "办公室审核"),
                                    ("published", "已内部公布"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("self_due_on", models.DateField(blank=True, null=True, verbose_name="自评截止")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公布时间"),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.assessment",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公布人",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="93fd4fea1d7d5c20b7162e69a62474a50b1f5cfe",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_4f0df",
                                    table="taskforce_assessmentevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentIndicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=40, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="指标")),
                        ("weight", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="分值")),
                        (
                            "method",
                            models.CharField(
                                choices=[("computed", "平台计算"), ("entered", "评分，写明理由")],
                                max_length=8,
                                verbose_name="计分方式",
                            ),
                        ),
                        ("rule", models.CharField(blank=True, max_length=300, verbose_name="评分办法")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="default",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="taskforce.assessment",
                                verbose_name="年度考核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核指标",
                        "verbose_name_plural": "考核指标",
                        "ordering": ["order", "code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "code"), name="assessmentindicator_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gt", 0)),
                                name="assessmentindicator_weight_positive",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="frozen_once_published",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'INSERT' AND (SELECT state FROM taskforce_assessment WHERE id = OLD.assessment_id) = 'published' THEN\n                RAISE EXCEPTION 'a published assessment does not change';\n            END IF;\n            IF TG_OP <> 'DELETE' AND (SELECT state FROM taskforce_assessment WHERE id = NEW.assessment_id) = 'published' THEN\n                RAISE EXCEPTION 'a published assessment does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="21fff2330a96d9d42edea060d0175e8b9548babc",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_frozen_once_published_bb71e",
                                    table="taskforce_assessmentindicator",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentindicatorevent" ("assessment_id", "code", "created_at", "id", "method", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "standing", "title", "updated_at", "weight") VALUES (NEW."assessment_id", NEW."code", NEW."created_at", NEW."id", NEW."method", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rule", NEW."standing", NEW."title", NEW."updated_at", NEW."weight"); RETURN NULL;',
                                    hash="372a86df52c82c1ad1d910b63159d81ab9f943ac",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_145f1",
                                    table="taskforce_assessmentindicator",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_assessmentindicatorevent" ("assessment_id", "code", "created_at", "id", "method", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "standing", "title", "updated_at", "weight") VALUES (NEW."assessment_id", NEW."code", NEW."created_at", NEW."id", NEW."method", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rule", NEW."standing", NEW."title", NEW."updated_at", NEW."weight"); RETURN NULL;',
                                    hash="9adeb097795cc15fd806f0282a5abaaa8e809eca",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5cffd",
                                    table="taskforce_assessmentindicator",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentindicatorevent" ("assessment_id", "code", "created_at", "id", "method", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "standing", "title", "updated_at", "weight") VALUES (OLD."assessment_id", OLD."code", OLD."created_at", OLD."id", OLD."method", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rule", OLD."standing", OLD."title", OLD."updated_at", OLD."weight"); RETURN NULL;',
                                    hash="68d5c94096c4f70e94cc52e2bee482f00ad789ff",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_089be",
                                    table="taskforce_assessmentindicator",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentIndicatorEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="指标")),
                        ("weight", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="分值")),
                        (
                            "method",
                            models.CharField(
                                choices=[("computed", "平台计算"), ("entered", "评分，写明理由")],
                                max_length=8,
                                verbose_name="计分方式",
                            ),
                        ),
                        ("rule", models.CharField(blank=True, max_length=300, verbose_name="评分办法")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="default",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        (
                            "assessment",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.assessment",
                                verbose_name="年度考核",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.assessmentindicator",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="043df78f6bf5efb6abab786f2083ea76c8ed7e81",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8edac",
                                    table="taskforce_assessmentindicatorevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentScore",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "computed",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="平台计算"
                            ),
                        ),
                        ("workings", models.JSONField(blank=True, default=dict, verbose_name="计算过程")),
                        (
                            "self_score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="自评分"
                            ),
                        ),
                        ("self_reason", models.TextField(blank=True, verbose_name="自评说明")),
                        (
                            "office_score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="核定分"
                            ),
                        ),
                        ("office_reason", models.TextField(blank=True, verbose_name="核定理由")),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scores",
                                to="taskforce.assessmentindicator",
                                verbose_name="考核指标",
                            ),
                        ),
                        (
                            "office_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "self_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="自评人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessment_scores",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核得分",
                        "verbose_name_plural": "考核得分",
                        "ordering": ["unit", "indicator"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "unit"), name="assessmentscore_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("office_by__isnull", True),
                                    ("self_by__isnull", True),
                                    models.Q(("office_by", models.F("self_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessmentscore_reviewed_by_another",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="frozen_once_published",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'INSERT' AND (SELECT state FROM taskforce_assessment WHERE id = (SELECT assessment_id FROM taskforce_assessmentindicator WHERE id = OLD.indicator_id)) = 'published' THEN\n                RAISE EXCEPTION 'a published assessment does not change';\n            END IF;\n            IF TG_OP <> 'DELETE' AND (SELECT state FROM taskforce_assessment WHERE id = (SELECT assessment_id FROM taskforce_assessmentindicator WHERE id = NEW.indicator_id)) = 'published' THEN\n                RAISE EXCEPTION 'a published assessment does not change';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="effa7235409b43b70c8a0830d8c5895fb3f3d9a1",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_frozen_once_published_ac5db",
                                    table="taskforce_assessmentscore",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentscoreevent" ("computed", "created_at", "id", "indicator_id", "office_by_id", "office_reason", "office_score", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "self_by_id", "self_reason", "self_score", "unit_id", "updated_at", "workings") VALUES (NEW."computed", NEW."created_at", NEW."id", NEW."indicator_id", NEW."office_by_id", NEW."office_reason", NEW."office_score", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."self_by_id", NEW."self_reason", NEW."self_score", NEW."unit_id", NEW."updated_at", NEW."workings"); RETURN NULL;',
                                    hash="cd47c9cc670700ca7748aeabb22056d3474f02c9",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_723d7",
                                    table="taskforce_assessmentscore",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_assessmentscoreevent" ("computed", "created_at", "id", "indicator_id", "office_by_id", "office_reason", "office_score", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "self_by_id", "self_reason", "self_score", "unit_id", "updated_at", "workings") VALUES (NEW."computed", NEW."created_at", NEW."id", NEW."indicator_id", NEW."office_by_id", NEW."office_reason", NEW."office_score", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."self_by_id", NEW."self_reason", NEW."self_score", NEW."unit_id", NEW."updated_at", NEW."workings"); RETURN NULL;',
                                    hash="e87a480eef7aee7bf7f2d2c9b80304a3cb39f413",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_1d9d3",
                                    table="taskforce_assessmentscore",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assessmentscoreevent" ("computed", "created_at", "id", "indicator_id", "office_by_id", "office_reason", "office_score", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "self_by_id", "self_reason", "self_score", "unit_id", "updated_at", "workings") VALUES (OLD."computed", OLD."created_at", OLD."id", OLD."indicator_id", OLD."office_by_id", OLD."office_reason", OLD."office_score", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."self_by_id", OLD."self_reason", OLD."self_score", OLD."unit_id", OLD."updated_at", OLD."workings"); RETURN NULL;',
                                    hash="f39728d948ebad15f950097a918708e83bac823e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_dc1f4",
                                    table="taskforce_assessmentscore",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentScoreEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "computed",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="平台计算"
                            ),
                        ),
                        ("workings", models.JSONField(blank=True, default=dict, verbose_name="计算过程")),
                        (
                            "self_score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="自评分"
                            ),
                        ),
                        ("self_reason", models.TextField(blank=True, verbose_name="自评说明")),
                        (
                            "office_score",
                            models.DecimalField(
                                blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="核定分"
                            ),
                        ),
                        ("office_reason", models.TextField(blank=True, verbose_name="核定理由")),
                        (
                            "indicator",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.assessmentindicator",
                                verbose_name="考核指标",
                            ),
                        ),
                        (
                            "office_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.assessmentscore",
                            ),
                        ),
                        (
                            "self_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="自评人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="b4b65c3936577544e7726e5ea6d93806ba1b1e73",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_ee39c",
                                    table="taskforce_assessmentscoreevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=120, unique=True, verbose_name="编码")),
                        (
                            "share",
                            models.CharField(
                                choices=[("lead", "牵头"), ("joint", "共同"), ("support", "配合")],
                                max_length=8,
                                verbose_name="角色",
                            ),
                        ),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "责任分工",
                        "verbose_name_plural": "责任分工",
                        "ordering": ["item", "share", "unit"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="assignment_dates_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assignmentevent" ("basis", "code", "created_at", "document", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."basis", NEW."code", NEW."created_at", NEW."document", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."share", NEW."standing", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="742b491f094337e474dd7e3419ed536d8c30cfc1",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6e4d6",
                                    table="taskforce_assignment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_assignmentevent" ("basis", "code", "created_at", "document", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."basis", NEW."code", NEW."created_at", NEW."document", NEW."id", NEW."item_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."share", NEW."standing", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="201c05a42ac820339dcba2f4cec8de8b3054a835",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a5f30",
                                    table="taskforce_assignment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_assignmentevent" ("basis", "code", "created_at", "document", "id", "item_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "share", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (OLD."basis", OLD."code", OLD."created_at", OLD."document", OLD."id", OLD."item_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."share", OLD."standing", OLD."unit_id", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="fe31c7ddbddcbfc08bdae0bfac3fec3879661f96",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_640e9",
                                    table="taskforce_assignment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=120, verbose_name="编码")),
                        (
                            "share",
                            models.CharField(
                                choices=[("lead", "牵头"), ("joint", "共同"), ("support", "配合")],
                                max_length=8,
                                verbose_name="角色",
                            ),
                        ),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.assignment",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.planitem",
                                verbose_name="方案任务",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="659326ae7889413ee409dc652bb25e9367153ab9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_b50c4",
                                    table="taskforce_assignmentevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "owner_kind",
                            models.CharField(
                                choices=[
                                    ("task", "任务"),
                                    ("meeting", "会议"),
                                    ("result", "成果"),
                                    ("pilot", "试点"),
                                    ("report", "报送"),
                                    ("supervision", "督办"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("owner_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("stored_as", models.CharField(editable=False, max_length=120)),
                        ("sha256", models.CharField(max_length=64, verbose_name="指纹")),
                        ("size", models.PositiveIntegerField(verbose_name="字节")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["owner_kind", "owner_id"], name="attachment_of_owner")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner_kind", "owner_id", "sha256", "name"),
                                name="attachment_kept_once",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_attachmentevent" ("by_id", "created_at", "id", "media_type", "name", "owner_id", "owner_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as") VALUES (NEW."by_id", NEW."created_at", NEW."id", NEW."media_type", NEW."name", NEW."owner_id", NEW."owner_kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size", NEW."stored_as"); RETURN NULL;',
                                    hash="ce5bea5a6849e3ef47c1517c9167fcab0c40656b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8c769",
                                    table="taskforce_attachment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_attachmentevent" ("by_id", "created_at", "id", "media_type", "name", "owner_id", "owner_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as") VALUES (NEW."by_id", NEW."created_at", NEW."id", NEW."media_type", NEW."name", NEW."owner_id", NEW."owner_kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size", NEW."stored_as"); RETURN NULL;',
                                    hash="68beed4eba418b3f603f07219ec1fe8e4b33feb1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_74d52",
                                    table="taskforce_attachment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_attachmentevent" ("by_id", "created_at", "id", "media_type", "name", "owner_id", "owner_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "stored_as") VALUES (OLD."by_id", OLD."created_at", OLD."id", OLD."media_type", OLD."name", OLD."owner_id", OLD."owner_kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."size", OLD."stored_as"); RETURN NULL;',
                                    hash="da637eb87fe87b0fe848d426552a0d46f9400789",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2d518",
                                    table="taskforce_attachment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttachmentEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "owner_kind",
                            models.CharField(
                                choices=[
                                    ("task", "任务"),
                                    ("meeting", "会议"),
                                    ("result", "成果"),
                                    ("pilot", "试点"),
                                    ("report", "报送"),
                                    ("supervision", "督办"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("owner_id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("stored_as", models.CharField(editable=False, max_length=120)),
                        ("sha256", models.CharField(max_length=64, verbose_name="指纹")),
                        ("size", models.PositiveIntegerField(verbose_name="字节")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                        (
                            "by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.attachment",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1d79221aacc7b2b5e0063a48185ffb592c231659",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_52ca2",
                                    table="taskforce_attachmentevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BodyUnit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(max_length=80, unique=True, verbose_name="编码")),
                        (
                            "share",
                            models.CharField(
                                choices=[("lead", "牵头"), ("joint", "共同"), ("support", "配合")],
                                max_length=8,
                                verbose_name="角色",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="body_units",
                                to="accounts.unit",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bodies",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "reports_through",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "机构的成员单位",
                        "verbose_name_plural": "机构的成员单位",
                        "ordering": ["body", "share", "unit"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gt", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="bodyunit_dates_in_order",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_bodyunitevent" ("body_id", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports_through_id", "share", "source", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."code", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reports_through_id", NEW."share", NEW."source", NEW."standing", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="d5b5dd7c9ada188bd4f6fa72166e926b7fa7c316",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c2933",
                                    table="taskforce_bodyunit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_bodyunitevent" ("body_id", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports_through_id", "share", "source", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (NEW."body_id", NEW."code", NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reports_through_id", NEW."share", NEW."source", NEW."standing", NEW."unit_id", NEW."updated_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                                    hash="cb28b71d06d910d845af67665558b2ecc145af86",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9af89",
                                    table="taskforce_bodyunit",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_bodyunitevent" ("body_id", "code", "created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reports_through_id", "share", "source", "standing", "unit_id", "updated_at", "valid_from", "valid_to") VALUES (OLD."body_id", OLD."code", OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reports_through_id", OLD."share", OLD."source", OLD."standing", OLD."unit_id", OLD."updated_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                                    hash="79b7ba860fca2a25b7910dd6671252632b38ca7d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_490e2",
                                    table="taskforce_bodyunit",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BodyUnitEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=80, verbose_name="编码")),
                        (
                            "share",
                            models.CharField(
                                choices=[("lead", "牵头"), ("joint", "共同"), ("support", "配合")],
                                max_length=8,
                                verbose_name="角色",
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        (
                            "body",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="机构",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.bodyunit",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "reports_through",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="报送岗位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="a059930a9f155a4d884645ec4953f5f29d058ab7",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_08683",
                                    table="taskforce_bodyunitevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(verbose_name="生成时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                        (
                            "last_used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="最近使用"),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="calendar_token",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "日历订阅",
                        "verbose_name_plural": "日历订阅",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_calendartokenevent" ("created_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "updated_at", "user_id") VALUES (NEW."created_at", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revoked_at", NEW."updated_at", NEW."user_id"); RETURN NULL;',
                                    hash="a94bfc3b67bd62aca3c42e7180bc39a4d1169974",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_04fd4",
                                    table="taskforce_calendartoken",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))',
                                    func='INSERT INTO "taskforce_calendartokenevent" ("created_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "updated_at", "user_id") VALUES (NEW."created_at", NEW."id", NEW."made_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revoked_at", NEW."updated_at", NEW."user_id"); RETURN NULL;',
                                    hash="060743d858da475e3dd10b70ce817c35f8924ae5",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_c31d0",
                                    table="taskforce_calendartoken",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_calendartokenevent" ("created_at", "id", "made_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "updated_at", "user_id") VALUES (OLD."created_at", OLD."id", OLD."made_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revoked_at", OLD."updated_at", OLD."user_id"); RETURN NULL;',
                                    hash="31e0d423aee401f25c91d3e9a02a2051d3cecacb",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_dd34c",
                                    table="taskforce_calendartoken",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarTokenEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("made_at", models.DateTimeField(verbose_name="生成时间")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.calendartoken",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="474aad1dd3d7858041fb1ed4f742d587ed566f3a",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_905f7",
                                    table="taskforce_calendartokenevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("note", "记录"), ("decision", "决定"), ("task", "任务")],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="内容")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                        ("carried_out_on", models.DateField(blank=True, null=True, verbose_name="落实日期")),
                        (
                            "carried_out_note",
                            models.CharField(blank=True, max_length=200, verbose_name="落实情况"),
                        ),
                        (
                            "agenda_item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="taskforce.agendaitem",
                                verbose_name="议题",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="followed_by",
                                to="taskforce.decision",
                                verbose_name="跟进哪项决定",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议决定",
                        "verbose_name_plural": "会议决定",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "task"), _negated=True),
                                    models.Q(("owner_post__isnull", False), ("due_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="decision_task_has_owner_and_date",
                            ),
                            models.UniqueConstraint(
                                fields=("meeting", "follows"), name="decision_followed_once_a_meeting"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="wording_fixed",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n                    IF TG_OP = 'DELETE' OR NEW.text IS DISTINCT FROM OLD.text OR NEW.kind IS DISTINCT FROM OLD.kind\n                       OR NEW.meeting_id IS DISTINCT FROM OLD.meeting_id\n                       OR NEW.owner_post_id IS DISTINCT FROM OLD.owner_post_id\n                       OR NEW.due_on IS DISTINCT FROM OLD.due_on\n                       OR NEW.follows_id IS DISTINCT FROM OLD.follows_id\n                       OR NEW.reason IS DISTINCT FROM OLD.reason THEN\n                        RAISE EXCEPTION 'a decision does not change: a correction is a line of its own';\n                    END IF;\n                    RETURN NEW;\n                ",
                                    hash="e105480f7d4489c5f68d593e012d4686c0ac947c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_wording_fixed_7df70",
                                    table="taskforce_decision",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_decisionevent" ("agenda_item_id", "carried_out_note", "carried_out_on", "created_at", "due_on", "follows_id", "id", "kind", "meeting_id", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id", "text", "updated_at") VALUES (NEW."agenda_item_id", NEW."carried_out_note", NEW."carried_out_on", NEW."created_at", NEW."due_on", NEW."follows_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."owner_post_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."task_id", NEW."text", NEW."updated_at"); RETURN NULL;',
                                    hash="c85f272ec8559508120bc91afcae056b2ee66926",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_44b20",
                                    table="taskforce_decision",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_decisionevent" ("agenda_item_id", "carried_out_note", "carried_out_on", "created_at", "due_on", "follows_id", "id", "kind", "meeting_id", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id", "text", "updated_at") VALUES (NEW."agenda_item_id", NEW."carried_out_note", NEW."carried_out_on", NEW."created_at", NEW."due_on", NEW."follows_id", NEW."id", NEW."kind", NEW."meeting_id", NEW."owner_post_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."task_id", NEW."text", NEW."updated_at"); RETURN NULL;',
                                    hash="322808e4ffc50124b726076222d916b13da6c4bc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7ceb5",
                                    table="taskforce_decision",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_decisionevent" ("agenda_item_id", "carried_out_note", "carried_out_on", "created_at", "due_on", "follows_id", "id", "kind", "meeting_id", "owner_post_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id", "text", "updated_at") VALUES (OLD."agenda_item_id", OLD."carried_out_note", OLD."carried_out_on", OLD."created_at", OLD."due_on", OLD."follows_id", OLD."id", OLD."kind", OLD."meeting_id", OLD."owner_post_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."task_id", OLD."text", OLD."updated_at"); RETURN NULL;',
                                    hash="52f19e5079db5dc5b734a03fd7e8f369b8c77c03",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_9ae50",
                                    table="taskforce_decision",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="申请延至")),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        ("granted", models.BooleanField(blank=True, null=True, verbose_name="批准")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                        ("decision_reason", models.TextField(blank=True, verbose_name="批复意见")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extensions",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "延期申请",
                        "verbose_name_plural": "延期申请",
                        "ordering": ["-asked_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="extension_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("granted__isnull", True), ("decided_by__isnull", False), _connector="OR"
                                ),
                                name="extension_decided_by_somebody",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("granted__isnull", True)),
                                fields=("task",),
                                name="extension_one_pending",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_extensionevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "granted", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."due_on", NEW."granted", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."task_id"); RETURN NULL;',
                                    hash="d9958096ede942dcdfb51930ac17210be84cbbd8",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_24546",
                                    table="taskforce_extension",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "taskforce_extensionevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "granted", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id") VALUES (NEW."asked_at", NEW."asked_by_id", NEW."decided_at", NEW."decided_by_id", NEW."decision_reason", NEW."due_on", NEW."granted", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."task_id"); RETURN NULL;',
                                    hash="b56115b46055f115bdf07b4a8fa9b55f7b839803",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9f1a9",
                                    table="taskforce_extension",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "taskforce_extensionevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "decision_reason", "due_on", "granted", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "task_id") VALUES (OLD."asked_at", OLD."asked_by_id", OLD."decided_at", OLD."decided_by_id", OLD."decision_reason", OLD."due_on", OLD."granted", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason", OLD."task_id"); RETURN NULL;',
                                    hash="494143d065409dd8c1b0ed5d3934d573673ab986",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_646c4",
                                    table="taskforce_extension",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExtensionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("due_on", models.DateField(verbose_name="申请延至")),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        ("granted", models.BooleanField(blank=True, null=True, verbose_name="批准")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                        ("decision_reason", models.TextField(blank=True, verbose_name="批复意见")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.extension",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="269944b70e7d4b270c12d064f90d54d2d8b3f4c0",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_fe626",
                                    table="taskforce_extensionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("note", "记录"), ("decision", "决定"), ("task", "任务")],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="内容")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                        ("carried_out_on", models.DateField(blank=True, null=True, verbose_name="落实日期")),
                        (
                            "carried_out_note",
                            models.CharField(blank=True, max_length=200, verbose_name="落实情况"),
                        ),
                        (
                            "agenda_item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.agendaitem",
                                verbose_name="议题",
                            ),
                        ),
                        (
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.decision",
                                verbose_name="跟进哪项决定",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.decision",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "owner_post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="责任岗位",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.task",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="dcffef23a1a84e443e2301349a896c04615e0e87",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6429a",
                                    table="taskforce_decisionevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AttendanceEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="通知时间")),
                        ("attended", models.BooleanField(blank=True, null=True, verbose_name="到会")),
                        ("stand_in", models.CharField(blank=True, max_length=40, verbose_name="代会人")),
                        ("note", models.CharField(blank=True, max_length=120, verbose_name="说明")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.attendance",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="f7440b8f1fda70e5ed364d5a26da86cbf75e6670",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e766b",
                                    table="taskforce_attendanceevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("title", models.CharField(max_length=120, verbose_name="议题")),
                        ("detail", models.TextField(blank=True, verbose_name="说明")),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        ("is_withdrawn", models.BooleanField(default=False, verbose_name="已撤回")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.agendaitem",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="提出单位",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="39c2741df6f8592edac8e8b42ef019bbbed9363c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_83d20",
                                    table="taskforce_agendaitemevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        ("starts_at", models.DateTimeField(verbose_name="时间")),
                        ("place", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                        ("agenda_until", models.DateField(blank=True, null=True, verbose_name="议题截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "筹备中"),
                                    ("invited", "已通知"),
                                    ("held", "已召开，待纪要"),
                                    ("minuted", "纪要已定"),
                                    ("cancelled", "已取消"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("minutes", models.TextField(blank=True, verbose_name="纪要")),
                        ("minuted_at", models.DateTimeField(blank=True, null=True, verbose_name="纪要定稿")),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="取消理由"),
                        ),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "minuted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="定稿人",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.meeting",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.meetingseries",
                                verbose_name="会议制度",
                            ),
                        ),
                        (
                            "chair_post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="主持",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="ebf99682ec368a611022dd60940324c88d8968bd",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a9116",
                                    table="taskforce_meetingevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingSeriesEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=40, verbose_name="编码")),
                        ("title", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("regular", "工作例会"),
                                    ("joint", "联席会议"),
                                    ("other", "其他会议"),
                                ],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("rhythm", models.CharField(blank=True, max_length=80, verbose_name="频次")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "body",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="accounts.unit",
                                verbose_name="召集机构",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.meetingseries",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="1085efe5f1ef0a9209cebefac34c5c04520e1db2",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e10cf",
                                    table="taskforce_meetingseriesevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=200, unique=True)),
                        (
                            "subject_kind",
                            models.CharField(
                                choices=[
                                    ("task", "任务"),
                                    ("report", "报送"),
                                    ("supervision", "督办"),
                                    ("meeting", "会议"),
                                    ("assessment", "考核"),
                                ],
                                max_length=12,
                                verbose_name="事项",
                            ),
                        ),
                        ("subject_id", models.BigIntegerField()),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("offset", models.SmallIntegerField(blank=True, null=True, verbose_name="工作日")),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("holder", "岗位现任"),
                                    ("unit_head", "单位负责人"),
                                    ("office", "专班办公室"),
                                    ("task_force_head", "专班组长"),
                                ],
                                max_length=16,
                                verbose_name="对象",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("inbox", "站内收件箱"),
                                    ("email", "电子邮件"),
                                    ("webhook", "政务消息"),
                                ],
                                max_length=8,
                                verbose_name="渠道",
                            ),
                        ),
                        ("planned_for", models.DateField(verbose_name="应发日期")),
                        ("title", models.CharField(max_length=160, verbose_name="标题")),
                        ("body", models.TextField(blank=True, verbose_name="内容")),
                        ("url", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("why", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "待发送"),
                                    ("sending", "发送中"),
                                    ("sent", "已送达"),
                                    ("failed", "发送失败，将重发"),
                                    ("given_up", "多次失败，已停发"),
                                    ("skipped", "未发"),
                                    ("unreachable", "无人可送"),
                                ],
                                default="pending",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=300, verbose_name="问题")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                        (
                            "next_attempt_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="下次发送"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="写入时间")),
                        ("claimed_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送达时间")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="已读时间")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收件人",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.person",
                                verbose_name="现任",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="taskforce.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "消息",
                        "verbose_name_plural": "消息",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["user", "channel", "-created_at"], name="notice_inbox"),
                            models.Index(fields=["subject_kind", "subject_id"], name="notice_of_subject"),
                            models.Index(
                                condition=models.Q(("state__in", ["pending", "sending", "failed"])),
                                fields=["next_attempt_at"],
                                name="notice_to_send",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HoldingEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("valid_from", models.DateField(verbose_name="启用日期")),
                        (
                            "valid_to",
                            models.DateField(
                                blank=True,
                                help_text="留空表示仍在用；从这一天起不再使用。",
                                null=True,
                                verbose_name="停用日期",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "position",
                            models.CharField(
                                blank=True,
                                help_text="公文所列职务，如县卫健局局长。",
                                max_length=80,
                                verbose_name="职务",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.holding",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.person",
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="02b380f4af1076429a7dddc01ad0846f0ebc8cf4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6d556",
                                    table="taskforce_holdingevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=60, verbose_name="编码")),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("is_named_publicly", models.BooleanField(default=False, verbose_name="姓名已公开")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出处")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="示范")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.person",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="平台账号",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="24d72c938d55459e18de3fb72a28c82b4a80a2cb",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_96233",
                                    table="taskforce_personevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DossierItemEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("code", models.SlugField(db_index=False, max_length=60, verbose_name="编码")),
                        ("section", models.CharField(max_length=80, verbose_name="章节")),
                        ("title", models.CharField(max_length=200, verbose_name="内容")),
                        ("is_present", models.BooleanField(default=False, verbose_name="已备")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("clause", models.CharField(blank=True, max_length=80, verbose_name="条款")),
                        (
                            "standing",
                            models.CharField(
                                choices=[
                                    ("official", "官方"),
                                    ("candidate", "候选"),
                                    ("default", "平台默认(非标准)"),
                                ],
                                default="official",
                                max_length=10,
                                verbose_name="性质",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="taskforce.dossieritem",
                            ),
                        ),
                        (
                            "pilot",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="taskforce.pilot",
                                verbose_name="试点",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="7ae8c7b7354e6e2e5c46147af43dd1eaea53b734",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_2dec8",
                                    table="taskforce_dossieritemevent",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
