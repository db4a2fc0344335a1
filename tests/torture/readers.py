"""Is every answer that readers get, while a writer commits, merges and rebuilds, that of one commit?

Each commit writes all articles again, with the number of the commit in each: so an answer is that of a commit if all
articles are in it, all with the same number; and to a reader the numbers never fall.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
import traceback
from pathlib import Path
from typing import Any, Final, NamedTuple

from indexer import Article, Index

__all__ = ["Watched", "watch"]

_ARTICLES: Final = 5  # from files, and as many that come from none
_COMPACT, _REBUILD = 7, 23
"""After each so many commits the index is compacted, or rebuilt."""


class Watched(NamedTuple):
    """How many commits there were, how many answers were looked at, and what was wrong with them."""

    commits: int
    answers: int
    wrong: list[str]


def watch(readers: int, commits: int) -> Watched:
    """Let so many processes read while another commits so often."""
    context = multiprocessing.get_context("fork")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _commit(folder, 0)
        ended, told = context.Event(), context.Queue()
        processes = [context.Process(target=_read, args=(folder, ended, told)) for _ in range(readers)]
        for process in processes:
            process.start()
        wrong: list[str] = []
        try:
            for number in range(1, commits + 1):
                _commit(folder, number)
        except Exception:  # noqa: BLE001 - any fault is a finding
            wrong.append(f"the writer: {traceback.format_exc()}")
        ended.set()
        answers = 0
        for _ in processes:
            count, faults = told.get()
            answers += count
            wrong += faults
        for process in processes:
            process.join()
        damage = Index(folder / "index").check(deep=True).damage
        return Watched(commits, answers, wrong + [damage_.what for damage_ in damage])


def _commit(folder: Path, number: int) -> None:
    """Make a new state of the index, in one commit that readers see."""
    articles = folder / f"articles{number}"
    articles.mkdir()
    index = Index(folder / "index")
    texts = [f"The ferry numbered number{number} has place{place} in this row of boats." for place in range(_ARTICLES)]
    kind = number % 2
    if kind:
        index.add([Article(text, path=f"note:{place}") for place, text in enumerate(texts)])
    else:
        # Another folder each time, in place of the one before.
        link = folder / "articles"
        for place, text in enumerate(texts):
            (articles / f"{place}.txt").write_text(text)
        with tempfile.TemporaryDirectory(dir=folder) as away:
            if link.exists():
                link.rename(Path(away, "old"))
            articles.rename(link)
        index.update([link])
    if number % _COMPACT == 0:
        index.compact()
    if number % _REBUILD == 0:
        index.rebuild()
    shutil.rmtree(articles, ignore_errors=True)


def _read(folder: Path, ended: Any, told: Any) -> None:
    """Look at the index until the writer has ended."""
    count = 0
    wrong: list[str] = []
    least = {True: -1, False: -1}
    try:
        kept = Index(folder / "index")
        while not wrong:
            last = ended.is_set()
            for index in (kept, Index(folder / "index")):
                hits = index.search("ferry", limit=None, duplicates=True).hits
                count += 1
                for external in (True, False):
                    mine = [hit for hit in hits if hit.path.startswith("note:") == external]
                    numbers = {int(hit.text.partition("number")[2].partition("number")[2].split()[0]) for hit in mine}
                    if external and not mine and least[True] < 0:
                        continue  # none was added yet
                    if len(mine) != _ARTICLES or len(numbers) != 1 or min(numbers) < least[external]:
                        wrong.append(f"{len(mine)} articles of {sorted(numbers)}, after {least[external]}")
                        continue
                    least[external] = min(numbers)
            if last:
                break
    except Exception:  # noqa: BLE001 - any fault is a finding
        wrong.append(f"process {os.getpid()}: {traceback.format_exc()}")
    told.put((count, wrong))
