"""What is kept of what was computed before, and what is dropped when it becomes too much."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.cache import LruCache


def test_the_least_recently_used_is_dropped_first() -> None:
    cache: LruCache[str] = LruCache(3)
    for key in "abc":
        cache.put(key, key.upper(), 1)
    assert cache.get("a") == "A"
    cache.put("d", "D", 1)
    assert [cache.get(key) for key in "abcd"] == ["A", None, "C", "D"]


def test_as_many_are_dropped_as_a_large_one_needs() -> None:
    cache: LruCache[str] = LruCache(10)
    for key in "abcde":
        cache.put(key, key, 2)
    cache.put("large", "large", 7)
    assert [cache.get(key) for key in "abcde"] == [None, None, None, None, "e"]
    assert cache.get("large") == "large"


def test_what_is_larger_than_all_room_is_returned_but_not_kept() -> None:
    cache: LruCache[str] = LruCache(10)
    cache.put("small", "small", 4)
    assert cache.put("large", "large", 11) == "large"
    assert cache.get("large") is None
    assert cache.get("small") == "small"


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(1, 12))), st.integers(1, 30))
def test_it_answers_as_a_list_of_the_latest_does(steps: list[tuple[int, bool, int]], capacity: int) -> None:
    """A model: pairs of key and size, the latest used last."""
    cache: LruCache[int] = LruCache(capacity)
    model: list[tuple[int, int]] = []
    for number, (key, reads, size) in enumerate(steps):
        held = [pair for pair in model if pair[0] == key]
        if reads:
            assert (cache.get(key) is not None) == bool(held)
            model = [pair for pair in model if pair[0] != key] + held
        else:
            assert cache.put(key, number, size) == number
            model = [pair for pair in model if pair[0] != key] + ([(key, size)] if size <= capacity else [])
            while sum(size for _, size in model) > capacity:
                del model[0]
        assert cache.size == sum(size for _, size in model) <= capacity
        assert len(cache) == len(model)
