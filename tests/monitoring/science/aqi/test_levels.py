"""The six levels and their edges."""

import pytest

from monitoring.science.aqi import AQI_LEVELS, SENSITIVE_GROUPS, level_of
from monitoring.science.pollutants import POLLUTANTS


@pytest.mark.parametrize(
    ("aqi", "number"),
    [
        (0, 1),
        (50, 1),
        (51, 2),
        (100, 2),
        (101, 3),
        (150, 3),
        (151, 4),
        (200, 4),
        (201, 5),
        (300, 5),
        (301, 6),
        (500, 6),
    ],
)
def test_upper_ends_belong_to_the_lower_level(aqi: int, number: int) -> None:
    assert level_of(aqi).number == number


def test_a_negative_index_is_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        level_of(-1)


def test_words_colours_and_shapes_tell_the_levels_apart() -> None:
    for read in ("name_zh", "category", "colour", "rgb", "shape"):
        assert len({getattr(level, read) for level in AQI_LEVELS}) == 6
    assert AQI_LEVELS[2].hex == "#ff7e00"


def test_every_pollutant_names_its_sensitive_groups() -> None:
    assert set(SENSITIVE_GROUPS) == set(POLLUTANTS)
