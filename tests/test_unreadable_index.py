"""Is an index that cannot be read an error for every command and every method, even where nothing has changed?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from indexer import Article, DamagedIndexError, Index


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with a few articles and an index of them, in which nothing will have changed."""
    (tmp_path / "articles").mkdir()
    for number in range(4):
        path = tmp_path / "articles" / f"{number}.txt"
        path.write_text(
            f"The zebra number {number} ran across the plain.\n\nThe river of that name was high in year {number}."
        )
        os.utime(path, ns=(10**18, 10**18))
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "articles"])
        index.add([Article("A zebra that comes from no file.", path="added")])
        index.remove(["added"])
        assert index.update().unchanged == 4
    return tmp_path


def segment(index: Path) -> Path:
    return max(index.glob("*.seg"), key=lambda file: file.stat().st_size)


def missing(index: Path) -> None:
    segment(index).unlink()


def cut_short(index: Path) -> None:
    os.truncate(segment(index), segment(index).stat().st_size - 1)


def longer(index: Path) -> None:
    with segment(index).open("ab") as file:
        file.write(b"\0")


def empty(index: Path) -> None:
    os.truncate(segment(index), 0)


def folder(index: Path) -> None:
    file = segment(index)
    file.unlink()
    file.mkdir()


def no_manifest(index: Path) -> None:
    (manifest,) = index.glob("manifest-*.json")
    manifest.unlink()


damages = pytest.mark.parametrize("damage", [missing, cut_short, longer, empty, folder, no_manifest])


@damages
@pytest.mark.parametrize(
    "arguments",
    [
        ["index"],
        ["index", "articles"],
        ["index", "-j1", "--format", "json"],
        ["index", "--dry-run"],
        ["compact"],
        ["search", "zebra"],
    ],
    ids=" ".join,
)
def test_every_command_says_that_the_index_cannot_be_read(
    library: Path, run: Run, damage: Callable[[Path], None], arguments: list[str]
) -> None:
    damage(library / ".indexer")
    done = run(*arguments, cwd=library)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "the index cannot be read" in done.stderr
    assert "--rebuild" in done.stderr


@damages
@pytest.mark.parametrize(
    "call",
    [
        lambda index: index.update(),
        lambda index: index.add([Article("More.", path="more")]),
        lambda index: index.remove(["nothing that is there"]),
        lambda index: index.compact(),
        lambda index: index.search("zebra"),
        lambda index: index.count("zebra"),
    ],
)
def test_no_method_builds_on_an_index_that_cannot_be_read(
    library: Path, damage: Callable[[Path], None], call: Callable[[Index], object]
) -> None:
    damage(library / ".indexer")
    before = sorted(os.listdir(library / ".indexer"))
    with pytest.raises(DamagedIndexError), Index(library / ".indexer") as index:
        call(index)
    assert sorted(os.listdir(library / ".indexer")) == before


@damages
def test_a_rebuild_makes_it_readable_again(library: Path, run: Run, damage: Callable[[Path], None]) -> None:
    damage(library / ".indexer")
    sources = ["articles"] if damage is no_manifest else []  # which has the sources
    assert run("index", "--rebuild", *sources, cwd=library).returncode == 0
    assert run("search", "-l", "zebra", cwd=library).stdout.count("\n") == 4


def test_an_index_that_is_whole_is_no_error(library: Path, run: Run) -> None:
    for arguments in (["index"], ["compact"], ["compact"], ["search", "zebra"]):
        assert run(*arguments, cwd=library).returncode == 0
    shutil.copytree(library, library / "copy", ignore=shutil.ignore_patterns("copy"))
    assert run("index", cwd=library / "copy").returncode == 0


def test_an_index_without_a_manifest_is_damaged_and_may_be_removed(library: Path, run: Run) -> None:
    no_manifest(library / ".indexer")
    checked = run("check", cwd=library)
    assert (checked.returncode, "error: .indexer: it has no manifest" in checked.stderr) == (1, True)
    assert run("drop", "--all", "--yes", cwd=library).returncode == 0
    assert sorted(path.name for path in library.iterdir()) == ["articles"]


def interrupt_removal(library: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def interrupt(path: Path, **given: bool) -> None:
        if path.suffix == ".seg":
            raise KeyboardInterrupt
        unlink(path, **given)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", interrupt)
        assert run("drop", "--all", "--yes", cwd=library).returncode == 130
    assert list((library / ".indexer").glob("*.seg"))


def test_an_index_whose_removal_was_interrupted_is_none(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_removal(library, run, monkeypatch)
    assert "no index at" in run("search", "zebra", cwd=library).stderr
    assert run("index", "articles", cwd=library).returncode == 0
    assert run("check", "--deep", cwd=library).returncode == 0


@pytest.mark.parametrize("foreign", ["", ".DS_Store", "mine.txt"])
def test_a_removal_that_was_interrupted_can_be_finished_and_removes_nothing_else(
    library: Path, run: Run, monkeypatch: pytest.MonkeyPatch, foreign: str
) -> None:
    index = library / ".indexer"
    if foreign:
        (index / foreign).write_text("mine")
    interrupt_removal(library, run, monkeypatch)
    for arguments in (["search", "zebra"], ["check"], *([["index", "articles"]] if foreign else [])):
        refused = run(*arguments, cwd=library)
        assert refused.returncode == (1 if arguments == ["check"] else 2)
        assert "its removal was interrupted" in refused.stderr
        assert arguments == ["check"] or "indexer drop --all" in refused.stderr
    assert run("drop", "--all", "--yes", cwd=library).returncode == 0
    assert [path.name for path in library.glob(".indexer/*")] == [foreign] * bool(foreign)
    assert run("drop", "--all", "--yes", cwd=library).returncode == 2
    assert (library / "articles").is_dir()
