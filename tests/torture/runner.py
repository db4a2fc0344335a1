"""Index a file or folder with two processes, with a commit at least every so many seconds, and note how far it has
come: `runner.py SOURCE INDEX PROGRESS SECONDS`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[1]))

from indexer import Index
from indexer.indexing import running
from torture.streams import note


def main(source: str, index: str, progress: str, seconds: str) -> None:
    running._COMMIT_SECONDS = float(seconds)
    with Path(progress).open("w", encoding="ascii") as file, Index(index) as opened:
        note(file, 0)

        def tell(*, files: int, **_: int) -> None:
            note(file, files)

        opened.update([source], jobs=2, isolate=True, max_size=2**40, progress=tell)


if __name__ == "__main__":
    main(*sys.argv[1:])
