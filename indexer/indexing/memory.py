"""How does a process give memory back that it does not need any more?"""

from __future__ import annotations

import ctypes
import gc
import sys
from contextlib import suppress

__all__ = ["give_back"]


def give_back() -> None:
    """Free what is garbage, and give free memory back to the system.

    The allocator of glibc keeps what was freed between things that are still in use: after a segment that is 200 MB.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library than glibc
            ctypes.CDLL(None).malloc_trim(0)
