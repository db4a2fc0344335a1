"""Does a search say what it does not show, and give editors what they read?"""

from __future__ import annotations

import json
import os
import re
import socket
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import stray_controls

from indexer import Article, Index, NoIndexError
from indexer.cli.numbers import many

if TYPE_CHECKING:
    from conftest import Run

LONG = "The zebra ran across the plain near the river. Nobody counted them that day. " * 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a long article, a short one, and their index."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "long.txt").write_text(LONG)
    (folder / "short.txt").write_text("A zebra, seen once,\nnear \x1b[2J the gate.\n")
    with Index(folder / ".indexer") as index:
        index.update([folder], passage_words=40)
    return folder


def note(index: Path, process: int) -> None:
    """Leave the note that a writer with this number leaves."""
    index.mkdir(exist_ok=True)
    holder = {"pid": process, "host": socket.gethostname(), "since": "2024-02-29T12:00:00+00:00"}
    (index / "writer.json").write_text(json.dumps(holder))


@pytest.mark.parametrize("per_article", [1, 2, 5, 0])
@pytest.mark.parametrize("order", ["relevance", "passages", "path"])
def test_hits_left_out_are_counted(library: Path, per_article: int, order: str) -> None:
    with Index(library / ".indexer") as index:
        shown = index.search("zebra", limit=None, per_article=per_article, order=order)  # type: ignore[arg-type]
        assert shown.more == (shown.total - len(shown.hits) if per_article else 0)
        assert (shown.more > 0) == bool(per_article)


def test_hits_left_out_are_said_with_the_option_that_shows_them(run: Run, library: Path) -> None:
    done = run("search", "zebra", cwd=library)
    total = json.loads(run("search", "zebra", "--format", "json", cwd=library).stdout)
    assert total["more"] == total["total"] - 3
    assert f"{total['more']} more hits in articles already shown: --per-article 0" in done.stderr.splitlines()
    assert "more hit" not in run("search", "zebra", "--per-article", "0", cwd=library).stderr
    assert "more hit" not in run("search", "gate", cwd=library).stderr


def test_near_duplicates_are_said(run: Run, tmp_path: Path) -> None:
    story = max(
        (Path(__file__).resolve().parents[1] / "corpus" / "notes").iterdir(), key=lambda path: path.stat().st_size
    )
    text = story.read_text(encoding="utf-8", errors="replace")
    (tmp_path / "one.txt").write_text(text)
    (tmp_path / "two.txt").write_text(f"{text}\n\nTaken over from another paper.\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    assert "1 article is nearly the same: --duplicates show" in run("search", "text:*", "-n1", cwd=tmp_path).stderr
    assert "nearly" not in run("search", "text:*", "--duplicates", "show", cwd=tmp_path).stderr


def test_an_empty_index_is_said_to_be_empty(run: Run, tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("zebra", path="a")])
        assert not index.is_empty()
        index.remove(["a"])
        assert index.is_empty()
    done = run("search", "zebra", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "the index is empty\n")
    assert json.loads(run("search", "zebra", "--format", "json", cwd=tmp_path).stdout)["missing"] == {}


def test_an_index_that_is_being_made_is_said_to_be(run: Run, tmp_path: Path) -> None:
    note(tmp_path / ".indexer", os.getpid())
    done = run("search", "zebra", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(rf"error: the index is being made by process {os.getpid()} on .+ since 20", done.stderr)
    with pytest.raises(NoIndexError, match="being made"):
        Index(tmp_path / ".indexer").search("zebra")


@pytest.mark.parametrize("options", [[], ["--format", "json"], ["-l"]])
def test_an_index_of_which_nothing_is_made_yet_is_said_to_be_being_made(
    run: Run, tmp_path: Path, options: list[str]
) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("zebra", path="a")])
        index.remove(["a"])
    note(tmp_path / ".indexer", os.getpid())
    done = run("search", *options, "zebra", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.match(rf"error: the index is being made by process {os.getpid()} on .+ since 20", done.stderr)


def test_the_note_of_a_process_that_has_ended_is_not_believed(run: Run, tmp_path: Path) -> None:
    ended = os.spawnlp(os.P_NOWAIT, "true", "true")
    os.waitpid(ended, 0)
    note(tmp_path / ".indexer", ended)
    assert Index(tmp_path / ".indexer").writer() == ""
    assert "being made" not in run("search", "zebra", cwd=tmp_path).stderr


def test_a_search_while_the_index_is_written_to_says_so(run: Run, library: Path) -> None:
    note(library / ".indexer", os.getpid())
    try:
        done = run("search", "zebra", "quagga", cwd=library)
    finally:
        (library / ".indexer" / "writer.json").unlink()
    assert done.returncode == 0
    assert f"the index is being written to by process {os.getpid()} on " in done.stderr
    assert 'no passage so far has "quagga"' in done.stderr
    assert 'no passage has "quagga"' in run("search", "zebra", "quagga", cwd=library).stderr


@pytest.mark.parametrize(
    ("counted", "written"),
    [
        (many(0, "file"), "0 files"),
        (many(1, "file"), "1 file"),
        (many(1234, "file"), "1,234 files"),
        (many(1, "query is", "queries are"), "1 query is"),
        (many(2, "query is", "queries are"), "2 queries are"),
    ],
)
def test_so_many_of_a_thing(counted: str, written: str) -> None:
    assert counted == written


def test_lines_are_what_editors_read(run: Run, library: Path) -> None:
    hits = json.loads(run("search", "zebra", "--format", "json", cwd=library).stdout)["hits"]
    done = run("search", "zebra", "--format", "lines", cwd=library)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) == len(hits) == 3
    for line, hit in zip(lines, hits, strict=True):
        path, number, text = line.split(":", 2)
        assert (path, int(number)) == (hit["path"], hit["line"])
        assert text.replace("\ufffd", "\x1b") == " ".join(hit["snippet"].split())
    assert stray_controls(done.stdout) == []
    assert run("search", "zzyzzyx", "--format", "lines", cwd=library).returncode == 1
    assert run("search", "-l", "zebra", "--format", "lines", cwd=library).returncode == 2


def test_an_article_without_lines_is_on_the_first(run: Run, tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("A zebra.", path="added")])
    assert run("search", "zebra", "--format", "lines", cwd=tmp_path).stdout == "added:1:A zebra.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gale", "--since", "2024"], ["without --since: 1 matching passage"]),
        (["gale", "--until", "1999", "--since", "1998"], ["without --since and --until: 1 matching passage"]),
        (["--all", "gale", "rain"], ["with any of the words (--any): 2 matching passages"]),
        (["-l", "gale", "--since", "2024"], ["without --since: 1 matching passage"]),
        (["gale", "--since", "2019"], None),
        (["xylophone", "--since", "2024"], None),
        (["--all", "gale", "xylophone"], None),
    ],
)
def test_where_nothing_is_found_it_says_what_other_options_would_find(
    run: Run, tmp_path: Path, arguments: list[str], said: list[str] | None
) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add(
            [
                Article("A gale blew over the harbour.", path="note:1", published=date(2020, 1, 1)),
                Article("Soft rain fell on the orchard.", path="note:2", published=date(2020, 1, 2)),
            ]
        )
    told = [line for line in run("search", *arguments, cwd=tmp_path).stderr.splitlines() if line.startswith("with")]
    assert told == (said or [])


def test_one_passage_is_counted_as_one(run: Run, tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add([Article("A gale blew over the harbour.", path="note:1")])
    assert run("search", "gale", cwd=tmp_path).stderr == "1 of 1 matching passage\n"


def test_o_is_one_line_per_hit(run: Run, library: Path) -> None:
    lines = run("search", "zebra", "--format", "lines", cwd=library)
    assert run("search", "-o", "zebra", cwd=library) == lines
    assert run("search", "-o", "zebra", "--format", "lines", cwd=library) == lines
    assert "\n  -o  " in run("search", "--help").stdout


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--format", "json"], "-o and --format json exclude each other"),
        (["--format", "text"], "-o and --format text exclude each other"),
        (["-l"], "-o and -l exclude each other"),
        (["-c"], "-o and -c exclude each other"),
        (["--explain"], "--explain has no effect with -o"),
        (["--hyperlink"], "--hyperlink has no effect with -o"),
        (["--open"], "--open opens one hit and prints none"),
        (["--interactive"], "-o has no effect with --interactive"),
    ],
)
def test_what_does_not_go_with_o_is_said_of_o(run: Run, library: Path, options: list[str], error: str) -> None:
    done = run("search", "-o", "zebra", *options, cwd=library)
    assert done.returncode == 2
    said, hint = done.stderr.splitlines()
    assert said == f"error: {error}"
    assert "--format" not in hint or "--format" in options


def test_a_file_behind_o_is_told_to_be_none(run: Run, library: Path) -> None:
    note = "-o takes no file; to write one: indexer search -o QUERY > out.txt\n"
    assert note in run("search", "-o", "out.txt", "zebra", cwd=library).stderr
    assert note in run("search", "zebra", "-o", "out.txt", cwd=library).stderr
    assert "-o takes" not in run("search", "out.txt", "zebra", cwd=library).stderr
    assert "-o takes" not in run("search", "-o", "xylophone.example.org", "zebra", cwd=library).stderr
