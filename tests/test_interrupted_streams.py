"""Is a file whose reading was interrupted, any number of times, in the end as if it had been read in one go?"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from test_streams import interruption, mailbox, sentence, split, table, tape, web_archive

from indexer import Index
from indexer.model.hits import Hit
from indexer.model.statistics import IndexStatistics

QUERIES = ("keeper", "lamp3", '"the coast"', "menu", "read OR shore", "day lamp*")
MENU = "Read all of our other stories of the coast in the menu."
NAMES = st.sampled_from(["a.mbox", "b.jsonl", "c.csv", "d.warc", "e.tar", "f.jsonl", "sub/g.mbox"])
COUNTS = st.integers(0, 40)


def pages(count: int, first: int = 0) -> bytes:
    """Records of a site, of which some have a line that it repeats, and some are no records."""
    lines = [
        json.dumps(
            {
                "title": f"Day {number}",
                "text": sentence(number) + (f"\n\n{MENU}" if number % 3 == 0 else ""),
                "url": f"https://coast.example/{number}" if number % 5 else None,
            }
        )
        if number % 9 != 8
        else "{not a record"
        for number in range(first, first + count)
    ]
    return "\n".join(lines).encode()


def content(name: str, count: int, first: int, word: str) -> bytes:
    """So many articles in the format that the name says; of `first` and `word` depend the texts."""
    kind = name[-4:]
    if kind == "json" or name.endswith(".jsonl"):
        data = pages(count, first)
    elif kind == "mbox":
        data = mailbox(count, lambda number: sentence(number + first))
    elif kind == ".csv":
        data = table(count)
    elif kind == "warc":
        data = web_archive(count, lambda number: sentence(number + first))
    else:
        # Names that come again, as in an archive to which changed files were added.
        data = tape(count)[: -10 * 1024] + tape(count // 2) if count else tape(0)
    return data.replace(b"coast", word.encode()) if kind != ".tar" else data


def answers(index: Index) -> dict[str, tuple[int, tuple[Hit, ...]]]:
    found = {query: index.search(query, limit=None, per_article=0) for query in QUERIES}
    return {query: (result.total, result.hits) for query, result in found.items()}


def contents(index: Index) -> IndexStatistics:
    return replace(index.statistics(), index="", updated="", size=0, roots=())


class Interruptions(RuleBasedStateMachine):
    """Streams that change, and an index whose runs are interrupted."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="indexer-"))
        self.sources = self.root / "sources"
        (self.sources / "sub").mkdir(parents=True)
        self.clock = 10**18
        self.index = Index(self.root / "index")
        self.current = False

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.root)

    def put(self, path: Path, data: bytes) -> None:
        self.clock += 10**9
        path.write_bytes(data)
        os.utime(path, ns=(self.clock, self.clock))
        self.current = False

    @initialize(names=st.lists(NAMES, min_size=1, max_size=3), count=st.integers(10, 60))
    def start(self, names: list[str], count: int) -> None:
        for name in names:
            self.put(self.sources / name, content(name, count, 0, "coast"))

    @rule(name=NAMES, count=COUNTS, first=st.sampled_from([0, 0, 3]), word=st.sampled_from(["coast", "coast", "shore"]))
    def write(self, name: str, count: int, first: int, word: str) -> None:
        self.put(self.sources / name, content(name, count, first, word))

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if (self.sources / name).exists():
            self.put(self.sources / name, (self.sources / name).read_bytes())

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        (self.sources / name).unlink(missing_ok=True)
        self.current = False

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if (self.sources / name).exists() and name[-4:] == other[-4:]:
            (self.sources / name).rename(self.sources / other)
            self.current = False

    @rule(name=NAMES, other=NAMES)
    def copy(self, name: str, other: str) -> None:
        if (self.sources / name).exists() and name[-4:] == other[-4:]:
            self.put(self.sources / other, (self.sources / name).read_bytes())

    @rule(words=st.sampled_from([40, 120]), calls=st.integers(1, 12))
    def update_with_other_settings(self, words: int, calls: int) -> None:
        self.interrupted(calls, passage_words=words)

    @rule(calls=st.integers(1, 12))
    def update_for_a_while(self, calls: int) -> None:
        self.interrupted(calls)

    @rule(calls=st.integers(1, 12))
    def update_a_part_for_a_while(self, calls: int) -> None:
        if any((self.sources / "sub").iterdir()):
            with contextlib.suppress(KeyboardInterrupt):
                self.index.update([self.sources / "sub"], progress=interruption(calls))
            self.current = False

    @rule()
    def update(self) -> None:
        self.interrupted(10**9)

    def interrupted(self, calls: int, **more: Any) -> None:
        try:
            self.index.update([self.sources], progress=interruption(calls), **more)
            self.current = True
        except KeyboardInterrupt:
            self.current = False

    @invariant()
    def nothing_is_damaged(self) -> None:
        if self.index.exists():
            assert self.index.check(deep=True).damage == ()

    @invariant()
    def the_index_is_as_one_made_at_once(self) -> None:
        if not self.current or not self.index.exists():
            return
        known = self.index.statistics()
        fresh = Index(self.root / "fresh")
        fresh.update([self.sources], passage_words=known.passage_words)
        if not fresh.exists():
            assert not known.articles
            return
        try:
            assert answers(self.index) == answers(fresh)
            assert contents(self.index) == contents(fresh)
        finally:
            fresh.close()
            shutil.rmtree(fresh.path)


def test_any_interruptions_give_what_at_once_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    split(monkeypatch)
    machine: Any = Interruptions
    run_state_machine_as_test(machine, settings=settings(examples(10), stateful_step_count=10))
