"""Is a manifest read as it was written, and anything else told as damage?"""

from __future__ import annotations

import json
import os
import stat
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.overruling.overrides import Overrides, RulesFile, Section
from indexer.engine.generations import SegmentEntry
from indexer.errors import DamagedIndexError, IndexerError, IndexFormatError
from indexer.reasons import Cause, Reason
from indexer.store.files import FILE_COLUMNS, FileEntry, KnownFiles, Partial, file_changes
from indexer.store.manifest import FORMAT, TABLES, Header, Root, Settings, read_header, write_header
from indexer.store.tables import TableEntry, advance_tables

# Paths as the system gives them: bytes that are no UTF-8 come as single surrogates.
PATHS = st.binary(min_size=1, max_size=20).map(os.fsdecode) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1
)
NUMBERS = st.integers(0, 2**63 - 1)
CAUSES = st.sampled_from(list(Cause))
REASONS = st.builds(Reason, CAUSES, st.text(max_size=9), st.text(max_size=9)) | st.builds(Reason, CAUSES)
ENTRIES = st.builds(
    FileEntry,
    size=NUMBERS,
    mtime_ns=st.integers(-(2**63), 2**63 - 1),
    digest=st.sampled_from(["", "00ff" * 8, "00" * 16, "ff" * 16]),
    articles=NUMBERS,
    passages=NUMBERS,
    reason=st.none() | REASONS,
    failed=st.booleans(),
    problems=st.lists(st.text(), max_size=3).map(tuple),
    external=st.booleans(),
    passed_over=st.lists(st.tuples(st.text(), REASONS), max_size=2).map(tuple),
    identity=NUMBERS,
    outdated=st.booleans(),
    partial=st.none() | st.builds(Partial),
)
ROOTS = st.builds(
    Root,
    path=PATHS,
    include=st.lists(PATHS, max_size=2).map(tuple),
    exclude=st.lists(PATHS, max_size=2).map(tuple),
    max_size=NUMBERS,
)
IDS = st.from_regex(r"[0-9a-f]{16}", fullmatch=True)
DELETIONS = st.lists(st.tuples(IDS.map("deletions-7-{}.del".format), NUMBERS), max_size=2).map(tuple)
SEGMENTS = st.builds(SegmentEntry, IDS.map("segment-{}".format), NUMBERS, NUMBERS, NUMBERS, DELETIONS)
TABLE_ENTRIES = st.lists(st.builds(TableEntry, IDS.map("table-{}.tbl".format), NUMBERS, NUMBERS), max_size=2).map(tuple)
RULES = st.lists(st.text(max_size=9), max_size=2).map(tuple)
SECTIONS = st.lists(st.builds(Section, st.text(max_size=9), RULES, RULES), min_size=1, max_size=2).map(tuple)
FILES_OF_RULES = st.just(RulesFile()) | st.builds(RulesFile, st.text(max_size=9), SECTIONS)
OVERRIDES = st.builds(Overrides, RULES, RULES, FILES_OF_RULES)
HEADERS = st.builds(
    Header,
    st.builds(Settings, st.integers(1, 2**63 - 1), NUMBERS, overrides=OVERRIDES),
    updated=st.text(max_size=9),
    files=NUMBERS,
    articles=NUMBERS,
    passages=NUMBERS,
    contents=NUMBERS,
    lengths=st.dictionaries(st.text(max_size=5), NUMBERS, max_size=3),
    roots=st.lists(ROOTS, max_size=3).map(tuple),
    segments=st.lists(SEGMENTS, max_size=3).map(tuple),
    tables=st.dictionaries(st.sampled_from(TABLES), TABLE_ENTRIES),
)
HEADER = Header(
    Settings(120, 1),
    updated="2024-01-01T00:00:00+00:00",
    files=3,
    articles=4,
    passages=6,
    lengths={"text": 11, "text_words": 22, "title": 3},
    segments=(SegmentEntry("segment-0123456789abcdef", 7, 999, 1, (("deletions-2-0123456789abcdef.del", 88),)),),
    tables={"files": (TableEntry("table-0123456789abcdef.tbl", 3, 500),)},
)


@given(HEADERS)
def test_a_manifest_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, header: Header) -> None:
    path = tmp_path_factory.getbasetemp() / "manifest-1.json"
    write_header(header, path)
    assert read_header(path) == header


@given(st.dictionaries(PATHS.filter(lambda path: "\0" not in path), ENTRIES, max_size=6))
def test_the_entries_of_files_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, FileEntry]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    entries = advance_tables(folder, (), file_changes(files), FILE_COLUMNS)
    known = KnownFiles(folder, entries)
    assert list(known) == sorted(files, key=os.fsencode)
    assert {path: known[path] for path in known} == files
    assert [known.entry(number) for number in range(len(known))] == [files[path] for path in known]
    assert known.get_all([*files, "nowhere"]) == files
    assert known.sizes.tolist() == [files[path].size for path in known]
    assert known.times.tolist() == [files[path].mtime_ns for path in known]
    assert known.passages.tolist() == [files[path].passages for path in known]
    assert known.external.tolist() == [files[path].external for path in known]
    for path, notable in zip(known, known.notable.tolist(), strict=True):
        entry = files[path]
        assert notable == bool(
            entry.reason or entry.failed or entry.problems or entry.passed_over or entry.partial is not None
        )
    assert known.partial.tolist() == [files[path].partial is not None for path in known]
    assert known.outdated.tolist() == [files[path].outdated for path in known]
    known.close()


def test_the_statistics_are_the_totals() -> None:
    assert HEADER.statistics.passages == 6
    assert dict(HEADER.statistics.lengths) == {"text": 11, "text_words": 22, "title": 3}
    assert HEADER.statistics.average_length("text_words") == pytest.approx(22 / 6)


def test_lengths_have_the_names_that_fields_have_now(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(replace(HEADER, lengths={"text": 11, "exact": 22, "title": 3}), path)
    assert read_header(path).lengths == {"text": 11, "text_words": 22, "title": 3, "title_words": 3}


def test_an_empty_index_has_no_length_to_divide_by() -> None:
    assert Header(Settings(120, 1)).statistics.average_length("text") == 1


def test_a_manifest_cut_short_anywhere_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    whole = path.read_bytes()
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(DamagedIndexError):
            read_header(path)


def test_any_altered_byte_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        for flip in (1, 0x20, 0x80):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :])
            try:
                # Of the checksum's letters the case says nothing, and neither does white space around the line.
                assert read_header(path) == HEADER
                assert place < len('{"checksum": "00000000"') or place == len(whole) - 1
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
def test_what_is_not_a_manifest_is_damage(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest-1.json"
    path.write_text(text)
    with pytest.raises(DamagedIndexError):
        read_header(path)


def test_another_format_is_told_from_damage(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    values = json.loads(path.read_text())
    values["format"] = FORMAT + 1
    values["settings"] = "in another form"
    path.write_text(json.dumps(values) + "\n")
    with pytest.raises(IndexFormatError, match=rf"format {FORMAT + 1}.*format {FORMAT}"):
        read_header(path)


@pytest.mark.parametrize("name", ["../../outside/evil", "/etc/passwd", "segment-1", "segment-0123456789ABCDEF", "a/b"])
def test_a_manifest_names_only_files_of_an_index(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manifest-1.json"
    table = TableEntry(f"{name}.tbl", 1, 1)
    segment = HEADER.segments[0]
    for header in (
        replace(HEADER, segments=(segment._replace(name=name),)),
        replace(HEADER, segments=(segment._replace(deletions=((f"{name}.del", 1),)),)),
        replace(HEADER, tables={"files": (table,)}),
    ):
        write_header(header, path)
        with pytest.raises(DamagedIndexError):
            read_header(path)


def test_settings_differ_where_they_would_index_differently() -> None:
    assert Settings(120, 1) == Settings(120, 1)
    assert len({Settings(120, 1), Settings(100, 1), Settings(120, 2), Settings(120, 1, schema=99)}) == 4


def test_a_manifest_is_a_plain_readable_file(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    assert stat.S_ISREG(path.stat().st_mode)
    assert json.loads(path.read_text(encoding="ascii"))["files"] == 3
    assert os.listdir(tmp_path) == ["manifest-1.json"]


def test_what_overrules_cleaning_is_beside_the_settings_and_only_where_there_is_any(tmp_path: Path) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    plain = json.loads(path.read_text(encoding="ascii"))
    assert "overrides" not in plain
    assert "overrides" not in plain["settings"]
    overruled = replace(HEADER.settings, overrides=Overrides(("related",)))
    write_header(replace(HEADER, settings=overruled), path)
    values = json.loads(path.read_text(encoding="ascii"))
    assert values["settings"] == plain["settings"]
    assert values["overrides"] == {"keep": ["related"], "drop": [], "name": "", "sections": []}


@pytest.mark.parametrize(
    "stored",
    [7, [], {}, {"keep": [], "drop": []}, {"keep": [1], "drop": [], "name": "", "sections": []}]
    + [{"keep": [], "drop": [], "name": "", "sections": sections} for sections in (["x"], [["a"]], [["a", [2], []]])],
)
def test_what_is_not_what_overrules_cleaning_is_damage(tmp_path: Path, stored: object) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(HEADER, path)
    values = json.loads(path.read_text(encoding="ascii"))
    del values["checksum"]
    text = json.dumps({**values, "overrides": stored})[1:]
    path.write_text(f'{{"checksum": "{zlib.crc32(text.encode()):08x}", {text}\n', encoding="ascii")
    with pytest.raises(DamagedIndexError):
        read_header(path)


@pytest.mark.parametrize("counted", ["files", "articles", "passages"])
def test_a_manifest_counts_in_numbers(tmp_path: Path, counted: str) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(replace(HEADER, **{counted: "7"}), path)  # type: ignore[arg-type]
    with pytest.raises(DamagedIndexError, match=counted):
        read_header(path)


COUNTS = (
    ("settings", "passage_words"),
    ("lengths", "text_words"),
    ("roots", 0, "max_size"),
    *(("segments", 0, place) for place in (1, 2, 3)),
    ("segments", 0, 4, 0, 1),
    *(("tables", "files", 0, place) for place in (1, 2)),
)
NO_COUNTS: tuple[object, ...] = ("7", None, [], {}, 1.5, -1)


@pytest.mark.parametrize(
    ("place", "value"),
    [(place, value) for place in COUNTS for value in NO_COUNTS]
    + [(("roots", 0, "path"), value) for value in NO_COUNTS if value != "7"],
    ids=repr,
)
def test_a_value_of_another_kind_is_damage(tmp_path: Path, place: tuple[str | int, ...], value: object) -> None:
    path = tmp_path / "manifest-1.json"
    write_header(replace(HEADER, roots=(Root("a"),)), path)
    read_header(path)
    values = json.loads(path.read_text())
    del values["checksum"]
    inner = values
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    text = json.dumps(values).encode()[1:]
    path.write_bytes(b'{"checksum": "%08x", %b\n' % (zlib.crc32(text), text))
    with pytest.raises(DamagedIndexError):
        read_header(path)
