"""Which articles did a system give for each query, and in which order? TREC's run files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from indexer.errors import UsageError
from indexer.evaluation.lines import numbered_lines, unreadable

__all__ = ["Run", "read_run", "write_run"]

Run: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]
"""For each query id, the ids of the articles found, the best first, with their scores."""


def write_run(run: Run, path: str, name: str) -> None:
    """Write a run as lines of `query Q0 article rank score name`. White space within an id is written as `_`.

    Raises UsageError where the file cannot be written.
    """
    lines = [
        f"{_one_word(query)} Q0 {_one_word(article)} {rank} {score:.6f} {name}\n"
        for query, found in run.items()
        for rank, (article, score) in enumerate(found, 1)
    ]
    try:
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.writelines(lines)
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {error.strerror}", hint=f"is {os.path.dirname(path) or '.'} writable?"
        ) from error


def read_run(path: str) -> Run:
    """The run in a file of TREC's six columns; articles are taken in the order of their ranks.

    Raises UsageError for anything else.
    """
    found: dict[str, list[tuple[int, str, float]]] = {}
    for number, line in numbered_lines(path):
        try:
            query, _, article, rank, score, _ = line.split()
            found.setdefault(query, []).append((int(rank), article, float(score)))
        except ValueError:
            raise unreadable(path, number, "query Q0 article rank score name") from None
    return {query: [(article, score) for _, article, score in sorted(rows)] for query, rows in found.items()}


def _one_word(text: str) -> str:
    return "_".join(text.split())
