"""Which articles stay although their file cannot be read?"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from refusing import permissions_hold

from indexer import reading
from indexer.engine import generations
from indexer.errors import SourceError
from indexer.index import Index
from indexer.model.drafts import Reading
from indexer.model.reports import IndexReport
from indexer.reasons import Cause
from indexer.store import sources

DAY = "2001-09-09"
DAY_NS = 1_000_000_000 * 10**9 + 12 * 3600 * 10**9
WHY = "unreadable: Permission denied"


class Shelf:
    """A folder of sources with an index of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.index = Index(root / ".indexer")

    def write(self, name: str, text: str, mtime_ns: int = DAY_NS) -> Path:
        path = self.root / "shelf" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, ns=(mtime_ns, mtime_ns))
        return path

    def update(self, **options: Any) -> IndexReport:
        """Update the index, and look at everything in it."""
        report = self.index.update([self.root / "shelf"], **options)
        found = self.index.check(deep=True)
        assert found.damage == (), found
        return report

    def texts(self, query: str) -> list[str]:
        return sorted(hit.path for hit in self.index.search(query, limit=None, per_article=0).hits)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path)
    shelf.write("a.txt", "The keeper lit the lamp at dusk. He wrote nothing down.\n")
    shelf.write("b.txt", "A gale took the roof off the store. Two boats were lost.\n")
    shelf.write("deep/c.txt", "Nobody saw the ferry leave. The harbour was empty by noon.\n")
    shelf.write("deep/er/d.txt", "The ferry came back at night. The pier was gone by then.\n")
    shelf.update()
    yield shelf
    for path in (shelf.root / "shelf", *(shelf.root / "shelf").rglob("*")):
        if path.exists() and not path.is_symlink():
            path.chmod(0o755)
    shelf.index.close()


@contextmanager
def forbidden(path: Path, mode: int = 0) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(mode)
    try:
        with permissions_hold():
            yield
    finally:
        path.chmod(before & 0o777)


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def test_what_was_indexed_of_a_changed_file_that_may_not_be_read_stays(shelf: Shelf) -> None:
    path = shelf.write("a.txt", "The keeper broke the lamp.\n")
    with forbidden(path):
        for _ in range(2):  # it is tried again, and told, in each run
            report = shelf.update()
            assert report.failed == {"shelf/a.txt": f"{WHY}; its article is kept as of {DAY}"}
            assert (counts(report), report.articles) == ((0, 0, 0, 4), 0)
            assert shelf.texts("dusk") == ["shelf/a.txt"]
            assert shelf.index.statistics().failed == {"unreadable": 1}
    report = shelf.update()
    assert (counts(report), report.failed) == ((0, 1, 0, 3), {})
    assert (shelf.texts("dusk"), shelf.texts("broke")) == ([], ["shelf/a.txt"])


def test_a_file_that_is_as_it_was_again_is_no_failure(shelf: Shelf) -> None:
    text = (shelf.root / "shelf/a.txt").read_text()
    with forbidden(shelf.write("a.txt", "The keeper broke the lamp.\n")):
        shelf.update()
    shelf.write("a.txt", text)
    assert shelf.update().failed == {}
    assert shelf.texts("dusk") == ["shelf/a.txt"]


def test_a_kept_file_that_is_gone_is_removed(shelf: Shelf) -> None:
    path = shelf.write("a.txt", "The keeper broke the lamp.\n")
    with forbidden(path):
        shelf.update()
    path.unlink()
    assert counts(shelf.update()) == (0, 0, 1, 3)
    assert shelf.texts("dusk") == []


def test_what_other_settings_cannot_read_stays_as_it_is(shelf: Shelf) -> None:
    with forbidden(shelf.root / "shelf/a.txt"):
        report = shelf.update(passage_words=5)
        assert report.failed == {"shelf/a.txt": f"{WHY}; its article is kept as of {DAY}"}
        assert shelf.texts("dusk") == ["shelf/a.txt"]
    assert counts(shelf.update()) == (0, 1, 0, 3), "it is read by them as soon as it can be"


def test_its_duplicate_is_found_too(shelf: Shelf) -> None:
    shelf.write("z.txt", (shelf.root / "shelf/a.txt").read_text())
    shelf.update()
    with forbidden(shelf.write("a.txt", "The keeper broke the lamp.\n")):
        shelf.update()
        assert "shelf/z.txt" in shelf.texts("dusk")
    shelf.update()
    assert shelf.texts("dusk") == ["shelf/z.txt"]


@pytest.mark.parametrize("mode", [0, 0o444, 0o111])
def test_no_file_in_a_folder_that_cannot_be_looked_into_is_gone(shelf: Shelf, mode: int) -> None:
    """None at all may be allowed, or to list it but not to go in, or to go in but not to list it."""
    with forbidden(shelf.root / "shelf/deep", mode):
        report = shelf.update()
        assert counts(report) == (0, 0, 0, 4)
        told = report.failed
        if mode == 0o444:
            assert told == {
                "shelf/deep/c.txt": f"{WHY}; its article is kept as of {DAY}",
                "shelf/deep/er": f"{WHY}; its article is kept as of {DAY}",
            }
        else:
            assert told == {"shelf/deep": f"{WHY}; its 2 articles are kept"}
        assert shelf.texts("ferry") == ["shelf/deep/c.txt", "shelf/deep/er/d.txt"]
        assert shelf.index.preview([shelf.root / "shelf"]).removed == {}
    assert shelf.update().failed == {}


def test_a_source_in_a_folder_that_cannot_be_looked_into_is_kept(shelf: Shelf) -> None:
    shelf.index.update([shelf.root / "shelf/deep/er", shelf.root / "shelf/deep/c.txt"])
    with forbidden(shelf.root / "shelf"):
        report = shelf.index.update()
        assert report.removed == 0
        assert report.failed
        assert shelf.texts("ferry") == ["shelf/deep/c.txt", "shelf/deep/er/d.txt"]


@pytest.mark.parametrize("name", ["link.txt", "link"])
def test_what_is_behind_a_link_to_nothing_may_be_on_a_drive_that_is_away(shelf: Shelf, name: str) -> None:
    drive = shelf.root / "drive"
    drive.mkdir()
    (drive / "e.txt").write_text("The lighthouse was sold for scrap.\n")
    link = shelf.root / "shelf" / name
    link.symlink_to(drive / "e.txt" if name.endswith(".txt") else drive)
    assert counts(shelf.update()) == (1, 0, 0, 4)
    drive.rename(shelf.root / "away")
    report = shelf.update()
    assert (counts(report), list(report.failed)) == ((0, 0, 0, 5), [f"shelf/{name}"])
    assert report.failed[f"shelf/{name}"].startswith("broken link; its article is kept")
    assert len(shelf.texts("scrap")) == 1
    (shelf.root / "away").rename(drive)
    assert shelf.update().failed == {}
    link.unlink()
    assert counts(shelf.update()) == (0, 0, 1, 4)
    assert shelf.texts("scrap") == []


@pytest.mark.parametrize("name", ["link.txt", "link"])
@pytest.mark.parametrize("loops", [False, True])
def test_what_was_behind_a_link_and_is_found_elsewhere_has_its_place_there(
    shelf: Shelf, name: str, *, loops: bool
) -> None:
    shelf.update()
    drive = shelf.root / "shelf/on"
    drive.mkdir()
    (drive / "e.txt").write_text("The lighthouse was sold for scrap.\n")
    link = shelf.root / "shelf" / name
    link.symlink_to("on/e.txt" if name.endswith(".txt") else "on")
    shelf.update()
    assert len(shelf.texts("scrap")) == 1
    (shelf.root / "shelf/on").rename(shelf.root / "shelf/zoo")
    if loops:
        link.unlink()
        link.symlink_to(name)
    for _ in range(2):
        assert shelf.update().failed == {}
        assert shelf.texts("scrap") == ["shelf/zoo/e.txt"]


def test_a_copy_of_what_is_behind_a_link_to_nothing_is_indexed_where_the_index_has_the_link(shelf: Shelf) -> None:
    target = shelf.write("z.txt", "The lighthouse was sold for scrap.\n")
    link = shelf.root / "shelf/a link.txt"
    link.symlink_to("z.txt")
    other = shelf.root / "other"
    other.mkdir()
    (other / "copy.txt").write_text(target.read_text())
    shelf.index.update([shelf.root / "shelf", other])
    assert shelf.texts("scrap") == ["other/copy.txt"]
    (other / "copy.txt").unlink()
    shelf.index.update()
    assert shelf.texts("scrap") == ["shelf/a link.txt"]
    target.rename(other / "copy.txt")
    assert shelf.index.update().failed == {}
    assert shelf.texts("scrap") == ["other/copy.txt"]


def test_a_link_that_never_led_anywhere_is_skipped(shelf: Shelf) -> None:
    (shelf.root / "shelf/link.txt").symlink_to("nowhere")
    report = shelf.update()
    assert (list(report.skipped), report.failed) == (["shelf/link.txt"], {})


@contextmanager
def when_a_file_is_opened(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> Iterator[None]:
    opened = reading.opened

    def acting(name: str, *given: Any) -> AbstractContextManager[reading.Content]:
        act()
        return opened(name, *given)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "opened", acting)
        yield


def test_a_file_that_vanishes_before_it_is_read_is_gone_in_the_next_run(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shelf.write("a.txt", "The keeper broke the lamp.\n")
    with when_a_file_is_opened(monkeypatch, lambda: path.unlink(missing_ok=True)):
        report = shelf.update()
    what = f"unreadable: No such file or directory; its article is kept as of {DAY}"
    assert report.failed == {"shelf/a.txt": what}
    assert (counts(report), shelf.texts("dusk")) == ((0, 0, 0, 4), ["shelf/a.txt"])
    report = shelf.update()
    assert (counts(report), report.failed, shelf.texts("dusk")) == ((0, 0, 1, 3), {}, [])


@pytest.mark.parametrize("is_renamed", [False, True])
@pytest.mark.parametrize("is_mount_point", [False, True])
def test_a_drive_that_is_taken_away_while_its_files_are_read_keeps_them(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, *, is_mount_point: bool, is_renamed: bool
) -> None:
    drive, away = shelf.root / "shelf", shelf.root / "away"

    def take_away() -> None:
        if not away.exists():
            drive.rename(away)
            if is_mount_point:
                drive.mkdir()

    with when_a_file_is_opened(monkeypatch, take_away):
        report = shelf.update(passage_words=20)
    assert counts(report) == (0, 0, 0, 4)
    assert len(shelf.texts("the")) == 4
    if not is_mount_point:
        what = "no such folder, or its drive is not mounted; 4 of its files could not be read any more"
        assert (report.failed, report.missing) == ({"shelf": f"{what}; its 4 articles are kept"}, {"shelf": "gone"})
    shutil.rmtree(drive, ignore_errors=True)
    if is_renamed:
        away = away.rename(shelf.root / "renamed")
        shelf.index.update([away])
    else:
        away.rename(drive)
        assert counts(shelf.update()) == (0, 4, 0, 0)
    assert len(shelf.texts("the")) == 4
    with Index(shelf.root / "fresh") as fresh:
        fresh.update([away if is_renamed else drive], passage_words=20)
        assert shelf.texts("the") == sorted(hit.path for hit in fresh.search("the", limit=None).hits)
    assert shelf.index.statistics().failed == {}
    assert shelf.index.update().failed == {}


def test_of_many_files_that_cannot_be_read_for_one_reason_some_are_named(shelf: Shelf, run: Run) -> None:
    for number in range(30):
        (shelf.root / f"shelf/{number}.txt").write_bytes(b"\x00\x01\xff" * 40 + bytes([number]))
    (shelf.root / "shelf/x.json").write_text("{")
    for named, options in ((22, ()), (31, ("-v",))):
        done = run("index", *options, cwd=shelf.root)
        assert done.returncode == 1
        told = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
        assert len(told) == named
        assert ("error: 10 more files: undecodable" in done.stderr) == (not options)
        assert "31 files could not be read completely" in done.stderr
        assert "error: shelf/x.json" in done.stderr


MAILS = [
    {"text": "The first boat stood on the pier."},
    {"text": "A second keeper came when the pier was empty and dark."},
    {"text": "Nobody knew the third name on that list, which hung at the pier."},
    {"text": "Whoever wrote the fourth letter had never been to a pier in his life."},
]


def words(shelf: Shelf, query: str) -> set[str]:
    """Which of the mails are found."""
    hits = shelf.index.search(query, limit=None, per_article=0).hits
    return {word for hit in hits for word in ("first", "second", "third", "fourth") if word in hit.text}


def test_what_comes_behind_an_error_of_the_disk_stays(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("log.jsonl", "".join(json.dumps(mail) + "\n" for mail in MAILS))
    shelf.update()
    changed = [{"text": f"{mail['text']} It rained."} for mail in MAILS]
    shelf.write("log.jsonl", "".join(json.dumps(mail) + "\n" for mail in changed))
    pieces = reading.pieces

    def break_off(*given: Any) -> Iterator[Reading]:
        for number, piece in enumerate(drafts for found in pieces(*given) for drafts in one_by_one(found)):
            if number == 2:
                raise SourceError(Cause.UNREADABLE, detail=os.strerror(errno.EIO))
            yield piece

    def one_by_one(found: Reading) -> Iterator[Reading]:
        return (Reading((draft,)) for draft in found.drafts)

    with monkeypatch.context() as patch:
        patch.setattr(reading, "pieces", break_off)
        report = shelf.update()
    assert "its 2 articles are kept as of" in report.failed["shelf/log.jsonl"]
    assert "Input/output error" in report.failed["shelf/log.jsonl"]
    assert words(shelf, "rained") == {"first", "second"}
    assert words(shelf, "pier") == {"first", "second", "third", "fourth"}
    assert shelf.update().failed == {}
    assert words(shelf, "rained") == {"first", "second", "third", "fourth"}


def test_a_file_that_this_program_fails_on_keeps_its_articles(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.indexing import worker

    shelf.write("a.txt", "The keeper broke the lamp.\n")

    def fail(*_: object) -> None:
        raise ZeroDivisionError("oops")

    with monkeypatch.context() as patch:
        patch.setattr(worker, "cleaned", fail)
        report = shelf.update()
    assert report.failed == {"shelf/a.txt": f"internal error: ZeroDivisionError: oops; its article is kept as of {DAY}"}
    assert shelf.texts("dusk") == ["shelf/a.txt"]
    assert shelf.update().failed == {}


def test_a_file_that_exceeds_a_limit_keeps_its_articles_and_waits_for_another(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "a.txt").write_text("The keeper lit the lamp at dusk.\n")
    (folder / "b.txt").write_text("A gale took the roof off the store.\n")
    for path in folder.iterdir():
        os.utime(path, ns=(DAY_NS, DAY_NS))
    assert run("index", "shelf", cwd=tmp_path).returncode == 0
    grown = f"The keeper lit the lamp at dusk.\n\n{'A word of it. ' * 40_000}"
    (folder / "a.txt").write_text(grown)
    os.utime(folder / "a.txt", ns=(DAY_NS + 10**9, DAY_NS + 10**9))
    done = run("index", "--max-memory", "1MB", cwd=tmp_path)
    told = f"a.txt: limit exceeded: more than 1 MB of memory; its article is kept as of {DAY}"
    assert (done.returncode, told in done.stderr) == (1, True), done.stderr
    assert "a.txt" in run("search", "dusk", cwd=tmp_path).stdout
    done = run("index", cwd=tmp_path)
    assert (done.returncode, told in done.stderr) == (1, True), "it is told, and not read again"
    assert "nothing has changed: 2 files" in done.stderr
    assert run("check", "--deep", cwd=tmp_path).returncode == 0
    assert run("index", "--max-memory", "2GB", cwd=tmp_path).returncode == 0


def test_pages_that_may_not_be_read_again_for_their_site_s_lines_stay(shelf: Shelf) -> None:
    """A third page makes a line recur that two have already, of which one may not be read."""
    line = "Subscribe to the harbour letter and read it every morning before anybody else does"

    def page(number: int) -> str:
        words = [f"{word}{number}" for word in ("keeper", "boat", "lamp", "tide", "rope", "storm", "chart", "gull")]
        prose = " ".join(f"The {word} came in late, and none of the {word}s was asked why it had." for word in words)
        head = f'<head><title>Boat {number}</title><link rel="canonical" href="https://pier.example/{number}"></head>'
        return f"<html>{head}<body><article><p>{prose}</p><p>{line}.</p></article></body></html>"

    first = shelf.write("1.html", page(1))
    shelf.write("2.html", page(2))
    shelf.update()
    shelf.write("3.html", page(3))
    with forbidden(first):
        shelf.update()
        assert "shelf/1.html" in shelf.texts("late")
    shelf.update()
    assert shelf.texts("subscribe") == []


def test_what_is_told_of_a_kept_file_needs_no_time() -> None:
    from indexer.indexing.keeping import articles_kept

    assert articles_kept(1) == "its article is kept"
    assert articles_kept(1_000, 10**30) == "its 1,000 articles are kept"
    assert articles_kept(2, DAY_NS) == f"its 2 articles are kept as of {DAY}"


def test_a_hit_in_a_folder_that_may_not_be_entered_is_not_called_deleted(shelf: Shelf, run: Run) -> None:
    with forbidden(shelf.root / "shelf/deep"):
        done = run("search", "noon", cwd=shelf.root)
    what = "cannot be looked at now: Permission denied; hits show what was indexed"
    assert done.stderr.endswith(f"warning: shelf/deep/c.txt {what}\n")
    assert "c.txt" in done.stdout


def test_a_hit_in_a_file_that_may_not_be_read_is_not_called_changed(shelf: Shelf, run: Run) -> None:
    os.utime(shelf.root / "shelf/a.txt", ns=(DAY_NS + 7, DAY_NS + 7))
    with forbidden(shelf.root / "shelf/a.txt"):
        done = run("search", "dusk", cwd=shelf.root)
    what = "cannot be read now: Permission denied; hits show what was indexed"
    assert done.stderr.endswith(f"warning: shelf/a.txt {what}\n")
    assert "a.txt" in done.stdout


def test_for_many_files_that_are_kept_the_index_is_opened_once(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        shelf.write(f"{number}.txt", f"The keeper lit lamp {number}.\n")
    shelf.update()
    opened: list[object] = []

    def counted(open_them: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*about: Any) -> Any:
            opened.append(about)
            return open_them(*about)

        return counting

    for name in ("open_segments", "opened_segments"):
        monkeypatch.setattr(sources, name, counted(getattr(generations, name)))
    drive = shelf.root / "shelf"
    with when_a_file_is_opened(monkeypatch, lambda: drive.exists() and drive.rename(shelf.root / "away")):
        assert counts(shelf.update(passage_words=20)) == (0, 0, 0, 44)
    assert len(opened) <= 4
