"""Print who will be reminded of what, when, by which channel and why, as things stand. Nothing is written or sent."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from taskforce.selectors.reminder_plan import PlannedNotice, preview


def a_day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise CommandError(f"“{words}”不是日期，要写成 2026-07-01。") from error


class Command(BaseCommand):
    help = "预看提醒：什么时候、提醒谁、什么事、走哪个渠道、为什么。不写入，不发送。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="from_day", required=True, metavar="DATE", help="第一天，2026-07-01"
        )
        parser.add_argument("--to", dest="to_day", required=True, metavar="DATE", help="最后一天（含）")
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        from_day, to_day = a_day(options["from_day"]), a_day(options["to_day"])
        if to_day < from_day:
            raise CommandError("--to 不能早于 --from。")
        planned = preview(from_day=from_day, to_day=to_day)
        if options["as_json"]:
            self.stdout.write(json.dumps([_row(one) for one in planned], ensure_ascii=False, indent=1))
            return
        for one in planned:
            row = _row(one)
            words = (row["day"], row["channel"], row["to"], row["title"], row["why"], row["problem"])
            self.stdout.write("\t".join(word or "—" for word in words))
        self.stderr.write(f"{from_day} 至 {to_day}：{len(planned)} 条。没有写入，没有发送。")


def _row(one: PlannedNotice) -> dict[str, str]:
    deadline = one.planned.deadline
    person = str(one.person) if one.person else ""
    post = str(one.post) if one.post else ""
    return {
        "day": one.planned.day.isoformat(),
        "subject": deadline.kind,
        "title": one.title,
        "due_on": deadline.due_on.isoformat(),
        "offset": str(one.planned.offset),
        "audience": one.audience_words,
        "post": post,
        "person": person,
        "account": one.user.username if one.user else "",
        "to": f"{post}（{person}）" if person else post,
        "channel": one.channel_words,
        "why": one.why,
        "problem": one.problem,
    }
