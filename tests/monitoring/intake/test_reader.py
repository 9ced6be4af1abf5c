from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.intake.checks import CheckContext, check
from monitoring.intake.csv_reader import read_csv
from monitoring.intake.layouts import CNEMC_WIDE
from monitoring.intake.limits import Limits
from monitoring.intake.reader import read
from monitoring.intake.readings import COLUMNS, Readings
from monitoring.intake.refusals import FileRefused, IntakeError
from monitoring.intake.shaping import to_readings
from yunhe_envhealth.core.periods import BEIJING

NOW = datetime(2026, 4, 1, tzinfo=UTC)
FILES = ("lishui_air_hourly.csv", "zhejiang_air_hourly_excerpt.csv")


def as_workbook(text: str, *, typed: bool) -> bytes:
    """The table as a person would type it into a sheet: numbers as numbers, or all as text."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in csv.reader(io.StringIO(text)):
        numbers = [float(cell) if typed and cell.replace(".", "", 1).isdigit() else cell for cell in row]
        sheet.append([None if cell == "" else cell for cell in numbers])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def plain(readings: Readings) -> pd.DataFrame:
    return readings.frame.astype(
        {name: object for name in ("column", "station", "parameter", "period", "flag")}
    )


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_gives_the_same_readings_in_every_encoding_and_as_workbook(
    name: str, samples: Path
) -> None:
    text = (samples / name).read_text("utf-8")
    first = read(text.encode(), filename=name, layout=None, now=NOW)

    others = [
        read(text.encode("utf-8-sig"), filename=name, layout="cnemc-wide", now=NOW),
        read(text.encode("gb18030"), filename=name, layout=None, now=NOW),
        read(as_workbook(text, typed=True), filename="a.xlsx", layout=None, now=NOW),
        read(as_workbook(text, typed=False), filename="A.XLSX", layout=None, now=NOW),
    ]

    for other in others:
        pd.testing.assert_frame_equal(plain(other), plain(first))
        assert other.rows_total == first.rows_total


@pytest.mark.parametrize(("name", "rows", "stations"), [(FILES[0], 471, 3), (FILES[1], 48, 0)])
def test_a_real_file_has_no_error_when_its_stations_are_known(
    name: str, rows: int, stations: int, samples: Path, context: CheckContext
) -> None:
    readings = read((samples / name).read_bytes(), filename=name, layout=None, now=NOW)
    known = {text: number for number, text in enumerate(readings.frame["station"].cat.categories)}

    checked = check(readings, replace(context, stations=known))

    assert not [finding for finding in checked.findings if finding.severity == "error"]
    assert checked.rows_total == rows
    assert not stations or len(known) == stations
    assert len(checked.accepted) == readings.frame["value"].notna().sum() > 0
    assert len(checked.accepted) + checked.absent == rows * 7


def test_the_first_row_of_lishui_is_read_to_the_letter(samples: Path) -> None:
    readings = read((samples / FILES[0]).read_bytes(), filename=FILES[0], layout=None, now=NOW)

    first = readings.frame[readings.frame["row"] == 2].set_index("column")
    assert tuple(readings.frame.columns) == COLUMNS
    assert set(first["station"]) == {"1269A"}
    assert first["value"].drop("PM10").to_dict() == {
        "PM2.5": 35.0,
        "CO": 0.5,
        "NO2": 19.0,
        "O3_1h": 48.0,
        "O3_8h": 61.0,
        "SO2": 4.0,
    }
    assert pd.isna(first.loc["PM10", "value"])
    assert first.loc["SO2", "start"] == datetime(2020, 3, 26, 9, tzinfo=UTC)


def test_the_moving_eight_hour_mean_starts_seven_hours_before_its_label(samples: Path) -> None:
    """In the real series the 8-hour column is the mean of the labelled hour and the seven before it."""
    readings = read((samples / FILES[0]).read_bytes(), filename=FILES[0], layout=None, now=NOW)
    ozone = readings.frame[readings.frame["parameter"] == "o3"].astype({"station": object})
    hourly = ozone[ozone["period"] == "hour"].set_index(["station", "start"])["value"].dropna()
    near = compared = 0
    for mean in ozone[(ozone["period"] == "8h") & ozone["value"].notna()].itertuples():
        hours = [hourly.get((mean.station, mean.start + pd.Timedelta(hours=hour))) for hour in range(8)]
        if None not in hours:
            compared += 1
            near += abs(sum(hours) / 8 - mean.value) <= 1.01

    assert compared > 100
    assert near / compared > 0.85


def test_the_published_index_is_kept_apart(samples: Path) -> None:
    readings = read((samples / FILES[0]).read_bytes(), filename=FILES[0], layout=None, now=NOW)

    assert readings.published is not None
    assert readings.published["aqi"].notna().sum() == 456
    assert readings.published.iloc[0].to_dict() == {
        "row": 2,
        "station": "1269A",
        "start": pd.Timestamp("2020-03-26 09:00", tz="UTC"),
        "aqi": 50.0,
        "level": "优",
        "primary": "",
    }


def test_a_station_without_code_is_named_by_city_and_point(samples: Path) -> None:
    readings = read((samples / FILES[1]).read_bytes(), filename=FILES[1], layout=None, now=NOW)

    assert "杭州/下沙" in set(readings.frame["station"])


@pytest.mark.parametrize(("names", "hour", "eight_hours"), [("end", 17, 10), ("start", 18, 11)])
def test_the_national_label_18_is_the_end_of_its_hour(names: str, hour: int, eight_hours: int) -> None:
    """17:00–18:00 and, for the 8-hour mean, 10:00–18:00; a source that labels by the start is one word away."""
    data = b"stationcode,Date,Hour,PM2.5,PM10,CO,NO2,O3_1h,O3_8h,SO2\nA,20200326,18,1,1,1,1,1,1,1\n"
    assert CNEMC_WIDE.hour_label == "end"

    frame = to_readings(read_csv(data), replace(CNEMC_WIDE, hour_label=names), now=NOW).frame

    starts = frame.groupby("period", observed=True)["start"].unique().map(list).to_dict()
    assert starts == {
        "hour": [pd.Timestamp(2020, 3, 26, hour, tz=BEIJING)],
        "8h": [pd.Timestamp(2020, 3, 26, eight_hours, tz=BEIJING)],
    }


def test_a_natural_day_is_made_of_the_labels_1_to_24() -> None:
    """Midnight closes the day before: the label 00 of the next day is the day's last hour."""
    labels = [f"20200326,{hour:02}" for hour in range(24)] + ["20200327,00"]
    rows = "\n".join(f"A,{label},1,1,1,1,1,1" for label in labels)
    data = f"stationcode,Date,Hour,PM2.5,PM10,CO,NO2,O3_1h,SO2\n{rows}\n".encode()

    frame = to_readings(read_csv(data), CNEMC_WIDE, now=NOW).frame

    day = frame[(frame["parameter"] == "o3") & (frame["start"] >= pd.Timestamp(2020, 3, 26, tz=BEIJING))]
    assert day["row"].tolist() == list(range(3, 27))  # without row 2, the label 00 of the day itself
    assert day["start"].dt.tz_convert(BEIJING).dt.hour.tolist() == list(range(24))


def test_units_are_converted_without_binary_dust(tidy: Callable[..., Readings]) -> None:
    rows = ["A,SO2,2020-03-26 18,1.001,mg/m³", "A,CO,2020-03-26 18,1234,ug/m3", "A,臭氧,2020-03-26 18,0.1,"]

    frame = tidy(rows, "station,parameter,start,value,unit").frame

    assert frame["value"].tolist() == [1001.0, 1.234, 0.1]
    assert frame["parameter"].tolist() == ["so2", "co", "o3"]


def test_the_units_of_other_parameters_are_told_by_the_caller(tidy: Callable[..., Readings]) -> None:
    rows = ["A,w21003,2020-03-26 18,0.5,mg/L"]
    header = "station,parameter,start,value,unit"

    assert len(tidy(rows, header).defects) == 1
    assert len(tidy(rows, header, units={"w21003": "mg/L"}).defects) == 0


def test_chinese_headings_and_words_are_understood(tidy: Callable[..., Readings]) -> None:
    frame = tidy(["云和,细颗粒物,2020-03-26,35,日均,n"], "监测点,因子,时间,浓度,平均时间,标记").frame

    one = frame.iloc[0]
    assert (one["parameter"], one["period"], one["flag"]) == ("pm2_5", "day", "N")
    assert one["start"] == pd.Timestamp("2020-03-25 16:00", tz="UTC")


def test_an_unused_column_is_told(tidy: Callable[..., Readings]) -> None:
    notes = tidy(["A,so2,2020-03-26 18,1,x"], "station,parameter,start,value,备注").notes

    assert [(note.rule, note.severity, note.column) for note in notes] == [("known_column", "info", "备注")]


@pytest.mark.parametrize(
    ("filename", "data", "words"),
    [
        ("a.pdf", b"%PDF", "不收“.pdf”"),
        ("a", b"x", "没有扩展名"),
        ("a.csv", b"", "空的"),
        ("a.csv", b"PK\x03\x04", "内容却不是"),
        ("a.xlsx", b"a,b\n1,2\n", "内容却不是"),
    ],
)
def test_a_wrong_kind_of_file_is_refused(filename: str, data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(data, filename=filename, layout=None, now=NOW)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(FileRefused, match="最多 0 MB"):
        read(b"a,b\n1,2\n", filename="a.csv", layout=None, now=NOW, limits=Limits(file_bytes=7))


def test_progress_runs_from_nothing_to_all(samples: Path) -> None:
    steps: list[tuple[int, int]] = []

    data = (samples / FILES[1]).read_bytes()
    read(
        data, filename="a.csv", layout=None, now=NOW, progress=lambda done, total: steps.append((done, total))
    )

    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)


HEADERS = st.sampled_from(
    [b"", b"station,parameter,start,value\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)


@given(HEADERS, st.binary(max_size=400) | st.text('",;\n\r\t12 A-', max_size=80).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_junk_is_refused_or_read_and_nothing_else(header: bytes, junk: bytes) -> None:
    data = header + junk
    for filename in ("a.csv", "a.xlsx"):
        try:
            readings = read(data, filename=filename, layout=None, now=NOW)
        except IntakeError:
            continue  # every refusal carries a sentence: see the tests above
        else:
            context = CheckContext({"A": 1}, {}, NOW, frozenset({"so2"}))
            assert check(readings, context).rows_total == readings.rows_total > 0
