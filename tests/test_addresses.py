"""Does an address mean the same wherever it is printed and typed?"""

from __future__ import annotations

import json
import mailbox
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index, UnknownIdError
from indexer.address import Address, is_below, is_within, nearest_range, readings

PATHS = st.text(min_size=1)
PARTS = st.lists(
    st.one_of(
        st.from_regex(r"!/[a-z]{1,3}(/[a-z#:0-9]{1,3})?", fullmatch=True), st.from_regex(r"#[0-9]{1,2}", fullmatch=True)
    ),
    max_size=3,
).map("".join)


@given(PATHS, PARTS, st.one_of(st.none(), st.integers(1, 10**8)))
def test_what_is_written_can_be_read(path: str, part: str, line: int | None) -> None:
    address = Address(path, part, line)
    assert address in list(readings(str(address)))
    assert str(address).startswith(address.article)


@given(st.text())
def test_every_reading_is_another_way_to_write_the_same(text: str) -> None:
    found = list(readings(text))
    assert found[0] == Address(text)
    assert len(found) == len(set(found))
    assert {str(address) for address in found} <= {
        text,
        *(f"{a.article}:{a.line}" for a in found if a.line is not None),
    }


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        ("/a", "/a", True),
        ("/a/b/c", "/a", True),
        ("/a/b", "/a/", True),
        ("/ab", "/a", False),
        ("/", "/a", False),
        ("/a", "/", True),
        ("/", "/", True),
    ],
)
def test_what_is_below_a_folder(path: str, folder: str, below: bool) -> None:
    assert is_below(path.replace("/", os.sep), folder.replace("/", os.sep)) is below


@given(PATHS, PARTS)
def test_an_id_depends_on_the_address_alone(path: str, part: str) -> None:
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        return
    identifier = Address(path, part).article_id()
    assert identifier == Address(path, part, 5).article_id() == Address(path + part).article_id()
    assert len(identifier) == 12
    assert Address(path, part).article_id(3) == f"{identifier}-3"


def test_a_part_is_within_another() -> None:
    for outer, inner in (
        ("", "#1"),
        ("!/a", "!/a"),
        ("!/a", "!/a/b"),
        ("!/a", "!/a!/b"),
        ("!/a", "!/a#2"),
        ("!/a/", "!/a/b"),
        ("#1", "#1!/x"),
    ):
        assert is_within(inner, outer)
    for outer, inner in (("!/a", "!/ab"), ("#1", "#12"), ("!/a/b", "!/a"), ("#1", "")):
        assert not is_within(inner, outer)


def test_the_nearest_range_has_the_line_or_comes_before_it() -> None:
    ranges = [(3, 5), (7, 9), (None, None), (20, 30)]
    found = {line: nearest_range(ranges, line) for line in (1, 3, 5, 6, 8, 12, 25, 99)}
    assert found == {1: 0, 3: 0, 5: 0, 6: 0, 8: 1, 12: 1, 25: 3, 99: 3}
    assert nearest_range([(None, None)], 5) == 0


TEXT = "The lighthouse keeper wrote about {} in the log of the station, and then lit the lamp again.\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of all kinds, named as badly as can be, and an index of them; the current folder is beside the index."""
    root = tmp_path_factory.mktemp("library")
    folder = root / "files"
    folder.mkdir()
    long = "\n".join(TEXT.format(f"storm {number}") + "\n" + TEXT.format("fog") * 4 for number in range(1, 9))
    (folder / "long.txt").write_text(f"The log\n\n{long}")
    (folder / "plain.txt").write_text(TEXT.format("herring"))
    (folder / "plain.txt:1").mkdir()
    (folder / "plain.txt:1" / "x.txt").write_text(TEXT.format("a folder with a colon"))
    (folder / "a:12.txt").write_text(TEXT.format("a colon"))
    (folder / "log#3.txt").write_text(TEXT.format("a hash"))
    (folder / "odd!").mkdir()
    (folder / "odd!" / "b.txt").write_text(TEXT.format("an exclamation"))
    records = [{"title": f"Record {n}", "text": TEXT.format(f"record number {n}")} for n in range(1, 5)]
    (folder / "records.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    with zipfile.ZipFile(folder / "saved.zip", "w") as archive:
        archive.writestr("a/b.txt", "In the archive\n\n" + TEXT.format("archives"))
        archive.writestr("a/c#4.txt", TEXT.format("a hash within"))
        archive.writestr("d:7.txt", TEXT.format("a colon within"))
    box = mailbox.mbox(folder / "mail.mbox")
    for number in (1, 2, 3):
        box.add(f"From: a@b.org\nSubject: Mail {number}\n\n{TEXT.format(f'mail number {number}')}\n")
    box.close()
    with Index(root / ".indexer") as index:
        index.update([folder], passage_words=60)
        index.add([Article(TEXT.format("the radio"), path="https://radio.example/a:7#2")])
    return root


def test_show_takes_every_place_that_search_prints(library: Path, run: Run) -> None:
    for cwd in (library, library / "files", library / "files" / "odd!"):
        hits = json.loads(run("search", "keeper", "-n0", "--per-article=0", "--format=json", cwd=cwd).stdout)["hits"]
        assert len(hits) > 15
        places = run("search", "keeper", "-n0", "--per-article=0", "--format=paths", cwd=cwd).stdout.splitlines()
        for hit, place in zip(hits, places, strict=True):
            shown = json.loads(run("show", "-C0", "--format=json", place, cwd=cwd).stdout)
            assert (shown["article"], shown["path"], shown["part"]) == (hit["article"], hit["path"], hit["part"])
            if hit["line"] is not None:
                assert shown["id"] == hit["id"], place
                assert shown["text"] == hit["text"]


def test_clean_takes_every_place_of_a_file_that_search_prints(library: Path, run: Run) -> None:
    places = run("search", "keeper", "-n0", "--format=paths", cwd=library).stdout.splitlines()
    for place in places:
        if place.startswith("https:"):
            continue
        cleaned = json.loads(run("clean", "--format=json", place, cwd=library).stdout)
        shown = json.loads(run("show", "--format=json", place, cwd=library).stdout)
        assert [(one["file"], one["part"]) for one in cleaned] == [(shown["path"], shown["part"])], place
        assert shown["text"].strip() in cleaned[0]["text"]


def test_a_line_says_which_passage(library: Path, run: Run) -> None:
    lines = (library / "files" / "long.txt").read_text().splitlines()
    for number, line in enumerate(lines, 1):
        done = run("show", "-C0", f"files/long.txt:{number}", cwd=library)
        assert done.returncode == 0
        if number > 2:
            assert " ".join(line.split()) in " ".join(done.stdout.split())
    first = run("show", "-C0", "files/long.txt:1", cwd=library).stdout
    assert "storm 1" in first
    assert "storm 8" not in first
    assert "fog" in run("show", "-C0", "files/long.txt:99999", cwd=library).stdout


def test_a_line_says_which_record(library: Path, run: Run) -> None:
    for number in (1, 2, 3, 4):
        for command in ("show", "clean"):
            done = run(command, f"files/records.jsonl:{number}", cwd=library)
            assert f"record number {number}" in done.stdout
            assert done.stdout.count("record number") == 1, command


def test_what_exists_wins(library: Path, tmp_path: Path, run: Run) -> None:
    library = shutil.copytree(library, tmp_path / "library")
    folder = library / "files"
    for number, name in enumerate(("plain.txt", "plain.txt#2.txt", "plain.txt!", "plain.txt:1.txt")):
        if name.endswith(".txt"):
            (folder / name).write_text(TEXT.format(f"name number {number}"))
    run("index", "-q", cwd=library)
    for address, said in (
        ("files/plain.txt:1", "name number 0"),
        ("files/plain.txt#2.txt", "name number 1"),
        ("files/plain.txt#2.txt:1", "name number 1"),
        ("files/plain.txt:1.txt", "name number 3"),
        ("files/plain.txt:1.txt:1", "name number 3"),
        ("files/a:12.txt", "a colon"),
        ("files/log#3.txt", "a hash"),
        ("files/odd!/b.txt:1", "an exclamation"),
        ("files/saved.zip!/a/c#4.txt", "a hash within"),
        ("files/saved.zip!/d:7.txt", "a colon within"),
        ("files/mail.mbox#2", "mail number 2"),
        ("files/plain.txt:1/x.txt", "a folder with a colon"),
    ):
        for command in ("show", "clean"):
            done = run(command, address, cwd=library)
            assert (done.returncode, said in done.stdout) == (0, True), (command, address, done.stderr)
        absolute = run("show", "--index", library / ".indexer", library / address, cwd=Path("/"))
        assert said in absolute.stdout


def test_an_article_from_no_file_is_found_by_its_path(library: Path, run: Run) -> None:
    path = "https://radio.example/a:7#2"
    assert "the radio" in run("show", path, cwd=library).stdout
    with Index(library / ".indexer") as index:
        assert index.article(path)[0].article.path == path
        assert str(index.article(path)[0].address) == path


@pytest.mark.parametrize(
    "address", ["files/nosuch.txt:1", "files/plain.txt:", "files/saved.zip!/nosuch:3", "files/mail.mbox#9", ":1", "#1"]
)
def test_an_address_of_nothing_is_an_error(library: Path, run: Run, address: str) -> None:
    for command in ("show", "clean"):
        done = run(command, address, cwd=library)
        assert (done.returncode, done.stdout) == (2, "")
        assert address.partition(":")[0].partition("!")[0].partition("#")[0] in done.stderr


def test_a_folder_is_not_cleaned_and_its_files_are_named(library: Path, run: Run) -> None:
    done = run("clean", "files", cwd=library)
    assert done.returncode == 2
    assert "error: files: it is a folder: name the files in it" in done.stderr


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud83d", "a" * 5000, "", " ", ".", "..", "/", "!/", "#1:2"])
def test_any_text_is_an_address_or_an_unknown_id(library: Path, text: str) -> None:
    with Index(library / ".indexer") as index, pytest.raises(UnknownIdError):
        index.article(text)
