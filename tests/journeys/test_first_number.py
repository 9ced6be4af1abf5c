"""The main job as people see it: a file in at the office, a number out on the public page and the API."""

from __future__ import annotations

import csv
import json
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone
from playwright.sync_api import expect

from monitoring.intake.layouts import CNEMC_WIDE
from monitoring.models import DueWindow, IndexValue
from monitoring.science.calculator import calculate
from tests.browsing import Visitor, words
from tests.door.doorstep import wait_for
from tests.factories.accounts import PASSWORD, make_user
from tests.processes import Platform
from yunhe_envhealth.accounts.models import Unit, User
from yunhe_envhealth.core.periods import BEIJING, HOUR, floor_hour

pytestmark = [pytest.mark.browser, pytest.mark.worker]
SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "readings" / "lishui_air_hourly.csv"
LAST_OF_RUN = (
    "2020040403"  # the sample's longest run of hours in which nothing is missing ends with this label
)
HOURS = 16
STATION = "1267A"


@pytest.fixture
def officer(platform: Platform) -> User:
    """A unit officer of the authority that owns the stations, with a password as the running platform hashes it."""
    user = make_user(
        "unit_officer", username="shifan", full_name="示范经办", unit=Unit.objects.get(code="ecology-branch")
    )
    user.password = Argon2PasswordHasher().encode(PASSWORD, "shifan-salt-0001")
    user.save()
    return user


def moment(label: str) -> datetime:
    return datetime.strptime(label, "%Y%m%d%H").replace(tzinfo=BEIJING)


def recent_file(folder: Path, last_start: datetime) -> tuple[Path, list[dict[str, str]]]:
    """Write the real run of hours moved so that its last hour starts at `last_start`; return the file and its rows."""
    last_label = last_start.astimezone(BEIJING) + (HOUR if CNEMC_WIDE.hour_label == "end" else timedelta())
    rows = []
    with SAMPLE.open(encoding="utf-8") as file:
        reader = csv.DictReader(file)
        for row in reader:
            back = moment(LAST_OF_RUN) - moment(row["Date"] + row["Hour"])
            if timedelta() <= back < HOURS * HOUR:
                moved = last_label - back
                rows.append(row | {"Date": f"{moved:%Y%m%d}", "Hour": f"{moved:%H}"})
    path = folder / "示范小时数据.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(rows)
    return path, rows


def index_of(row: dict[str, str]) -> str:
    """Return the hourly AQI of a row by the edition in force today; the published one follows the edition of 2020."""
    names = {"SO2": "so2", "NO2": "no2", "CO": "co", "O3_1h": "o3_1h", "PM10": "pm10", "PM2.5": "pm2_5"}
    return str(
        calculate("cn_hj633_2026_realtime", {name: row[column] for column, name in names.items()})["aqi"]
    )


def from_api(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 - our own server
        answer: dict[str, Any] = json.load(response)
        return answer


def test_a_delivered_file_becomes_a_public_number(
    platform: Platform, officer: User, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    web = platform.web().address
    platform.worker()
    last = floor_hour(timezone.now()) - HOUR
    path, rows = recent_file(tmp_path, last)
    assert len(rows) == 3 * HOURS
    newest = {row["stationcode"]: index_of(row) for row in rows[-3:]}
    anyone = visitor(viewport={"width": 1366, "height": 900})
    staff = visitor(viewport={"width": 1366, "height": 900})
    found: list[str] = []

    # Nobody has delivered anything: the public page says so and shows no number.
    anyone.open(f"{web}/")
    expect(anyone.page.locator(".eh-hero")).to_contain_text("不能判断")
    found += anyone.look("home-empty")

    # Sign in.
    page = staff.open(f"{web}/account/login/")
    found += staff.look("login")
    page.get_by_label("账号").fill("shifan")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{web}/office/")
    found += staff.look("office")

    # Upload.
    staff.open(f"{web}/office/deliveries/upload/")
    found += staff.look("upload")
    page.get_by_label("文件", exact=True).set_input_files(path)
    page.get_by_role("button", name="上传并检查").click()

    # The preview, with the counts of every outcome. Nothing is written yet.
    confirm = page.get_by_role("button", name="确认写入")
    expect(confirm).to_be_visible()
    counts = {words(count) for count in page.locator(".eh-sums li").all()}
    assert {f"{3 * HOURS} ＋ 新增", "0 △ 变更", "0 ＝ 不变", "0 ✕ 拒收"} <= counts
    assert not IndexValue.objects.exists()
    found += staff.look("preview")

    # Confirm; the worker writes and computes.
    confirm.click()
    expect(page.get_by_text(f"已写入：新增 {3 * HOURS} 行")).to_be_visible()
    found += staff.look("committed")

    # Anyone sees the number of the hour, on the page and on the station's own.
    wait_for(
        lambda: IndexValue.objects.exists() and not DueWindow.objects.exists(), what="the worker computes"
    )
    anyone.open(f"{web}/")
    row = anyone.page.get_by_role("row").filter(has_text="监测站大楼").first
    expect(row).to_contain_text(newest[STATION])
    expect(anyone.page.locator(".eh-hero")).not_to_contain_text("不能判断")
    found += anyone.look("home")
    anyone.open(f"{web}/stations/{STATION}/")
    expect(anyone.page.locator("main")).to_contain_text(newest[STATION])
    found += anyone.look("station")

    # The API returns it.
    latest = from_api(f"{web}/api/v1/indices/latest/?index=aqi_hourly")["results"]
    assert {item["station"]: item["display"] for item in latest} == newest
    series = from_api(f"{web}/api/v1/indices/?station={STATION}&index=aqi_hourly")["results"]
    own = [row for row in rows if row["stationcode"] == STATION]
    assert [item["display"] for item in series if item["value"] is not None] == [index_of(row) for row in own]

    assert found == []
    assert anyone.faults + staff.faults == []
