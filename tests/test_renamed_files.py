"""Does a file that was renamed get its new path without being read, and is all else as if it had always had it?"""

from __future__ import annotations

import gzip
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Run, examples
from hypothesis import example, given
from hypothesis import strategies as st

from indexer import Article, Index, reading
from indexer.address import Address, numbers_of
from indexer.engine.segment.forward import Beginning, ForwardIndex
from indexer.fields.documents import documents
from indexer.fields.names import identifiers_of
from indexer.fields.terms import is_apart
from indexer.indexing import renamed
from indexer.model.articles import Passage
from indexer.model.sources import Source
from indexer.store.renaming import moves_of

OLD = 10**18
STORY = " ".join(f"keeper{number % 37} lamp{number % 23} tide{number}" for number in range(200))
GIFT = "Our reporting needs the wreath of your support every single month, so give."
KINDS = (
    *("plain.txt", "twin.txt", "page.html", "mails.mbox", "pack.zip", "lines.jsonl", "notes.md", "odd ‘näme’.txt"),
    "packed.html.gz",
)


def put(path: Path, number: int) -> None:
    """Write a file of the kind that its name says, with near-duplicates and lines of a site among them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = path.name.partition("-")[2]
    if kind == "twin.txt":
        path.write_text(f"{STORY} And this is the end of twin {number}.\n")
    elif kind == "page.html":
        own = " ".join(f"gale{number}{word} reef{word * number + number}." for word in range(60))
        head = f'<link rel="canonical" href="https://coast.example/{number}">'
        path.write_text(f"<html><head>{head}</head><body><p>{own}</p><p>{GIFT}</p></body></html>")
    elif kind == "mails.mbox":
        head = "From a@b.c Thu Jan  1 10:00:00 2015\nFrom: a@b.c\nSubject: Mail"
        path.write_text("".join(f"{head} {mail} of {number}\n\nFerry {mail}.\n\n" for mail in range(3)))
    elif kind == "pack.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("deep/a.txt", f"The harbour of {number}.")
            archive.writestr("b.txt", f"The pier of {number}.")
    elif kind == "lines.jsonl":
        path.write_text(f'{{"text": "The buoy of {number}."}}\n{{"text": "The second buoy of {number}."}}\n')
    elif kind == "packed.html.gz":
        path.write_bytes(
            gzip.compress(f"<html><body><p>The vane of {number} turned.</p></body></html>".encode(), mtime=0)
        )
    else:
        path.write_text(f"The keeper of {number} lit the lamp.\n")
    os.utime(path, ns=(OLD, OLD))


def library(folder: Path, count: int) -> None:
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        put(folder / f"{number % 3}" / f"{number}-{kind}", number)


QUERIES = (
    "keeper",
    "lamp7 tide3",
    "ferry",
    "harbour",
    "buoy",
    "gale1 reef2",
    "wreath",
    "path:new",
    "path:old",
    "keeper*",
)


def told(index: Index) -> list[Any]:
    """All that searches tell of an index."""
    results = [index.search(query, limit=None, duplicates=shown) for query in QUERIES for shown in (True, False)]
    hits = [
        (hit.id, hit.rank, round(hit.score, 6), hit.path, hit.part, hit.title, hit.text, hit.stale, hit.duplicates)
        for result in results
        for hit in result.hits
    ]
    statistics = index.statistics()
    return [hits, [result.total for result in results], statistics.files, statistics.articles, statistics.words]


def assert_as_fresh(index: Index, *sources: Path, **settings: Any) -> None:
    assert index.check().damage == ()
    shutil.rmtree(sources[0].parent / ".fresh", ignore_errors=True)
    with Index(sources[0].parent / ".fresh") as fresh:
        fresh.update(sources, **settings)
        assert told(index) == told(fresh)


def no_reading(*_: object, **__: object) -> bytes:
    raise AssertionError("a file was read")


def test_a_renamed_folder_is_not_read_and_is_as_if_it_had_always_had_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(tmp_path / "old", 40)
    with Index(tmp_path / ".indexer") as index:
        first = index.update([tmp_path / "old"])
        (tmp_path / "old").rename(tmp_path / "new")
        with monkeypatch.context() as patch:
            patch.setattr(reading, "opened", no_reading)
            report = index.update([tmp_path / "new"])
        assert (report.moved, report.added, report.removed, report.unchanged) == (first.added, 0, 0, 0)
        assert (report.failed, report.skipped) == ({}, {})
        assert_as_fresh(index, tmp_path / "new")
        again = index.update()
        assert (again.unchanged, again.failed) == (first.added, {})


def test_after_other_changes_and_deletions_too(tmp_path: Path) -> None:
    library(tmp_path / "old", 40)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        for number in (1, 2, 9, 12):
            kind = KINDS[number % len(KINDS)]
            put(tmp_path / "old" / f"{number % 3}" / f"{number}-{kind}", number + 100)
            os.utime(tmp_path / "old" / f"{number % 3}" / f"{number}-{kind}", ns=(OLD + 1, OLD + 1))
        (tmp_path / "old/0/3-mails.mbox").unlink()
        index.update()
        (tmp_path / "old").rename(tmp_path / "new")
        put(tmp_path / "new/0/900-twin.txt", 900)
        (tmp_path / "new/1/1-twin.txt").unlink()
        report = index.update([tmp_path / "new"], confirm=lambda *_: True)
        assert report.moved > 20
        index.drop([tmp_path / "old"])  # what was not found again
        assert_as_fresh(index, tmp_path / "new")


def test_articles_that_come_from_no_file_keep_their_names(tmp_path: Path) -> None:
    library(tmp_path / "old", 12)
    with Index(tmp_path / ".indexer") as index:
        parts = enumerate(("", "!/deep, so deep", "#2"))
        index.add([Article("The kraken sleeps.", path=f"own/notes {number}", part=part) for number, part in parts])
        index.update([tmp_path / "old"])
        index.compact()
        before = [(hit.id, hit.part) for hit in index.search("kraken path:notes", duplicates=True).hits]
        (tmp_path / "old").rename(tmp_path / "new")
        assert index.update([tmp_path / "new"]).moved
        after = [(hit.id, hit.part) for hit in index.search("kraken path:notes", duplicates=True).hits]
        assert after == before
        assert len(after) == 3
        assert index.check(deep=True).damage == ()


@examples(15)
@given(
    moves=st.lists(st.tuples(st.integers(0, 17), st.sampled_from(["a", "b/c", "new", "2"])), max_size=20),
    onto=st.lists(st.tuples(st.integers(0, 17), st.integers(0, 17), st.booleans()), max_size=12),
    touched=st.lists(st.integers(0, 17), max_size=3),
    copied=st.lists(st.integers(0, 17), max_size=2),
)
def test_whatever_is_moved_the_index_is_as_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory,
    moves: list[tuple[int, str]],
    onto: list[tuple[int, int, bool]],
    touched: list[int],
    copied: list[int],
) -> None:
    """Moved into other folders, onto the names of files of their kind, which they replace or change places with, or
    edited, or copied."""
    root = tmp_path_factory.mktemp("moves")
    source = root / "old"
    library(source, 18)
    with Index(root / ".indexer") as index:
        index.update([source])
        places = {number: source / f"{number % 3}" / f"{number}-{KINDS[number % len(KINDS)]}" for number in range(18)}
        for number, folder in moves:
            target = source / folder / places[number].name
            target.parent.mkdir(parents=True, exist_ok=True)
            places[number] = places[number].rename(target)
        for number, which, is_swapped in onto:
            other = number % len(KINDS) + which // len(KINDS) * len(KINDS)  # of the same kind
            if number == other or number not in places or other not in places:
                continue
            place, target = places[number], places[other]
            if is_swapped:
                places[other] = target.rename(source / "aside")
            places[number] = place.replace(target)
            if is_swapped:
                places[other] = places[other].rename(place)
            else:
                del places[other]
        for number in filter(places.__contains__, touched):
            put(places[number], number + 200)
            os.utime(places[number], ns=(OLD + 7, OLD + 7))
        for number in filter(places.__contains__, copied):
            shutil.copy2(places[number], source / f"copy-of-{places[number].name}")
        index.update(confirm=lambda *_: True)
        assert_as_fresh(index, source)


def numbered(folder: Path, count: int) -> list[Path]:
    """Files that differ in size and time."""
    paths = [folder / f"{number:02}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The keeper of {number} lit the lamp{' again' * number}.\n")
        os.utime(path, ns=(OLD + number, OLD + number))
    return paths


def test_a_file_that_takes_the_name_of_another_takes_its_place(tmp_path: Path) -> None:
    paths = numbered(tmp_path / "old", 6)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        paths[2].replace(paths[3])
        report = index.update()
        assert (report.moved, report.changed, report.removed) == (0, 1, 1)
        assert index.check(deep=True).damage == ()
        assert_as_fresh(index, tmp_path / "old")


def test_a_file_whose_name_another_has_now_is_read_with_it(tmp_path: Path) -> None:
    paths = numbered(tmp_path / "old", 4)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        paths[0].rename(tmp_path / "old/new.txt")
        paths[0].write_text("Another keeper altogether.\n")
        report = index.update()
        assert (report.moved, report.added, report.changed, report.removed) == (0, 1, 1, 0)
        assert_as_fresh(index, tmp_path / "old")


def test_a_file_in_the_place_of_another_with_its_size_and_time_is_read(tmp_path: Path) -> None:
    first, *_, last = numbered(tmp_path / "old", 4)
    shutil.copy(first, last)
    first.write_text(first.read_text().replace("keeper", "sailor"))
    for path in (first, last):
        os.utime(path, ns=(OLD, OLD))
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        first.replace(last)
        report = index.update()
        assert (report.changed, report.removed) == (1, 1)
        assert [hit.path for hit in index.search("sailor").hits] == ["old/03.txt"]
        again = index.update()
        assert (again.changed, again.unchanged, again.bytes_read) == (0, 3, 0)


def test_an_inode_is_noted_again_when_the_bytes_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = numbered(tmp_path / "old", 4)[1]
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        shutil.copy2(path, tmp_path / "copy")
        (tmp_path / "copy").replace(path)
        assert index.update().unchanged == 4
        monkeypatch.setattr(reading, "digest_of", no_reading)
        assert index.update().unchanged == 4


@pytest.mark.parametrize(("device", "inode", "is_read"), [(1, 0, False), (0, 1, True), (1, 1, True)])
def test_other_numbers_of_a_drive_make_nothing_be_read_that_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, device: int, inode: int, is_read: bool
) -> None:
    """A drive that is mounted again is another device; some then have other inodes for all files."""
    from indexer.indexing import comparing

    numbered(tmp_path / "old", 4)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        walk = reading.walk
        digested: list[str] = []
        digest_of = reading.digest_of

        def mounted_again(*given: Any, **named: Any) -> Any:
            for item in walk(*given, **named):
                assert isinstance(item, Source)
                yield item._replace(identity=(item.identity ^ device << 48) + inode)

        def noted(path: str, limit: int = 0) -> str:
            digested.append(path)
            return digest_of(path, limit)

        monkeypatch.setattr(reading, "walk", mounted_again)
        monkeypatch.setattr(reading, "digest_of", noted)
        monkeypatch.setattr(comparing, "_SOON_READ", 0)
        assert (index.update().unchanged, digested) == (4, [])
        monkeypatch.undo()
        monkeypatch.setattr(reading, "walk", mounted_again)
        monkeypatch.setattr(reading, "digest_of", noted)
        assert index.update().unchanged == 4
        assert (len(digested) == 4) is is_read


def test_files_that_all_take_the_name_of_the_next_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when one is put before all others that are numbered, and two change places."""
    paths = numbered(tmp_path / "old", 8)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        for path in reversed(paths[2:]):
            path.rename(path.with_name(f"{int(path.stem) + 1:02}.txt"))
        aside = paths[0].rename(tmp_path / "aside")
        paths[1].rename(paths[0])
        aside.rename(paths[1])
        with monkeypatch.context() as patch:
            patch.setattr(reading, "opened", no_reading)
            report = index.update()
        assert (report.moved, report.unchanged, report.added, report.removed) == (8, 0, 0, 0)
        assert index.check(deep=True).damage == ()
        assert_as_fresh(index, tmp_path / "old")


def test_a_chain_of_names_with_a_file_that_must_be_read_is_read(tmp_path: Path) -> None:
    """The last of them takes the name of a file that is gone; the others, which are no part of it, are moved."""
    paths = numbered(tmp_path / "old", 8)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        for number in (3, 2, 1):
            paths[number].replace(paths[number + 1])
        for number in (6, 7):
            paths[number].rename(tmp_path / f"old/new{number}.txt")
        report = index.update()
        assert (report.moved, report.changed, report.removed) == (2, 3, 1)
        assert_as_fresh(index, tmp_path / "old")


RULES = {"coast.example": {"keep": ["site"]}}  # the line that its pages repeat


def test_renamed_files_that_other_rules_are_about_are_read(tmp_path: Path) -> None:
    library(tmp_path / "old/s", 36)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        (tmp_path / "old/s").rename(tmp_path / "old/t")
        report = index.update([tmp_path / "old"], rules=RULES)
        assert report.moved > 15
        assert_as_fresh(index, tmp_path / "old", rules=RULES)


def test_a_run_that_is_cut_off_after_it_renamed_files_has_not_taken_over_other_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(tmp_path / "old", 36)
    library(tmp_path / "other", 9)
    (tmp_path / "other/2/2-page.html").write_text((tmp_path / "old/2/2-page.html").read_text().replace("reef", "mast"))
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old", tmp_path / "other"])
        moved = [path.rename(path.with_name(f"new-{path.name}")) for path in (tmp_path / "old").rglob("*.md")]
        moved += [path.rename(path.with_name(f"new-{path.name}")) for path in (tmp_path / "old").rglob("*plain.txt")]

        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("indexer.indexing.running.commit", interrupt)
            with pytest.raises(KeyboardInterrupt):
                index.update(rules=RULES)
        assert index.update(rules=RULES).changed
        assert_as_fresh(index, tmp_path / "old", tmp_path / "other", rules=RULES)


def test_what_only_looks_like_the_same_file_is_read(tmp_path: Path) -> None:
    """Another file in its place, or the same under a name of another format or compression."""
    library(tmp_path / "old", 9)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        (tmp_path / "old/0/0-plain.txt").rename(tmp_path / "old/0/0-plain.md")
        report = index.update()
        assert (report.moved, report.added, report.removed, report.bytes_read) == (1, 0, 0, 30)
        (tmp_path / "old/2/8-packed.html.gz").rename(tmp_path / "old/2/8-packed.html")
        report = index.update()
        assert (report.moved, report.removed, list(report.failed)) == (0, 1, ["old/2/8-packed.html"])
        assert_as_fresh(index, tmp_path / "old")


def test_a_copy_of_what_is_gone_is_told_by_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a folder was moved to another drive, or a file was written just before it was indexed."""
    library(tmp_path / "old", 9)
    os.utime(tmp_path / "old/1/4-pack.zip")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        shutil.copytree(tmp_path / "old", tmp_path / "copy")
        os.utime(tmp_path / "copy/0/0-plain.txt")
        shutil.rmtree(tmp_path / "old")
        with monkeypatch.context() as patch:
            patch.setattr(reading, "pieces", no_reading)
            report = index.update([tmp_path / "copy"])
        assert (report.moved, report.added, report.removed, report.bytes_read) == (9, 0, 0, 0)
        assert_as_fresh(index, tmp_path / "copy")
        assert index.update().unchanged == 9


def test_of_two_copies_of_what_is_gone_one_is_indexed(tmp_path: Path) -> None:
    library(tmp_path / "old", 9)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        shutil.copytree(tmp_path / "old", tmp_path / "new/copy")
        (tmp_path / "old").rename(tmp_path / "new/old")
        report = index.update([tmp_path / "new"])
        assert (report.moved, report.removed, len(report.skipped)) == (9, 0, 9)
        assert_as_fresh(index, tmp_path / "new")


def test_the_same_bytes_under_a_name_that_says_compressed_are_no_duplicate(tmp_path: Path) -> None:
    put(tmp_path / "old/1-packed.html.gz", 1)
    shutil.copy2(tmp_path / "old/1-packed.html.gz", tmp_path / "old/1-packed.html")
    with Index(tmp_path / ".indexer") as index:
        report = index.update([tmp_path / "old"])
        assert (report.added, list(report.failed), report.skipped) == (1, ["old/1-packed.html"], {})
        assert index.search("vane").total == 1


@pytest.mark.parametrize("copied", [1, 3, 4])
def test_a_moved_file_is_read_once_by_the_plan_and_not_for_a_bound_that_is_not_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: int
) -> None:
    monkeypatch.setattr(renamed, "_SMALL", 0)
    for number in range(40):
        (tmp_path / "old").mkdir(exist_ok=True)
        (tmp_path / f"old/{number}.txt").write_text(f"word{number} " * (20 + number) + ".")
        os.utime(tmp_path / f"old/{number}.txt", ns=(OLD, OLD))
    read: list[str] = []
    compared: list[int] = []
    digest_of, renamed_files = reading.digest_of, renamed.renamed_files

    def noted(path: str, limit: int = 0) -> str:
        read.append(path)
        return digest_of(path, limit)

    def finding(*given: Any) -> dict[str, str]:
        found = renamed_files(*given)
        compared.append(len(read))
        return found

    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        for number in range(copied):
            shutil.copy(tmp_path / f"old/{number}.txt", tmp_path / f"old/new{number}.txt")
            (tmp_path / f"old/{number}.txt").unlink()
        monkeypatch.setattr(reading, "digest_of", noted)
        monkeypatch.setattr("indexer.indexing.comparing.renamed_files", finding)
        report = index.update(confirm=lambda *_: True)
        assert report.moved == copied
        assert report.bytes_read == 0 if copied == 4 else report.bytes_read > 0
        assert compared == [copied if copied == 4 else 0]
        assert len(read) == len(set(read)) == copied


@pytest.mark.parametrize("small", [True, False])
def test_a_few_renamed_files_of_many_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: bool) -> None:
    """Writing all segments again would take longer, if the index is not small."""
    monkeypatch.setattr(renamed, "_SMALL", 1000 if small else 50)
    library(tmp_path / "old", 40)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        (tmp_path / "old/0/0-plain.txt").rename(tmp_path / "old/0/000-plain.txt")
        preview = index.preview()
        assert (preview.moved, preview.new, preview.removed) == ({"old/0/0-plain.txt": "old/0/000-plain.txt"}, (), {})
        report = index.update()
        assert (report.moved, report.added, report.removed) == (1, 0, 0)
        assert (report.bytes_read, preview.bytes) == ((0, 0) if small else (30, 30))
        assert_as_fresh(index, tmp_path / "old")


def test_the_command_says_how_many_were_moved(tmp_path: Path, run: Run) -> None:
    library(tmp_path / "old", 8)
    assert run("index", "old", cwd=tmp_path).returncode == 0
    (tmp_path / "old").rename(tmp_path / "new")
    shown = run("index", "--dry-run", "new", cwd=tmp_path)
    assert "moved    new/0/0-plain.txt: it was old/0/0-plain.txt\n" in shown.stdout
    assert "move 8, remove 0" in shown.stderr
    done = run("index", "new", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("8 moved, 0 unchanged files")) == (0, True)


def test_a_rename_that_is_cut_off_is_done_by_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(tmp_path / "old", 16)
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path / "old"])
        (tmp_path / "old").rename(tmp_path / "new")

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr("indexer.store.publishing.write_header", interrupt)
            with pytest.raises(KeyboardInterrupt):
                index.update([tmp_path / "new"])
        assert index.update([tmp_path / "new"]).moved == 16
        assert_as_fresh(index, tmp_path / "new")


NAMES = st.text("aB'US.,-_0 é", min_size=1, max_size=8)


@given(
    st.lists(NAMES, min_size=1, max_size=4),
    st.lists(NAMES, max_size=3),
    NAMES | st.none(),
    st.sampled_from(["", "#3", "!/x/U.S.txt", "!/US/é"]),
)
@example(["US.", "a"], ["b"], None, "")
@example(["b", "a"], ["US."], None, "")
@example(["a", "b.txt"], ["c", "d.e"], None, "!/x/y.txt")
def test_the_words_of_a_path_are_those_that_indexing_gives_it(
    names: list[str], others: list[str], other: str | None, part: str
) -> None:
    """Whether its folder's words take the place of those of another one, or they are made of all of it."""
    path, was = "/".join(names), "/".join([*others, names[-1] if other is None else other])
    moves = moves_of({was: path})
    changes = [moves.beginnings[moves.of_files[key]] for key in moves.keys if key in moves.of_files]
    if not changes or not is_apart(part):
        return
    now, before = (
        next(documents(Article("x", path=at, part=part), [Passage(0, 0, 1, "x")], Address(at, part).article_id()))
        for at in (path, was)
    )
    assert [*changes[0].terms, *before.terms["path"][changes[0].less :]] == now.terms["path"]


LISTS = st.lists(st.lists(st.sampled_from([b"a", b"b", b"c", b"d"]), max_size=4), max_size=5)


@given(LISTS, st.lists(st.tuples(st.integers(0, 5), st.lists(st.sampled_from([b"a", b"e"]), max_size=2))), st.data())
def test_articles_of_a_forward_index_get_other_beginnings(
    articles: list[list[bytes]], changes: list[tuple[int, list[bytes]]], data: st.DataObject
) -> None:
    chosen = [data.draw(st.integers(-1, len(changes) - 1)) for _ in articles]
    terms = sorted({term for mine in articles for term in mine})
    tokens = np.array([terms.index(term) for mine in articles for term in mine], np.int64)
    given_ = ForwardIndex(terms, tokens, np.array(list(map(len, articles)), np.int64))
    changed = given_.with_beginnings([Beginning(*change) for change in changes], np.array(chosen, np.int64))
    found = iter(changed.tokens.tolist())
    assert [[changed.terms[next(found)] for _ in range(size)] for size in changed.sizes.tolist()] == [
        mine if number < 0 else [*changes[number][1], *mine[changes[number][0] :]]
        for mine, number in zip(articles, chosen, strict=True)
    ]
    assert next(found, None) is None


@given(st.lists(st.tuples(NAMES, st.integers(0, 20) | st.just(2**31)), max_size=4))
def test_the_ids_of_many_articles_are_those_of_each(articles: list[tuple[str, int]]) -> None:
    numbers = np.array(numbers_of(os.fsencode(path) for path, _ in articles), np.int64)
    copies = np.array([copy for _, copy in articles], np.int64)
    expected = [Address(path).article_id(copy or 1).encode() for path, copy in articles if copy != 1]
    kept = copies != 1  # the first has no number behind it
    assert identifiers_of(numbers[kept], copies[kept]) == expected
