"""What did each file look like when it was indexed, and what became of it?"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.generations import SegmentEntry
from indexer.errors import DamagedIndexError, IndexerError, IndexFormatError
from indexer.reasons import Cause, Reason
from indexer.store.manifest import (
    FORMAT,
    FileEntry,
    Header,
    Manifest,
    Root,
    Settings,
    read_header,
    read_manifest,
    write_manifest,
)

# Paths as the system gives them: bytes that are no UTF-8 come as single surrogates.
PATHS = st.binary(min_size=1, max_size=20).map(os.fsdecode) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1
)
NUMBERS = st.integers(0, 2**63)
REASONS = st.builds(Reason, st.sampled_from(Cause), st.text(max_size=20), st.text(max_size=20))
ENTRIES = st.builds(
    FileEntry,
    size=NUMBERS,
    mtime_ns=NUMBERS,
    digest=st.sampled_from(["", "00ff" * 8]),
    articles=NUMBERS,
    passages=st.integers(1, 9),
    reason=st.none() | REASONS,
    failed=st.booleans(),
    problems=st.lists(st.text(), max_size=3).map(tuple),
    external=st.booleans(),
    passed_over=st.lists(st.tuples(st.text(), REASONS), max_size=2).map(tuple),
) | st.builds(FileEntry, size=NUMBERS, reason=REASONS, failed=st.booleans())
ROOTS = st.builds(
    Root,
    path=PATHS,
    include=st.lists(PATHS, max_size=2).map(tuple),
    exclude=st.lists(PATHS, max_size=2).map(tuple),
    max_size=NUMBERS,
)
SEGMENTS = st.builds(SegmentEntry, st.text(max_size=9), NUMBERS, NUMBERS, NUMBERS, st.text(max_size=9), NUMBERS)
HEADERS = st.builds(
    Header,
    st.builds(Settings, NUMBERS, NUMBERS),
    lengths=st.tuples(NUMBERS, NUMBERS, NUMBERS),
    roots=st.lists(ROOTS, max_size=3).map(tuple),
    segments=st.lists(SEGMENTS, max_size=3).map(tuple),
)
HEADER = Header(Settings(120, 1), updated="2024-01-01T00:00:00+00:00")


def manifest_of(count: int) -> Manifest:
    files = {f"folder/file {number}.txt": FileEntry(100 + number, 10**18, "ab" * 16, 1, 2) for number in range(count)}
    return Manifest(HEADER).updated(HEADER, files)


@given(HEADERS, st.dictionaries(PATHS, ENTRIES, max_size=6))
def test_a_manifest_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, header: Header, files: dict[str, FileEntry]
) -> None:
    path = tmp_path_factory.getbasetemp() / "manifest.jsonl"
    manifest = Manifest(header).updated(header, files)
    write_manifest(manifest, path)
    assert read_manifest(path) == manifest
    assert read_header(path) == manifest.header


def test_totals_count_what_is_indexed() -> None:
    files = {
        "a": FileEntry(articles=2, passages=5),
        "b": FileEntry(articles=1, passages=1),
        "c": FileEntry(reason=Reason(Cause.EMPTY)),
    }
    header = Manifest(HEADER).updated(replace(HEADER, lengths=(11, 22, 3)), files).header
    assert (header.files, header.articles, header.passages) == (2, 3, 6)
    assert header.statistics.passages == 6
    assert dict(header.statistics.lengths) == {"text": 11, "exact": 22, "title": 3}
    assert header.statistics.average_length("exact") == pytest.approx(22 / 6)


def test_an_empty_index_has_no_length_to_divide_by() -> None:
    assert Manifest(HEADER).updated(HEADER, {}).header.statistics.average_length("text") == 1


def test_equal_manifests_are_written_alike(tmp_path: Path) -> None:
    manifest = manifest_of(5)
    backwards = Manifest(manifest.header, dict(reversed(list(manifest.files.items()))))
    write_manifest(manifest, tmp_path / "a")
    write_manifest(backwards, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_manifest_cut_short_anywhere_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(4), path)
    whole = path.read_bytes()
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedIndexError):
            read_manifest(path)


def test_a_line_that_is_missing_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(4), path)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]))
    with pytest.raises(DamagedIndexError):
        read_manifest(path)


def test_any_altered_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(2), path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        for flip in (1, 0x20, 0x80):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
            try:
                # Of the checksum's letters the case says nothing.
                assert read_manifest(path) == manifest_of(2)
                assert flip == 0x20
                assert place < len('{"checksum": "00000000", "rows": "00000000"')
            except IndexerError:
                pass


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "{}",
        "[]",
        "null",
        "12",
        '"text"',
        f'{{"format": {FORMAT}}}',
        "nonsense",
        "\x00" * 50,
        "{" * 10_000,
        "[" * 200_000,
    ],
)
@pytest.mark.parametrize("read", [read_header, read_manifest])
def test_what_is_no_manifest_is_damage(tmp_path: Path, text: str, read: Callable[[Path], Any]) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text(text)
    with pytest.raises(DamagedIndexError):
        read(path)


@pytest.mark.parametrize(
    "row", ["12", "[]", "{}", "null", '["path", 1, 2, "", 1, 1, 7]', '["path", 0, 0, "", 0, 0, [], 5, 5, 5, 5, 5, 5]']
)
def test_a_line_that_is_no_entry_is_damage(tmp_path: Path, row: str) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(0), path)
    path.write_text(path.read_text() + row + "\n")
    with pytest.raises(DamagedIndexError):
        read_manifest(path)


@pytest.mark.parametrize("read", [read_header, read_manifest])
def test_another_format_is_told_from_damage(tmp_path: Path, read: Callable[[Path], Any]) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(1), path)
    header, rest = path.read_text().split("\n", 1)
    values = json.loads(header)
    values["format"] = FORMAT + 1
    values["settings"] = "in another form"
    path.write_text(json.dumps(values) + "\n" + rest)
    with pytest.raises(IndexFormatError, match=rf"format {FORMAT + 1}.*format {FORMAT}"):
        read(path)


def test_settings_differ_where_they_would_index_differently() -> None:
    assert Settings(120, 1) == Settings(120, 1)
    assert len({Settings(120, 1), Settings(100, 1), Settings(120, 2), Settings(120, 1, schema=99)}) == 4


def test_a_manifest_is_a_plain_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    write_manifest(manifest_of(3), path)
    assert stat.S_ISREG(path.stat().st_mode)
    lines = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    assert lines[0]["files"] == 3
    assert [line[0] for line in lines[1:]] == ["folder/file 0.txt", "folder/file 1.txt", "folder/file 2.txt"]
