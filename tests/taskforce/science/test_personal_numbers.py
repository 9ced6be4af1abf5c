"""Numbers of persons are found in a text before it is made public; ordinary numbers are not taken for them."""

import pytest

from taskforce.science.personal_numbers import personal_numbers


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("联系 13800138000", ["手机号码"]),
        ("联系 138 0013 8000。", ["手机号码"]),
        ("联系 138 001 38000", ["手机号码"]),
        ("联系 1380-0138-000", ["手机号码"]),
        ("联系 １３８００１３８０００", ["手机号码"]),
        ("证号 110105 19491231 002X", ["身份证号码"]),
        ("各月 13 20 30 40 50 6 项", []),
        ("138001380001 件", []),
        ("证号11010519491231002X", ["身份证号码"]),
        ("写信到 a.b@example.com，或 13800138000", ["手机号码", "电子邮箱"]),
        ("云政发〔2022〕31号，投资 12345678901 元", []),
        ("编号 33112520260101", []),
        ("", []),
    ],
)
def test_personal_numbers_are_named_by_kind(text, kinds):
    assert personal_numbers(text) == kinds
