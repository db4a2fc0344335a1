"""Is an index of each format that there ever was opened, or told from one that cannot be?"""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY, Run

from indexer import Index, IndexFormatError
from indexer.store.manifest import FORMAT

GOLDEN = REPOSITORY / "tests" / "golden"
ARTICLES = {
    "ferry.txt": "The ferry of the harbour was late.\n\nNobody on the quay had seen it before the storm.\n",
    "lamp.json": '{"title": "The Lamp", "author": "Ana Ruiz", "date": "2021-05-01", "text": "The keeper climbed the '
    'stairs of the tower. The lamp was out."}',
}
HITS = [
    (
        "s7vcpqnqkhs3.1",
        "articles/lamp.json",
        "The Lamp",
        ("Ana Ruiz",),
        "2021-05-01",
        "The keeper climbed the stairs of the tower. The lamp was out.",
    ),
    ("3jqdigz7oh7v.1", "note:1", "A note", (), "None", "The ferry of the note was on time."),
    (
        "cltcekglzx65.1",
        "articles/ferry.txt",
        "ferry.txt",
        (),
        "None",
        "The ferry of the harbour was late.\n\nNobody on the quay had seen it before the storm.",
    ),
]
COMMANDS = (
    ["search", "ferry"],
    ["index"],
    ["index", "articles"],
    ["check"],
    ["stats"],
    ["compact"],
    ["facets", "--by", "site", "x"],
)


def unpacked(folder: Path, version: int) -> Path:
    """A folder with the golden index of a format, and the articles that it is of."""
    with zipfile.ZipFile(GOLDEN / f"format-{version}.zip") as packed:
        packed.extractall(folder / ".indexer")
    (folder / "articles").mkdir()
    for name, text in ARTICLES.items():
        path = folder / "articles" / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1582977600, 1582977600))  # 2020-02-29, 12:00 UTC
    return folder


def test_there_is_a_golden_index_of_each_format() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == [f"format-{n}.zip" for n in range(1, FORMAT + 1)]


def test_the_golden_index_of_this_format_answers_as_it_did(tmp_path: Path) -> None:
    folder = unpacked(tmp_path, FORMAT)
    with Index(folder / ".indexer") as index:
        assert index.check(deep=True).damage == ()
        hits = index.search("ferry OR keeper", limit=None).hits
        assert [(hit.id, hit.path, hit.title, hit.authors, str(hit.published), hit.text) for hit in hits] == HITS
        found = ('title:"the lamp"', "title:lam*", "title:lapm~2", "title:the-la*", "=lamp", '"the stairs"')
        assert [index.search(query).total for query in (*found, "title:=keeper")] == [1, 1, 1, 1, 1, 1, 0]
        assert (index.statistics().files, index.statistics().passages) == (3, 3)
        assert [term.term for term in index.terms("s")] == ["seen", "stairs", "storm"]
        report = index.update()
        assert (report.added, report.changed + report.unchanged) == (0, 2)  # read again where cleaning changed since
        assert index.check(deep=True).damage == ()
        assert index.search("title:not*").total == 1


@pytest.mark.parametrize("version", range(1, FORMAT))
def test_an_older_index_gets_one_clear_line_and_the_way_on(tmp_path: Path, run: Run, version: int) -> None:
    folder = unpacked(tmp_path, version)
    before = {path.name: path.read_bytes() for path in (folder / ".indexer").iterdir()}
    for command in COMMANDS:
        done = run(*command, cwd=folder)
        assert done.returncode == 2
        assert done.stdout == ""
        first, hint = done.stderr.splitlines()
        assert first == "error: the index was written by an older version of indexer: " + os.fspath(folder / ".indexer")
        assert hint.endswith("indexer index --rebuild PATH…")
    assert {path.name: path.read_bytes() for path in (folder / ".indexer").iterdir()} == before
    assert run("index", "--rebuild", "articles", cwd=folder).returncode == 0
    with Index(folder / ".indexer") as index:
        assert index.search("ferry OR keeper").total == 2
        assert index.check(deep=True).damage == ()
    assert {name for name in os.listdir(folder / ".indexer") if name in before} <= {".gitignore", "_MAIN_1.toc"}
    assert sorted(os.listdir(folder)) == [".indexer", "articles"]


def test_a_newer_index_gets_one_clear_line_and_the_way_on(tmp_path: Path, run: Run) -> None:
    folder = unpacked(tmp_path, FORMAT)
    (manifest,) = (folder / ".indexer").glob("manifest-*.json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": FORMAT + 1}) + "\n")
    for command in COMMANDS:
        done = run(*command, cwd=folder)
        assert done.returncode == 2
        first, hint = done.stderr.splitlines()
        assert first == "error: a newer version of indexer wrote the index: it has format 5, this one reads format 4"
        assert hint.startswith("hint: update indexer, or rebuild")
    assert run("index", "--rebuild", "articles", cwd=folder).returncode == 0


def test_an_index_with_a_manifest_of_another_name_is_not_called_somebody_else_s(tmp_path: Path, run: Run) -> None:
    folder = unpacked(tmp_path, FORMAT)
    (manifest,) = (folder / ".indexer").glob("manifest-*.json")
    manifest.rename(manifest.with_name("commit-4.cbor"))
    for command in COMMANDS:
        done = run(*command, cwd=folder)
        assert done.returncode == 2
        assert "no index here that this version of indexer can read" in done.stderr
        assert "hint: update indexer, or rebuild the index" in done.stderr
    with pytest.raises(IndexFormatError):
        Index(folder / ".indexer").search("ferry")
    assert run("index", "--rebuild", "articles", cwd=folder).returncode == 0
    assert (folder / ".indexer" / "commit-4.cbor").exists()


def test_a_whoosh_index_beside_no_manifest_of_ours_is_left_alone(tmp_path: Path, run: Run) -> None:
    folder = unpacked(tmp_path, 1)
    shutil.move(folder / ".indexer" / "manifest-1.jsonl", folder / "moved")
    before = sorted(os.listdir(folder / ".indexer"))
    assert run("index", "--rebuild", "articles", cwd=folder).returncode == 2
    assert sorted(os.listdir(folder / ".indexer")) == before
