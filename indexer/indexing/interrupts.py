"""How is a process started that an interrupt must not reach before it can ignore it?"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["may_be_ended", "no_interrupts"]

_ENDING = frozenset(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C, SIGTERM and SIGHUP in this thread while the block runs; a process started in it inherits that,
    until it says that it `may_be_ended`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    # The first process that is spawned has this one started, which lets signals through when it is done (Python 3.11).
    # An interrupt would then come before the process has been sent what it is to do, and end it with a traceback.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def may_be_ended() -> None:
    """Let this process be ended by what was held back while it started, but for Ctrl-C, which is its parent's
    business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
