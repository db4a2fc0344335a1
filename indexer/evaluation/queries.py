"""Which queries are asked in an evaluation? BEIR's JSON lines, TREC topics, or tab-separated lines."""

from __future__ import annotations

import json
import re

from indexer.errors import UsageError
from indexer.evaluation.lines import numbered_lines, unreadable

__all__ = ["read_queries"]

_TOPIC = re.compile(r"<top>(.*?)(?:</top>|(?=<top>)|\Z)", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*(?:Number:\s*)?([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:\s*)?([^<]+)", re.IGNORECASE)


def read_queries(path: str) -> dict[str, str]:
    """The queries in a file, by their id, in the order of the file.

    Three forms are read: `{"_id": "7", "text": "sun valve"}` on each line (BEIR), `7<tab>sun valve` on each line, and
    TREC topics, whose titles are the queries. Raises UsageError for anything else, and for an id that is given twice.
    """
    lines = list(numbered_lines(path))
    if not lines:
        raise UsageError(f"{path} has no queries", hint="one query on each line: 7<tab>sun valve")
    first = lines[0][1].lstrip()
    if first[:5].lower() == "<top>":
        found = list(_topics(path, "\n".join(line for _, line in lines)))
    else:
        found = [_query(path, number, line) for number, line in lines]
    queries: dict[str, str] = {}
    for name, text in found:
        if name in queries:
            raise UsageError(f"{path}: the query id {name} is given twice", hint="give each query an id of its own")
        queries[name] = text
    return queries


def _query(path: str, number: int, line: str) -> tuple[str, str]:
    if line.lstrip().startswith("{"):
        try:
            record = json.loads(line)
            name = record["_id"] if "_id" in record else record["id"]
            text = record["text"]
        except (ValueError, KeyError, TypeError):
            raise unreadable(path, number, 'a JSON object with "_id" and "text"') from None
        if isinstance(text, str) and isinstance(name, str | int):
            return str(name), text
        raise unreadable(path, number, 'a JSON object whose "_id" and "text" are strings')
    name, tab, text = line.partition("\t")
    if not tab or not name.strip() or not text.strip():
        raise unreadable(path, number, "an id, a tab and the query")
    return name.strip(), text.strip()


def _topics(path: str, text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for topic in _TOPIC.finditer(text):
        number, title = _NUMBER.search(topic[1]), _TITLE.search(topic[1])
        if number is None or title is None:
            raise UsageError(
                f"{path}: topic {len(found) + 1} has no <num> or no <title>", hint="the title of a topic is its query"
            )
        found.append((number[1], " ".join(title[1].split())))
    return found
