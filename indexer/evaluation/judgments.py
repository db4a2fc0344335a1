"""Which articles are relevant for which query? Judgments ("qrels") of BEIR and of TREC."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from indexer.errors import UsageError
from indexer.evaluation.lines import numbered_lines, unreadable

__all__ = ["Judgments", "read_judgments"]

Judgments: TypeAlias = Mapping[str, Mapping[str, int]]
"""For each query id, the judged articles' ids with their grades: 0 is not relevant, more is more relevant."""

_HEADINGS = {("query-id", "corpus-id", "score"), ("query_id", "doc_id", "relevance")}


def read_judgments(path: str) -> Judgments:
    """The judgments in a file of three columns (query, article, grade; BEIR, with or without its heading) or of four
    (query, iteration, article, grade; TREC), separated by tabs or spaces. Raises UsageError for anything else."""
    judged: dict[str, dict[str, int]] = {}
    for number, line in numbered_lines(path):
        columns = line.split("\t") if "\t" in line else line.split()
        columns = [column.strip() for column in columns]
        if number == 1 and tuple(column.lower() for column in columns) in _HEADINGS:
            continue
        if len(columns) == 4:
            del columns[1]
        try:
            query, article, grade = columns
            judged.setdefault(query, {})[article] = int(grade)
        except ValueError:
            raise unreadable(path, number, "query, article and grade, or TREC's four columns") from None
    if not judged:
        raise UsageError(f"{path} has no judgments", hint="one judgment on each line: query, article, grade")
    return judged
