"""Is an index that was brought up to date step by step the same as one made at once?"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from indexer.engine import commits
from indexer.index import Index
from indexer.indexing.losses import absent_files
from indexer.model.hits import Hit
from indexer.model.statistics import IndexStatistics

NAMES = st.sampled_from(["a.txt", "b.txt", "b.md", "sub/a.txt", "sub/c.md", "z/z.txt", "é.txt"])
WORDS = st.sampled_from(
    "the keeper kept keeping lamp lamps storm ferry naïve U.S. 3.5% don't 日本語 harbour harbor x".split()
)
TEXTS = st.lists(
    st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join(words) + "."), min_size=1, max_size=5
).map("\n\n".join)
QUERIES = (
    "keeper lamp",
    "the storm ferry",
    '"the keeper"',
    '"storm ferry"~3',
    "keep*",
    "*r",
    "harbor~",
    "+storm -lamp",
    "lamp^3 ferry",
    "title:storm x",
    "日本",
    "3.5% don't",
    "language:en",
    "lamp AND (ferry OR storm) NOT naive",
    "path:sub storm",
)


def answers(index: Index) -> dict[str, tuple[int, tuple[Hit, ...]]]:
    """All that searches give: hits, ids, scores, order, snippets and totals."""
    found = {query: index.search(query, limit=None, per_article=0) for query in QUERIES}
    return {query: (result.total, result.hits) for query, result in found.items()}


def contents(index: Index) -> IndexStatistics:
    """What is in the index, without when and where."""
    return replace(index.statistics(), index="", updated="", size=0)


class Changes(RuleBasedStateMachine):
    """Sources that change, and an index that follows them."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="indexer-"))
        self.sources = self.root / "sources"
        self.sources.mkdir()
        self.clock = 10**18
        self.index = Index(self.root / "index")
        self.current = True
        self.compared = False
        self.fresh: tuple[Any, Any] | None = None

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.root)

    def put(self, path: Path, text: str) -> None:
        self.clock += 10**9
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(self.clock, self.clock))
        self.current, self.fresh = False, None

    @initialize(texts=st.dictionaries(NAMES, TEXTS, min_size=2))
    def start(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            self.put(self.sources / name, text)
        self.update()

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        self.put(self.sources / name, text)

    @rule(name=NAMES, other=NAMES)
    def copy(self, name: str, other: str) -> None:
        if (self.sources / name).exists():
            self.put(self.sources / other, (self.sources / name).read_text(encoding="utf-8"))

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        (self.sources / name).unlink(missing_ok=True)
        self.current, self.fresh = False, None

    @rule(name=NAMES)
    def touch(self, name: str) -> None:
        if (self.sources / name).exists():
            self.put(self.sources / name, (self.sources / name).read_text(encoding="utf-8"))

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if (self.sources / name).exists():
            (self.sources / other).parent.mkdir(exist_ok=True)
            (self.sources / name).rename(self.sources / other)
            self.current, self.fresh = False, None

    @rule()
    def update(self) -> None:
        self.index.update([self.sources])
        self.current, self.compared = True, False

    @rule()
    def update_a_part(self) -> None:
        if (self.sources / "sub").is_dir() and any((self.sources / "sub").iterdir()):
            self.index.update([self.sources / "sub"])
            self.compared = False

    @invariant()
    def the_index_is_as_one_made_at_once(self) -> None:
        if not self.current or self.compared or not self.index.exists():
            return
        self.compared = True
        if self.fresh is None:
            self.fresh = self.made_at_once()
        found, held = self.fresh
        if held is None:  # where there is nothing to index, no index is made
            assert not any(total for total, _ in answers(self.index).values())
            return
        assert answers(self.index) == found
        assert replace(contents(self.index), roots=()) == held

    def made_at_once(self) -> tuple[Any, Any]:
        """The answers and the contents of an index of the sources as they are, made at once."""
        with Index(self.root / "fresh") as fresh:
            fresh.update([self.sources])
            if not fresh.exists():
                return None, None
            made = answers(fresh), replace(contents(fresh), roots=())
        shutil.rmtree(fresh.path)
        return made


@pytest.mark.parametrize(
    ("segments", "deleted"),
    [
        pytest.param(commits.MERGED_AT_ONCE, commits.MOST_DELETED, id="as it is"),
        pytest.param(1, 0.0, id="all merged"),
        pytest.param(3, 0.0, id="few segments"),
        pytest.param(10_000, 1.0, id="never merged"),
    ],
)
def test_step_by_step_gives_what_at_once_gives(monkeypatch: pytest.MonkeyPatch, segments: int, deleted: float) -> None:
    monkeypatch.setattr(commits, "MERGED_AT_ONCE", segments)
    monkeypatch.setattr(commits, "MOST_DELETED", deleted)
    machine: Any = Changes
    run_state_machine_as_test(machine, settings=settings(examples(8), stateful_step_count=12))


# A dry run


NAMES_AND_TEXTS = st.dictionaries(
    st.sampled_from(["a.txt", "b.txt", "c", "sub/a.txt", "sub/d.md", "e.txt"]),
    st.sampled_from(["one lamp", "two lamps", "three ferries sail", "the keeper", "four\0five", "storm " * 30]),
    max_size=6,
)
PATTERNS = st.sampled_from([{}, {"exclude": ["*.md"]}, {"include": ["*.txt"]}, {"max_size": 100}])


def put_all(folder: Path, files: dict[str, str], clock: int) -> None:
    """Make a folder that has these files and no others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(clock, clock))


@settings(examples(25), deadline=None)
@given(
    before=NAMES_AND_TEXTS,
    after=NAMES_AND_TEXTS,
    chosen=PATTERNS,
    rebuild=st.booleans(),
    others=st.booleans(),
)
def test_a_run_does_what_a_dry_run_says(
    before: dict[str, str], after: dict[str, str], chosen: dict[str, Any], rebuild: bool, others: bool
) -> None:
    with tempfile.TemporaryDirectory(prefix="indexer-") as root, Index(Path(root, "index")) as index:
        folder, other = Path(root, "sources"), Path(root, "other")
        put_all(folder, before, 10**18)
        put_all(other, {"x.txt": "the storm", "y.txt": "one lamp"} if others else {"x.txt": "the storm"}, 10**18)
        index.update([folder, other])
        put_all(folder, after, 10**18 + 10**10)
        preview = index.preview([folder, other], **chosen, rebuild=rebuild)
        asked: dict[str, str] = {}

        def agree(source: str, absent: int, had: int, left_out: int) -> bool:
            asked[source] = absent_files(absent, had, left_out)
            return True

        report = (index.rebuild if rebuild else index.update)([folder, other], **chosen, confirm=agree)
        assert asked == preview.asks
        assert (report.added, report.changed) == (len(preview.new), len(preview.changed))
        assert (report.removed, report.moved) == (len(preview.removed), len(preview.moved))
        assert report.unchanged == preview.unchanged
        assert report.bytes_read == preview.bytes
        assert {path for path in report.skipped if path not in preview.removed} == preview.skipped.keys()
        assert {path: report.skipped[path] for path in preview.skipped} == preview.skipped
        assert (report.failed, report.missing) == (preview.failed, preview.missing)
