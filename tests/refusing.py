"""Makes the system refuse what permissions forbid, to root too."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

__all__ = ["permissions_hold"]

_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, of linux/capability.h
_VERSION = 0x20080522


@contextmanager
def permissions_hold() -> Iterator[None]:
    """Go without what lets root pass over permissions, in this thread and while the block runs; skip the test where
    that cannot be done."""
    if os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("nothing is refused to root")
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; and their upper halves
    if system.capget(header, sets) != 0:
        pytest.skip("the system does not tell what root may do")
    effective = sets[0]
    sets[0] = effective & ~_OVERRIDES
    if system.capset(header, sets) != 0:
        pytest.skip("nothing is refused to root")
    try:
        yield
    finally:
        sets[0] = effective
        assert system.capset(header, sets) == 0
