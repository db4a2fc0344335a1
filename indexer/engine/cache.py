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
        self._values: OrderedDict[Hashable, _Value] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._size = 0

    @property
    def size(self) -> int:
        """The size in bytes of what is kept, never above the capacity."""
        return self._size

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> _Value | None:
        """The value of `key`, or None."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Hashable, value: _Value, size: int) -> _Value:
        """Keep `value`, of `size` bytes, in place of what `key` had before; return it."""
        if self._values.pop(key, None) is not None:
            self._size -= self._sizes.pop(key)
        if size > self._capacity:
            return value
        self._values[key] = value
        self._sizes[key] = size
        self._size += size
        while self._size > self._capacity:
            dropped, _ = self._values.popitem(last=False)
            self._size -= self._sizes.pop(dropped)
        return value
