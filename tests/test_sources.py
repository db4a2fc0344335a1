"""Is read what was asked for, and said what would be, however it is given?"""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import sys
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conftest import Finished, Run
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer import Index, UsageError, cli, reading
from indexer.cli import Context
from indexer.errors import SourceError
from indexer.indexing.limited_reader import LimitedReader
from indexer.indexing.limits import Limits
from indexer.reading.sniffing import is_no_article, sniffed_suffix
from indexer.reasons import Cause

OLD = 10**18

KEEPER = "The keeper of the lighthouse lit the lamp at dusk."


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, ns=(OLD, OLD))
    return folder


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """All that is in a folder, with what changes when it is changed."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size if path.is_file() else 0)
        for path in sorted(folder.rglob("*"))
    }


Piped = Callable[..., Finished]


@pytest.fixture
def piped(tmp_path: Path) -> Piped:
    """Runs the command with these bytes on standard input."""

    def call(data: bytes, *arguments: str) -> Finished:
        out, err = io.BytesIO(), io.BytesIO()
        context = Context(
            str(tmp_path),
            {"HOME": str(tmp_path)},
            io.TextIOWrapper(io.BytesIO(data), "utf-8"),
            io.TextIOWrapper(out, "utf-8", newline="\n"),
            io.TextIOWrapper(err, "utf-8", newline="\n"),
        )
        code = cli.main(list(arguments), context)
        context.stdout.flush()
        context.stderr.flush()
        return Finished(code, out.getvalue(), err.getvalue(), "utf-8")

    return call


# A dry run


def test_a_dry_run_makes_no_index(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_png="?", three=bytes(100), four=f"{KEEPER} Again.")
    before = state(tmp_path)
    done = run("index", "--dry-run", "a", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "new      a/four",
        "new      a/one.txt",
        "skipped  a/three: unsupported format",
        "skipped  a/two.png: unsupported format",
    ]
    assert "would read 2 new files and 0 changed" in done.stderr
    assert state(tmp_path) == before
    assert run("index", "--dry-run", cwd=tmp_path).returncode == 2
    assert run("index", "--dry-run", "nowhere", cwd=tmp_path).returncode == 2
    assert state(tmp_path) == before


def test_a_dry_run_says_what_the_run_then_does(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_txt=f"{KEEPER} 2", sub__three_txt=f"{KEEPER} 3", four_txt=f"{KEEPER} 4")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        write(tmp_path / "a", one_txt=f"{KEEPER} He did so again.", five_txt=f"{KEEPER} 5")
        (tmp_path / "a/two.txt").unlink()
        os.truncate(tmp_path / "a/four.txt", 0)
        before = state(tmp_path)
        preview = index.preview([tmp_path / "a"], exclude=["sub"], max_size=200)
        assert state(tmp_path) == before
        assert (preview.new, preview.changed) == (("a/five.txt",), ("a/four.txt", "a/one.txt"))
        assert preview.removed == {
            "a/sub/three.txt": "left out by --include or --exclude",
            "a/two.txt": "it is not there any more",
        }
        assert (preview.articles, preview.unchanged, preview.failed) == (2, 0, {})
        report = index.update([tmp_path / "a"], exclude=["sub"], max_size=200)
        assert (report.added, report.changed, report.removed, report.left_out) == (1, 1, 3, 1)
    shown = run("index", "--dry-run", "--format", "json", "a", "--include", "*.md", cwd=tmp_path)
    assert '"a/one.txt": "left out by --include or --exclude"' in shown.stdout


def test_a_dry_run_names_files_as_seen_from_the_current_folder(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_txt=KEEPER, three_txt=f"{KEEPER} 3")
    assert run("index", "a/three.txt", cwd=tmp_path).returncode == 0
    shown = run("index", "--dry-run", ".", cwd=tmp_path / "a").stdout.splitlines()
    assert shown == ["new      one.txt", "skipped  two.txt: duplicate of one.txt"]
    assert run("clean", "one.txt", cwd=tmp_path / "a").returncode == 0
    (tmp_path / "a/three.txt").unlink()
    done = run("index", "--dry-run", "--format", "json", cwd=tmp_path / "a")
    assert json.loads(done.stdout)["removed"] == {"three.txt": "it is not there any more"}


def test_a_file_that_became_too_large_or_unknown_is_counted_once(tmp_path: Path) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two=f"{KEEPER} 2", three_txt=f"{KEEPER} 3")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        write(tmp_path / "a", one_txt=KEEPER * 50, two=bytes(100))
        preview = index.preview([tmp_path / "a"], max_size=1000)
        assert list(preview.removed) == ["a/one.txt", "a/two"]
        assert (preview.skipped, preview.articles, preview.changed) == ({}, 2, ())


def test_a_dry_run_names_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_txt=f"{KEEPER} 2", gone_txt="")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        write(tmp_path / "a", one_txt=f"{KEEPER} Changed.", new_txt=f"{KEEPER} 3", also_txt=f"{KEEPER} 4")
        refused = {str(tmp_path / "a/one.txt"), str(tmp_path / "a/new.txt")}
        monkeypatch.setattr(os, "access", lambda path, _mode: path not in refused)
        preview = index.preview()
        why = "unreadable: Permission denied"
        assert (preview.new, preview.changed, preview.removed) == (("a/also.txt",), (), {})
        assert preview.failed == {"a/one.txt": f"{why}; its article is kept as of 2001-09-09", "a/new.txt": why}
        assert preview.unchanged == 2


@pytest.mark.skipif(sys.platform == "win32", reason="names as POSIX has them")
def test_a_path_that_the_system_refuses_is_not_called_missing(tmp_path: Path, run: Run) -> None:
    done = run("index", "x" * 300, cwd=tmp_path)
    assert (done.returncode, "unreadable: File name too long" in done.stderr) == (2, True)


def test_a_dry_run_of_a_rebuild_reads_everything(tmp_path: Path) -> None:
    write(tmp_path / "a", one_txt=KEEPER)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        before = state(tmp_path)
        assert index.preview(rebuild=True).new == ("a/one.txt",)
        assert index.preview().new == ()
        assert state(tmp_path) == before


def test_a_dry_run_says_what_the_run_would_ask(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_txt=f"{KEEPER} 2", three_txt=f"{KEEPER} 3")
    write(tmp_path / "b", four_txt=f"{KEEPER} 4")
    assert run("index", "a", "b", cwd=tmp_path).returncode == 0
    (tmp_path / "a/one.txt").unlink()
    assert "ask" not in run("index", "--dry-run", cwd=tmp_path).stderr
    (tmp_path / "a/two.txt").unlink()
    done = run("index", "--dry-run", cwd=tmp_path)
    asked = "would ask before removing: a: 2 of 3 files are missing; without a terminal or --yes, "
    assert done.stderr.startswith(f"{asked}they stay\n")
    assert "remove 2 with 2 articles" in done.stderr
    assert run("index", "--dry-run", "--rebuild", cwd=tmp_path).stderr.startswith(f"{asked}nothing is done\n")
    told = json.loads(run("index", "--dry-run", "--format", "json", cwd=tmp_path).stdout)
    assert told["asks"] == {"a": "2 of 3 files are missing"}
    assert "ask" not in run("index", "--dry-run", "--yes", cwd=tmp_path).stderr
    before = state(tmp_path / ".indexer")
    done = run("index", "--rebuild", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: a: 2 of 3 files are missing; a rebuild would lose their articles\n")
    assert state(tmp_path / ".indexer").keys() == before.keys()
    assert run("index", "--rebuild", "--yes", cwd=tmp_path).returncode == 0
    (tmp_path / "a").rename(tmp_path / "away")
    told = json.loads(run("index", "--dry-run", "--rebuild", "--format", "json", cwd=tmp_path).stdout)
    assert told["asks"] == {"a": "1 of 1 file is missing"}
    assert told["failed"] == {"a": "no such folder, or its drive is not mounted"}


# Patterns of an earlier run


def test_patterns_are_shown_and_what_they_remove_is_counted(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_md=f"{KEEPER} 2", three_md=f"{KEEPER} 3")
    assert run("index", "a", cwd=tmp_path).returncode == 0
    done = run("index", "a", "--exclude", "*.md", "--yes", cwd=tmp_path)
    assert "2 articles removed: --include and --exclude leave out their files" in done.stderr
    assert "sources    a --exclude '*.md'\n" in run("stats", cwd=tmp_path).stdout
    shown = Index(tmp_path / ".indexer").statistics().patterns
    assert shown == {str(tmp_path / "a"): {"include": (), "exclude": ("*.md",)}}


def test_only_what_patterns_leave_out_is_said_to_be_left_out(tmp_path: Path) -> None:
    write(
        tmp_path / "a", one_txt=KEEPER, two_md=f"{KEEPER} 2", sub__three_md=f"{KEEPER} 3", sub__four_txt=f"{KEEPER} 4"
    )
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        (tmp_path / "a/two.md").unlink()
        (tmp_path / "a/two.md").mkdir()
        assert index.preview().removed == {"a/two.md": "it is not there any more"}
        report = index.update()
        assert (report.removed, report.left_out) == (1, 0)
        (tmp_path / "a/one.txt").unlink()
        preview = index.preview([tmp_path / "a"], exclude=["sub/"])
        assert preview.removed == {
            "a/one.txt": "it is not there any more",
            "a/sub/four.txt": "left out by --include or --exclude",
            "a/sub/three.md": "left out by --include or --exclude",
        }


@pytest.mark.parametrize("option", [("--include", "*.txt"), ("--exclude", "*.md"), ("--max-size", "50MB")])
@pytest.mark.parametrize("how", [(), ("--dry-run",), ("--rebuild",), ("--files-from", "none.txt")])
def test_what_chooses_among_the_files_of_paths_wants_one(
    tmp_path: Path, run: Run, option: tuple[str, str], how: tuple[str, ...]
) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_md=f"{KEEPER} 2")
    (tmp_path / "none.txt").touch()
    run("index", "a", cwd=tmp_path)
    done = run("index", *how, *option, cwd=tmp_path)
    assert done.returncode == 2
    assert option[0] in done.stderr or "none.txt" in done.stderr
    assert "sources    a\n" in run("stats", cwd=tmp_path).stdout


@pytest.mark.parametrize("chosen", [{"include": ["*.txt"]}, {"exclude": ["*.md"]}, {"max_size": 100}])
def test_who_chooses_among_files_from_python_names_paths(tmp_path: Path, chosen: dict[str, Any]) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_md=f"{KEEPER} 2")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "a"])
        for method in (index.update, index.rebuild, index.preview):
            with pytest.raises(UsageError, match="include, exclude and max_size"):
                method(**chosen)
        assert len(index.count("keeper")) == 2


def test_a_run_that_is_to_leave_out_most_of_a_source_says_so(tmp_path: Path, run: Run) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_md=f"{KEEPER} 2", three_md=f"{KEEPER} 3")
    assert run("index", "a", cwd=tmp_path).returncode == 0
    done = run("index", "a", "--exclude", "*.md", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    what = "2 of 3 files are left out by --include or --exclude; nothing was removed"
    assert f"error: a: {what}\n" in done.stderr
    assert "hint: to remove their articles from the index, run the same command with --yes\n" in done.stderr
    told = json.loads(done.stdout)
    assert (told["missing"], told["failed"], told["left_out"]) == ({"a": "left_out"}, {"a": what}, 0)
    asked: list[object] = []

    def refuse(*about: object) -> bool:
        asked.append(about)
        return False

    assert "sources    a\n" in run("stats", cwd=tmp_path).stdout
    with Index(tmp_path / ".indexer") as index:
        index.update(confirm=refuse)
        assert asked == []  # what was refused is not asked again
        index.update([tmp_path / "a"], exclude=["*.md"], confirm=refuse)
        (tmp_path / "a/one.txt").unlink()
        report = index.update([tmp_path / "a"], exclude=["*.md"], confirm=refuse)
        assert asked == [("a", 2, 3, 2), ("a", 3, 3, 2)]
        what = "3 of 3 files are missing, or (of these 2) left out by --include or --exclude; nothing was removed"
        assert (report.missing, report.failed) == ({"a": "emptied"}, {"a": what})
        assert index.statistics().patterns == {}
    done = run("index", "a", "--exclude", "*.md", "--yes", cwd=tmp_path)
    assert done.stderr.startswith("3 removed")
    assert "2 articles removed: --include and --exclude leave out their files" in done.stderr


# Lists of files


@pytest.mark.parametrize("separator", ["\n", "\0", "\r\n"])
@pytest.mark.parametrize("given", ["-", "list"])
def test_the_files_of_a_list_are_indexed(tmp_path: Path, piped: Piped, separator: str, given: str) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two_txt=f"{KEEPER} 2", three_txt=f"{KEEPER} 3")
    (tmp_path / "a/line\nbreak.txt").write_text(f"{KEEPER} 4")
    names = ["a/one.txt", str(tmp_path / "a/two.txt"), *(["a/line\nbreak.txt"] if separator == "\0" else [])]
    data = separator.join([*names, ""]).encode()
    (tmp_path / "list").write_bytes(data)
    done = piped(data, "index", "--files-from", given)
    assert (done.returncode, done.stderr.split(",")[0]) == (0, f"{len(names)} new")
    with Index(tmp_path / ".indexer") as index:
        assert len(index.sources()) == len(names)
        (tmp_path / "a/one.txt").write_text(f"{KEEPER} Changed.")
        assert index.update().changed == 1


def test_an_empty_list_is_not_a_list_of_everything(tmp_path: Path, piped: Piped) -> None:
    write(tmp_path / "a", one_txt=KEEPER)
    assert piped(b"", "index", "a").returncode == 0
    (tmp_path / "a/two.txt").write_text("new")
    for data in (b"", b"\n\n", b"\0"):
        done = piped(data, "index", "--files-from", "-")
        assert (done.returncode, "lists no file" in done.stderr) == (2, True)
    for name in ("nowhere", "a"):
        assert piped(b"", "index", "--files-from", name).returncode == 2
    assert piped(b"a/two.txt\nnowhere", "index", "--files-from", "-").returncode == 2
    assert Index(tmp_path / ".indexer").statistics().files == 1


def test_a_long_list_takes_time_in_proportion(tmp_path: Path) -> None:
    from indexer.indexing.roots import without_nested
    from indexer.store.location import IndexFolder
    from indexer.store.manifest import Root

    folder = IndexFolder(tmp_path / ".indexer")
    roots = [Root(f"a/{number}/{number}.txt") for number in range(5000)]
    assert len(without_nested(folder, roots)) == 5000  # took a minute when each was compared with all others
    (tmp_path / "a/7").mkdir(parents=True)
    assert len(without_nested(folder, [*roots, Root("a/7")])) == 5000


def test_files_of_a_list_that_are_gone_take_time_in_proportion(tmp_path: Path) -> None:
    def index_of(count: int) -> Index:
        folder = tmp_path / str(count)
        (folder / "drive").mkdir(parents=True)
        for number in range(count):
            (folder / f"drive/{number}.txt").write_text(f"Lamp {number} was lit.\n")
        index = Index(folder / ".indexer")
        index.update(sorted((folder / "drive").iterdir()), jobs=1)
        (folder / "drive").rename(folder / "hidden")
        return index

    def look(index: Index) -> None:
        report = index.update()
        assert (len(report.missing), report.removed) == (1, 0)

    assert_linear(look, index_of, 1600)  # 3,000 took 10 s, and a line each


# Standard input


def test_clean_reads_standard_input(piped: Piped) -> None:
    page = b"<html><head><title>On lamps</title></head><body><p>The keeper lit the lamp.</p></body></html>"
    assert "The keeper lit the lamp." in piped(page, "clean", "-").stdout
    assert "<p>" in piped(page, "clean", "--as", "txt", "-").stdout
    assert "On lamps" in piped(page, "clean", "--as", "HTML", "-").stdout
    assert piped(b"# On lamps\n\nThe *keeper* lit it.\n", "clean", "--as", ".md", "-").stdout.count("*") == 0
    assert piped(bytes(100), "clean", "-").returncode == 2
    assert "formats are " in piped(page, "clean", "--as", "nonsense", "-").stderr
    assert piped(page, "clean", "--as", "html", "page.html").returncode == 2


def test_index_reads_standard_input(tmp_path: Path, piped: Piped) -> None:
    for told in ("1 new, ", "1 changed, "):  # the same again takes the place of the first
        done = piped(b"The keeper lit the lamp.\n", "index", "-")
        assert (done.returncode, done.stderr.startswith(told)) == (0, True)
    assert piped(b"<p>The tide came in.</p>", "index", "--as", "html", "-").returncode == 0
    feed = b"<rss><channel><item><title>A</title><description>Gale one</description></item>"
    feed += b"<item><title>B</title><description>Gale two</description></item></channel></rss>"
    assert "2 articles" in piped(feed, "index", "-").stderr
    with Index(tmp_path / ".indexer") as index:
        assert index.statistics().articles == 4
        hits = [hit.path for hit in index.search("gale").hits]
        assert [path.partition("#")[0] == hits[0].partition("#")[0] for path in hits] == [True, True]
        assert index.update([write(tmp_path / "a", one_txt=KEEPER)]).removed == 0
        assert index.statistics().articles == 5


@pytest.mark.parametrize("data", [b"", b" \n", bytes(1000), b"{"])
def test_what_cannot_be_read_on_standard_input_makes_no_index(tmp_path: Path, piped: Piped, data: bytes) -> None:
    assert piped(data, "index", "-").returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_standard_input_is_indexed_by_itself(tmp_path: Path, piped: Piped) -> None:
    for arguments in (("-", "a"), ("--as", "md")):
        assert piped(KEEPER.encode(), "index", *arguments).returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        ("--include", "*.txt"),
        ("--exclude", "*.txt"),
        ("--files-from", "x"),
        ("--max-size", "1k"),
        ("--rebuild",),
        ("--jobs", "2"),
        ("--dry-run",),
        ("--yes",),
    ],
)
def test_options_about_files_are_refused_for_standard_input(
    tmp_path: Path, piped: Piped, options: tuple[str, ...]
) -> None:
    done = piped(KEEPER.encode(), "index", *options, "-")
    assert (done.returncode, f"{options[0]} has no effect" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["index", "clean"])
def test_standard_input_has_limits_too(
    tmp_path: Path, piped: Piped, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("--max-seconds", "0.0001") if command == "index" else ()
    monkeypatch.setattr("indexer.indexing.limited_reader.Limits", lambda: Limits(seconds=0.0001))
    done = piped((KEEPER * 10_000).encode(), command, "--as", "md", *options, "-")
    assert done.returncode == 2
    assert "-: limit exceeded: more than 0.0001" in done.stderr
    assert not (tmp_path / ".indexer").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_standard_input_that_takes_too_much_memory_is_refused(piped: Piped) -> None:
    done = piped(b"The keeper lit the lamp.\n" * 2_000_000, "index", "--as", "txt", "--max-memory", "30MB", "-")
    assert (done.returncode, "-: limit exceeded: more than 30 MB of memory" in done.stderr) == (2, True), done.stderr


def test_a_reader_that_crashes_on_standard_input_is_told() -> None:
    with LimitedReader(Limits()) as limited, pytest.raises(SourceError, match="its reader crashed: SIGKILL"):
        limited.data(_killed, b"The keeper lit the lamp.")
    with LimitedReader(Limits()) as limited, pytest.raises(SourceError, match=r"^too large \(so it is\)$") as caught:
        limited.data(_refused, b"The keeper lit the lamp.")
    assert caught.value.reason is Cause.TOO_LARGE


def _killed(_: reading.Content) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _refused(_: reading.Content) -> None:
    raise SourceError(Cause.TOO_LARGE, detail="so it is")


RECORDS = {
    "jsonl": '{"title": "A", "text": "alpha one"}\n{"title": "B", "text": "alpha two"}\n',
    "json": '[{"title": "A", "text": "alpha one"}, {"title": "B", "text": "alpha two"}]',
    "csv": "title,text\nA,alpha one\nB,alpha two\n",
}


@pytest.mark.parametrize("form", RECORDS)
def test_all_records_on_standard_input_are_indexed(tmp_path: Path, piped: Piped, form: str) -> None:
    for _ in range(2):
        assert "2 articles" in piped(RECORDS[form].encode(), "index", "--as", form, "-").stderr
        with Index(tmp_path / ".indexer") as index:
            assert sorted(hit.title for hit in index.search("alpha").hits) == ["A", "B"]
            assert index.statistics().articles == 2
            assert not index.check(deep=True).damage


def test_what_is_exported_can_be_piped_into_another_index(tmp_path: Path, piped: Piped) -> None:
    write(tmp_path / "a", **{f"note{number}_txt": f"{KEEPER} It was night {number}." for number in range(5)})
    assert piped(b"", "index", "a").returncode == 0
    exported = piped(b"", "export").stdout.encode()
    assert "5 articles" in piped(exported, "index", "--index", "other", "-").stderr
    with Index(tmp_path / ".indexer") as index, Index(tmp_path / "other") as other:
        texts = [sorted(found.article.text for found in one.export()) for one in (index, other)]
        assert len(texts[0]) == 5
        assert texts[0] == texts[1]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_files_of_one_name_in_an_archive_are_all_indexed(tmp_path: Path, piped: Piped) -> None:
    assert "3 articles" in piped(zipped("a.txt", "a.txt", "a.txt#1"), "index", "-").stderr
    assert Index(tmp_path / ".indexer").search("keeper", limit=None, duplicates=True).total == 3


def test_what_standard_input_gave_is_listed_and_dropped_by_its_path(tmp_path: Path, piped: Piped) -> None:
    write(tmp_path / "a", one_txt=KEEPER)
    assert piped(b"", "index", "a").returncode == 0
    assert piped(RECORDS["csv"].encode(), "index", "--as", "csv", "-").returncode == 0
    assert piped(b"The keeper lit another.", "index", "-").returncode == 0
    hits = piped(b"", "search", "--format", "paths", "alpha OR keeper").stdout.splitlines()
    paths = {hit.rpartition(":")[0] for hit in hits}
    assert set(piped(b"", "search", "-l", "alpha OR keeper").stdout.splitlines()) == paths
    assert "a/one.txt" in paths
    (first, second) = piped(b"", "search", "-l", "alpha").stdout.splitlines()
    assert piped(b"", "search", "-l", "--hyperlink", "title:A").stdout == f"{min(first, second)}\n"
    counts = piped(b"", "search", "-c", "alpha").stdout.splitlines()
    assert sorted(counts) == sorted((f"{first}:1", f"{second}:1"))
    assert json.loads(piped(b"", "search", "-l", "--format", "json", "title:A").stdout)["files"] == [
        {"path": min(first, second)}
    ]
    assert piped(b"", "drop", first).returncode == 2  # nobody can be asked
    assert "forgot 1 article: " in piped(b"", "drop", "--yes", first).stderr
    assert piped(b"", "search", "-l", "alpha").stdout == f"{second}\n"
    assert piped(RECORDS["csv"].encode(), "index", "--as", "csv", "-").returncode == 0
    assert "forgot 3 articles: " in piped(b"", "drop", "--yes", first.partition("#")[0], "a").stderr
    with Index(tmp_path / ".indexer") as index:
        assert index.statistics().articles == 1
    assert "not a source of the index" in piped(b"", "drop", "--yes", first).stderr


def test_the_same_input_read_as_another_format_takes_the_place_of_all_before(tmp_path: Path, piped: Piped) -> None:
    assert "2 articles" in piped(RECORDS["jsonl"].encode(), "index", "-").stderr
    assert "1 changed" in piped(RECORDS["jsonl"].encode(), "index", "--as", "txt", "-").stderr
    assert Index(tmp_path / ".indexer").statistics().articles == 1


def test_parts_of_standard_input_that_are_not_for_reading_are_skipped(piped: Piped) -> None:
    done = piped(zipped("a.txt", "b.png", "c.pdf"), "index", "-v", "-")  # c.pdf is not a PDF
    assert "  -!/b.png: unsupported format\n" in done.stderr
    assert (done.returncode, "error: -: !/c.pdf" in done.stderr, "error: -: !/b.png" in done.stderr) == (1, True, False)
    assert piped(zipped("a.txt", "b.png"), "index", "-").returncode == 0


def test_standard_input_is_read_with_the_settings_of_the_index(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(KEEPER.encode(), "index", "--passage-words", "50", "-").returncode == 0
    done = piped(b"The tide came in.", "index", "--passage-words", "60", "-")
    assert (done.returncode, "the passages of the index have about 50 words" in done.stderr) == (2, True)
    assert piped(b"The tide came in.", "index", "--passage-words", "50", "-").returncode == 0
    asked: list[str] = []
    monkeypatch.setattr("indexer.cleaning.require", asked.append)
    settings: dict[str, Any] = {"passage_words": 50, "extractor": "best", "keep": (), "drop": (), "rules": {}}
    monkeypatch.setattr("indexer.index.Index.statistics", lambda _: SimpleNamespace(**settings))
    piped(b"The tide went out.", "index", "-")
    assert asked[:1] == ["best"]


def test_too_much_input_is_refused(piped: Piped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.sources.LIMIT", 1000)
    for arguments in (("clean", "-"), ("index", "-"), ("index", "--files-from", "-")):
        done = piped(b"a" * 1001, *arguments)
        assert (done.returncode, "too large (limit " in done.stderr) == (2, True)


# Told by content

MAIL = "From: Ann <ann@coast.example>\nSubject: Lamps\nDate: Thu, 1 Jan 2015 10:00:00 +0000\n\nThe keeper lit it.\n"


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "The keeper lit the lamp.")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        ("The keeper lit the lamp.", ".txt"),
        ("Zwölf Boote fuhren ins Watt.", ".txt"),
        ("\ufeffThe keeper lit the lamp.", ".txt"),
        ("<!DOCTYPE html>\n<html><body><p>x</p>", ".html"),
        ("  \n<!-- saved -->\n<HTML><head>", ".html"),
        ('<?xml version="1.0"?><!DOCTYPE html><html>', ".html"),
        ('<?xml version="1.0"?><rss version="2.0"><channel>', ".xml"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', ".xml"),
        ('<?xml version="1.0"?><project><name>a b c d</name></project>', ""),
        (MAIL, ".eml"),
        (MAIL.replace("\n", "\r\n"), ".eml"),
        ("Received: from a by b;\n\tThu, 1 Jan\nFrom: a@b.c\n\nThe keeper lit it.", ".eml"),
        (f"From ann@coast.example Thu Jan  1 10:00:00 2015\n{MAIL}", ".mbox"),
        (
            f'Snapshot-Content-Location: https://a.example\nContent-Type: multipart/related; boundary="b"\n{MAIL}',
            ".mhtml",
        ),
        ("Subject: lamps\nDate: today\n\nNotes of the keeper.", ".txt"),
        ("From: the sea\n\nA poem of the keeper.", ".txt"),
        ('{"title": "a", "text": "b"}\n{"title": "c", "text": "d"}\n', ".jsonl"),
        ('{"title": "a",\n "text": "b"}', ".json"),
        ('[{"title": "a"}]', ".json"),
        ("[1] The keeper, a history", ".txt"),
        ("%PDF-1.7\n", ".pdf"),
        ("{\\rtf1 x}", ".rtf"),
        ("WARC/1.0\r\n", ".warc"),
        ("#!/bin/sh\necho the keeper lit the lamp", ""),
        ("<?php echo 'the keeper lit the lamp';", ""),
        ("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nthe keeper lit the lamp\n", ""),
        ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nthe keeper lit the lamp\n", ".txt"),
        ("1 2 3 4", ""),
        ("The lamp", ".txt"),
        ("Lamp\n", ".txt"),
        ("灯", ".txt"),
        ("é" * 5000, ".txt"),
        (b"GI\xf2\xf3F9", ""),
        (b"The\x01lamp", ""),
        ("Der Wärter".encode("latin-1"), ""),
        ("", ""),
        (bytes(50), ""),
        (b"\x89PNG\r\n\x1a\nthe keeper lit the lamp\0", ""),
        ("The keeper".encode("utf-16"), ".txt"),
        ("Der Wärter zündete die Lampe.".encode("latin-1"), ".txt"),
        (zipped("a.txt", "b.txt"), ".zip"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), ""),
        (zipped("[Content_Types].xml", "word/document.xml"), ".docx"),
    ],
)
def test_first_bytes_tell_the_format(content: str | bytes, suffix: str) -> None:
    assert sniffed_suffix(content if isinstance(content, bytes) else content.encode()) == suffix


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_not(data: bytes) -> None:
    suffix = sniffed_suffix(data)
    assert suffix == "" or reading.format_of(f"x{suffix}") is not None
    with suppress(SourceError):
        reading.read("nameless", data)


@pytest.mark.parametrize("text", ["The lamp\n", "Lamp", "灯台", "été\n"])
def test_one_word_is_a_text(tmp_path: Path, piped: Piped, text: str) -> None:
    done = piped(text.encode(), "clean", "-")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, text.strip(), "")
    write(tmp_path / "a", note=text, data=bytes(range(20)), odd=b"GI\xf2\xf3F9")
    preview = Index(tmp_path / ".indexer").preview([tmp_path / "a"])
    assert (preview.new, list(preview.skipped)) == (("a/note",), ["a/data", "a/odd"])


def test_no_name_is_both_of_a_format_and_of_no_article() -> None:
    suffixes = [suffix for known in reading.FORMATS for suffix in known.suffixes]
    assert [suffix for suffix in suffixes if is_no_article(f"x{suffix}")] == []


def test_files_without_a_known_suffix_are_read_by_their_content(tmp_path: Path) -> None:
    write(
        tmp_path / "a",
        README="The keeper of the readme.",
        notes_2019="The keeper of the notes.",
        page_php="<html><body><p>The keeper of the page.</p></body></html>",
        mail_0001=MAIL,
        app_log="The keeper of the log.",
        app_log_1="The keeper of the log before it.",
        app_log_2_gz=gzip.compress(b"The keeper of an old log."),
        syslog_7_gz=gzip.compress(b"The keeper of the system."),
        odd_what_gz=gzip.compress(b"<html><body><p>The keeper of the odd page.</p></body></html>"),
        pic=b"\x89PNG\r\n\x1a\n" + bytes(100),
        blob_xyz_gz=gzip.compress(bytes(1000)),
        sheet_xlsx="The keeper of the spreadsheet.",
        slides_pptx="The keeper of the slides.",
        style_css="The keeper of the style.",
    )
    with Index(tmp_path / ".indexer") as index:
        report = index.update([tmp_path / "a"])
        assert (report.added, report.failed) == (9, {})
        skipped = {path: str(reason) for path, reason in report.skipped.items()}
        assert skipped == dict.fromkeys(
            ("a/blob.xyz.gz", "a/pic", "a/sheet.xlsx", "a/slides.pptx", "a/style.css"), "unsupported format"
        )
        assert index.search("keeper", limit=None).total == 9
        assert index.search("title:lamps").total == 1
        again = index.update()
        assert (again.unchanged, again.bytes_read, len(again.skipped)) == (9, 0, 5)


def test_a_name_that_is_refused_is_said_to_be(tmp_path: Path, run: Run) -> None:
    write(tmp_path, slides_pptx="The keeper of the slides.", sheet_ods="The keeper of the sheet.")
    done = run("index", "-v", "slides.pptx", cwd=tmp_path)
    assert (done.returncode, "  slides.pptx: unsupported format\n" in done.stderr) == (2, True)
    done = run("index", "sheet.ods", "slides.pptx", cwd=tmp_path)
    assert (done.returncode, "skipped: 2 unsupported format" in done.stderr) == (2, True)
    assert not (tmp_path / ".indexer").exists()


def test_what_was_not_told_is_told_when_it_changes(tmp_path: Path) -> None:
    write(tmp_path / "a", one_txt=KEEPER, two=bytes(10))
    with Index(tmp_path / ".indexer") as index:
        assert index.update([tmp_path / "a"]).added == 1
        (tmp_path / "a/two").write_text(f"{KEEPER} Now it is a text.")
        assert index.update().added == 1


def test_files_in_archives_are_told_too(tmp_path: Path) -> None:
    write(tmp_path / "a", one_zip=zipped("README", "page.xyz", "pic.png", "sheet.xlsx"))
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in (("LIES", MAIL.encode()), ("blob", bytes(100))):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    write(tmp_path / "a", two_tar=packed.getvalue())
    with Index(tmp_path / ".indexer") as index:
        report = index.update([tmp_path / "a"])
        assert report.articles == 3
        assert set(report.skipped) == {"a/one.zip!/pic.png", "a/one.zip!/sheet.xlsx", "a/two.tar!/blob"}


# Nothing is left behind


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("a", "nowhere"),
        ("a", "--extract", "best"),
        ("a", "--exclude", "*"),
        ("a", "--files-from", "nowhere"),
        ("a", "--max-size", "3"),
        ("pictures",),
        (),
    ],
)
def test_exit_2_means_that_nothing_was_changed(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    write(tmp_path / "a", one_txt=KEEPER)
    write(tmp_path / "pictures", one_png="?", two_json="{")
    before = state(tmp_path)
    done = run("index", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert state(tmp_path) == before


def test_a_run_that_fails_before_its_first_commit_leaves_no_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise UsageError("no")

    write(tmp_path / "a", one_txt=KEEPER)
    monkeypatch.setattr("indexer.indexing.updating.make_plan", fail)
    with pytest.raises(UsageError):
        Index(tmp_path / ".indexer").update([tmp_path / "a"])
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
