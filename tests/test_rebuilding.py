"""Does a rebuild keep the articles that come from no file, or say which it cannot?"""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from conftest import Run

from indexer import Article, Index, UsageError

NOTES = [
    Article(
        "The keeper climbed the stairs. The lamp was out.\n\nNobody had seen the ship before the storm came in.",
        title="The Lamp",
        authors=("Ana Ruiz", "Bo Li"),
        published=date(2021, 5, 1),
        site="Harbour Post",
        captions=("The stairs of the tower", "A ship"),
        path="note:1",
        key="k1",
    ),
    Article("A second note of the keeper, on the fog horn.", path="note:2", kicker="Fog", section="News"),
]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with two articles, and an index of them and of two that come from no file."""
    (tmp_path / "articles").mkdir()
    for number in range(2):
        (tmp_path / f"articles/{number}.txt").write_text(f"The keeper of file {number} wrote a letter home.\n")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "articles"])
        index.add(NOTES[:1])
        index.add([*NOTES[1:], Article("The keeper's third note, taken back.", path="note:3")])
        index.remove(["note:3"])
    return tmp_path


def told(index: Path) -> list[object]:
    with Index(index) as opened:
        hits = opened.search("keeper OR ship OR fog", limit=None).hits
        return [(hit, opened.article(hit.id)) for hit in hits]


def test_articles_from_no_file_are_carried_over_as_they_were(library: Path) -> None:
    before = told(library / ".indexer")
    assert len(before) == 4
    report = Index(library / ".indexer").rebuild()
    assert (report.added, report.lost) == (2, {})
    assert told(library / ".indexer") == before
    assert not Index(library / ".indexer").check(deep=True).damage
    assert Index(library / ".indexer").remove(["note:1", "note:2", "note:3"]) == 2


def test_with_another_passage_length_they_are_divided_again(library: Path) -> None:
    Index(library / ".indexer").rebuild(passage_words=5)
    with Index(library / ".indexer") as index:
        (hit,) = index.search("path:note author:Ruiz", limit=None).hits[:1]
        article, _ = index.article(hit.id)
        assert len(article.passages) > 1
        assert article.article.text == NOTES[0].text


def test_a_dry_run_of_a_rebuild_says_what_is_carried_over(library: Path, run: Run) -> None:
    done = run("index", "--rebuild", "--dry-run", cwd=library)
    assert ("carry over 2 articles from no file" in done.stderr, done.returncode) == (True, 0)
    assert "carry over" not in run("index", "--dry-run", cwd=library).stderr


def test_an_index_of_nothing_else_is_rebuilt(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add(NOTES)
        assert index.preview(rebuild=True).carried == 2
        assert index.rebuild().lost == {}
        assert index.search("keeper").total == 2


def test_an_article_of_nothing_is_no_damage(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add([*NOTES, Article("", path="empty")])
        assert index.check(deep=True).damage == ()
        assert index.rebuild().lost == {}


def segment_of(index: Path, path: str) -> Path:
    """The segment that has an article."""
    (found,) = [file for file in index.glob("*.seg") if path.encode() + b"\0" in file.read_bytes()]
    return found


def test_what_cannot_be_read_is_named_and_all_else_is_kept(library: Path, run: Run) -> None:
    segment_of(library / ".indexer", "note:2").unlink()
    done = run("index", "--rebuild", cwd=library)
    assert done.returncode == 1
    assert "error: note:2: it comes from no file, and cannot be read any more: add it again" in done.stderr
    assert "note:1" not in done.stderr
    with Index(library / ".indexer") as index:
        assert index.search("keeper").total == 3
        assert index.update().unchanged == 2


def test_where_the_tables_cannot_be_read_the_segments_are_enough(library: Path) -> None:
    for table in (library / ".indexer").glob("*.tbl"):
        table.unlink()
    with Index(library / ".indexer") as index:
        report = index.rebuild([library / "articles"])
        assert list(report.lost) == [str(library / ".indexer")]
        assert index.search("keeper").total == 4


def test_where_nothing_can_be_read_that_is_said(library: Path, run: Run) -> None:
    for file in (library / ".indexer").iterdir():
        if file.suffix in {".json", ".seg", ".tbl"}:
            file.write_bytes(b"\0" * 100)
    done = run("index", "--rebuild", "articles", cwd=library)
    assert done.returncode == 0
    assert "of the articles that come from no file, some may be lost" in done.stderr
    with Index(library / ".indexer") as index:
        assert index.search("keeper").total == 2


def test_an_index_without_such_articles_says_nothing(library: Path, run: Run) -> None:
    with Index(library / ".indexer") as index:
        index.remove(["note:1", "note:2"])
    for segment in (library / ".indexer").glob("*.seg"):
        segment.unlink()
    done = run("index", "--rebuild", cwd=library)
    assert (done.returncode, "from no file" in done.stderr) == (0, False)


def test_a_file_that_has_the_path_now_comes_first(library: Path) -> None:
    with Index(library / ".indexer") as index:
        index.add([Article("The keeper of no file.", path="articles/2.txt")])
        (library / "articles/2.txt").write_text("The keeper of a file.\n")
        report = index.rebuild()
        assert report.lost == {"articles/2.txt": "a file in the index has its path"}
        assert index.search('"keeper of a file"').total == 1


def test_an_article_of_a_file_that_has_the_address_now_comes_first(library: Path) -> None:
    with Index(library / ".indexer") as index:
        index.add([Article("The keeper of no file.", path="articles/2.zip!/a.txt")])
        with zipfile.ZipFile(library / "articles/2.zip", "w") as archive:
            archive.writestr("a.txt", "The keeper of a file.\n")
        report = index.rebuild()
        assert report.lost == {"articles/2.zip!/a.txt": "an article of a file in the index has its address"}
        assert index.search('"keeper of a file"').total == 1
        assert not index.check(deep=True).damage


def test_an_index_of_nothing_but_what_was_added_is_rebuilt_by_the_command(tmp_path: Path, run: Run) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("The keeper lit the lamp.", path="note:1")])
    done = run("index", "--rebuild", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "1 article from no file carried over → .indexer\n")
    with Index(tmp_path / ".indexer") as index:
        assert index.rebuild().carried == 1
        assert index.search("keeper").total == 1


def test_a_rebuild_asks_before_it_loses_most_of_a_source(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(3):
            (tmp_path / name / f"{number}.txt").write_text(f"The keeper of {name} {number} lit the lamp.")
    asked: list[object] = []

    def refuse(*about: object) -> bool:
        asked.append(about)
        return False

    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a", tmp_path / "b"])
        (tmp_path / "a/0.txt").rename(tmp_path / "a/first.txt")
        (tmp_path / "a/1.txt").rename(tmp_path / "a/second.txt")
        assert index.rebuild(confirm=refuse).added == 6  # what was renamed is not lost
        for path in (tmp_path / "a").iterdir():
            path.unlink()
        with pytest.raises(UsageError, match="3 of 3 files are missing; a rebuild would lose their articles"):
            index.rebuild(confirm=refuse)
        with pytest.raises(UsageError, match="3 of 3 files are missing"):
            index.rebuild([tmp_path / "a", tmp_path / "b"], passage_words=60, confirm=refuse)
        assert asked == [("a", 3, 3, 0)] * 2
        asked.clear()
        assert index.rebuild([tmp_path / "b"], confirm=refuse).added == 3  # the other source was not asked for
        assert asked == []
