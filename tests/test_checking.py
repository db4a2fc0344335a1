"""Does a check find every kind of damage, and none where there is none?"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from conftest import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from torture.flips import data_files, says_what_others_say, section_places, with_checksums
from torture.library import sources

from indexer import Article, Index, UsageError
from indexer.errors import LockedIndexError, StorageError
from indexer.similarity.sketches import BANDS, PLACES
from indexer.store import checking, verifying
from indexer.store.diagnosis import damage_behind
from indexer.store.manifest import Header, read_header

if TYPE_CHECKING:
    from conftest import Run

IN_BANDS = 3 * BANDS
"""So many places of a sketch, the first, are in its bands."""


def make(root: Path) -> Path:
    """An index with two segments, deletions and tables of every kind."""
    (root / "articles").mkdir(parents=True)
    for number in range(40):
        (root / f"articles/{number}.txt").write_text(f"The ferry of day {number} was late. Nobody minded.\n")
    index = Index(root / ".indexer")
    index.update([root / "articles"])
    index.add([Article(text="The same ferry, told by another paper. It was late.", path="own")])
    for number in range(3):
        (root / f"articles/{number}.txt").unlink()
    index.update()
    return index.path


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("sound"))


def test_there_is_no_damage_in_what_was_written(run: Run, sound: Path) -> None:
    assert {Path(name).suffix for name in data_files(sound)} == {".seg", ".del", ".tbl", ".json", ".toc"}
    done = run("check", "--index", sound, cwd=sound.parent)
    assert (done.returncode, done.stderr.startswith("no damage: ")) == (0, True), done.stderr
    done = run("check", "--deep", "--index", sound, cwd=sound.parent)
    assert (done.returncode, done.stderr.startswith("no damage: ")) == (0, True), done.stderr


@examples(60)
@given(st.data())
def test_every_altered_byte_is_found_and_its_file_named(sound: Path, data: st.DataObject) -> None:
    copy = sound.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(sound, copy)
    path = copy / data.draw(st.sampled_from(data_files(sound)))
    octets = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        octets[data.draw(st.integers(0, len(octets) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        del octets[data.draw(st.integers(0, len(octets) - 1)) :]
    path.write_bytes(octets)
    if path.suffix == ".json" and b'"format": 4' not in octets:
        return  # it may be of another version now, which is not damage
    found = Index(copy).check()
    assert found.damage
    assert any(path.name in damage.file or path.name in damage.what for damage in found.damage)


# What checksums do not show


@pytest.mark.parametrize(
    ("module", "name", "deep"), [(checking, "_check_segment", False), (verifying, "_check_fingerprints", True)]
)
def test_errors_in_two_files_are_said_of_each_and_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, *, deep: bool
) -> None:
    looked: list[str] = []

    def fail(*given: Any) -> None:
        looked.append(given[-1].name)  # of a segment
        raise OverflowError("too large")

    monkeypatch.setattr(module, name, fail)
    with Index(tmp_path / "index") as index:
        index.add([Article("The ferry was late.", path="a")])
        index.add([Article("A lamp was lit.", path="b")])
        found = index.check(deep=deep).damage
    assert len(looked) == len(set(looked)) == 2
    assert [(Path(damage.file).stem, damage.what) for damage in found] == [
        (name, "it cannot be decoded: OverflowError: too large") for name in looked
    ]


def test_damage_that_was_found_is_not_said_of_the_index_that_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuilt index can have the generation of the one before."""
    (tmp_path / "a.txt").write_text("The ferry was late. Nobody minded.\n")

    def fail(*_: object) -> None:
        raise ValueError("no such place")

    with Index(tmp_path / ".indexer") as index:
        index.rebuild([tmp_path / "a.txt"])
        with monkeypatch.context() as patch:
            patch.setattr(verifying, "_check_fingerprints", fail)
            assert "no such place" in str(damage_behind(index.path))
        index.rebuild([tmp_path / "a.txt"])
        assert damage_behind(index.path) is None


def test_where_nothing_is_damaged_it_is_looked_for_once_in_each_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless not all could be looked at: then a later search may see more."""
    searches: list[StorageError | None] = []
    refused: StorageError | None = StorageError("permission denied")

    def look(*_: object) -> None:
        searches.append(refused)
        if refused is not None:
            raise refused

    monkeypatch.setattr(verifying, "_check_fingerprints", look)
    with Index(tmp_path / "index") as index:
        index.add([Article("The ferry was late.", path="a")])
        assert damage_behind(index.path) is None
        refused = None
        assert damage_behind(index.path) is None
        assert damage_behind(index.path) is None
        assert len(searches) == 2
        index.add([Article("A lamp was lit.", path="b")])
        assert damage_behind(index.path) is None
        assert len(searches) == 4  # each of the two segments


TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.sampled_from(
    ["", "The ferry was late. " * 40, "wi-fi's O'Leary U.S. 7,000", "渡船晚了。没有人在意。", "a\x00b\u2028c"]
)
DAYS = st.none() | st.dates()
ARTICLES = st.lists(
    st.builds(
        Article,
        text=TEXTS,
        title=TEXTS,
        kicker=TEXTS,
        authors=st.lists(TEXTS, max_size=3).map(tuple),
        published=DAYS,
        modified=DAYS,
        site=TEXTS,
        language=st.sampled_from(["", "en", "de"]),
        section=TEXTS,
        description=TEXTS,
        captions=st.lists(TEXTS, max_size=3).map(tuple),
        path=st.binary(min_size=1, max_size=9).map(lambda b: "p" + os.fsdecode(b.replace(b"\0", b"x"))),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda article: article.path,
)


@examples(8)
@given(ARTICLES, ARTICLES)
def test_what_agrees_is_never_called_damage(
    tmp_path_factory: pytest.TempPathFactory, first: list[Article], second: list[Article]
) -> None:
    with Index(tmp_path_factory.mktemp("odd") / "index") as index:
        for articles in (first, second):
            try:
                index.add(articles)
            except UsageError:
                return  # what cannot be an article is refused
        assert index.check(deep=True).damage == ()
        index.remove([first[0].path])
        assert index.check(deep=True).damage == ()
        if index.is_empty():
            return
        before = index.statistics().passages, index.statistics().words, index.terms(limit=None)
        assert index.rebuild().lost == {}
        assert index.check(deep=True).damage == ()
        assert (index.statistics().passages, index.statistics().words, index.terms(limit=None)) == before


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with everything that there can be: titles, captions, a site's lines, near-duplicates, two segments."""
    root = tmp_path_factory.mktemp("rich")
    sources(root)
    with Index(root / ".indexer") as index:
        index.update([root / "articles"])
        sources(root, later=True)
        index.update()
        index.add([Article("The harbour of the old ferry. " * 90, title="Long", captions=("A lamp.",), path="long")])
        assert not index.check(deep=True).damage
    return root / ".indexer"


def altered(index: Path, to: Path, name: str, place: int, flip: int) -> Path:
    """A copy of an index with one byte of a file altered, and the checksums made right."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(index, to)
    octets = bytearray((to / name).read_bytes())
    octets[place] ^= flip
    (to / name).write_bytes(with_checksums(bytes(octets)))
    return to


@examples(40)
@given(st.data())
def test_what_no_longer_agrees_is_found_though_all_checksums_are_right(rich: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name in data_files(rich) if name.endswith((".seg", ".tbl", ".del"))]))
    every = section_places(rich / name)
    places = {section: bounds for section, bounds in every.items() if says_what_others_say(section)}
    section = data.draw(st.sampled_from(sorted(places)))
    first, last = places[section]
    place = data.draw(st.integers(first, last - 1))
    # What a sketch says outside its bands follows from a text of which lines may have been left out since.
    assume(section != "article_blobs:sketch" or (place - first) % PLACES < IN_BANDS)
    copy = altered(rich, rich.parent / "copy", name, place, data.draw(st.integers(1, 255)))
    found = Index(copy).check(deep=True).damage
    # A word may be said to have its postings where another has the same.
    assert found or section.endswith(".documents_at"), section
    assert all(os.path.dirname(damage.file) == os.fspath(copy) for damage in found)


def test_the_deep_check_names_the_file_and_the_place(run: Run, rich: Path) -> None:
    name = max(rich.glob("*.seg"), key=lambda path: path.stat().st_size).name
    first, last = section_places(rich / name)["text.positions"]
    copy = altered(rich, rich.parent / "positions", name, (first + last) // 2, 1)
    assert run("check", "--index", copy).returncode == 0
    done = run("check", "--deep", "--index", copy, "--format", "json")
    assert done.returncode == 1
    (damage,) = json.loads(done.stdout)["damage"]
    assert damage["file"] == os.fspath(copy / name)
    assert "postings of" in damage["what"]
    assert f"{name}: " in done.stderr


def test_a_text_that_is_not_the_one_that_was_indexed_is_found(rich: Path) -> None:
    """It is compressed: what is altered is another byte that unpacks just as well."""
    copy = rich.parent / "text"
    shutil.copytree(rich, copy)
    for path in copy.glob("*.seg"):
        octets = path.read_bytes()
        if b"harbour" in octets:
            path.write_bytes(with_checksums(octets.replace(b"harbour", b"harpoon", 1)))
    (damage, *_) = Index(copy).check(deep=True).damage
    assert "is not that of the stored text" in damage.what


def test_files_beside_a_damaged_one_are_looked_at_deeply_too(rich: Path) -> None:
    small, large = sorted(rich.glob("*.seg"), key=lambda path: path.stat().st_size)[-2:]
    first, last = section_places(large)["text.positions"]
    copy = altered(rich, rich.parent / "both", large.name, (first + last) // 2, 1)
    (copy / small.name).unlink()
    found = {damage.file for damage in Index(copy).check(deep=True).damage}
    assert found >= {os.fspath(copy / small.name), os.fspath(copy / large.name)}


@pytest.mark.parametrize("deep", [False, True])
def test_a_check_that_a_writer_overtakes_does_not_call_that_damage(
    rich: Path, monkeypatch: pytest.MonkeyPatch, deep: bool
) -> None:
    copy = rich.parent / f"overtaken {deep}"
    shutil.copytree(rich, copy)
    number = 0

    def overtaken(path: Path) -> Header:
        nonlocal number
        header = read_header(path)
        if number < times:
            number += 1
            with Index(copy) as writer:
                writer.add([Article(f"Number {number}.", path="moving")])
                writer.compact()
        return header

    monkeypatch.setattr("indexer.store.checking.read_header", overtaken)
    times = 2
    assert Index(copy).check(deep=deep).damage == ()
    number, times = 0, 100
    with pytest.raises(LockedIndexError, match="while it was checked"):
        Index(copy).check(deep=deep)


def test_a_manifest_with_other_totals_is_found(rich: Path) -> None:
    copy = rich.parent / "totals"
    shutil.copytree(rich, copy)
    (manifest,) = copy.glob("manifest-*.json")
    values = json.loads(manifest.read_text())
    values["lengths"]["text"] += 1
    del values["checksum"]
    text = json.dumps(values)[1:]
    manifest.write_text(f'{{"checksum": "{zlib.crc32(text.encode()):08x}", {text}\n')
    assert not Index(copy).check().damage
    (damage,) = Index(copy).check(deep=True).damage
    assert damage.what.startswith("lengths of text: ")
    assert damage.file == os.fspath(manifest)


@pytest.mark.parametrize("kind", ["segment-", "deletions-", "table-"])
def test_a_missing_file_is_named(run: Run, sound: Path, tmp_path: Path, kind: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    path = next(copy.glob(f"{kind}*"))
    path.unlink()
    done = run("check", "--index", "copy", "--format", "json", cwd=tmp_path)
    values = json.loads(done.stdout)
    assert done.returncode == 1
    assert {"file": os.fspath(path), "what": "it is missing"} in values["damage"]
    assert f"error: copy/{path.name}: it is missing" in done.stderr


def test_a_segment_of_another_commit_is_found(sound: Path, tmp_path: Path) -> None:
    """It is whole in itself, but not the one that the manifest means."""
    other = make(tmp_path / "other")
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    mine = max(copy.glob("*.seg"), key=lambda path: path.stat().st_size)
    theirs = min(other.glob("*.seg"), key=lambda path: path.stat().st_size)
    mine.write_bytes(theirs.read_bytes())
    assert any(mine.name in damage.file for damage in Index(copy).check().damage)


def test_without_an_index_there_is_nothing_to_check(run: Run, tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stderr.startswith("error: no index at ")) == (2, True)
