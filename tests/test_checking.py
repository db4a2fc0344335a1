"""Does a check find every kind of damage, and none where there is none?"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index

if TYPE_CHECKING:
    from conftest import Run


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


def data_files(index: Path) -> list[str]:
    """The files of an index whose every byte counts."""
    return sorted(path.name for path in index.iterdir() if path.suffix in {".seg", ".del", ".tbl", ".json", ".toc"})


def test_there_is_no_damage_in_what_was_written(run: Run, sound: Path) -> None:
    assert {Path(name).suffix for name in data_files(sound)} == {".seg", ".del", ".tbl", ".json", ".toc"}
    done = run("check", "--index", sound, cwd=sound.parent)
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
