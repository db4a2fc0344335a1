"""One measurement of the product, in a process of its own, for `open_index.py`, which says what each is for.

    python tests/bench/product.py search_product --index INDEX

The last line that it prints is the outcome as JSON.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from engine import SHARED, engine_of, queries

from indexer.index import Index
from indexer.model.articles import Article

LIMIT = 1000
ADDED = 7
BATCH = 2000
"""Articles in a file of the collections that are indexed to measure memory."""


def articles(data: Path, passages: int) -> Iterator[Article]:
    """Articles of about so many passages in all."""
    documents: dict[tuple[str, str], list[str]] = {}
    with gzip.open(data / "passages-100k.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in itertools.islice(file, passages):
            record = json.loads(line)
            name = record["id"].rpartition("#")[0]
            documents.setdefault((name, record["title"]), []).append(record["text"])
    texts = [text for pieces in documents.values() for text in pieces]
    chance = random.Random(1)
    given = 0
    for turn in itertools.count():
        dealt = iter(texts)
        for (name, title), pieces in documents.items():
            text = "\n\n".join(itertools.islice(dealt, len(pieces)))
            yield Article(text, title=title, path=f"{name}@{turn}" if turn else name, language="en")
            given += len(pieces)
            if given >= passages:
                return
        chance.shuffle(texts)


def passages_of(data: Path, passages: int) -> Iterator[dict[str, str]]:
    """The same articles' passages, as the rivals take them."""
    from indexer.passages import split

    for article in articles(data, passages):
        for passage in split(article):
            yield {"id": f"{article.path}#{passage.ordinal}", "title": article.title, "text": passage.text}


def cpu() -> float:
    """CPU seconds of this process and those it waited for."""
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def build(options: argparse.Namespace) -> dict[str, float]:
    """Index the articles; the bytes of the index, and of its articles."""
    collection = list(articles(options.data, options.passages))
    if options.bilingual:
        collection = [replace(one, language="de" if at % 2 else "en") for at, one in enumerate(collection)]
    with Index(options.index) as index:
        index.add(collection)
    octets = sum(len(article.text.encode()) + len(article.title.encode()) for article in collection)
    return {"size": sum(file.stat().st_size for file in options.index.iterdir()), "text": octets}


def build_tantivy(options: argparse.Namespace) -> dict[str, float]:
    """Index the same passages by tantivy."""
    engine_of("tantivy", options.rivals).index(passages_of(options.data, options.passages), str(options.index), 1)
    return {}


def timed(search: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Milliseconds of CPU time of every query, after one pass to warm up."""
    times: list[float] = []
    for measured in (False, True):
        for text in asked:
            begin = time.process_time()
            search(text)
            if measured:
                times.append((time.process_time() - begin) * 1e3)
    return times


def plain(index: Index, **options: Any) -> Callable[[str], object]:
    """A search in the engine's own order: what it costs to order by articles is measured elsewhere."""
    return lambda text: index.search(text, order="passages", **options)


def search_product(options: argparse.Namespace) -> list[float]:
    """A search in the order of passages: 10 hits with snippets."""
    with Index(options.index) as index:
        return timed(plain(index), queries(options.data)["keyword"])


def search_kept(options: argparse.Namespace) -> list[float]:
    """The engine's searcher over the same index, reading the query included."""
    from indexer.querying import compile_query, parse
    from indexer.searching.open_index import OpenIndex
    from indexer.store.location import IndexFolder
    from indexer.store.snapshot import open_reader

    today = date(2026, 1, 1)
    with open_reader(IndexFolder(options.index)) as reader:
        searcher = OpenIndex(reader).searcher
        return timed(
            lambda text: searcher.top(compile_query(parse(text, today=today)), 10), queries(options.data)["keyword"]
        )


def search_tantivy(options: argparse.Namespace) -> list[float]:
    """tantivy with its own snippets for 10 hits."""
    engine = engine_of("tantivy", options.rivals)
    engine.open(str(options.index))
    return timed(lambda text: engine.snippets(text, 10, "or"), queries(options.data)["keyword"])


def search_long(options: argparse.Namespace) -> list[float]:
    """1,000 hits without snippets, of the queries that have so many."""
    with Index(options.index) as index:
        asked = [text for text in queries(options.data)["common2"] if index.search(text, limit=1).total >= LIMIT]
        return timed(plain(index, limit=LIMIT, snippets=False), asked)


def search_inflected(options: argparse.Namespace) -> list[float]:
    """Words that have inflections in German articles, of which the English stem has no part."""
    from indexer.analysis import stem, stems_in

    asked: dict[str, None] = {}
    words = sorted({word for text in queries(options.data)["keyword"] for word in text.split() if word.isalpha()})
    stems = stems_in("de", words)
    for word, german in zip(words, stems, strict=True):
        others = {stem(f"{german}{ending}") for ending in ("", "e", "en", "er", "es", "em", "s")}
        if len(others) > 1 and len(german) > 3:
            asked[word] = None
    with Index(options.index) as index:
        return timed(plain(index), list(asked)[:300])


def add_one(options: argparse.Namespace) -> list[float]:
    """CPU seconds of adding one article, again and again, to a copy of the index."""
    times: list[float] = []
    article = next(iter(articles(options.data, 10)))
    with tempfile.TemporaryDirectory(dir=options.index.parent) as copy:
        path = Path(copy, "index")
        shutil.copytree(options.index, path)
        with Index(path) as index:
            for number in range(-1, ADDED):  # the first imports what is needed
                begin = cpu()
                index.add([replace(article, text=f"{article.text}\n\nNumber {number}.", path=f"added {number}")])
                times.append(cpu() - begin)
    return times[1:]


def write_files(options: argparse.Namespace) -> dict[str, float]:
    """The articles as records, some thousand to a file, for the command to read."""
    options.index.mkdir(parents=True)
    collection = articles(options.data, options.passages)
    numbers = itertools.count()
    while batch := list(itertools.islice(collection, BATCH)):
        records = (
            json.dumps({"text": article.text, "title": article.title, "language": "en"}) + "\n" for article in batch
        )
        (options.index / f"{next(numbers):04d}.jsonl").write_text("".join(records), encoding="utf-8")
    return {}


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Any]] = {
    "build": build,
    "build_tantivy": build_tantivy,
    "search_product": search_product,
    "search_kept": search_kept,
    "search_tantivy": search_tantivy,
    "search_long": search_long,
    "search_inflected": search_inflected,
    "add_one": add_one,
    "write_files": write_files,
}


def main() -> int:
    """Make one measurement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measurement", choices=sorted(MEASUREMENTS))
    parser.add_argument("--index", type=Path, required=True, help="the index, or the folder to write to")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--bilingual", action="store_true", help="every other article is German")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "passages")
    parser.add_argument("--rivals", type=Path, default=SHARED / "bench")
    options = parser.parse_args()
    print(json.dumps(MEASUREMENTS[options.measurement](options)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
