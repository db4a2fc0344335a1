"""Are sorted tables on disk the same as a dictionary, after any changes?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import DamagedIndexError
from indexer.store import tables
from indexer.store.tables import Row, TableEntry, Tables, advance_tables

KEYS = st.sampled_from([b"", b"\0", b"a", b"aa", b"ab", b"a\0b", b"b", b"\xff", b"\xff\xff", b"z" * 300])
NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.integers(0, 300)
ROWS = st.builds(Row, st.binary(max_size=5), st.tuples(NUMBERS, NUMBERS))
CHANGES = st.dictionaries(KEYS, ROWS | st.none(), max_size=6)


def check(opened: Tables, expected: Mapping[bytes, Row]) -> None:
    live = opened.live()
    found = {
        key: Row(live.values[at], tuple(int(column[at]) for column in live.numbers)) for at, key in enumerate(live.keys)
    }
    assert list(found) == sorted(expected)
    assert found == expected
    everything = [*expected, b"nowhere", b"a\0", b"\xff\0"]
    assert {key: opened.get(key) for key in everything} == {key: expected.get(key) for key in everything}
    assert opened.get_all(everything) == expected
    for prefix in (b"", b"a", b"a\0", b"\xff", b"nowhere"):
        assert list(opened.with_prefix(prefix)) == [
            (key, expected[key]) for key in sorted(expected) if key.startswith(prefix)
        ]


@given(st.lists(CHANGES, max_size=10), st.sampled_from([1, 2, 3, 100]), st.sampled_from([1, 3, 500]))
def test_tables_are_as_a_dictionary(batches: list[dict[bytes, Row | None]], merged: int, smallest: int) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MERGED_AT_ONCE", merged + 1)
        patch.setattr(tables, "_SMALLEST", smallest)
        folder = Path(name)
        expected: dict[bytes, Row] = {}
        entries: tuple[TableEntry, ...] = ()
        for changes in batches:
            entries = advance_tables(folder, entries, changes, 2)
            for key, row in changes.items():
                if row is None:
                    expected.pop(key, None)
                else:
                    expected[key] = row
            opened = Tables(folder, entries, 2)
            check(opened, expected)
            opened.close()
            for entry in entries:
                assert (folder / entry.name).stat().st_size == entry.size


def test_few_tables_are_kept_and_each_row_is_seldom_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_SMALLEST", 4)
    written = []
    write = tables._write

    def counted(folder: Path, keys: list[bytes], *others: object) -> TableEntry | None:
        written.append(len(keys))
        return write(folder, keys, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "_write", counted)
    entries: tuple[TableEntry, ...] = ()
    count = 1500
    for number in range(count):
        before = set(os.listdir(tmp_path))
        named = {entry.name for entry in entries}
        entries = advance_tables(tmp_path, entries, {b"%06d" % (number * 7919 % count): Row(b"x")})
        new = set(os.listdir(tmp_path)) - before
        assert new == {entry.name for entry in entries} - named, "what is written on the way is removed"
        assert len(entries) <= 5 * 5
    assert sum(entry.rows for entry in entries) == count
    assert sum(written) < count * 6


def test_the_last_row_to_go_takes_the_tables_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MERGED_AT_ONCE", 2)
    entries = advance_tables(tmp_path, (), {b"a": Row()})
    assert advance_tables(tmp_path, entries, {b"a": None}) == ()


def test_an_altered_table_is_damage(tmp_path: Path) -> None:
    changes: dict[bytes, Row | None] = {b"%05d" % number: Row(b"value", (number,)) for number in range(200)}
    entries = advance_tables(tmp_path, (), changes, 1)
    path = tmp_path / entries[0].name
    whole = path.read_bytes()
    rng = np.random.default_rng(1)
    for place in rng.integers(0, len(whole), 60).tolist():
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 8]) + whole[place + 1 :])
        noticed = False
        try:
            opened = Tables(tmp_path, entries, 1)
            check(opened, {key: row for key, row in changes.items() if row is not None})
        except DamagedIndexError:
            noticed = True
        assert noticed or os.path.getsize(path) == entries[0].size


def test_as_many_changes_as_rows_leave_one_table_without_tombstones(tmp_path: Path) -> None:
    rows = {b"%03d" % number: Row(b"old", (number, 1)) for number in range(300)}
    entries = advance_tables(tmp_path, (), rows, 2)
    moved: dict[bytes, Row | None] = dict.fromkeys(list(rows)[50:])
    moved |= {b"new%03d" % number: Row(b"", (number,)) for number in range(50, 300)}
    entries = advance_tables(tmp_path, entries, moved, 2)
    assert [entry.rows for entry in entries] == [300]
    left = {key: row for key, row in (rows | moved).items() if row is not None}
    opened = Tables(tmp_path, entries, 2)
    check(opened, {key: row._replace(numbers=(*row.numbers, 0)[:2]) for key, row in left.items()})
    opened.close()
    gone: dict[bytes, Row | None] = dict.fromkeys(left)
    assert advance_tables(tmp_path, entries, gone, 2) == ()
