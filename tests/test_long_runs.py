"""Does a run that commits several times lose nothing on the way?"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Index
from indexer.indexing import running, starting, worker, workers
from indexer.store import publishing


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"Article {number} is about lamp{number} and the sea.\n\nIts second paragraph has more words in it.\n"
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def commits_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a segment and a commit for each file; what each leaves to the garbage collector is not worth collecting."""
    monkeypatch.setattr(workers, "give_back", lambda: None)
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 1)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 500)


@pytest.mark.usefixtures("commits_often")
def test_commits_in_the_middle_of_a_run_change_nothing_in_the_outcome(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", 30)
    with Index(tmp_path / "index") as index:
        report = index.update([tmp_path / "articles"])
        assert (report.added, report.failed) == (30, {})
        assert index.search("sea", limit=None).total == 30
        assert [hit.path for hit in index.search("lamp7").hits] == [
            str(tmp_path / "articles" / "007.txt")[len(str(tmp_path)) + 1 :]
        ]
        assert len(list((tmp_path / "index").glob("*.toc"))) == 1
        assert len(list((tmp_path / "index").glob("manifest-*"))) == 1


def test_a_commit_while_another_process_still_writes_leaves_its_segment_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One worker finishes, and is committed, long before the other."""
    write_articles(tmp_path / "articles", 300)
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(starting, "PARALLEL_BYTES", 0)
    with Index(tmp_path / "index") as index:
        report = index.update([tmp_path / "articles"], jobs=2)
        assert (report.added, report.failed) == (300, {})
        assert index.search("sea", limit=None).total == 300
    with Index(tmp_path / "index") as index:
        assert index.update([tmp_path / "articles"]).unchanged == 300


@pytest.mark.usefixtures("commits_often")
def test_an_interrupted_run_keeps_what_it_had_committed(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", 40)

    def interrupt(*, files: int, **_: int) -> None:
        if files == 25:
            raise KeyboardInterrupt

    with Index(tmp_path / "index") as index:
        with pytest.raises(KeyboardInterrupt):
            index.update([tmp_path / "articles"], progress=interrupt)
        kept = index.search("sea", limit=None).total
        assert 15 < kept < 25
        report = index.update()
        assert (report.added, report.unchanged) == (40 - kept, kept)
        assert index.search("sea", limit=None).total == 40


@pytest.mark.usefixtures("commits_often")
def test_who_interrupts_a_run_that_reads_files_again_is_told_that_nothing_is_lost(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", 40)

    def interrupt(*, files: int, **_: int) -> None:
        if files == 25:
            raise KeyboardInterrupt

    with Index(tmp_path / "index") as index:
        index.update([tmp_path / "articles"])
        with pytest.raises(KeyboardInterrupt) as caught:
            index.update(passage_words=20, progress=interrupt)
        (note,) = caught.value.__notes__
        assert re.fullmatch(r"\d+ of 40 files are kept, and of others what was indexed before", note)
        assert len(index.search("sea", limit=None, per_article=1).hits) == 40


@pytest.mark.usefixtures("commits_often")
@pytest.mark.parametrize(("place", "kept"), [("write_header", 2), ("write_contents", 3)])
def test_who_interrupts_a_commit_is_told_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, kept: int
) -> None:
    """Before its manifest is in its place, the commit has not been; after, it has."""
    calls = 0
    real: Callable[..., None] = getattr(publishing, place)

    def interrupt(*arguments: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 4:  # the first makes the index
            raise KeyboardInterrupt
        real(*arguments)

    write_articles(tmp_path / "articles", 6)
    with Index(tmp_path / "index") as index:
        with monkeypatch.context() as patch:
            patch.setattr(publishing, place, interrupt)
            with pytest.raises(KeyboardInterrupt) as caught:
                index.update([tmp_path / "articles"])
        assert caught.value.__notes__ == [f"{kept} of 6 files are kept"]
        report = index.update()
        assert (report.unchanged, report.added) == (kept, 6 - kept)


@pytest.mark.usefixtures("commits_often")
def test_segments_are_merged_on_the_way_and_what_they_replace_is_still_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Merging gives documents other numbers while those of changed files still wait to be deleted."""
    monkeypatch.setattr(running, "_MOST_SEGMENTS", 4)
    most = 0

    def watch(**_: int) -> None:
        nonlocal most
        most = max(most, len(list((tmp_path / "index").glob("*.seg"))))

    write_articles(tmp_path / "articles", 30)
    with Index(tmp_path / "index") as index:
        index.update([tmp_path / "articles"], progress=watch)
        for path in (tmp_path / "articles").iterdir():
            path.write_text(f"{path.read_text()}\nIt is changed.\n")
        report = index.update(progress=watch)
        assert (report.changed, report.failed) == (30, {})
        assert index.search("sea", limit=None).total == 30
        assert index.search("changed", limit=None).total == 30
    assert most < 15


@pytest.mark.usefixtures("commits_often")
def test_a_worker_finishes_its_segment_when_it_has_worked_on_it_for_long_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 30.0)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 2**30)
    seconds = 0.0

    def tick(*, files: int, **_: int) -> None:
        nonlocal seconds
        seconds += 3.0
        if files == 35:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.monotonic", lambda: seconds)
    write_articles(tmp_path / "articles", 60)
    with Index(tmp_path / "index") as index:
        with pytest.raises(KeyboardInterrupt) as caught:
            index.update([tmp_path / "articles"], progress=tick)
        kept = index.statistics().files
    assert 35 - kept <= 10  # ten files take 30 seconds
    assert caught.value.__notes__ == [f"{kept} of 60 files are kept"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_sigterm_ends_a_run_cleanly_and_the_next_goes_on(tmp_path: Path, jobs: str) -> None:
    script = (
        "import sys; from indexer import cli; from indexer.indexing import running, starting, workers\n"
        "running._COMMIT_SECONDS = 0.0; starting.PARALLEL_BYTES = 0; workers._CHUNK_FILES = 4\n"
        "if __name__ == '__main__': cli.entry()\n"
    )
    (tmp_path / "run.py").write_text(script)
    write_articles(tmp_path / "articles", 1500)
    arguments = [sys.executable, "run.py", "index", "articles", "--jobs", jobs]
    process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list((tmp_path / ".indexer").glob("manifest-[1-9]*.json")) and time.monotonic() < until:
        time.sleep(0.01)
    process.terminate()
    _, messages = process.communicate(timeout=60)
    found = re.fullmatch(r"interrupted; (\d+) of 1500 files are kept\n", messages)
    assert (process.returncode, bool(found)) == (143, True), messages
    assert found is not None
    with Index(tmp_path / ".indexer") as index:
        report = index.update()
    assert (report.unchanged, report.added) == (int(found[1]), 1500 - int(found[1]))
