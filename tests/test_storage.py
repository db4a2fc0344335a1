"""Where is the index, and how is it opened, locked and changed as one thing on disk?"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.disk import sync
from indexer.engine.format.container import SectionWriter
from indexer.errors import (
    DamagedIndexError,
    IndexerError,
    IndexFormatError,
    LockedIndexError,
    NoIndexError,
    StorageError,
    UsageError,
)
from indexer.index import Index
from indexer.model.articles import Article
from indexer.store import commit, manifest, publishing, snapshot
from indexer.store import sources as known_sources
from indexer.store.commit import create
from indexer.store.location import FOLDER_NAME, IndexFolder, locate
from indexer.store.manifest import Settings
from indexer.store.names import MARK
from indexer.store.snapshot import open_reader, read_newest
from indexer.store.writing import writing
from indexer.whoosh_view import contents

QUERIES = (
    "keeper",
    '"old keeper"',
    "lig*",
    "keper~",
    "title:letter",
    "date:2021..2023",
    "author:ruiz",
    "language:en",
    "zzz",
)


def write_sources(folder: Path, count: int = 6) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"{number}.json"
        record = {
            "title": f"Letter {number}",
            "author": "Ana Ruiz",
            "date": f"2022-03-{number % 28 + 1:02d}",
            "text": f"The old keeper of light {number} wrote of the storm. Nobody answered him in week {number}.",
        }
        path.write_text(json.dumps(record))
        os.utime(path, ns=(10**18, 10**18))
    return folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write_sources(tmp_path / "sources")


@pytest.fixture
def index(tmp_path: Path, sources: Path) -> Iterator[Index]:
    with Index(tmp_path / FOLDER_NAME) as index:
        index.update([sources])
        yield index


def ids(index: Index, query: str = "keeper") -> list[str]:
    return [hit.id for hit in index.search(query, limit=None).hits]


USES: tuple[Callable[[Index], object], ...] = (
    *(lambda index, query=query: index.search(query, limit=None) for query in QUERIES),
    lambda index: index.count("keeper"),
    lambda index: index.article(ids(index)[0]),
    Index.statistics,
)
"""Everything that reads an index."""


@pytest.fixture
def untidy() -> Iterator[None]:
    """Where reading or writing fails, Whoosh leaves files open; they must not be taken for the next test's."""
    yield
    gc.collect()


damaging = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


# Where


def test_the_index_that_was_named_comes_first(tmp_path: Path) -> None:
    (tmp_path / FOLDER_NAME).mkdir()
    environment = {"INDEXER_INDEX": str(tmp_path / "from environment")}
    assert locate(str(tmp_path / "named"), environment, tmp_path) == tmp_path / "named"
    assert locate(None, environment, tmp_path) == tmp_path / "from environment"
    assert locate(None, {"INDEXER_INDEX": ""}, tmp_path) == tmp_path / FOLDER_NAME


def test_the_nearest_index_upwards_is_used(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    (tmp_path / FOLDER_NAME).mkdir()
    assert locate(None, {}, deep) == tmp_path / FOLDER_NAME
    (tmp_path / "a" / "b" / FOLDER_NAME).mkdir()
    assert locate(None, {}, deep) == tmp_path / "a" / "b" / FOLDER_NAME
    (deep / FOLDER_NAME).write_text("a file of that name is no index")
    assert locate(None, {}, deep) == tmp_path / "a" / "b" / FOLDER_NAME


def test_where_there_is_none_a_new_one_is_meant(tmp_path: Path) -> None:
    assert locate(None, {}, tmp_path / "sub") == tmp_path / "sub" / FOLDER_NAME


def test_a_home_folder_is_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert locate("~/index", {}, Path("/")) == tmp_path / "index"


NAMES = (
    st.binary(min_size=1, max_size=8)
    .map(lambda b: os.fsdecode(b.replace(b"/", b"x").replace(b"\0", b"y")))
    .filter(lambda name: name not in {".", ".."})
)


@given(st.lists(NAMES, min_size=1, max_size=4), st.booleans())
def test_a_stored_path_leads_back_to_the_source(names: list[str], inside: bool) -> None:
    folder = IndexFolder("/some/root/.indexer")
    path = os.path.join("/some/root" if inside else "/some/rootless", *names)
    stored = folder.stored_path(path)
    assert os.path.isabs(stored) is not inside
    assert folder.source_path(stored) == path


@pytest.mark.parametrize("path", ["/", "/a", "/some", "/some/root", "/some/rootless", "/some/root/x"])
@pytest.mark.parametrize("index", ["/some/root/.indexer", "/.indexer"])
def test_paths_round_about_the_root(path: str, index: str) -> None:
    folder = IndexFolder(index)
    assert os.path.normpath(folder.source_path(folder.stored_path(path))) == path


# Making


def test_a_new_index_is_empty_and_can_be_read(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "deep" / "down" / "index")
    assert not folder.exists()
    create(folder, Settings(120, 1))
    assert folder.exists()
    assert read_newest(folder).files == 0
    with open_reader(folder) as snapshot:
        assert sum(segment.live for segment in snapshot.segments) == 0


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("Mine.")
    with pytest.raises(UsageError, match=r"precious\.txt"):
        create(IndexFolder(tmp_path), Settings(120, 1))
    assert [file.name for file in tmp_path.iterdir()] == ["precious.txt"]


def test_a_file_is_no_folder_for_an_index(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("Mine.")
    with pytest.raises(UsageError):
        create(IndexFolder(path), Settings(120, 1))
    with pytest.raises(NoIndexError):
        Index(path).search("word")
    assert path.read_text() == "Mine."


def test_making_one_that_is_there_changes_nothing(index: Index) -> None:
    before = ids(index)
    create(IndexFolder(index.path), Settings(7, 7))
    assert ids(index) == before
    assert read_newest(IndexFolder(index.path)).settings.passage_words == 120


def test_two_that_make_it_at_once_lose_nothing(tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one makes the index, another makes it too and fills it."""
    path = tmp_path / FOLDER_NAME
    write = manifest.write_header
    calls: list[int] = []
    filled: list[bool] = []

    def interfere(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == 1:
            with contextlib.suppress(LockedIndexError):
                Index(path).update([sources])
                filled.append(True)
        write(*arguments)

    monkeypatch.setattr(publishing, "write_header", interfere)
    with contextlib.suppress(LockedIndexError):
        create(IndexFolder(path), Settings(120, 1))
    assert calls
    assert len(ids(Index(path))) == (6 if filled else 0)
    assert Index(path).update([sources]).unchanged == (6 if filled else 0)


def test_without_an_index_nothing_is_made(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    for use in (
        lambda: index.search("x"),
        lambda: index.count("x"),
        lambda: index.article("abcd"),
        index.statistics,
        lambda: index.remove(["a"]),
    ):
        with pytest.raises(NoIndexError):
            use()
    assert not (tmp_path / "none").exists()


def test_version_control_passes_the_index_over(index: Index) -> None:
    assert (index.path / ".gitignore").read_text() == "*\n"


# Snapshots


def test_a_snapshot_stays_as_it_is_while_others_write(index: Index, sources: Path) -> None:
    from datetime import date

    from indexer.searching.hits import search
    from indexer.searching.open_index import OpenIndex
    from indexer.searching.options import SearchOptions

    with open_reader(IndexFolder(index.path)) as snapshot:
        options = SearchOptions(limit=None)
        opened = OpenIndex(snapshot)
        first = search(opened, "keeper light", options, date(2024, 1, 1))
        for number in range(4):
            (sources / f"{number}.json").unlink()
        write_sources(sources / "new", 20)
        Index(index.path).update()
        assert len(ids(Index(index.path))) == 20, "4 and 5 are there twice"
        for file in index.path.iterdir():
            file.unlink()
        again = search(opened, "keeper light", options, date(2024, 1, 1))
        phrase = search(opened, '"old keeper" title:lett* langauge~', options, date(2024, 1, 1))
        assert [(hit.id, hit.score, hit.text) for hit in again.hits] == [
            (hit.id, hit.score, hit.text) for hit in first.hits
        ]
        assert phrase.total == 6
        assert snapshot.count_values("language") == {"en": 6}


def test_searches_see_what_others_committed(index: Index, sources: Path) -> None:
    assert len(ids(index)) == 6
    write_sources(sources, 9)
    Index(index.path).update()
    assert len(ids(index)) == 9


def test_searches_see_what_others_rebuilt(index: Index, sources: Path) -> None:
    assert len(ids(index)) == 6
    write_sources(sources, 9)
    Index(index.path).rebuild()
    assert len(ids(index)) == 9


@damaging
@pytest.mark.usefixtures("untidy")
def test_readers_get_one_generation_or_the_other_while_a_writer_commits(index: Index) -> None:
    failures: list[BaseException] = []
    seen: set[int] = set()

    def write() -> None:
        try:
            for _ in range(12):
                for path in ("x", "y"):
                    Index(index.path).add([Article("The keeper came.", path=path)])
                Index(index.path).remove(["x", "y"])
        except BaseException as error:  # noqa: BLE001 - it is looked at below
            failures.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while writer.is_alive():
            with Index(index.path) as reader:
                seen |= {len(ids(reader)), reader.statistics().passages}
    finally:
        writer.join()
    assert not failures
    assert seen
    assert seen <= {6, 7, 8}


def test_a_commit_that_comes_while_another_is_opened_is_seen_at_the_next_search(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is visible, and the files of the one before are still there: the reader has these, and must know it."""
    before = len(ids(index))
    reader = Index(index.path)
    real = snapshot.state_of
    looked = 0

    def state_of(folder: IndexFolder) -> tuple[int, ...]:
        nonlocal looked
        looked += 1
        state = real(folder)
        if looked == 1:
            with monkeypatch.context() as patch:
                patch.setattr(commit, "remove_litter", lambda *_: None)
                patch.setattr(commit, "remove_replaced", lambda *_: None)
                Index(index.path).add([Article("The keeper came.", path="x")])
        return state

    monkeypatch.setattr(snapshot, "state_of", state_of)
    assert len(ids(reader)) == before
    assert len(ids(reader)) == before + 1


# The lock

HOLDER = """
import sys, time
from indexer.store.writing import writing
from indexer.store.location import IndexFolder
with writing(IndexFolder(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path), str(seconds)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Kill a process; nothing where it has ended."""
    process.kill()
    process.communicate()


def test_a_second_writer_is_told_who_writes_and_since_when(index: Index) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    holder = hold(index.path, 60)
    try:
        with pytest.raises(LockedIndexError) as caught:
            index.update()
        message = str(caught.value)
        assert f"process {holder.pid} " in message
        assert str(index.path) in message
        since = datetime.strptime(message.partition(" since ")[2][:19], "%Y-%m-%d %H:%M:%S").astimezone()
        assert before <= since <= datetime.now(UTC)
        assert "--wait" in caught.value.hint
        assert len(ids(index)) == 6, "readers are not held up"
    finally:
        end(holder)


@pytest.mark.parametrize("write", ["update", "rebuild", "add", "remove"])
def test_every_writer_respects_the_lock(index: Index, sources: Path, write: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "update": lambda: index.update([sources]),
        "rebuild": lambda: index.rebuild([sources]),
        "add": lambda: index.add([Article("Words.", path="a")]),
        "remove": lambda: index.remove(["sources/1.json"]),
    }
    listing = sorted(os.listdir(index.path))
    with writing(IndexFolder(index.path)):
        with pytest.raises(LockedIndexError):
            calls[write]()
        assert sorted({*os.listdir(index.path)} - {"writer.json"}) == listing
    assert sorted(os.listdir(index.path)) == listing
    assert len(ids(index)) == 6


def test_the_lock_falls_with_a_killed_process(index: Index) -> None:
    holder = hold(index.path, 60)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert (index.path / "writer.json").exists(), "it had no time to tidy up"
    index.update()
    assert not (index.path / "writer.json").exists()


class Clock:
    """A clock that goes on only while somebody sleeps; `during` is called in each sleep."""

    def __init__(self, during: Callable[[], object] = lambda: None) -> None:
        self.slept = 0.0
        self._during = during

    def monotonic(self) -> float:
        return 10**6 + self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self._during()


def test_a_second_writer_goes_on_as_soon_as_the_first_has_ended(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = hold(index.path, 60)
    clock = Clock(during=lambda: end(holder))
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    index.update(wait=30)
    assert 0 < clock.slept < 1


@pytest.mark.parametrize("command", [["index"], ["index", "--rebuild"], ["compact"], ["drop", "--all", "--yes"]])
def test_a_command_says_once_that_it_waits_and_for_whom(
    index: Index, monkeypatch: pytest.MonkeyPatch, run: Run, command: list[str]
) -> None:
    holder = hold(index.path, 60)
    clock = Clock(during=lambda: end(holder) if clock.slept > 3 else None)
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    done = run(*command, "--wait", "30", "--index", index.path)
    assert done.returncode == 0
    (line,) = [line for line in done.stderr.splitlines() if "waiting" in line]
    assert line.startswith(f"the index is being written to by process {holder.pid} on {socket.gethostname()} since ")
    assert line.endswith(": waiting up to 30 s")


@pytest.mark.parametrize("write", ["update", "rebuild"])
def test_the_time_that_a_run_waited_is_not_called_work(
    index: Index, sources: Path, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    write_sources(sources, 9)
    holder = hold(index.path, 60)
    clock = Clock(during=lambda: end(holder) if clock.slept > 3 else None)
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    report = getattr(index, write)(wait=30)
    assert clock.slept > 3
    assert report.seconds == 0.0  # this clock goes on only while somebody sleeps


def test_who_does_not_wait_is_told_of_no_waiting(index: Index, run: Run) -> None:
    holder = hold(index.path, 60)
    try:
        done = run("index", "--index", index.path)
        assert (done.returncode, "waiting" in done.stderr) == (2, False)
        assert f"by process {holder.pid} on {socket.gethostname()} since" in done.stderr
    finally:
        end(holder)


def test_waiting_ends(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = hold(index.path, 60)
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    try:
        with pytest.raises(LockedIndexError):
            index.update(wait=5)
        assert clock.slept == pytest.approx(5, abs=0.2)
    finally:
        end(holder)


def test_the_lock_is_free_after_an_error(index: Index) -> None:
    folder = IndexFolder(index.path)
    with pytest.raises(ZeroDivisionError), writing(folder):
        raise ZeroDivisionError
    with writing(folder):
        pass
    assert not (index.path / "writer.json").exists()


@pytest.mark.parametrize(
    "note", ["", "[]", "{}", '{"pid": 1}', '{"pid": 1, "host": "h", "since": 5}', "\xff", '"text"']
)
def test_a_spoilt_note_of_the_holder_does_no_harm(index: Index, note: str) -> None:
    with writing(IndexFolder(index.path)):
        (index.path / "writer.json").write_text(note, encoding="latin-1")
        with pytest.raises(LockedIndexError, match="by another process"):
            index.update()


# Damage


def files_of(path: Path) -> list[str]:
    """The files of an index that readers need, by what does not change from run to run."""
    return sorted(file.name for file in path.iterdir() if file.name not in {".gitignore", "MAIN_WRITELOCK", MARK})


KINDS = (".seg", ".del", ".tbl", "manifest-")
"""What is read of an index. Its table of contents is for Whoosh programs."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with two segments, a deletion, and two articles that are nearly the same."""
    root = tmp_path_factory.mktemp("sound")
    write_sources(root / "sources", 12)
    for name in ("first", "second"):
        words = " ".join(f"keeper{number}" for number in range(80))
        (root / "sources" / f"{name}.txt").write_text(f"The keeper said of letter {name}:\n\n{words} keeper.\n")
    with Index(root / FOLDER_NAME) as index:
        index.update([root / "sources"])
        (root / "sources" / "3.json").unlink()
        write_sources(root / "sources", 15)
        (root / "sources" / "3.json").unlink()
        index.update()
    return root / FOLDER_NAME


def test_a_sound_index_can_be_used_in_every_way(sound: Path) -> None:
    with Index(sound) as index:
        for use in USES:
            use(index)


def test_every_kind_of_file_is_damaged_below(sound: Path) -> None:
    assert all(any(kind in name for kind in (*KINDS, ".toc")) for name in files_of(sound))
    assert all(any(kind in name for name in files_of(sound)) for kind in KINDS)


def cut(path: Path, kind: str, share: float) -> None:
    """Leave only the first part of each file of a kind."""
    for name in files_of(path):
        if kind in name:
            whole = (path / name).read_bytes()
            (path / name).write_bytes(whole[: int(len(whole) * share)])


def copy_of(sound: Path, tmp_path: Path) -> Path:
    target = tmp_path / FOLDER_NAME
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(sound, target)
    return target


@pytest.mark.parametrize("ranges", [[0, 2**32 - 1], [5, 3], [0, 1, 2**32 - 2, 2**32 - 1], [1]], ids=str)
def test_deletions_with_right_checksums_may_have_any_numbers(sound: Path, tmp_path: Path, ranges: list[int]) -> None:
    """Of 4 billion documents, 32 GB would be made."""
    path = copy_of(sound, tmp_path)
    (name,) = (name for name in files_of(path) if name.endswith(".del"))
    size = (path / name).stat().st_size
    (path / name).unlink()
    writer = SectionWriter(path / name)
    writer.add("ranges", np.array(ranges, np.uint32))
    forged = writer.finish({})
    newest = max(path.glob("manifest-*.json"))
    header = manifest.read_header(newest)
    segments = tuple(
        entry._replace(deletions=tuple((one, forged if size == old else old) for one, old in entry.deletions))
        for entry in header.segments
    )
    newest.unlink()
    manifest.write_header(replace(header, segments=segments), newest)
    with Index(path) as index, pytest.raises(DamagedIndexError, match="documents that its segment has not"):
        index.search("keeper")


@damaging
@pytest.mark.usefixtures("untidy")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_short_gives_no_other_errors(sound: Path, tmp_path: Path, kind: str, share: float) -> None:
    path = copy_of(sound, tmp_path)
    cut(path, kind, share)
    noticed = 0
    for use in USES:
        with Index(path) as index:
            try:
                use(index)
            except DamagedIndexError as error:
                noticed += 1
                assert "--rebuild" in error.hint  # noqa: PT017 - not every use reads every file
    assert noticed


@damaging
@pytest.mark.usefixtures("untidy")
@pytest.mark.parametrize("kind", KINDS)
def test_no_search_passes_over_a_file_that_is_gone(sound: Path, tmp_path: Path, kind: str) -> None:
    path = copy_of(sound, tmp_path)
    for name in files_of(path):
        if kind in name:
            (path / name).unlink()
    with pytest.raises(DamagedIndexError):
        Index(path).search("keeper title:letter", limit=None)


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_that_finds_nothing_changed_notices_a_file_that_is_gone(
    sources: Path, sound: Path, tmp_path: Path, kind: str
) -> None:
    """Whatever the sources are: what is committed could not be searched."""
    path = copy_of(sound, tmp_path)
    names = [name for name in files_of(path) if kind in name]
    for name in names if kind != "manifest-" else ():
        whole = (path / name).read_bytes()
        (path / name).unlink()
        for write in (lambda: Index(path).update([sources]), Index(path).compact, lambda: Index(path).remove(["x"])):
            with pytest.raises(DamagedIndexError, match="is missing"):
                write()
        (path / name).write_bytes(whole)
    assert names


def answers(path: Path) -> list[str]:
    """What each use of the index gives, or that it noticed damage."""
    found = []
    for use in USES:
        with Index(path) as index:
            try:
                found.append(repr(use(index)))
            except DamagedIndexError:
                found.append("damaged")
    return found


@pytest.mark.parametrize("kind", [*KINDS, ".toc"])
def test_nothing_is_answered_from_altered_bytes(sound: Path, tmp_path: Path, kind: str) -> None:
    """Every answer is the right one, or an error that says so."""
    path = copy_of(sound, tmp_path)
    expected = answers(path)
    names = [name for name in files_of(path) if kind in name]
    noticed = 0
    for seed in range(5 if kind == ".toc" else 30):  # which is for Whoosh alone
        chance = random.Random(f"{kind}{seed}")
        name = chance.choice(names)
        whole = (path / name).read_bytes()
        spoilt = bytearray(whole)
        for _ in range(chance.choice([1, 8, 64])):
            spoilt[chance.randrange(len(spoilt))] ^= chance.randrange(1, 256)
        (path / name).write_bytes(spoilt)
        for right, answer in zip(expected, answers(path), strict=True):
            assert answer in {right, "damaged"}
            noticed += answer == "damaged"
        (path / name).write_bytes(whole)
    assert (noticed > 0) == (kind != ".toc")


@damaging
@pytest.mark.usefixtures("untidy")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.5])
@pytest.mark.parametrize("write", ["update", "add", "remove"])
def test_writing_to_a_damaged_index_gives_no_other_errors(
    sound: Path, tmp_path: Path, kind: str, share: float, write: str
) -> None:
    path = copy_of(sound, tmp_path)
    sources = write_sources(tmp_path / "sources", 4)
    cut(path, kind, share)
    calls: dict[str, Callable[[Index], object]] = {
        "update": lambda index: index.update([sources]),
        "add": lambda index: index.add([Article("Words.", path="a")]),
        "remove": lambda index: index.remove(["sources/1.json"]),
    }
    with contextlib.suppress(IndexerError):
        calls[write](Index(path))


@damaging
@pytest.mark.usefixtures("untidy")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.5])
def test_a_damaged_index_can_be_rebuilt(sound: Path, tmp_path: Path, kind: str, share: float) -> None:
    path = copy_of(sound, tmp_path)
    sources = write_sources(tmp_path / "sources", 4)
    cut(path, kind, share)
    with Index(path) as index:
        report = index.rebuild([sources])
        assert report.added == 4
        assert len(ids(index)) == 4
    assert sorted(file.name for file in tmp_path.iterdir()) == [FOLDER_NAME, "sources"]


def test_what_is_to_be_rebuilt_must_be_known(sound: Path, tmp_path: Path) -> None:
    path = copy_of(sound, tmp_path)
    for name in files_of(path):
        if name.startswith("manifest-"):
            (path / name).write_text("spoilt")
    with pytest.raises(UsageError) as caught:
        Index(path).rebuild()
    assert "--rebuild PATH" in caught.value.hint


def test_an_index_of_another_format_is_told_from_damage(index: Index) -> None:
    (manifest,) = index.path.glob("manifest-*")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 99}) + "\n")
    index.close()
    for use in (lambda: index.search("x"), index.statistics, index.update):
        with pytest.raises(IndexFormatError):
            use()


REFUSALS = [
    *(
        OSError(code, os.strerror(code))
        for code in (errno.EACCES, errno.EFBIG, errno.ENFILE, errno.EMFILE, errno.ENOMEM, errno.EIO)
    ),
    MemoryError(),
]


SPACELESS = {errno.EACCES, errno.ENOMEM}
"""What more space on the disk does not help against."""


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda error: str(getattr(error, "errno", None)))
def test_what_the_system_refuses_to_read_is_not_called_damage(
    index: Index, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    """The hint for damage is to rebuild the index, which would not help."""

    def refuse(*_: object) -> None:
        raise refusal

    index.close()
    for place in ("indexer.store.manifest.open_regular", "indexer.store.snapshot.open_segments"):
        with monkeypatch.context() as patch:
            patch.setattr(place, refuse)
            for use in (lambda: index.search("keeper"), index.statistics):
                with pytest.raises(StorageError) as caught:
                    use()
                assert "rebuild" not in caught.value.hint
                assert ("space" in caught.value.hint) is (getattr(refusal, "errno", errno.ENOMEM) not in SPACELESS)


def test_a_fault_of_the_program_or_its_caller_is_not_called_damage(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.close()
    for fault in (TypeError, KeyError, ValueError, AttributeError, ZeroDivisionError):

        def fail(*_: object, fault: type[Exception] = fault) -> None:
            raise fault

        with monkeypatch.context() as patch:
            patch.setattr("indexer.store.snapshot.open_segments", fail)
            with pytest.raises(fault):
                index.search("keeper")


# Full disks


def test_a_full_disk_leaves_the_old_generation(index: Index, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ids(index)
    write_sources(sources, 9)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for write in (
            lambda: index.update([sources]),
            lambda: index.add([Article("Words.", path="a")]),
            lambda: index.remove(["sources/1.json"]),
            lambda: index.rebuild([sources]),
        ):
            with pytest.raises(StorageError, match="No space left"):
                write()
            assert ids(index) == before
            assert ids(Index(index.path)) == before
    assert index.update([sources]).added == 3
    assert len(ids(index)) == 9
    assert not [name for name in os.listdir(index.path.parent) if name not in {FOLDER_NAME, "sources"}]


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), MemoryError("no room")])
@pytest.mark.parametrize("threads", [True, False])
def test_all_files_are_written_out_together_and_a_refusal_of_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, threads: bool, error: Exception
) -> None:
    """Also where the system lets a process have no more threads."""
    paths = [tmp_path / f"{number}" for number in range(20)]
    for path in paths:
        path.write_bytes(b"a")
    written: list[int] = []

    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    def write_out(file: int) -> None:
        written.append(os.fstat(file).st_ino)
        if refused == os.fstat(file).st_ino:
            raise error

    monkeypatch.setattr(os, "fsync", write_out)
    if not threads:
        monkeypatch.setattr("threading.Thread.start", refuse)
    refused = 0
    sync(*paths, tmp_path)
    assert sorted(written) == sorted(path.stat().st_ino for path in (*paths, tmp_path))
    refused = paths[7].stat().st_ino
    with pytest.raises(type(error), match=r"Input/output error|no room"):
        sync(*paths)


@damaging
@pytest.mark.usefixtures("untidy")
@pytest.mark.parametrize("room", [0, 3, 10, 30, 60, 100, 200])
def test_a_disk_that_fills_up_at_any_time_leaves_the_old_generation(
    index: Index, sources: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    """Every segment is written by one way; after `room` writes there is no more space."""
    before = ids(index)
    write_sources(sources, 9)
    left = [room]
    write = SectionWriter.add

    def full(writer: SectionWriter, name: str, values: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(writer, name, values)

    def attempt(call: Callable[[], object]) -> None:
        left[0] = room
        with monkeypatch.context() as patch:
            patch.setattr(SectionWriter, "add", full)
            try:
                call()
            except StorageError as error:
                assert "No space left" in str(error)  # noqa: PT017 - with enough room there is no error

    attempt(lambda: index.update([sources]))
    found = ids(Index(index.path))
    assert found == before or (room >= 60 and len(found) == 9)
    attempt(lambda: index.add([Article("The keeper had words. " * 200, title="Title", path="a")]))
    attempt(lambda: index.rebuild([sources]))
    index.update([sources])
    index.add([Article("Other words.", path="a")])
    assert len(ids(index)) == 9


@damaging
@pytest.mark.usefixtures("untidy")
def test_a_real_full_disk(tmp_path: Path, sources: Path, run: Run) -> None:
    """A file system of a megabyte, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        path = disk / "index"
        Index(path).update([sources])
        before = ids(Index(path))
        chance = random.Random(1)
        for number in range(40):
            text = " ".join(f"w{chance.randrange(10**6)}" for _ in range(5000))
            (sources / f"large {number}.txt").write_text(text)
        for jobs in ("1", "2"):
            done = run("index", "--index", path, "--jobs", jobs)
            assert done.returncode == 2
            assert "No space left on device" in done.stderr
            assert "Traceback" not in done.stderr
            with Index(path) as index:
                assert ids(index) == before
        for large in sources.glob("large*"):
            large.unlink()
        write_sources(sources, 7)
        assert run("index", "--index", path).returncode == 0
        assert len(ids(Index(path))) == 7
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


# Interrupted commits


def test_a_commit_that_is_interrupted_before_it_is_visible_has_not_been(
    index: Index, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ids(index)
    write_sources(sources, 9)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(contents, "table_of_contents", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index.update()
    assert ids(Index(index.path)) == before
    assert index.update().added == 3
    assert len(ids(index)) == 9


def test_a_commit_that_is_interrupted_after_it_is_visible_has_been(
    index: Index, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sources(sources, 9)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt  # the new manifest is in its place

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "write_contents", interrupt)
        with pytest.raises(KeyboardInterrupt):
            index.update()
    assert len(ids(Index(index.path))) == 9
    assert index.update().unchanged == 9


def test_what_is_left_behind_is_cleared_away(index: Index, sources: Path) -> None:
    litter = {
        "manifest-7.json.0123456789abcdef.tmp": b"x",
        "_MAIN_9.toc.0123456789abcdef.tmp": b"x",
        "segment-0123456789abcdef.seg": b"indexer1 cut short",
        "deletions-3-0123456789abcdef.del": b"",
        "table-0123456789abcdef.tbl": b"inde",
        "segment-abcd_123.tmp": b"numbers",
    }
    for name, data in litter.items():
        (index.path / name).write_bytes(data)
    write_sources(sources, 7)
    index.update()
    names = files_of(index.path)
    assert not litter.keys() & set(names)
    assert len([name for name in names if name.endswith(".toc")]) == 1
    assert len([name for name in names if name.startswith("manifest-")]) == 1
    assert len(ids(index)) == 7


# Rebuilt


def test_a_rebuilt_index_takes_the_old_ones_place(index: Index, sources: Path) -> None:
    write_sources(sources, 9)
    (sources / "0.json").unlink()
    report = index.rebuild()
    assert (report.added, report.index) == (8, str(index.path))
    assert len(ids(index)) == 8
    assert [root for root in os.listdir(index.path.parent) if root.startswith(FOLDER_NAME)] == [FOLDER_NAME]
    assert index.update().unchanged == 8


def test_the_old_index_stays_until_the_new_one_is_complete(index: Index, sources: Path) -> None:
    before = ids(index)
    write_sources(sources, 9)

    def stop(**_: int) -> None:
        assert ids(Index(index.path)) == before
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(progress=stop)
    assert ids(Index(index.path)) == before
    assert [name for name in os.listdir(index.path.parent) if name.startswith(FOLDER_NAME)] == [FOLDER_NAME]


def test_rebuilding_keeps_the_passage_size(index: Index, sources: Path) -> None:
    index.update([sources], passage_words=33)
    index.rebuild()
    assert index.statistics().passage_words == 33
    index.rebuild(passage_words=44)
    assert index.statistics().passage_words == 44


def test_the_index_rebuilt_beside_its_sources_does_not_hold_itself(tmp_path: Path) -> None:
    write_sources(tmp_path, 3)
    with Index(tmp_path / "index") as index:
        index.update([tmp_path])
        index.rebuild()
        assert len(ids(index)) == 3
        statistics = index.statistics()
        assert (statistics.files, statistics.skipped) == (3, {})


def test_a_mark_that_is_whole_is_never_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index whose mark is being written is, for that moment, none."""
    path = tmp_path / "index"
    with Index(path) as index:
        index.add([Article("The old ferry left the harbour.", path="note:1")])
    opened: list[str] = []
    real = os.open

    def noted(name: str | os.PathLike[str], flags: int, *rest: int, **more: Any) -> int:
        descriptor = real(name, flags, *rest, **more)
        if flags & os.O_CREAT:
            opened.append(os.fspath(name))
        return descriptor

    monkeypatch.setattr(os, "open", noted)
    with Index(path) as index:
        index.rebuild([])
        index.add([Article("The ferry came back.", path="note:2")])
        index.compact()
    marks = [Path(name) for name in opened if Path(name).name == MARK]
    assert [mark.parent.name.startswith(".index.rebuild-") for mark in marks] == [True]


def test_documents_are_found_by_search_or_by_reading_all_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    names = ["a", "a.txt", "a.txt.txt", "b.txt", "b.txt.txt"]
    for name in names:
        (folder / name).write_text(f"The keeper of {name} lit the lamp.\n")
    for name in ("many.jsonl", "many.jsonl.jsonl"):
        (folder / name).write_text("".join(f'{{"text": "Tide {number} of {name}."}}\n' for number in range(12)))
    index = IndexFolder(tmp_path / "index")
    with Index(index.path) as opened:
        opened.update([folder])
        (folder / "b.txt").write_text("The keeper left.\n")
        (folder / "c.txt").write_text("Another one came.\n")
        opened.update()
    asked = [f"files/{name}" for name in ("a.txt", "b.txt", "c.txt", "many.jsonl", "none.txt")]
    found = []
    for names_read in (0, 10**6):
        monkeypatch.setattr(known_sources, "_LOOKED_UP", names_read)
        found.append(known_sources.find_documents(index, asked))
    assert found[0] == found[1]
    counts = {path: sum(map(len, by_segment.values())) for path, by_segment in found[0].items()}
    assert counts == {"files/a.txt": 1, "files/b.txt": 1, "files/c.txt": 1, "files/many.jsonl": 12}
