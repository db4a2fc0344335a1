"""Why did a process come to an end that read what a stranger wrote?"""

from __future__ import annotations

import signal
import traceback
from contextlib import suppress
from typing import Final

from indexer.errors import IndexerError
from indexer.indexing.limits import Limits
from indexer.reading import readable_size
from indexer.reasons import Cause, Reason

__all__ = ["OUT_OF_MEMORY", "ending", "fault", "is_out_of_memory", "reason_of"]

OUT_OF_MEMORY: Final = 86
"""The exit code of a process that has taken all the memory it may."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error means that there is no more memory."""
    return isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError)


def fault(error: Exception, where: str = "", *, hint: str | None = None) -> IndexerError:
    """What the parent of a process is told of a fault of this program, with the traceback as a note; `where` follows
    the words "internal error"."""
    told = IndexerError(f"internal error{where}: {type(error).__name__}: {error}", hint=hint)
    told.add_note("".join(traceback.format_exception(error)))
    return told


def ending(code: int | None) -> str:
    """How a process came to an end, in words."""
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def reason_of(code: int | None, limits: Limits) -> Reason:
    """Why what a process read that ended with this exit code is not in the index."""
    if code == OUT_OF_MEMORY:
        memory = limits.memory
        return Reason(Cause.LIMIT, f"more than {readable_size(memory)} of memory" if memory else "memory")
    return Reason(Cause.CRASHED, f"{ending(code)}, perhaps for want of memory")
