"""The page of a refusal advises what helps: a right that is missing is not mended by filling in again."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from yunhe_envhealth.core.errors import Conflict, EnvHealthError, NotAllowed, as_page, bad_request

AGAIN = "检查所填内容，再提交一次"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EnvHealthError("日期看不懂。"), AGAIN),
        (NotAllowed("您的角色不能核验。"), "联系本单位管理员或专班办公室开通"),
        (Conflict("已经核验过。"), "看过现在的内容再决定"),
        (NotAllowed("您的角色不能核验。", advice="请找组长。"), "请找组长。"),
    ],
)
def test_the_advice_fits_the_status(error: EnvHealthError, words: str) -> None:
    answer = as_page(RequestFactory().post("/"), error)
    page = answer.content.decode()

    assert answer.status_code == error.status
    assert words in page
    assert (AGAIN in page) == (words == AGAIN)


def test_an_unreadable_request_is_to_be_sent_again() -> None:
    assert AGAIN in bad_request(RequestFactory().get("/")).content.decode()
