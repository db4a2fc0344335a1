"""Does a run that commits several times lose nothing on the way?"""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Index
from indexer.indexing import running, worker, workers


def write_articles(folder: Path, count: int) -> None:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        text = f"Article {number} is about lamp{number} and the sea.\n\nIts second paragraph has more words in it.\n"
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def commits_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 1)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 500)


@pytest.mark.usefixtures("commits_often")
def test_commits_in_the_middle_of_a_run_change_nothing_in_the_outcome(tmp_path: Path) -> None:
    write_articles(tmp_path / "articles", 60)
    with Index(tmp_path / "index") as index:
        report = index.update([tmp_path / "articles"])
        assert (report.added, report.failed) == (60, {})
        assert index.search("sea", limit=None).total == 60
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
    monkeypatch.setattr(running, "_PARALLEL_BYTES", 0)
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
