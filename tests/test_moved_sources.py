"""Is nothing lost when folders are renamed, moved, emptied, away or forgotten?"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from test_pdf import column, pdf

from indexer import Article, Index, UsageError
from indexer.model.reports import IndexReport

if TYPE_CHECKING:
    from conftest import Finished, Run

OLD = 10**18


def write(folder: Path, names: str, about: str = "lamp") -> Path:
    for name in names.split():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The {about} of {path.stem} was lit at dusk.\n")
        os.utime(path, ns=(OLD, OLD))
    return folder


def found(index: Index, query: str = "dusk") -> list[str]:
    return sorted(hit.path for hit in index.search(query, limit=None, duplicates=True).hits)


def sources(index: Index) -> list[str]:
    return [os.path.basename(path) for path in index.sources()]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / ".indexer")


# Away while settings change

BOTH = {"drop": ["text:sign up*"]}, {"passage_words": 20}


def write_more(folder: Path, names: str, about: str = "lamp") -> Path:
    for path in map(write(folder, names, about).joinpath, names.split()):
        path.write_text(path.read_text() + "\nSign up for our letter.\n" + "\nThe reef was bare at noon.\n" * 10)
        os.utime(path, ns=(OLD, OLD))
    return folder


@pytest.mark.parametrize("settings", BOTH)
def test_a_source_that_was_away_has_the_settings_of_the_index_when_it_is_back(
    index: Index, tmp_path: Path, settings: dict[str, Any]
) -> None:
    index.update([write_more(tmp_path / "a", "1.txt"), write_more(tmp_path / "b", "2.txt deep/3.txt", "bell")])
    (tmp_path / "b").rename(tmp_path / "away")
    assert index.update(**settings).changed == 1
    assert found(index) == ["a/1.txt", "b/2.txt", "b/deep/3.txt"]
    assert index.check(deep=True).damage == ()
    assert index.update().unchanged == 1
    (tmp_path / "away").rename(tmp_path / "b")
    assert index.preview().changed == ("b/2.txt", "b/deep/3.txt")
    report = index.update()
    assert (report.changed, report.unchanged, report.removed) == (2, 1, 0)
    with Index(tmp_path / ".fresh") as fresh:
        fresh.update([tmp_path / "a", tmp_path / "b"], **settings)
        assert index.statistics().passages == fresh.statistics().passages
        assert found(index, '"sign up"') == found(fresh, '"sign up"')
    assert index.update().changed == 0


def test_only_what_rules_may_be_about_is_read_when_it_is_back(index: Index, tmp_path: Path) -> None:
    pages = tmp_path / "b"
    pages.mkdir()
    for name in ("lamps", "bells"):
        head = f'<link rel="canonical" href="https://{name}.example/1">'
        (pages / f"{name}.html").write_text(f"{head}<body><article><p>The {name} of dusk.</p></article></body>")
        os.utime(pages / f"{name}.html", ns=(OLD, OLD))
    index.update([write(tmp_path / "a", "1.txt"), pages])
    pages.rename(tmp_path / "away")
    index.update(rules={"bells.example": {"drop": ["text:the bells*"]}})
    (tmp_path / "away").rename(pages)
    assert index.update().removed == 1
    assert found(index) == ["a/1.txt", "b/lamps.html"]


@pytest.mark.parametrize("settings", BOTH)
def test_a_source_that_was_renamed_before_the_settings_changed_is_read_and_not_twice_there(
    index: Index, tmp_path: Path, settings: dict[str, Any]
) -> None:
    index.update([write_more(tmp_path / "a", "1.txt"), write_more(tmp_path / "b", "2.txt 3.txt", "bell")])
    (tmp_path / "b").rename(tmp_path / "c")
    index.update(**settings)
    report = index.update([tmp_path / "c"])
    assert (report.moved, report.added, report.removed, report.articles) == (2, 0, 0, 2)
    assert found(index) == ["a/1.txt", "c/2.txt", "c/3.txt"]
    assert sources(index) == ["a", "c"]


def test_a_copy_of_what_is_away_is_read_by_other_settings(index: Index, tmp_path: Path) -> None:
    index.update([write_more(tmp_path / "a", "1.txt 2.txt"), write_more(tmp_path / "b", "1.txt")])
    (tmp_path / "a").rename(tmp_path / "away")
    index.update(drop=["text:sign up*"])
    assert found(index) == ["a/2.txt", "b/1.txt"]
    assert found(index, '"sign up"') == ["a/2.txt"]
    (tmp_path / "away").rename(tmp_path / "a")
    index.update()
    assert found(index) == ["a/1.txt", "a/2.txt"]
    assert found(index, '"sign up"') == []


# Renamed and moved


def test_a_renamed_folder_is_found_again_by_content(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "old", "a.txt b.txt deep/c.txt")])
    (tmp_path / "old").rename(tmp_path / "new")
    report = index.update([tmp_path / "new"])
    assert (report.moved, report.added, report.removed, report.skipped, report.failed) == (3, 0, 0, {}, {})
    assert (report.bytes_read, report.articles) == (0, 0)
    assert found(index) == ["new/a.txt", "new/b.txt", "new/deep/c.txt"]
    assert sources(index) == ["new"]
    again = index.update()
    assert (again.unchanged, again.failed) == (3, {})


def test_files_moved_from_one_source_to_another_have_their_new_paths(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "one", "a.txt b.txt c.txt"), write(tmp_path / "two", "d.txt")])
    (tmp_path / "one/a.txt").rename(tmp_path / "two/z.txt")
    report = index.update([tmp_path / "two"])
    assert (report.moved, report.added, report.removed, report.skipped) == (1, 0, 0, {})
    assert found(index) == ["one/b.txt", "one/c.txt", "two/d.txt", "two/z.txt"]


def test_copies_that_moved_together_are_still_copies_of_each_other(index: Index, tmp_path: Path) -> None:
    write(tmp_path / "old", "a.txt")
    shutil.copy(tmp_path / "old/a.txt", tmp_path / "old/b.txt")
    index.update([tmp_path / "old"])
    (tmp_path / "old").rename(tmp_path / "new")
    report = index.update([tmp_path / "new"])
    assert found(index) == ["new/a.txt"]
    assert {path: str(reason) for path, reason in report.skipped.items()} == {"new/b.txt": "duplicate of new/a.txt"}
    assert sources(index) == ["new"]


def test_a_copy_of_what_is_gone_takes_its_place(index: Index, tmp_path: Path) -> None:
    """It was known for a copy before the source of the other was away."""
    write(tmp_path / "a", "x.txt y.txt")
    write(tmp_path / "b", "x.txt")
    index.update([tmp_path / "a", tmp_path / "b"])
    assert found(index) == ["a/x.txt", "a/y.txt"]
    shutil.rmtree(tmp_path / "a")
    report = index.update()
    assert found(index) == ["a/y.txt", "b/x.txt"]
    assert report.skipped == {}


def test_what_of_a_renamed_folder_is_not_found_again_is_kept(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "old", "a.txt b.txt")])
    (tmp_path / "old").rename(tmp_path / "new")
    (tmp_path / "new/b.txt").unlink()
    index.update([tmp_path / "new"])
    assert found(index) == ["new/a.txt", "old/b.txt"]
    assert sources(index) == ["new", "old"]


# Gone


def test_a_source_that_is_gone_is_named_once_with_its_articles(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "here", "a.txt")
    write(tmp_path / "away", "b.txt sub/c.txt", "boat")
    assert run("index", "here", "away", cwd=tmp_path).returncode == 0
    (tmp_path / "away").rename(tmp_path / "hidden")
    done = run("index", cwd=tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "away" in line] == [
        "error: away: no such folder, or its drive is not mounted; its 2 articles are kept",
        "hint: mount the drive and run this again, or forget its articles: indexer drop away",
    ]
    assert found(Index(tmp_path / ".indexer"), "boat") == ["away/b.txt", "away/sub/c.txt"]
    assert run("drop", "away", "--yes", cwd=tmp_path).returncode == 0
    assert run("index", cwd=tmp_path).returncode == 0
    assert found(Index(tmp_path / ".indexer")) == ["here/a.txt"]


def listed(run: Run, folder: Path, names: str) -> None:
    """Have files indexed that are named one by one."""
    (folder / "list").write_text("".join(f"{name}\n" for name in names.split()))
    assert run("index", "--files-from", "list", cwd=folder).returncode == 0


def test_a_folder_that_is_gone_with_the_files_of_a_list_is_named_once(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "drive/a.txt drive/b.txt drive/sub/c.txt here/d.txt")
    listed(run, tmp_path, "drive/a.txt drive/b.txt drive/sub/c.txt here/d.txt")
    (tmp_path / "drive").rename(tmp_path / "hidden")
    expected = [
        "error: drive: no such folder, or its drive is not mounted; its 3 articles are kept",
        "hint: mount the drive and run this again, or forget its articles: indexer drop drive",
    ]
    for arguments in (("index",), ("index", "--dry-run")):
        done = run(*arguments, cwd=tmp_path)
        assert done.returncode == 1
        assert [line for line in done.stderr.splitlines() if "drive" in line] == expected
    shown = [line for line in run("search", "dusk", cwd=tmp_path).stderr.splitlines() if "warning" in line]
    assert shown == ["warning: drive: no such folder, or its drive is not mounted; hits show what was indexed"]
    refused = run("index", "--rebuild", cwd=tmp_path)
    assert (refused.returncode, "drive: no such folder" in refused.stderr) == (2, True)
    assert run("drop", "drive", "--yes", cwd=tmp_path).returncode == 0
    assert run("index", cwd=tmp_path).returncode == 0
    assert found(Index(tmp_path / ".indexer")) == ["here/d.txt"]


def test_a_file_of_a_list_that_is_away_by_itself_is_named_by_itself(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "drive/a.txt here/d.txt")
    listed(run, tmp_path, "drive/a.txt here/d.txt")
    (tmp_path / "drive").rename(tmp_path / "hidden")
    assert "error: drive/a.txt: no such folder" in run("index", cwd=tmp_path).stderr


def test_many_files_of_a_list_are_not_removed_without_a_question(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "drive/a.txt drive/b.txt drive/c.txt here/d.txt")
    listed(run, tmp_path, "drive/a.txt drive/b.txt drive/c.txt here/d.txt")
    (tmp_path / "drive").rename(tmp_path / "hidden")
    (tmp_path / "drive").mkdir()
    done = run("index", cwd=tmp_path)
    assert done.returncode == 1
    assert "drive: 3 of 3 files are missing; nothing was removed" in done.stderr
    assert len(found(Index(tmp_path / ".indexer"))) == len(Index(tmp_path / ".indexer").sources()) == 4
    refused = run("index", "--rebuild", cwd=tmp_path)
    assert (refused.returncode, "drive: 3 of 3 files are missing" in refused.stderr) == (2, True)
    for name in ("a.txt", "b.txt"):
        (tmp_path / "hidden" / name).rename(tmp_path / "drive" / name)
    assert run("index", cwd=tmp_path).returncode == 0
    assert found(Index(tmp_path / ".indexer")) == ["drive/a.txt", "drive/b.txt", "here/d.txt"]
    for name in ("a.txt", "b.txt"):
        (tmp_path / "drive" / name).unlink()
    assert run("index", "--yes", cwd=tmp_path).returncode == 0
    assert found(Index(tmp_path / ".indexer")) == ["here/d.txt"]


def test_a_missing_source_below_a_present_one_is_simply_gone(index: Index, tmp_path: Path) -> None:
    write(tmp_path / "all", "a.txt b.txt c.txt part/d.txt")
    index.update([tmp_path / "all"], exclude=["part"])
    index.update([tmp_path / "all/part"])
    assert len(index.sources()) == 2
    shutil.rmtree(tmp_path / "all/part")
    report = index.update()
    assert (report.removed, report.failed) == (1, {})
    assert sources(index) == ["all"]


def test_a_source_inside_a_source_is_one_with_it(index: Index, tmp_path: Path) -> None:
    write(tmp_path / "all", "a.txt part/d.txt")
    index.update([tmp_path / "all/part"])
    index.update([tmp_path / "all"])
    assert sources(index) == ["all"]
    index.update([tmp_path / "all/part"])
    assert sources(index) == ["all"]
    assert found(index) == ["all/a.txt", "all/part/d.txt"]


# Emptied


def removing(index: Index, *, confirm: bool) -> IndexReport:
    return index.update(confirm=lambda *_: confirm)


def test_a_source_that_is_suddenly_empty_is_not_emptied_without_a_question(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "drive", "a.txt b.txt c.txt")])
    for path in (tmp_path / "drive").iterdir():
        path.unlink()
    report = removing(index, confirm=False)
    assert (report.removed, dict(report.missing)) == (0, {"drive": "emptied"})
    assert len(found(index)) == 3
    assert removing(index, confirm=True).removed == 3
    assert found(index) == []


def test_half_of_a_source_goes_without_a_question_and_more_does_not(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "drive", "a.txt b.txt c.txt d.txt e.txt f.txt")])
    for name in "abc":
        (tmp_path / f"drive/{name}.txt").unlink()
    assert removing(index, confirm=False).removed == 3
    write(tmp_path / "drive", "new.txt")
    for name in "de":
        (tmp_path / f"drive/{name}.txt").unlink()
    report = removing(index, confirm=False)
    assert (report.added, report.removed) == (1, 0)
    assert len(found(index)) == 4


def test_more_than_a_thousand_files_are_not_removed_without_a_question(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.indexing.losses._MOST_REMOVED", 2)
    index.update([write(tmp_path / "drive", " ".join(f"{number}.txt" for number in range(20)))])
    for number in range(3):
        (tmp_path / f"drive/{number}.txt").unlink()
    assert removing(index, confirm=False).removed == 0


def test_files_that_are_renamed_within_their_source_are_no_loss(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "drive", "x/a.txt x/b.txt x/c.txt")])
    (tmp_path / "drive/x").rename(tmp_path / "drive/y")
    report = removing(index, confirm=False)
    assert (report.moved, report.added, report.removed, report.failed) == (3, 0, 0, {})


def test_the_command_keeps_what_it_cannot_ask_about_and_yes_removes_it(run: Run, tmp_path: Path) -> None:
    run("index", write(tmp_path / "drive", "a.txt b.txt c.txt"), cwd=tmp_path)
    shutil.rmtree(tmp_path / "drive")
    (tmp_path / "drive").mkdir()
    done: Finished = run("index", cwd=tmp_path)
    assert done.returncode == 1
    assert "drive: 3 of 3 files are missing; nothing was removed" in done.stderr
    assert "--yes" in done.stderr
    done = run("index", "--yes", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("3 removed")) == (0, True)


def test_a_rebuild_does_not_lose_a_source_that_is_away(run: Run, tmp_path: Path) -> None:
    run("index", write(tmp_path / "here", "a.txt"), write(tmp_path / "away", "b.txt"), cwd=tmp_path)
    (tmp_path / "away").rename(tmp_path / "hidden")
    done = run("index", "--rebuild", cwd=tmp_path)
    assert (done.returncode, "away: no such folder" in done.stderr) == (2, True)
    assert found(Index(tmp_path / ".indexer")) == ["away/b.txt", "here/a.txt"]
    assert run("index", "--rebuild", "--yes", cwd=tmp_path).returncode == 1
    assert found(Index(tmp_path / ".indexer")) == ["here/a.txt"]


def test_a_rebuild_that_finds_nothing_leaves_the_index_as_it_was(run: Run, tmp_path: Path) -> None:
    run("index", write(tmp_path / "here", "a.txt"), cwd=tmp_path)
    (tmp_path / "here/a.txt").unlink()
    done = run("index", "--rebuild", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("error: nothing to index")) == (2, True)
    assert found(Index(tmp_path / ".indexer")) == ["here/a.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [".indexer", "here"]


# Dropped


def test_dropping_a_source_forgets_its_articles_and_no_others(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "one", "a.txt"), write(tmp_path / "two", "b.txt sub/c.txt")])
    index.add([Article(text="The dusk of nowhere.", path="two/own")])
    assert index.drop([tmp_path / "two"]) == 2
    assert found(index) == ["one/a.txt", "two/own"]
    assert sources(index) == ["one"]
    assert (tmp_path / "two/b.txt").exists()


def test_one_source_may_be_named_alone(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "one", "a.txt"), write(tmp_path / "two", "b.txt")])
    one: Any = str(tmp_path / "one")
    assert index.articles_of(one) == index.drop(one) == 1
    assert sources(index) == ["two"]


def test_a_copy_of_what_was_dropped_is_indexed_by_the_next_run(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "a", "x.txt"), write(tmp_path / "b", "x.txt y.txt")])
    assert found(index) == ["a/x.txt", "b/y.txt"]
    index.drop([tmp_path / "a"])
    index.update()
    assert found(index) == ["b/x.txt", "b/y.txt"]


def test_who_drops_a_source_is_told_of_copies_in_others(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "a", "x.txt y.txt z.txt")
    write(tmp_path / "b", "x.txt y.txt")
    run("index", "a", "b", cwd=tmp_path)
    dropped = run("drop", "--yes", "b", cwd=tmp_path)
    assert "cop" not in dropped.stderr
    run("index", "b", cwd=tmp_path)
    dropped = run("drop", "--yes", "a", cwd=tmp_path)
    assert "2 copies of them are in other sources; the next run indexes what it finds there" in dropped.stderr
    assert "2 new" in run("index", cwd=tmp_path).stderr


def test_what_is_no_source_cannot_be_dropped(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "one", "a.txt sub/b.txt")])
    before = index.statistics()
    with pytest.raises(UsageError, match="not a source") as caught:
        index.drop([tmp_path / "one", tmp_path / "one/sub"])
    assert (
        caught.value.hint == f"it is part of {tmp_path / 'one'}; to leave it out, give --exclude when that is indexed"
    )
    assert index.statistics() == before


def test_a_folder_here_is_meant_before_a_source_elsewhere_of_its_name(run: Run, tmp_path: Path) -> None:
    write(tmp_path, "here/drive/a.txt here/drive/b.txt other/drive/c.txt")
    listed(run, tmp_path, "here/drive/a.txt here/drive/b.txt other/drive")
    location = tmp_path / ".indexer"
    assert run("drop", "drive", "--yes", "--index", str(location), cwd=tmp_path / "here").returncode == 0
    assert found(Index(location)) == ["other/drive/c.txt"]


def test_a_folder_that_is_no_source_stands_for_those_in_it(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "all/one", "a.txt"), write(tmp_path / "all/two", "b.txt"), tmp_path / "all/two"])
    index.update([write(tmp_path / "other", "c.txt")])
    assert index.articles_of([tmp_path / "all"]) == index.drop([tmp_path / "all"]) == 2
    assert sources(index) == ["other"]


def test_drop_all_removes_the_index_and_nothing_else(index: Index, tmp_path: Path) -> None:
    index.update([write(tmp_path / "one", "a.txt")])
    (index.path / "notes of mine.txt").write_text("keep me")
    index.drop_all()
    assert [path.name for path in index.path.iterdir()] == ["notes of mine.txt"]
    assert (tmp_path / "one/a.txt").exists()
    assert not index.exists()


def test_a_folder_that_is_not_ours_is_not_removed(tmp_path: Path) -> None:
    index = Index(write(tmp_path / "mine", "manifest-1.json _MAIN_1.toc"))
    with pytest.raises(UsageError):
        index.drop_all()
    assert len(list((tmp_path / "mine").iterdir())) == 2


@pytest.mark.parametrize("arguments", [["drop", "one"], ["drop", "--all"]])
def test_dropping_without_a_person_to_ask_changes_nothing(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    run("index", write(tmp_path / "one", "a.txt"), cwd=tmp_path)
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, "--yes" in done.stderr) == (2, True)
    assert found(Index(tmp_path / ".indexer")) == ["one/a.txt"]
    assert run(*arguments, "--yes", cwd=tmp_path).returncode == 0


# Nothing done


def test_nothing_to_index_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/a.json").write_text("{")
    for name in ("empty", "broken"):
        assert run("index", name, cwd=tmp_path).returncode == 2
        assert not (tmp_path / ".indexer").exists()


def test_nothing_to_index_records_no_source(run: Run, tmp_path: Path) -> None:
    run("index", write(tmp_path / "one", "a.txt"), cwd=tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/a.json").write_text("{")
    before = Index(tmp_path / ".indexer").statistics()
    for name in ("empty", "broken"):
        assert run("index", name, cwd=tmp_path).returncode == 2
        after = Index(tmp_path / ".indexer").statistics()
        assert re.sub("updated='.*?'|size=[0-9]+", "", repr(after)) == re.sub(
            "updated='.*?'|size=[0-9]+", "", repr(before)
        )


def test_a_folder_of_nothing_but_copies_is_a_source(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "a", "x.txt y.txt")
    run("index", "a", cwd=tmp_path)
    write(tmp_path / "b", "x.txt y.txt")
    for _ in range(2):
        done = run("index", "b", cwd=tmp_path)
        assert done.returncode == 0
        assert "nothing to read: 2 files are copies of what is in the index" in done.stderr
    assert "nothing has changed: 2 files" in run("index", cwd=tmp_path).stderr
    assert sources(Index(tmp_path / ".indexer")) == ["a", "b"]
    shutil.rmtree(tmp_path / "a")
    run("index", "--yes", cwd=tmp_path)
    assert found(Index(tmp_path / ".indexer")) == ["b/x.txt", "b/y.txt"]


def test_copies_of_what_has_no_text_are_nothing_to_index(run: Run, tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / name, "empty.txt").joinpath("empty.txt").write_text("\n")
    assert run("index", "a", "b", cwd=tmp_path).returncode == 2
    assert not (tmp_path / ".indexer").exists()
    run("index", write(tmp_path / "a", "x.txt"), cwd=tmp_path)
    assert run("index", "b", cwd=tmp_path).returncode == 2
    assert sources(Index(tmp_path / ".indexer")) == ["a"]


# Readers


def compressed_capture() -> bytes:
    body: bytes = brotli.compress(b"<p>The ferry of the archive was late at dusk.</p>")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/x\r\n"
        b"Content-Type: application/http\r\nContent-Length: %d\r\n\r\n" % len(head + body) + head + body + b"\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("name", "module", "data", "word"),
    [
        (
            "a.pdf",
            "pypdfium2",
            pdf(column(["The boats of the harbour left it at dusk.", "Nobody has seen them come back since."])),
            "boats",
        ),
        ("a.warc", "brotli", compressed_capture(), "ferry"),
    ],
)
def test_what_wanted_a_reader_is_read_once_it_is_installed(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, data: bytes, word: str
) -> None:
    folder = write(tmp_path / "all", "b.txt")
    (folder / name).write_bytes(data)
    os.utime(folder / name, ns=(OLD, OLD))
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, module, None)
        assert list(index.update([folder]).failed) == [f"all/{name}"]
        assert index.update().bytes_read == 0, "it is not read again in vain"
    report = index.update()
    assert (report.failed, report.bytes_read) == ({}, len(data))
    assert found(index, word) == [f"all/{name}"]
    assert index.update().bytes_read == 0


def test_a_source_that_is_gone_is_said_to_be_gone_once_by_each_command(tmp_path: Path, run: Run) -> None:
    for name in ("here", "away"):
        (tmp_path / name).mkdir()
        for number in range(3):
            (tmp_path / name / f"{number}.txt").write_text(f"The ferry {number} of {name} was late.\n")
    assert run("index", "here", "away", cwd=tmp_path).returncode == 0
    (tmp_path / "away").rename(tmp_path / "unplugged")
    (tmp_path / "here" / "0.txt").write_text("The ferry changed.\n")
    done = run("search", "ferry", cwd=tmp_path)
    assert [line for line in done.stderr.splitlines() if "warning" in line] == [
        "warning: here/0.txt has changed since indexing; run indexer index",
        "warning: away: no such folder, or its drive is not mounted; hits show what was indexed",
    ]
    assert done.stdout.count("(changed since)") == 4
    (line,) = [line for line in run("show", "away/1.txt", cwd=tmp_path).stderr.splitlines() if "warning" in line]
    assert line == "warning: away: no such folder, or its drive is not mounted; hits show what was indexed"
    for _ in range(2):
        done = run("index", cwd=tmp_path)
        assert done.stderr.count("no such folder") == 1
        assert "its 3 articles are kept" in done.stderr
