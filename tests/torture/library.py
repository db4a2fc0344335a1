"""What is indexed, what is done to the index, and what does it answer?"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from indexer import Article, Index

__all__ = ["OPERATIONS", "Answers", "Operation", "answers", "commit_often", "committing_often", "prepare", "sources"]

Answers: TypeAlias = tuple[Any, ...]

QUERIES: Final = ("ferry", '"old ferry"', "har*", "harbuor~", "title:letter", "date:2021..2023", "language:en", "added")

_NAMES: Final = ("anchor", "beacon", "cargo", "delta", "estuary", "fjord", "gale", "harbour", "island", "jetty")


def sources(folder: Path, *, later: bool = False) -> Path:
    """A folder of articles of a site, near-duplicates, and others; with `later`, as it is after people changed it."""
    articles = folder / "articles"
    shutil.rmtree(articles, ignore_errors=True)
    for part in ("pages", "letters"):
        (articles / part).mkdir(parents=True)
    for number, name in enumerate(_NAMES):
        if later and number in {2, 5}:
            continue
        version = f"It was told again in edition {number}. " if later and number % 2 else ""
        text = (
            f"The old ferry of the {name} left the harbour at {number} o'clock. {version}"
            f"Nobody on the quay had seen the {name} since the winter, and the keeper wrote it down in his long letter."
        )
        _write(
            articles / "pages" / f"{name}.html",
            f'<html lang="en"><head><title>{name}</title><meta property="og:url" content="https://ferry.example/{name}">'
            f"</head><body><article><h1>The {name}</h1><p>{text}</p><p>Read our other stories about the sea today.</p>"
            f"</article></body></html>",
        )
        letter = {"title": f"Letter {name}", "date": f"2022-03-0{number % 9 + 1}", "text": f"{text} From the {name}."}
        _write(articles / "letters" / f"{name}.json", json.dumps(letter))
    mails = range(2, 12) if later else range(9)
    _write(articles / "letters" / "sent.mbox", "".join(map(_mail, mails)))
    if later:
        for number in range(4):
            _write(articles / "letters" / f"new{number}.txt", f"A new ferry {number} came to the harbour. It was late.")
    return articles


def _mail(number: int) -> str:
    return (
        f"From ann@ferry.example Mon Feb  3 10:0{number % 10}:00 2020\nFrom: Ann <ann@ferry.example>\n"
        f"Subject: Sent {number}\n\nThe ferry {number} was late, and the harbour at {number} o'clock was full.\n\n"
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    # Of different texts, so that a change is seen though the clock is coarse.
    time = 10**18 + hash_of(text) % 10**9 * 10**6
    os.utime(path, ns=(time, time))


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return zlib.crc32(text.encode())


def commit_often() -> None:
    """Have runs commit after every few files, and mails of a mailbox, by workers too, however little there is to
    do."""
    from indexer.indexing import running, starting, worker, workers

    running._COMMIT_SECONDS = 0.0
    starting.PARALLEL_BYTES = 0
    workers._CHUNK_FILES = 3
    worker.SEGMENT_BYTES = 1500
    worker._PIECE = 200
    worker._PORTION = 800
    worker._LARGEST_PORTION = 3200


@contextmanager
def committing_often() -> Iterator[None]:
    """The same while the block runs."""
    from indexer.indexing import running, starting, worker, workers

    places = (
        (running, "_COMMIT_SECONDS"),
        (starting, "PARALLEL_BYTES"),
        (workers, "_CHUNK_FILES"),
        (worker, "SEGMENT_BYTES"),
        (worker, "_PIECE"),
        (worker, "_PORTION"),
        (worker, "_LARGEST_PORTION"),
    )
    before = [getattr(*place) for place in places]
    commit_often()
    try:
        yield
    finally:
        for (module, name), value in zip(places, before, strict=True):
            setattr(module, name, value)


def answers(path: Path) -> Answers:
    """All that an index says, but for names of its files: equal for indexes of the same articles with any past."""
    with Index(path) as index:
        statistics = index.statistics()
        found: list[Any] = [statistics.files, statistics.articles, statistics.passages, statistics.words]
        for query in QUERIES:
            result = index.search(query, limit=None, duplicates=True)
            found.append((result.total, [(hit.id, round(hit.score, 6), hit.text, hit.path) for hit in result.hits]))
        # All but the last articles have this word: their near-duplicates need no other query.
        found.append([hit.id for hit in index.search(QUERIES[0], limit=None).hits])
        found.append(index.facets("ferry", "site"))
        return tuple(map(repr, found))


class Operation(NamedTuple):
    """Something that is done to an index, from what is there `before`. Done again after an interruption, it must give
    what it gives at once."""

    before: Callable[[Path], object]
    run: Callable[[Path, int], object]


def _update(folder: Path, jobs: int) -> None:
    Index(folder / "index").update([folder / "articles"], jobs=jobs)


def _indexed(folder: Path) -> None:
    sources(folder)
    with Index(folder / "index") as index:
        index.update([folder / "articles"])
        index.add([Article("It was added. The ferry had an old bell.", title="Added", path=f"note:{n}") for n in "12"])
        index.remove(["note:2"])


def _changed(folder: Path) -> None:
    shutil.copytree(_made(_indexed), folder, dirs_exist_ok=True)
    sources(folder, later=True)


def _renamed(folder: Path) -> None:
    """Two folders have other names: the words of these are more, and fewer."""
    shutil.copytree(_made(_indexed), folder, dirs_exist_ok=True)
    for name, other in (("pages", "old leaves"), ("letters", "-")):
        (folder / "articles" / name).rename(folder / "articles" / other)


def _full(folder: Path) -> None:
    """One segment fewer than are merged."""
    shutil.copytree(_made(_indexed), folder, dirs_exist_ok=True)
    with Index(folder / "index") as index:
        for number in range(2):
            index.add([Article(f"Another ferry {number}.", path=f"other:{number}")])


def _two_sources(folder: Path) -> None:
    sources(folder)
    with Index(folder / "index") as index:
        index.update([folder / "articles" / "pages", folder / "articles" / "letters"])


def _drop(folder: Path, _jobs: int) -> None:
    index = Index(folder / "index")
    letters = folder / "articles" / "letters"
    if os.fspath(letters) in index.sources():
        index.drop([letters])


def _drop_all(folder: Path, _jobs: int) -> None:
    index = Index(folder / "index")
    if index.exists():
        index.drop_all()
    index.update([folder / "articles"])


def _merge(folder: Path, _jobs: int) -> None:
    with Index(folder / "index") as index:
        for number in range(2, 5):
            index.add([Article(f"Another ferry {number}.", path=f"other:{number}")])


OPERATIONS: Final = {
    "index": Operation(sources, _update),
    "update": Operation(_changed, _update),
    "rename": Operation(_renamed, _update),
    "merge": Operation(_full, _merge),
    "compact": Operation(_changed, lambda folder, _: Index(folder / "index").compact()),
    "rebuild": Operation(_changed, lambda folder, jobs: Index(folder / "index").rebuild(jobs=jobs)),
    "drop": Operation(_two_sources, _drop),
    "drop all": Operation(_indexed, _drop_all),
}


def prepare(folder: Path, operation: str) -> Path:
    """A folder in which the operation can be done. What is the same before several is made once."""
    shutil.copytree(_made(OPERATIONS[operation].before), folder)
    return folder


@cache
def _made(before: Callable[[Path], object]) -> Path:
    """A folder in which this was done; it is there until the program ends."""
    scratch = tempfile.TemporaryDirectory()
    atexit.register(scratch.cleanup)
    folder = Path(scratch.name, "place")
    folder.mkdir()
    before(folder)
    return folder
