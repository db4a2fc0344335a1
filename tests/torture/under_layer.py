"""What a process imports that is to be under the layer that the environment asks for, workers too."""

from __future__ import annotations

from indexer.indexing import process
from torture.layer import of_environment
from torture.library import commit_often

commit_often()
of_environment()


def work(*arguments: object) -> None:
    """The life of a worker process, which imports this module to find the function."""
    process.work(*arguments)  # type: ignore[arg-type]
