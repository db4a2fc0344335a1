"""What do the processes do that come to a bad end at files with telling names?

They import the module of the function that is their life: it needs no more than they do.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from indexer import reading
from indexer.indexing import worker
from indexer.indexing.process import work

__all__ = [
    "die",
    "dying_after_a_portion",
    "dying_within_messages",
    "killed",
    "misbehaving",
    "process_of",
    "real_work",
    "work_on_a_full_disk",
]

real_work = work


def misbehaving(*arguments: object) -> None:
    """Work as usual, but for files that are named after what happens to the worker."""
    opened = reading.opened

    def misbehave(path: str, *given: Any) -> AbstractContextManager[reading.Content]:
        name = os.path.basename(path)
        if "kill" in name:
            os.kill(os.getpid(), signal.SIGKILL)
        if "abort" in name:
            os.abort()
        if "hang" in name:
            time.sleep(600)
        if "huge" in name:
            return nullcontext(reading.content_of(bytes(600 * 2**20)))
        if "once" in name and not os.path.exists(f"{path}.seen"):
            Path(f"{path}.seen").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return opened(path, *given)

    reading.opened = misbehave  # type: ignore[assignment]
    real_work(*arguments)  # type: ignore[arg-type]


def dying_within_messages(*arguments: object) -> None:
    """Work as usual, but be killed in the middle of a long message."""
    from multiprocessing.connection import Connection

    real_send = Connection._send  # type: ignore[attr-defined]

    def send(self: Connection, content: bytes, *more: object) -> None:
        if len(content) > 20_000:
            os.write(self.fileno(), bytes(content[:10_000]))
            os.kill(os.getpid(), signal.SIGKILL)
        real_send(self, content, *more)

    Connection._send = send  # type: ignore[attr-defined]
    real_work(*arguments)  # type: ignore[arg-type]


def dying_after_a_portion(*arguments: object) -> None:
    """The same, but what a file ends with comes in a portion of its own, as on a slow machine."""
    worker._PORTION_SECONDS = 0.0
    dying_within_messages(*arguments)


def die(*_: object) -> None:
    """End at no file at all."""
    os._exit(9)


def work_on_a_full_disk(*arguments: object) -> None:
    """Work as usual, but with no room for what is written."""
    from indexer.engine.format.container import SectionWriter

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    SectionWriter.add = full  # type: ignore[method-assign, assignment]
    real_work(*arguments)  # type: ignore[arg-type]


def process_of(_: reading.Content) -> int:
    """Which process reads."""
    return os.getpid()


def killed(_: reading.Content) -> None:
    """End as if the system had ended it."""
    os.kill(os.getpid(), signal.SIGKILL)
