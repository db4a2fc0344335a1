"""Does --open show the best hit at its line in the editor that the user has?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer import Article, Index, UsageError
from indexer.cli.editor import editor_command

if TYPE_CHECKING:
    from conftest import Run


@pytest.mark.parametrize(
    ("environment", "line", "command"),
    [
        ({"EDITOR": "vi"}, 7, ["vi", "+7", "/a b.txt"]),
        ({"VISUAL": "/usr/bin/nvim -R", "EDITOR": "ed"}, 7, ["/usr/bin/nvim", "-R", "+7", "/a b.txt"]),
        ({"VISUAL": " ", "EDITOR": "nano"}, 7, ["nano", "+7", "/a b.txt"]),
        ({"VISUAL": "code --wait"}, 7, ["code", "--wait", "--goto", "/a b.txt:7"]),
        ({"VISUAL": "hx"}, 7, ["hx", "/a b.txt:7"]),
        ({"VISUAL": "'/opt/my editor/emacs' -nw"}, 7, ["/opt/my editor/emacs", "-nw", "+7", "/a b.txt"]),
        ({"VISUAL": "unknown"}, 7, ["unknown", "/a b.txt"]),
        ({"VISUAL": "vi"}, None, ["vi", "/a b.txt"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(
    environment: dict[str, str], line: int | None, command: list[str]
) -> None:
    assert editor_command(environment, "/a b.txt", line) == command


@pytest.mark.parametrize("environment", [{}, {"EDITOR": ""}, {"VISUAL": "vi 'x"}])
def test_without_an_editor_it_says_what_to_set(environment: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="EDITOR"):
        editor_command(environment, "/a", 1)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "two words.txt").write_text("The harbour.\n\n" + "Nothing here.\n\n" * 200 + "The lamp was lit.\n")
    (tmp_path / "other.txt").write_text("A lamp, and a longer text about the sea and the boats that come and go.\n")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path], passage_words=20)
    return tmp_path


def editor(folder: Path, code: int = 0) -> dict[str, str]:
    """An editor that writes down what it was given, and ends with an exit code."""
    program = folder / "vim"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/opened"\nexit {code}\n')
    program.chmod(0o755)
    return {"VISUAL": str(program)}


def test_the_best_hit_is_opened_at_its_line(run: Run, library: Path) -> None:
    hit = Index(library / ".indexer").search('"lamp was lit"').hits[0]
    done = run("search", "--open", '"lamp was lit"', cwd=library, env=editor(library))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert hit.first_line is not None
    assert hit.first_line > 100
    assert (library / "opened").read_text().splitlines() == [f"+{hit.first_line}", str(library / "two words.txt")]


def test_another_hit_is_opened_by_its_offset(run: Run, library: Path) -> None:
    first, second = (hit.source for hit in Index(library / ".indexer").search("lamp").hits)
    run("search", "--open", "lamp", cwd=library, env=editor(library))
    assert (library / "opened").read_text().splitlines()[-1] == first
    run("search", "--open", "--offset", "1", "lamp", cwd=library, env=editor(library))
    assert (library / "opened").read_text().splitlines()[-1] == second


def test_where_nothing_is_found_nothing_is_opened(run: Run, library: Path) -> None:
    done = run("search", "--open", "xylophone", cwd=library, env=editor(library))
    assert done.returncode == 1
    assert not (library / "opened").exists()


@pytest.mark.parametrize(
    "more", [["-l"], ["-c"], ["--format", "json"], ["-n", "3"], ["--explain"], ["--hyperlink"], ["--mark", "always"]]
)
def test_what_prints_and_what_opens_exclude_each_other(run: Run, library: Path, more: list[str]) -> None:
    done = run("search", "--open", *more, "lamp", cwd=library, env=editor(library))
    assert done.returncode == 2
    assert "--open" in done.stderr
    assert not (library / "opened").exists()


def test_what_cannot_be_opened_is_said_with_what_to_do(run: Run, library: Path) -> None:
    with Index(library / ".indexer") as index:
        index.add([Article("A foghorn.", path="note:1")])
    done = run("search", "--open", "foghorn", cwd=library, env=editor(library))
    assert done.returncode == 2
    assert "note:1 comes from no file" in done.stderr
    assert "hint: read it with: indexer show " in done.stderr
    (library / "other.txt").unlink()
    assert "was deleted since indexing" in run("search", "--open", "boats", cwd=library, env=editor(library)).stderr
    broken = run("search", "--open", '"lamp was lit"', cwd=library, env=editor(library, code=3))
    assert broken.returncode == 2
    assert "ended with exit code 3" in broken.stderr
    nowhere = run(
        "search", "--open", '"lamp was lit"', cwd=library, env={"EDITOR": str(library / "no such"), "VISUAL": ""}
    )
    assert nowhere.returncode == 2
    assert "cannot start the editor" in nowhere.stderr


def test_a_file_that_changed_is_opened_with_a_warning(run: Run, library: Path) -> None:
    (library / "other.txt").write_text("Another text.\n")
    done = run("search", "--open", "boats", cwd=library, env=editor(library))
    assert done.returncode == 0
    assert done.stderr == "warning: other.txt has changed since indexing; run indexer index\n"


def test_a_part_of_a_file_is_not_opened(run: Run, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "saved.zip", "w") as archive:
        archive.writestr("a.txt", "The lamp was lit.\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    done = run("search", "--open", "lamp", cwd=tmp_path, env=editor(tmp_path))
    assert done.returncode == 2
    assert "saved.zip!/a.txt is a part of a file" in done.stderr
