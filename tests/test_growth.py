"""Can the tests of growth fail, and do they pass on what is linear?"""

from __future__ import annotations

import re

import pytest
from growth import assert_linear


def test_work_that_grows_with_the_square_is_noticed() -> None:
    with pytest.raises(AssertionError, match="times the work"):
        assert_linear(lambda text: re.search(r"\s+$", text), lambda size: " " * size + "x", 4_000)


def test_linear_work_passes() -> None:
    assert_linear(str.split, lambda size: "ab " * size, 200_000)
    assert_linear(sorted, lambda size: [number * 7919 % 104_729 for number in range(size)], 100_000)
