"""Index a file or folder with two processes, with a commit at least every so many seconds, and note five times a second
how far it has come: `runner.py SOURCE INDEX PROGRESS SECONDS`."""

from __future__ import annotations

import multiprocessing.process
import os
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[1]))

from indexer import Index
from indexer.indexing import running

_EVERY_SECONDS = 0.2


class _Work:
    """Counts seconds of work: those that have passed, but no more of them than all processes together had a processor
    for. On a busy machine a run that waits for its turn neither works nor loses work."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._looked = time.monotonic()
        self._had: dict[int, float] = {}

    def look(self) -> None:
        """Count what has passed since the last look."""
        now = time.monotonic()
        children = multiprocessing.process._children  # type: ignore[attr-defined]
        had = {one: _processor_seconds(one) for one in (os.getpid(), *(child.pid for child in set(children)))}
        worked = sum(seconds - self._had.get(one, 0.0) for one, seconds in had.items())
        self.seconds += min(now - self._looked, worked)
        self._looked, self._had = now, had


def _processor_seconds(process: int) -> float:
    """The seconds for which a process has had a processor; no end of them where the system does not tell."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text("ascii").split()[0]) / 10**9
    except (OSError, IndexError):
        return float("inf")


def main(source: str, index: str, progress: str, seconds: str) -> None:
    running._COMMIT_SECONDS = float(seconds)
    with Path(progress).open("w", encoding="ascii") as file, Index(index) as opened:
        read = 0
        ended = threading.Event()

        def tell(*, files: int, **_: int) -> None:
            nonlocal read
            read = files

        def watch() -> None:
            work = _Work()
            while not ended.wait(_EVERY_SECONDS):
                work.look()
                print(work.seconds, read, file=file, flush=True)

        print(0.0, 0, file=file, flush=True)
        watching = threading.Thread(target=watch)
        watching.start()
        try:
            opened.update([source], jobs=2, isolate=True, max_size=2**40, progress=tell)
        finally:
            ended.set()
            watching.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
