"""What is kept in memory of what was computed before, and what is dropped when it becomes too much?"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

__all__ = ["LruCache"]

_Value = TypeVar("_Value")


class LruCache(Generic[_Value]):
    """Values by key, of at most `capacity` bytes together; those least recently used are dropped first.

    Sizes are what the caller says. A value larger than the whole capacity is not kept. None cannot be kept: it is what
    `get` returns for a key that is absent. Not safe to use from several threads at once.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._entries: OrderedDict[Hashable, tuple[_Value, int]] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """The size in bytes of what is kept, never above the capacity."""
        return self._size

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> _Value | None:
        """The value of `key`, or None."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Hashable, value: _Value, size: int) -> _Value:
        """Keep `value`, of `size` bytes, in place of what `key` had before; return it."""
        before = self._entries.pop(key, None)
        if before is not None:
            self._size -= before[1]
        if size > self._capacity:
            return value
        self._entries[key] = value, size
        self._size += size
        while self._size > self._capacity:
            _, (_, dropped) = self._entries.popitem(last=False)
            self._size -= dropped
        return value
