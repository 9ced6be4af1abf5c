"""Words of the monitoring tables in the language of the page."""

import pytest
from django.utils import translation

from monitoring.choices import reason_in_words
from monitoring.science.reasons import explain


@pytest.mark.parametrize("code", ["missing:o3,no2", "incomplete_2026_5_3_1", "stations:1/3", "sun_spots", ""])
def test_a_reason_is_given_in_the_language_of_the_page(code: str) -> None:
    with translation.override("zh-hans"):
        assert reason_in_words(code, ["o3"]) == explain(code, ["o3"])
    with translation.override("en"):
        assert reason_in_words(code, ["o3"]) == explain(code, ["o3"], language="en")
    with translation.override(None):
        assert reason_in_words(code, ["o3"]) == explain(code, ["o3"])
