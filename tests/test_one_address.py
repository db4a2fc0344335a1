"""Does an article that comes from no file give way to one of a file that has the same address, and so the same id?"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import UsageError
from indexer.index import Index
from indexer.indexing import running, worker
from indexer.model.articles import Article

ADDED = "The keeper of no file spoke on the radio."
IN_A_FILE = "The keeper lit the lamp at dusk."
OLD = 10**18
"""A time of change long past, in ns, which can be trusted."""


def archive(path: Path, *names: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as file:
        for name in names:
            file.writestr(name, f"{IN_A_FILE} It is written so in {name}.\n")
    os.utime(path, ns=(OLD, OLD))


def text(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(IN_A_FILE + "\n")
    os.utime(path, ns=(OLD, OLD))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / ".indexer") as index:
        yield index


def added(*addresses: tuple[str, str]) -> list[Article]:
    return [Article(ADDED, path=path, part=part) for path, part in addresses]


def found(index: Index) -> list[str]:
    """The addresses of all articles, each of which is reached by its id."""
    assert not index.check(deep=True).damage
    hits = index.search("keeper", limit=None, per_article=0).hits
    assert all(index.article(hit.id)[0].article.text.startswith(hit.text) for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits)
    return sorted(hit.path + hit.part for hit in hits)


@pytest.mark.parametrize("settings", [{}, {"jobs": 2, "isolate": True}])
def test_one_in_an_archive_takes_the_place_of_one_that_was_added(
    index: Index, tmp_path: Path, settings: dict[str, Any]
) -> None:
    index.add(added(("in/a.zip!/b.txt", ""), ("in/a.zip!/c.txt", ""), ("in/a.zip!/d.txt", "#1")))
    archive(tmp_path / "in/a.zip", "b.txt")
    report = index.update([tmp_path / "in"], **settings)
    assert (report.added, report.changed, report.removed) == (1, 0, 1)
    assert found(index) == ["in/a.zip!/b.txt", "in/a.zip!/c.txt", "in/a.zip!/d.txt#1"]
    (hit,) = index.search("lamp").hits
    assert hit.source
    report = index.update()
    assert (report.unchanged, report.removed) == (1, 0)


@pytest.mark.parametrize("address", [("in/a.zip", "!/b.txt"), ("in", "!/b.txt")])
def test_a_file_whose_path_is_the_address_takes_its_place(
    index: Index, tmp_path: Path, address: tuple[str, str]
) -> None:
    index.add(added(address))
    text(tmp_path / "".join(address))
    report = index.update([tmp_path / "".join(address)])
    assert (report.added, report.removed) == (1, 1)
    assert found(index) == ["".join(address)]


def test_one_in_an_archive_in_an_archive(index: Index, tmp_path: Path) -> None:
    index.add(added(("in/a.zip!/b.zip", "!/c.txt"), ("in/a.zip!/b.zip!/d.txt", "")))
    archive(tmp_path / "b.zip", "c.txt", "d.txt")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.write(tmp_path / "b.zip", "b.zip")
    (tmp_path / "in").mkdir()
    (tmp_path / "a.zip").rename(tmp_path / "in/a.zip")
    assert index.update([tmp_path / "in"]).removed == 2
    assert found(index) == ["in/a.zip!/b.zip!/c.txt", "in/a.zip!/b.zip!/d.txt"]


def test_an_archive_that_has_it_only_later(index: Index, tmp_path: Path) -> None:
    archive(tmp_path / "in/a.zip", "c.txt")
    index.update([tmp_path / "in"])
    index.add(added(("in/a.zip!/b.txt", "")))
    archive(tmp_path / "in/a.zip", "b.txt", "c.txt")
    report = index.update()
    assert (report.changed, report.removed) == (1, 1)
    assert found(index) == ["in/a.zip!/b.txt", "in/a.zip!/c.txt"]


def test_it_can_be_added_again_when_the_file_is_gone(index: Index, tmp_path: Path) -> None:
    index.add(added(("in/a.zip!/b.txt", "")))
    archive(tmp_path / "in/a.zip", "b.txt")
    text(tmp_path / "in/c.txt")
    index.update([tmp_path / "in"])
    with pytest.raises(UsageError, match=re.escape("that of an article in 'in/a.zip'")):
        index.add(added(("in/a.zip!/b.txt", "")))
    (tmp_path / "in/a.zip").unlink()
    index.update()
    assert found(index) == ["in/c.txt"]
    index.add(added(("in/a.zip!/b.txt", "")))
    assert found(index) == ["in/a.zip!/b.txt", "in/c.txt"]
    archive(tmp_path / "in/a.zip", "b.txt")
    index.update()
    assert found(index) == ["in/a.zip!/b.txt", "in/c.txt"]
    assert index.search("radio").total == 0


@pytest.mark.parametrize("name", ["b.txt", "c.txt"])
def test_an_archive_that_is_renamed_so(index: Index, tmp_path: Path, name: str) -> None:
    archive(tmp_path / "in/old.zip", "b.txt")
    index.update([tmp_path / "in"])
    index.add(added((f"in/a.zip!/{name}", "")))
    (tmp_path / "in/old.zip").rename(tmp_path / "in/a.zip")
    report = index.update()
    assert (report.moved, report.removed) == (1, name == "b.txt")
    assert found(index) == sorted({"in/a.zip!/b.txt", f"in/a.zip!/{name}"})
    assert index.search("lamp").total == 1


def test_a_file_that_is_renamed_to_the_address(index: Index, tmp_path: Path) -> None:
    text(tmp_path / "in/old.txt")
    index.update([tmp_path / "in"])
    index.add(added(("in/a.zip", "!/b.txt")))
    (tmp_path / "in/a.zip!").mkdir()
    (tmp_path / "in/old.txt").rename(tmp_path / "in/a.zip!/b.txt")
    report = index.update()
    assert (report.moved, report.removed) == (1, 1)
    assert found(index) == ["in/a.zip!/b.txt"]


def test_the_mails_of_a_file_that_is_committed_in_parts(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add(added(*((f"in/mails.mbox#{number}", "") for number in (1, 10, 21))))
    (tmp_path / "in").mkdir()
    with (tmp_path / "in/mails.mbox").open("w") as file:
        for number in range(1, 21):
            file.write(f"From a@b.c Thu Jan  1 00:00:{number - 1:02d} 2015\nFrom: Ann <a@b.c>\nSubject: {number}\n")
            file.write(f"Date: Thu, 1 Jan 2015 00:00:00 +0000\n\nThe keeper wrote of day {number} on the rock.\n\n")
    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(worker, "_PORTION_SECONDS", 0.0)
    assert index.update([tmp_path / "in"], jobs=1, isolate=False).removed == 2
    assert found(index) == sorted([f"in/mails.mbox#{number}" for number in range(1, 22)])
