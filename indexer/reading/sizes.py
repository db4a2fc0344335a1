"""How do people write a number of bytes?"""

from __future__ import annotations

__all__ = ["readable_size"]

_UNITS = ("bytes", "KB", "MB", "GB")


def readable_size(size: int) -> str:
    """Write a number of bytes in the unit that suits it."""
    power = min(max(size.bit_length() - 1, 0) // 10, len(_UNITS) - 1)
    return f"{size / 1024**power:.1f}".removesuffix(".0") + f" {_UNITS[power]}"
