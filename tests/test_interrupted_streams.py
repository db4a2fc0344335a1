"""Is a file whose reading was interrupted, any number of times, in the end as if it had been read in one go?"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from test_streams import interruption, mailbox, put, sentence, split, table, tape, web_archive

from indexer import Index
from indexer.indexing import planning, running, worker
from indexer.model.hits import Hit
from indexer.model.statistics import IndexStatistics
from indexer.store.commit import commit as committed
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest, unsettled_files
from indexer.store.sources import named_parts

QUERIES = ("keeper", "lamp3", '"the coast"', "menu", "read OR shore", "day lamp*")
MENU = "Read all of our other stories of the coast in the menu."
NAMES = st.sampled_from(["a.mbox", "b.jsonl", "c.csv", "d.warc", "e.tar", "f.jsonl", "sub/g.mbox", "h.mbox.gz"])
COUNTS = st.integers(0, 24)
CALLS = st.integers(1, 4)


def story(number: int) -> str:
    """A text that is not nearly the same as another."""
    return f"{sentence(number)} {' '.join(f'w{number}x{place}' for place in range(12))}."


def pages(count: int, first: int = 0) -> bytes:
    """Records of a site, of which some have a line that it repeats, and some are no records."""
    lines = [
        json.dumps(
            {
                "title": f"Day {number}",
                "text": story(number) + (f"\n\n{MENU}" if number % 3 == 0 else ""),
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
    if name.endswith(".gz"):
        packed = gzip.compress(content(name.removesuffix(".gz"), count, first, word), 0)
        return packed[: len(packed) * 2 // 3]  # cut short
    kind = name[-4:]
    if kind == "sonl":
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


def update_until(index: Index, paths: list[Path], commits: int, **more: Any) -> bool:
    """Interrupt a run after so many commits, or when it has been told of progress some more times; whether it came to
    its end before."""
    told = interruption(commits)

    def commit(*given: Any, **others: Any) -> None:
        committed(*given, **others)
        told()

    with suppress(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "commit", commit)
        index.update(paths, progress=interruption(20 * commits), **more)
        return True
    return False


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

    @initialize(names=st.lists(NAMES, min_size=1, max_size=2), count=st.integers(12, 24))
    def start(self, names: list[str], count: int) -> None:
        for name in names:
            self.put(self.sources / name, content(name, count, 0, "coast"))

    @rule(
        how=st.sampled_from(["write", "write", "touch", "delete", "rename", "copy"]),
        name=NAMES,
        other=NAMES,
        count=COUNTS,
        first=st.sampled_from([0, 0, 3]),
        word=st.sampled_from(["coast", "coast", "shore"]),
    )
    def change(self, how: str, name: str, other: str, count: int, first: int, word: str) -> None:
        path, target = self.sources / name, self.sources / other
        is_alike = name[-4:] == other[-4:]
        if how == "write":
            self.put(path, content(name, count, first, word))
        elif not path.exists():
            return
        elif how == "touch":
            self.put(path, path.read_bytes())
        elif how == "delete":
            path.unlink()
        elif how == "rename" and is_alike:
            path.rename(target)
        elif is_alike:
            self.put(target, path.read_bytes())
        self.current = False

    @rule(words=st.sampled_from([40, 120]), calls=CALLS)
    def update_with_other_settings(self, words: int, calls: int) -> None:
        self.interrupted([self.sources], calls, passage_words=words)

    @precondition(lambda self: not self.current)
    @rule(calls=CALLS)
    def update_a_part(self, calls: int) -> None:
        if any((self.sources / "sub").iterdir()):
            self.interrupted([self.sources / "sub"], calls)

    @precondition(lambda self: not self.current)
    @rule(calls=CALLS)
    def update_for_a_while(self, calls: int) -> None:
        self.interrupted([self.sources], calls)

    @precondition(lambda self: not self.current)
    @rule(calls=st.lists(CALLS, min_size=1, max_size=4))
    def update(self, calls: list[int]) -> None:
        for count in calls[1:]:
            self.interrupted([self.sources], count, deep=False)
        self.interrupted([self.sources], calls[0])
        self.index.update([self.sources])
        self.current = True

    def interrupted(self, paths: list[Path], calls: int, *, deep: bool = True, **more: Any) -> None:
        """Interrupt a run after so many commits, or when it has been told of progress some more times. Of several such
        runs one after the other the last is checked deeply, which takes as long as they do."""
        update_until(self.index, paths, calls, **more)
        self.current = False
        if self.index.exists():
            assert self.index.check(deep=deep).damage == ()

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
    run_state_machine_as_test(machine, settings=settings(examples(8), stateful_step_count=6))


@pytest.mark.parametrize("every", [1, 2, 3])
def test_lines_of_a_site_that_recur_only_later_are_removed_from_what_was_kept_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    """Whether the run is interrupted while the file is read, or while it is read again for these lines."""
    split(monkeypatch)
    monkeypatch.setattr(worker, "_MOST_HELD", 600)
    lines = (
        {"text": story(number) + f"\n\n{MENU}" * (number in {1, 20, 21, 22}), "url": f"https://a.example/{number}"}
        for number in range(30)
    )
    source = put(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)).encode())
    with Index(tmp_path / "index") as index, Index(tmp_path / "fresh") as fresh:
        runs = 1
        while not update_until(index, [source], every):
            runs += 1
            assert index.check(deep=runs % 4 == 0).damage == ()
        assert index.check(deep=True).damage == ()
        assert runs > 2
        fresh.update([source])
        assert fresh.search("menu").total == 0
        assert answers(index) == answers(fresh)
        folder = IndexFolder(index.path)
        assert unsettled_files(folder, read_newest(folder)) == set()
        assert index.update().bytes_read == 0


@pytest.mark.parametrize("name", ["a.mbox", "b.jsonl", "e.tar"])
def test_a_file_that_changes_between_planning_and_reading_is_read_from_its_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    split(monkeypatch)
    source = put(tmp_path / name, content(name, 40, 0, "coast"))
    with Index(tmp_path / "index") as index, Index(tmp_path / "fresh") as fresh:
        assert not update_until(index, [source], 1)
        assert len(index.statistics().partial) == 1
        assert index.preview().changed == (name,)
        put(source, content(name, 45, 3, "shore"))
        with monkeypatch.context() as patch:
            patch.setattr(planning, "looks_same", lambda *_: True)
            assert not update_until(index, [source], 1)
        assert index.check(deep=True).damage == ()
        index.update()
        fresh.update([source])
        assert answers(index) == answers(fresh)
        assert index.check(deep=True).damage == ()


def test_a_file_that_is_read_in_part_is_told_of_and_can_be_dropped_and_compacted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    split(monkeypatch)
    source = put(tmp_path / "a.mbox", mailbox(80))
    with Index(tmp_path / "index") as index:
        assert not update_until(index, [source], 3)
        kept = index.statistics()
        assert kept.partial == {os.fspath(source): kept.articles}
        assert index.preview().resumed == {"a.mbox": kept.articles}
        index.compact()
        assert index.check(deep=True).damage == ()
        assert index.statistics().partial == kept.partial
        index.drop([source])
        assert (index.statistics().articles, index.statistics().partial) == (0, {})
        index.update([source])
        assert (index.statistics().articles, index.statistics().partial) == (80, {})
        assert index.check(deep=True).damage == ()


def test_of_the_parts_of_a_stream_those_with_names_are_counted(tmp_path: Path) -> None:
    sources = [put(tmp_path / name, content(name, 40, 0, "coast")) for name in ("a.jsonl", "e.tar")]
    with Index(tmp_path / "index") as index:
        index.update(sources)
        folder = IndexFolder(index.path)
        assert dict(named_parts(folder, "a.jsonl", 40)) == {}
        counts = named_parts(folder, "e.tar", 30)
        assert sum(counts.values()) == 30
        assert not any(part.startswith("#") for part in counts)


def test_a_file_that_is_read_in_part_and_renamed_is_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    split(monkeypatch)
    folder = tmp_path / "mails"
    folder.mkdir()
    put(folder / "old.mbox", mailbox(60, sentence))
    with Index(tmp_path / ".indexer") as index:
        assert not update_until(index, [folder], 3)
        (records,) = index.statistics().partial.values()
        (folder / "old.mbox").rename(folder / "new.mbox")
        preview = index.preview([folder])
        assert preview.resumed == {"mails/new.mbox": records}
        assert preview.moved == {"mails/old.mbox": "mails/new.mbox"}
        report = index.update([folder])
        assert (report.moved, report.added, report.removed, report.failed) == (1, 0, 0, {})
        assert (report.articles, index.statistics().articles) == (60, 60)
        found = answers(index)
        assert index.check(deep=True).damage == ()
    shutil.rmtree(tmp_path / ".indexer")
    with Index(tmp_path / ".indexer") as index:
        index.update([folder])
        assert answers(index) == found
