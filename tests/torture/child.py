"""Do one operation on an index, under the layer that the environment asks for: `child.py OPERATION FOLDER JOBS`.

Workers, which are new processes, are under the same layer.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[1]))

from indexer import IndexerError
from indexer.indexing import workers
from torture import under_layer
from torture.library import OPERATIONS

workers.work = under_layer.work  # type: ignore[attr-defined, assignment]


def main(operation: str, folder: str, jobs: str) -> int:
    """0 where it is done, 2 for an error that a person is told of."""
    try:
        OPERATIONS[operation].run(Path(folder), int(jobs))
    except IndexerError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
