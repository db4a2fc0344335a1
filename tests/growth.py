"""How does the work grow with what is worked on?

No limit is set in seconds: they depend on the machine and on what else it does. What is eight times as long may take
eight times as long, and not sixty-four times. Most of the work is done inside regular expressions and libraries in C,
where nothing can count it; so what is compared is this thread's own processor time for both, measured one right after
the other, and of several such pairs the best.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["TIMES", "assert_linear", "growth"]

T = TypeVar("T")

TIMES = 8
"""How many times as long the longer input of `assert_linear` is."""

_LINEAR = 3 * TIMES  # n log n stays below 2 × at these lengths; n² would give 8 × TIMES
_PAIRS = 8


def assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Assert that `work` does not take much more than 8 times as long for `make(size)` as for `make(size // 8)`."""
    short, long = make(size // TIMES), make(size)
    work(short)  # what is done once: imports, caches, compiled patterns
    ratio = growth(work, short, long)
    assert ratio < _LINEAR, f"{TIMES} times the input takes {ratio:.0f} times the work"


def growth(work: Callable[[T], object], short: T, long: T) -> float:
    """How many times as much work `long` is as `short`: the least of several pairs, the first that is linear at once.

    A machine that is busy makes some pair look worse than it is; none makes it look better for all of them.
    """
    best = float("inf")
    for _ in range(_PAIRS):
        best = min(best, _work_on(work, long) / _work_on(work, short))
        if best < _LINEAR:
            break
    return best


def _work_on(work: Callable[[T], object], content: T) -> float:
    collecting = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time_ns()
        work(content)
        return float(max(time.thread_time_ns() - began, 1))
    finally:
        if collecting:
            gc.enable()
