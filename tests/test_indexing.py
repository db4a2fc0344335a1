"""What changed among the sources, and what must be done about it?"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from misbehaving import die, work_on_a_full_disk

from indexer.errors import IndexerError, NoIndexError, StorageError, UsageError
from indexer.index import Index
from indexer.indexing import planning, running, starting, updating, worker, workers
from indexer.model.articles import Article
from indexer.model.hits import Hit
from indexer.model.reports import IndexReport
from indexer.model.statistics import IndexStatistics
from indexer.reasons import Cause, Reason
from indexer.store.contents import write_contents
from indexer.store.location import IndexFolder

OLD = 10**18
"""A time of change long past, which can be trusted."""


class Library:
    """Sources and an index of them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.index = Index(root / ".indexer")

    def write(self, name: str, text: str, *, mtime_ns: int | None = OLD) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if mtime_ns is not None:
            os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def update(self, *names: str, **options: object) -> IndexReport:
        return self.index.update([self.root / name for name in names], **options)  # type: ignore[arg-type]

    def paths(self, query: str) -> list[str]:
        return sorted({hit.path for hit in self.index.search(query, limit=None, per_article=0).hits})

    def listing(self) -> list[tuple[str, int]]:
        return sorted(
            (file.name, file.stat().st_mtime_ns) for file in self.index.path.iterdir() if "LOCK" not in file.name
        )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path)
    library.write("letters/a.txt", "The keeper lit the lamp at dusk. He wrote nothing down.\n")
    library.write("letters/b.txt", "A gale took the roof off the store. Two boats were lost.\n")
    library.write("letters/c.txt", "Nobody saw the ferry leave. The harbour was empty by noon.\n")
    yield library
    library.index.close()


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def answers(index: Index, *queries: str) -> list[tuple[Hit, ...]]:
    """Everything that a search can give."""
    return [index.search(query, limit=None, per_article=0).hits for query in queries]


def contents(index: Index) -> IndexStatistics:
    """What is in the index, without when and where."""
    return replace(index.statistics(), index="", updated="", size=0)


# What changed


def test_each_run_counts_what_it_did(library: Library) -> None:
    report = library.update("letters")
    assert counts(report) == (3, 0, 0, 0)
    assert (report.articles, report.passages, report.index) == (3, 3, str(library.index.path))
    assert report.bytes_read == sum(path.stat().st_size for path in (library.root / "letters").iterdir())
    assert counts(library.update("letters")) == (0, 0, 0, 3)
    library.write("letters/d.txt", "The lamp was out. The keeper slept.\n")
    assert counts(library.update()) == (1, 0, 0, 3)
    library.write("letters/a.txt", "The keeper lit no lamp that day. It was summer.\n", mtime_ns=OLD + 1)
    assert counts(library.update()) == (0, 1, 0, 3)
    (library.root / "letters/b.txt").unlink()
    assert counts(library.update()) == (0, 0, 1, 3)
    library.write("letters/c.txt", "The ferry was late again. We waited.\n", mtime_ns=OLD + 1)
    library.write("letters/e.txt", "Fog came in from the west.\n")
    (library.root / "letters/d.txt").unlink()
    assert counts(library.update()) == (1, 1, 1, 1)
    assert library.paths("keeper") == ["letters/a.txt"]
    assert library.paths("roof") == []
    assert library.paths("fog ferry") == ["letters/c.txt", "letters/e.txt"]


def test_nothing_is_written_when_nothing_changed(library: Library) -> None:
    library.update("letters")
    before = library.listing()
    updated = library.index.statistics().updated
    time.sleep(0.01)
    report = library.update("letters")
    assert counts(report) == (0, 0, 0, 3)
    assert (report.bytes_read, report.passages) == (0, 0)
    assert library.listing() == before
    assert library.index.statistics().updated == updated


def test_a_file_that_was_only_touched_is_unchanged(library: Library) -> None:
    library.update("letters")
    os.utime(library.root / "letters/a.txt", ns=(OLD + 5, OLD + 5))
    assert counts(library.update()) == (0, 0, 0, 3)
    assert counts(library.update()) == (0, 0, 0, 3)


def test_an_edit_of_the_same_size_within_a_clock_tick_is_noticed(library: Library) -> None:
    now = time.time_ns()
    path = library.write("letters/a.txt", "The keeper slept.\n", mtime_ns=now)
    library.update("letters")
    library.write("letters/a.txt", "The keeper swims.\n", mtime_ns=now)
    assert path.stat().st_mtime_ns == now
    assert counts(library.update()) == (0, 1, 0, 2)
    assert library.paths("swims") == ["letters/a.txt"]


def test_a_time_in_the_future_is_not_trusted(library: Library) -> None:
    future = time.time_ns() + 10**13
    library.write("letters/a.txt", "The keeper slept.\n", mtime_ns=future)
    library.update("letters")
    library.write("letters/a.txt", "The keeper swims.\n", mtime_ns=future)
    assert counts(library.update()) == (0, 1, 0, 2)


def test_an_older_copy_put_back_is_noticed(library: Library) -> None:
    library.update("letters")
    library.write("letters/a.txt", "An older letter of other size.\n", mtime_ns=OLD - 10**12)
    assert counts(library.update()) == (0, 1, 0, 2)


# Copies


def test_of_equal_files_the_first_is_indexed(library: Library) -> None:
    library.write("letters/b copy.txt", (library.root / "letters/b.txt").read_text())
    report = library.update("letters")
    assert counts(report) == (3, 0, 0, 0)
    assert report.skipped == {"letters/b.txt": Reason(Cause.DUPLICATE, "letters/b copy.txt")}
    assert library.paths("gale") == ["letters/b copy.txt"]
    assert library.index.statistics().skipped == {"duplicate": 1}
    (library.root / "letters/b copy.txt").unlink()
    assert counts(library.update()) == (1, 0, 1, 2)
    assert library.paths("gale") == ["letters/b.txt"]


def test_a_new_file_that_comes_before_its_copy_takes_its_place(library: Library) -> None:
    library.update("letters")
    library.write("letters/a0.txt", (library.root / "letters/b.txt").read_text())
    report = library.update()
    assert counts(report) == (1, 0, 1, 2)
    assert library.paths("gale") == ["letters/a0.txt"]
    assert library.index.search("gale").total == 1


def test_a_copy_that_is_edited_is_one_no_more(library: Library) -> None:
    library.write("letters/z.txt", (library.root / "letters/b.txt").read_text())
    library.update("letters")
    library.write("letters/z.txt", "A gale of another day.\n", mtime_ns=OLD + 1)
    assert counts(library.update()) == (1, 0, 0, 3)
    assert library.paths("gale") == ["letters/b.txt", "letters/z.txt"]


def test_when_the_first_of_two_copies_is_edited_the_other_is_indexed(library: Library) -> None:
    library.write("letters/z.txt", (library.root / "letters/b.txt").read_text())
    library.update("letters")
    library.write("letters/b.txt", "A gale of another day.\n", mtime_ns=OLD + 1)
    assert counts(library.update()) == (1, 1, 0, 2)
    assert library.paths("roof") == ["letters/z.txt"]


def test_a_copy_under_another_root_is_indexed_when_the_first_goes(library: Library) -> None:
    library.write("other/z.txt", (library.root / "letters/b.txt").read_text())
    library.update("letters", "other")
    (library.root / "letters/b.txt").unlink()
    library.update("letters")
    library.update()
    assert library.paths("gale") == ["other/z.txt"]


def test_a_copy_is_found_as_long_as_the_other_root_is_not_looked_at(library: Library) -> None:
    """A run over one root must not lose what is under another."""
    library.write("other/z.txt", (library.root / "letters/b.txt").read_text())
    library.update("letters", "other")
    (library.root / "letters/b.txt").unlink()
    library.update("letters")
    assert library.paths("gale") == ["other/z.txt"]


def test_a_file_is_no_copy_of_one_that_cannot_be_read(library: Library) -> None:
    """What is no JSON is good text, under the name of a text."""
    text = "The lamp went out.\n"
    library.write("letters/1.json", text)
    library.write("letters/1.txt", text)
    report = library.update("letters")
    assert list(report.failed) == ["letters/1.json"]
    assert library.paths("went") == ["letters/1.txt"]


def test_empty_files_are_no_copies_of_each_other(library: Library) -> None:
    library.write("letters/x.txt", "")
    library.write("letters/y.txt", "")
    report = library.update("letters")
    assert report.skipped == dict.fromkeys(("letters/x.txt", "letters/y.txt"), Reason(Cause.EMPTY))


# What cannot be read


def test_a_file_that_becomes_unreadable_is_removed_and_failed(library: Library) -> None:
    path = library.write("letters/d.json", '{"text": "The ferryman sang all night."}')
    library.update("letters")
    path.write_text('{"text": "The ferryman sang al')
    report = library.update()
    assert counts(report) == (0, 0, 1, 3)
    assert list(report.failed) == ["letters/d.json"]
    assert library.paths("ferryman") == []
    again = library.update()
    assert list(again.failed) == ["letters/d.json"], "it is said each time"
    assert counts(again) == (0, 0, 0, 3)
    assert library.index.statistics().failed
    path.write_text('{"text": "The ferryman sang again."}')
    assert counts(library.update()) == (1, 0, 0, 3)
    assert library.update().failed == {}


def test_a_part_that_cannot_be_read_fails_and_the_rest_is_indexed(library: Library) -> None:
    library.write("letters/d.jsonl", '{"text": "The ferryman sang."}\n{"text": \n{"text": "The ferryman slept."}\n')
    report = library.update("letters")
    assert counts(report) == (4, 0, 0, 0)
    assert report.articles == 5
    assert "line 2" in report.failed["letters/d.jsonl"]
    assert library.index.search("ferryman").total == 2


def test_a_file_that_the_system_refuses_is_tried_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer import reading
    from indexer.errors import SourceError

    opened = reading.opened

    def refuse(path: str, *given: Any) -> AbstractContextManager[reading.Content]:
        if path.endswith("a.txt"):
            raise SourceError("unreadable", detail="Permission denied")
        return opened(path, *given)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "opened", refuse)
        report = library.update("letters")
        assert report.failed == {"letters/a.txt": "unreadable: Permission denied"}
        assert counts(report) == (2, 0, 0, 0)
    assert counts(library.update()) == (1, 0, 0, 2)


def test_what_is_in_a_folder_that_cannot_be_listed_is_kept(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write("letters/deep/d.txt", "The keeper's cat.\n")
    library.update("letters")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if os.fspath(path).endswith("deep"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        report = library.update()
        assert report.removed == 0
        assert list(report.failed) == ["letters/deep"]
        assert library.paths("cat") == ["letters/deep/d.txt"]
    report = library.update()
    assert report.failed == {}
    assert counts(report) == (0, 0, 0, 4)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is refused to root")
def test_what_is_really_refused_is_kept(library: Library) -> None:
    library.write("letters/deep/d.txt", "The keeper's cat.\n")
    library.update("letters")
    (library.root / "letters/deep").chmod(0)
    try:
        report = library.update()
        assert (report.removed, list(report.failed)) == (0, ["letters/deep"])
    finally:
        (library.root / "letters/deep").chmod(0o755)


# What is asked for


def test_what_is_left_out_later_is_removed(library: Library) -> None:
    library.write("letters/d.md", "The keeper's *cat*.\n")
    library.update("letters")
    assert counts(library.update("letters", exclude=["*.md"])) == (0, 0, 1, 3)
    assert counts(library.update()) == (0, 0, 0, 3), "it stays left out"
    assert counts(library.update("letters", include=["a*", "*.md"])) == (1, 0, 2, 1)
    assert counts(library.update("letters")) == (2, 0, 0, 2)


def test_a_file_that_grows_too_large_is_removed(library: Library) -> None:
    library.update("letters", max_size=1000)
    library.write("letters/a.txt", "The keeper wrote. " * 100)
    report = library.update()
    assert counts(report) == (0, 0, 1, 2)
    assert list(report.skipped) == ["letters/a.txt"]


def test_another_root_leaves_the_first_alone(library: Library) -> None:
    library.update("letters")
    library.write("notes/n.txt", "Buy oil for the lamp.\n")
    report = library.update("notes")
    assert counts(report) == (1, 0, 0, 0)
    assert library.paths("lamp") == ["letters/a.txt", "notes/n.txt"]
    assert counts(library.update()) == (0, 0, 0, 4)
    roots = library.index.statistics().roots
    assert roots == (str(library.root / "letters"), str(library.root / "notes"))


def test_a_file_named_by_itself_stays_when_its_folder_leaves_it_out(library: Library) -> None:
    library.update("letters/a.txt")
    library.update("letters", exclude=["a.txt"])
    assert library.paths("keeper gale ferry") == ["letters/a.txt", "letters/b.txt", "letters/c.txt"]


def test_a_root_within_a_root(library: Library) -> None:
    library.write("letters/deep/d.txt", "The keeper's cat.\n")
    library.update("letters/deep")
    assert counts(library.update("letters")) == (3, 0, 0, 1)
    (library.root / "letters/deep/d.txt").unlink()
    assert counts(library.update("letters")) == (0, 0, 1, 3)


def test_a_root_that_is_gone_does_not_keep_the_others_from_being_looked_at(library: Library) -> None:
    library.write("notes/n.txt", "Buy oil for the lamp.\n")
    library.update("letters", "notes/n.txt")
    (library.root / "notes/n.txt").unlink()
    library.write("letters/d.txt", "The lamp was out.\n")
    report = library.update()
    assert (report.added, report.removed) == (1, 1)
    assert library.paths("lamp") == ["letters/a.txt", "letters/d.txt"]


def test_a_folder_that_is_gone_keeps_its_files(library: Library) -> None:
    """It may be on a disk that is not mounted."""
    library.write("notes/n.txt", "Buy oil for the lamp.\n")
    library.update("letters", "notes")
    (library.root / "notes").rename(library.root / "elsewhere")
    library.write("letters/d.txt", "The lamp was out.\n")
    report = library.update()
    assert (report.added, report.removed, list(report.failed)) == (1, 0, ["notes"])
    assert library.paths("lamp") == ["letters/a.txt", "letters/d.txt", "notes/n.txt"]
    (library.root / "elsewhere").rename(library.root / "notes")
    assert library.update().failed == {}


def test_what_does_not_exist_changes_nothing(library: Library) -> None:
    library.update("letters")
    before = library.listing()
    with pytest.raises(UsageError, match=r"nowhere"):
        library.update("letters", "nowhere")
    assert library.listing() == before
    other = Index(library.root / "other index")
    with pytest.raises(UsageError):
        other.update([library.root / "nowhere"])
    with pytest.raises(UsageError):
        other.update()
    assert not other.path.exists()


def test_another_passage_size_reads_everything_again(library: Library) -> None:
    library.write("notes/n.txt", "Oil for the lamp is dear. The keeper pays. " * 20)
    library.update("letters", "notes")
    few = library.index.statistics().passages
    report = library.update("letters", passage_words=20)
    assert counts(report) == (0, 4, 0, 0), "also what is under other roots"
    statistics = library.index.statistics()
    assert statistics.passages > few
    assert statistics.passage_words == 20
    assert counts(library.update()) == (0, 0, 0, 4), "and it stays so"
    fresh = Index(library.root / "fresh")
    fresh.update([library.root / "letters", library.root / "notes"], passage_words=20)
    assert answers(library.index, "keeper lamp") == answers(fresh, "keeper lamp")


def test_names_that_are_no_utf8(library: Library) -> None:
    name = os.fsdecode(b"letters/caf\xe9 \xff.txt")
    try:
        library.write(name, "The caf\u00e9 by the pier is shut.\n")
    except OSError:
        pytest.skip("the file system takes only UTF-8")
    assert counts(library.update("letters")) == (4, 0, 0, 0)
    (hit,) = library.index.search("pier").hits
    assert hit.path == name
    assert hit.source == str(library.root / name)
    assert not hit.stale
    assert library.index.count("pier") == {name: 1}
    assert library.index.article(hit.id)[0].article.path == name
    assert counts(library.update()) == (0, 0, 0, 4)
    (library.root / name).unlink()
    assert counts(library.update()) == (0, 0, 1, 3)


@pytest.mark.parametrize(
    "name",
    [
        "new\nline.txt",
        "-dash.txt",
        "tab\t.txt",
        'quote".txt',
        "back\\slash.txt",
        "%41.txt",
        "日本.txt",
        "\u2028.txt",
        "e\u0301.txt",
    ],
)
def test_names_with_odd_characters(library: Library, name: str) -> None:
    library.write(f"letters/{name}", "A pier of stone.\n")
    library.update("letters")
    assert library.paths("pier") == [f"letters/{name}"]
    assert counts(library.update()) == (0, 0, 0, 4)


def test_lone_surrogates_of_json_do_no_harm(library: Library) -> None:
    fields = ("title", "author", "language", "site", "url", "date", "text")
    record = ", ".join(f'"{field}": "pier \\ud800 \\udfff x"' for field in fields)
    library.write("letters/d.json", "{" + record + "}")
    library.write(
        "letters/e.json", '{"language": "\\ud83d", "author": "\\ud800", "site": "\\udc80", "text": "A pier."}'
    )
    report = library.update("letters")
    assert report.added + len(report.failed) == 5
    library.index.search("pier")
    assert counts(library.update())[3] == report.added


def test_a_file_in_place_of_a_folder_and_the_other_way_round(library: Library) -> None:
    library.write("letters/d.txt", "A pier of stone.\n")
    library.update("letters")
    (library.root / "letters/d.txt").unlink()
    library.write("letters/d.txt/inner.txt", "A pier of wood.\n")
    assert counts(library.update()) == (1, 0, 1, 3)
    assert library.paths("pier") == ["letters/d.txt/inner.txt"]


# Interrupted runs


def test_an_interrupted_run_leaves_the_index_as_it_was(library: Library) -> None:
    library.update("letters")
    before = answers(library.index, "keeper gale", "ferry")
    library.write("letters/a.txt", "All is otherwise now.\n", mtime_ns=OLD + 1)
    (library.root / "letters/b.txt").unlink()
    for number in range(5):
        library.write(f"letters/n{number}.txt", f"The ferry of day {number}.\n")

    def interrupt(*, files: int, **_: int) -> None:
        if files >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.index.update(progress=interrupt)
    with Index(library.index.path) as again:
        # The files themselves have changed, which hits say.
        assert [[replace(hit, stale=False) for hit in hits] for hits in answers(again, "keeper gale", "ferry")] == [
            list(hits) for hits in before
        ]
    assert counts(library.update()) == (5, 1, 1, 1)
    assert_as_fresh(library, "letters")


def test_an_error_of_the_callers_own_is_the_callers(library: Library) -> None:
    class OwnError(Exception):
        pass

    def fail(**_: int) -> None:
        raise OwnError

    with pytest.raises(OwnError):
        library.index.update([library.root / "letters"], progress=fail)
    assert counts(library.update("letters")) == (3, 0, 0, 0)


def test_a_long_run_commits_now_and_then(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.update("letters")
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 1)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 1)
    library.write("letters/a.txt", "All is otherwise now.\n", mtime_ns=OLD + 1)
    (library.root / "letters/b.txt").unlink()
    for number in range(6):
        library.write(f"letters/n{number}.txt", f"The ferry of day {number}.\n")

    def interrupt(*, files: int, **_: int) -> None:
        if files == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.index.update(progress=interrupt)
    assert library.paths("otherwise") == ["letters/a.txt"]
    assert library.paths("gale") == []
    assert library.index.search("ferry").total == 3, "of which two are new"
    assert counts(library.update()) == (4, 0, 0, 4)
    assert_as_fresh(library, "letters")


def test_an_interrupt_in_a_commit_writes_nothing_twice(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 1)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 1)
    armed = [True, True]

    def interrupt(folder: IndexFolder, generation: int, contents: bytes) -> None:
        if len(armed) == 1:
            armed.pop()
            raise KeyboardInterrupt  # the new manifest is in its place
        armed[1:] = []
        write_contents(folder, generation, contents)

    with monkeypatch.context() as patch:
        patch.setattr("indexer.store.publishing.write_contents", interrupt)
        with pytest.raises(KeyboardInterrupt):
            library.update("letters")
    assert not armed
    hits = library.index.search("keeper gale ferry", per_article=0).hits
    assert len({hit.id for hit in hits}) == len(hits)
    library.update("letters")
    assert_as_fresh(library, "letters")


def assert_as_fresh(library: Library, *names: str) -> None:
    fresh = Index(library.root / "fresh")
    fresh.update([library.root / name for name in names])
    queries = ("keeper lamp gale", "ferry day", "the", '"the ferry"', "fer*", "1 2 3")
    assert answers(library.index, *queries) == answers(fresh, *queries)
    assert contents(library.index) == contents(fresh)


def many(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        words = " ".join(f"word{(number * 7 + step) % 501} tide{step}" for step in range(400))
        path = folder / f"{number:04d}.txt"
        path.write_text(f"The ferry of day {number} was late. {words}.\n")
        os.utime(path, ns=(OLD, OLD))


KILLED = """
import os, signal, sys
from indexer import Index
from indexer.indexing import running, workers

def kill(*, files, **_):
    if files >= 60:
        os.kill(os.getpid(), signal.SIGKILL)

running._COMMIT_SECONDS = 0.0
workers._CHUNK_FILES = 8
Index(sys.argv[1]).update([sys.argv[2]], jobs=2, progress=kill)
"""


def test_a_run_that_is_killed_can_be_taken_up(library: Library) -> None:
    folder = library.root / "many"
    many(folder, 120)
    done = subprocess.run([sys.executable, "-c", KILLED, library.index.path, folder], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert list(library.index.path.glob("segment-*.seg"))
    report = library.index.update([folder], wait=30)
    assert report.added + report.unchanged == 120
    assert report.added
    assert_as_fresh(library, "many")


def test_two_processes_give_what_one_gives(library: Library) -> None:
    folder = library.root / "many"
    many(folder, 100)
    library.write("many/bad.json", "{")
    library.write("many/lines.jsonl", '{"text": "The ferry."}\n{"text": "The keeper."}\nnonsense\n')
    one = Index(library.root / "one")
    two = Index(library.root / "two")
    seen: list[int] = []
    first = one.update([folder])
    second = two.update([folder], jobs=2, progress=lambda **done: seen.append(done["files"]))
    assert replace(second, index="", seconds=0) == replace(first, index="", seconds=0)
    assert seen == sorted(seen)
    assert seen[-1] == 102
    queries = ("ferry", "word17 tide3", '"the ferry"', "keeper", "wor*1")
    assert answers(one, *queries) == answers(two, *queries)
    assert contents(one) == contents(two)


def test_a_worker_that_dies_is_said_and_leaves_the_index(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.update("letters")
    many(library.root / "many", 300)
    before = answers(library.index, "keeper")
    monkeypatch.setattr(workers, "work", die)
    with pytest.raises(IndexerError, match="ended unexpectedly"):
        library.update("many", jobs=2)
    assert answers(Index(library.index.path), "keeper") == before


def test_a_full_disk_in_a_worker_is_said(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.update("letters")
    many(library.root / "many", 300)
    monkeypatch.setattr(workers, "work", work_on_a_full_disk)
    with pytest.raises(StorageError, match="No space left"):
        library.update("many", jobs=2)
    assert library.paths("keeper") == ["letters/a.txt"]


def test_many_articles_without_files_are_written_in_several_segments(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.engine import builder

    monkeypatch.setattr(builder, "MOST_BYTES", 1)
    monkeypatch.setattr(builder, "_FIRST_BATCH", 1)
    monkeypatch.setattr(builder, "_BATCH", 1)
    assert library.index.add(Article(f"The keeper of day {n}.", path=f"{n}") for n in range(5)) == 5
    assert len(list(library.index.path.glob("*.seg"))) > 1
    assert library.index.search("keeper").total == 5


# Compacting


def test_compacting_makes_one_segment_and_changes_no_answer(library: Library) -> None:
    library.update("letters")
    for number in range(4):
        library.write(f"letters/more {number}.txt", f"The keeper of day {number} kept the ferry.")
        library.update("letters")
    (library.root / "letters" / "more 2.txt").unlink()
    library.update("letters")
    before = answers(library.index, "keeper ferry", '"the ferry"', "k*")
    assert len(list(library.index.path.glob("*.seg"))) > 2
    old, new = library.index.compact()
    assert old > new == sum(file.stat().st_size for file in library.index.path.iterdir())
    assert len(list(library.index.path.glob("*.seg"))) == 1
    assert not list(library.index.path.glob("*.del"))
    assert answers(library.index, "keeper ferry", '"the ferry"', "k*") == before
    assert_as_fresh(library, "letters")
    assert library.index.compact() == (new, new)


def test_there_must_be_something_to_compact(library: Library) -> None:
    with pytest.raises(NoIndexError):
        library.index.compact()
    library.index.add([Article("Words.", path="a")])
    library.index.remove(["a"])
    library.index.compact()
    assert library.index.search("words").total == 0


# Articles that come from no file


def test_articles_without_files(library: Library) -> None:
    library.update("letters")
    first = Article("The keeper spoke on the radio.", title="Radio", path="radio/1")
    second = Article("Nobody listened to the keeper.", path="radio/2")
    assert library.index.add([first, second]) == 2
    assert library.paths("keeper") == ["letters/a.txt", "radio/1", "radio/2"]
    hit = library.index.search("radio").hits[0]
    assert (hit.title, hit.source, hit.stale, hit.first_line) == ("Radio", "", False, None)
    assert counts(library.update()) == (0, 0, 0, 3), "files have nothing to do with them"
    assert library.paths("radio") == ["radio/1"]
    assert library.index.add([replace(first, text="The sea spoke.")]) == 1
    assert library.paths("keeper") == ["letters/a.txt", "radio/2"]
    assert library.index.statistics().articles == 5
    assert library.index.remove(["radio/1", "radio/2", "radio/3"]) == 2
    assert library.paths("keeper spoke") == ["letters/a.txt"]
    assert library.index.statistics().articles == 3
    assert library.index.remove(["radio/1"]) == 0


@pytest.mark.parametrize(
    "articles",
    [
        [Article("Words.")],
        [Article("One.", path="same"), Article("Two.", path="same")],
        [Article("Fine.", path="fine"), Article("Words.", path="letters/a.txt")],
    ],
)
def test_articles_that_cannot_be_added_change_nothing(library: Library, articles: list[Article]) -> None:
    library.update("letters")
    before = library.index.statistics()
    with pytest.raises(UsageError):
        library.index.add(articles)
    assert replace(library.index.statistics(), size=0) == replace(before, size=0)
    assert library.index.add([Article("Good.", path="good")]) == 1


def test_an_article_without_text_has_no_passages(library: Library) -> None:
    assert library.index.add([Article("", path="empty")]) == 0
    assert library.index.search("nothing").total == 0
    assert library.index.add([Article("Something.", path="empty")]) == 1


def test_an_error_of_the_one_who_gives_articles_changes_nothing(library: Library) -> None:
    library.update("letters")

    def articles() -> Iterator[Article]:
        yield Article("The keeper spoke.", path="radio")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        library.index.add(articles())
    assert library.paths("keeper") == ["letters/a.txt"]
    assert library.index.add([Article("The keeper spoke.", path="radio")]) == 1


@pytest.mark.parametrize(
    "path", ["a\nb", "https://a.org/?q=1&x#y", "日本", "x" * 5000, " ", ".", "../up", "/etc/passwd"]
)
def test_any_unique_text_will_do_for_a_path(library: Library, path: str) -> None:
    assert library.index.add([Article("The keeper spoke.", path=path)]) == 1
    (hit,) = library.index.search("keeper").hits
    assert (hit.path, hit.source, hit.stale) == (path, "", False)
    assert library.index.count("keeper") == {path: 1}
    assert library.index.article(hit.id)[0].article.path == path
    assert library.index.remove([path]) == 1


def test_a_removed_file_is_indexed_again_by_the_next_run(library: Library) -> None:
    library.update("letters")
    assert library.index.remove(["letters/a.txt"]) == 1
    assert library.paths("keeper") == []
    assert counts(library.update()) == (1, 0, 0, 2)


def test_a_file_may_take_the_path_of_an_article(library: Library) -> None:
    library.index.add([Article("The keeper spoke.", path="letters/a.txt")])
    library.update("letters")
    (hit,) = library.index.search("keeper").hits
    assert hit.source
    assert_as_fresh(library, "letters")


def test_an_index_from_which_all_is_gone(library: Library) -> None:
    library.update("letters")
    for path in (library.root / "letters").iterdir():
        path.unlink()
    assert counts(library.update()) == (0, 0, 3, 0)
    assert library.index.search("keeper").total == 0
    assert library.index.count("keeper") == {}
    statistics = library.index.statistics()
    assert (statistics.files, statistics.passages, statistics.words, statistics.languages) == (0, 0, 0, {})
    library.write("letters/new.txt", "The keeper is back.\n")
    assert counts(library.update()) == (1, 0, 0, 0)


# What a first run starts before it knows all that it is to read


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes each process that is started, and that a plan is made."""
    noted: list[str] = []
    start, plan = multiprocessing.process.BaseProcess.start, planning.make_plan

    def noting_start(self: multiprocessing.process.BaseProcess) -> None:
        noted.append("started")
        start(self)

    def noting_plan(*arguments: Any, **options: Any) -> planning.Plan:
        made = plan(*arguments, **options)
        noted.append("planned")
        return made

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", noting_start)
    monkeypatch.setattr(updating, "make_plan", noting_plan)
    return noted


def test_a_first_run_starts_its_processes_before_the_plan_is_made(
    library: Library, monkeypatch: pytest.MonkeyPatch, started: list[str]
) -> None:
    monkeypatch.setattr(starting, "PARALLEL_BYTES", 2000)
    folder = library.root / "many"
    many(folder, 40)
    assert library.index.update([folder], jobs=2).added == 40
    assert started == ["started", "started", "planned"]
    started.clear()
    many(folder, 80)
    assert library.index.update(jobs=2).added == 40
    assert started[:1] == ["planned"]
    assert_as_fresh(library, "many")


def test_a_first_run_over_little_or_in_one_process_starts_none(library: Library, started: list[str]) -> None:
    many(library.root / "many", 3)
    library.index.update([library.root / "many"], jobs=2)
    (library.root / "large.txt").write_text("The ferry was late. " * 100_000)
    Index(library.root / "one.index").update([library.root / "large.txt"], jobs=2)
    many(library.root / "more", 3)
    Index(library.root / "another.index").update([library.root / "more", library.root / "large.txt"])
    assert started == ["planned"] * 3


@pytest.mark.parametrize("error", [KeyboardInterrupt, None])
def test_processes_that_get_nothing_to_do_are_ended(
    library: Library, monkeypatch: pytest.MonkeyPatch, error: type[BaseException] | None
) -> None:
    """Where a run ends before its plan is made, or finds the same file again and again."""
    monkeypatch.setattr(starting, "PARALLEL_BYTES", 0)
    for number in range(4):
        library.write(f"{number}.txt", "The ferry was late.\n")

    def fail(*_: object) -> None:
        assert error is not None
        raise error

    if error is not None:
        monkeypatch.setattr(planning, "_digests", fail)
    with pytest.raises(error) if error is not None else nullcontext():
        library.index.update([library.root], jobs=4)
    assert not multiprocessing.active_children()


def test_processes_for_which_there_is_no_work_are_ended_before_the_work_begins(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "PARALLEL_BYTES", 0)
    for number in range(4):
        library.write(f"same/{number}.txt", "The ferry was late.\n")
    left: list[object] = []

    def note(**_: int) -> None:
        left.extend(multiprocessing.active_children())

    assert library.update("same", jobs=4, progress=note).duplicates == 3
    assert left == []


def test_processes_that_the_system_refuses_are_asked_for_once_and_when_there_is_work(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "PARALLEL_BYTES", 0)
    many(library.root / "many", 40)
    asked: list[str] = []

    def refuse(self: multiprocessing.process.BaseProcess) -> None:
        asked.append(self.name)
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(multiprocessing.process.BaseProcess, "start", refuse)
    with pytest.raises(OSError, match=os.strerror(errno.EAGAIN)):
        library.index.update([library.root / "many"], jobs=2)
    assert len(asked) == 2


def test_the_main_module_is_there_after_two_threads_have_started_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "ferry", "late", raising=False)
    entered, left = threading.Event(), threading.Event()

    def start() -> None:
        with starting._no_main_module():
            entered.set()
            left.wait(60)

    thread = threading.Thread(target=start)
    with starting._no_main_module():
        assert vars(sys.modules["__main__"])["ferry"] == "late"
        thread.start()
        entered.wait(0.3)  # in vain
    left.set()
    thread.join()
    assert sys.modules["__main__"] is main


@pytest.mark.usefixtures("spawned")
def test_processes_do_not_run_the_main_module_again(tmp_path: Path) -> None:
    many(tmp_path / "many", 40)
    (tmp_path / "script.py").write_text(
        "import os, sys; from pathlib import Path; from indexer import Index; from indexer.indexing import starting\n"
        "print('begun', flush=True); starting.PARALLEL_BYTES = 0\n"
        "print(Index(sys.argv[1]).update([sys.argv[2]], jobs=2).added)\n"
    )
    command: list[str | Path] = [sys.executable, tmp_path / "script.py", tmp_path / "index", tmp_path / "many"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("begun\n40\n", "")
