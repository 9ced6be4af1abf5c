"""The three time series, as PostgreSQL should hold them.

Measurements are partitioned by year of `start` (UTC), with a default partition so that no row is ever refused for
its year. No foreign keys on them: a row is checked against the known stations before it is staged, stations and
parameters are never deleted, and three referential checks a row would cost more than the write (ADR 0004).
"""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FIRST_YEAR, LAST_YEAR = 2013, 2036


def partitions() -> str:
    years = "".join(
        f"CREATE TABLE monitoring_measurement_{year} PARTITION OF monitoring_measurement "
        f"FOR VALUES FROM ('{year}-01-01 00:00+00') TO ('{year + 1}-01-01 00:00+00');\n"
        for year in range(FIRST_YEAR, LAST_YEAR)
    )
    return years + "CREATE TABLE monitoring_measurement_other PARTITION OF monitoring_measurement DEFAULT;"


TABLES = """
CREATE TABLE monitoring_measurement (
    station_id bigint NOT NULL,
    parameter_id smallint NOT NULL,
    period varchar(8) NOT NULL,
    start timestamptz NOT NULL,
    value double precision NOT NULL
        CONSTRAINT measurement_is_finite CHECK (value > '-Infinity' AND value < 'Infinity'),
    flag varchar(4) NOT NULL,
    delivery_id bigint NOT NULL,
    PRIMARY KEY (station_id, parameter_id, period, start)
) PARTITION BY RANGE (start);
CREATE TABLE monitoring_indexvalue (
    station_id bigint NOT NULL,
    kind_id smallint NOT NULL,
    start timestamptz NOT NULL,
    edition_id smallint NOT NULL,
    value double precision,
    display varchar(8) NOT NULL,
    level smallint,
    colour varchar(12) NOT NULL,
    "primary" varchar(10)[] NOT NULL,
    withheld varchar(60) NOT NULL,
    complete boolean NOT NULL,
    workings jsonb NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (station_id, kind_id, start),
    CONSTRAINT index_has_value_or_reason CHECK ((value IS NULL) = (withheld <> ''))
);
CREATE TABLE monitoring_averagedvalue (
    station_id bigint NOT NULL,
    parameter_id smallint NOT NULL,
    statistic varchar(12) NOT NULL,
    start timestamptz NOT NULL,
    value double precision,
    valid_count smallint NOT NULL,
    withheld varchar(60) NOT NULL,
    PRIMARY KEY (station_id, parameter_id, statistic, start)
);
"""
DROP = "DROP TABLE monitoring_measurement, monitoring_indexvalue, monitoring_averagedvalue;"


class Migration(migrations.Migration):
    dependencies = [
        ("deliveries", "0001_initial"),
        ("monitoring", "0001_stations_and_marks"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLES + partitions(), DROP)],
            state_operations=[
                migrations.CreateModel(
                    name="AveragedValue",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "station",
                                "parameter",
                                "statistic",
                                "start",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "statistic",
                            models.CharField(
                                choices=[
                                    ("day_mean", "24 小时平均"),
                                    ("day_max_8h", "日最大 8 小时平均"),
                                    ("day_max_1h", "日最大 1 小时平均"),
                                ],
                                max_length=12,
                                verbose_name="统计量",
                            ),
                        ),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("value", models.FloatField(null=True, verbose_name="数值")),
                        ("valid_count", models.PositiveSmallIntegerField(verbose_name="有效个数")),
                        (
                            "withheld",
                            models.CharField(blank=True, max_length=60, verbose_name="不发布的原因"),
                        ),
                        (
                            "parameter",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.parameter",
                                verbose_name="因子",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.station",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "平均值",
                        "verbose_name_plural": "平均值",
                    },
                ),
                migrations.CreateModel(
                    name="Measurement",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "station",
                                "parameter",
                                "period",
                                "start",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "period",
                            models.CharField(
                                choices=[
                                    ("hour", "小时"),
                                    ("8h", "8 小时滑动"),
                                    ("day", "日"),
                                    ("instant", "瞬时"),
                                ],
                                max_length=8,
                                verbose_name="平均时间",
                            ),
                        ),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("value", models.FloatField(verbose_name="数值")),
                        ("flag", models.CharField(blank=True, max_length=4, verbose_name="标记")),
                        (
                            "delivery",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                                verbose_name="交接",
                            ),
                        ),
                        (
                            "parameter",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.parameter",
                                verbose_name="因子",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.station",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "监测数据",
                        "verbose_name_plural": "监测数据",
                    },
                ),
                migrations.CreateModel(
                    name="IndexValue",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "station",
                                "kind",
                                "start",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        ("value", models.FloatField(null=True, verbose_name="数值")),
                        ("display", models.CharField(blank=True, max_length=8, verbose_name="显示")),
                        ("level", models.PositiveSmallIntegerField(null=True, verbose_name="级别")),
                        ("colour", models.CharField(blank=True, max_length=12, verbose_name="颜色")),
                        (
                            "primary",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=10),
                                default=list,
                                size=None,
                                verbose_name="首要污染物",
                            ),
                        ),
                        (
                            "withheld",
                            models.CharField(blank=True, max_length=60, verbose_name="不发布的原因"),
                        ),
                        ("complete", models.BooleanField(default=False, verbose_name="完整")),
                        ("workings", models.JSONField(default=dict, verbose_name="计算过程")),
                        ("computed_at", models.DateTimeField(verbose_name="计算时间")),
                        (
                            "edition",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.indexedition",
                                verbose_name="版本",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.indexkind",
                                verbose_name="指数",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="monitoring.station",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指数值",
                        "verbose_name_plural": "指数值",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("value__isnull", False), ("withheld", "")),
                                    models.Q(
                                        ("value__isnull", True), models.Q(("withheld", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="index_has_value_or_reason",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
