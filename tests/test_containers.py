"""Files inside files: how they are read, named, found again, and what is wrong with them."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import stat
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from backports import zstd
from conftest import Run
from damage import read_or_refuse, shares
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading import read
from indexer.reading.containers.members import is_wanted, part_of

TEXT = b"The keeper lit the lamp."


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress), (".zst", zstd.compress)],
)
def test_compressed_files_are_read_as_what_they_were(suffix: str, pack: Callable[[bytes], bytes]) -> None:
    assert [draft.content for draft in read(f"a.txt{suffix}", pack(TEXT)).drafts] == [TEXT.decode()]
    with pytest.raises(SourceError, match="damaged"):
        read(f"a.txt{suffix}", pack(TEXT)[:-5])


def test_a_compressed_file_without_another_suffix_is_text() -> None:
    assert read("letter.gz", gzip.compress(TEXT)).drafts[0].content == TEXT.decode()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_only_files_of_an_archive_are_read(kind: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, mode in (("a.txt", stat.S_IFREG), ("b.txt", kind), ("c.txt", 0)):
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (mode | 0o777) << 16
            archive.writestr(info, TEXT)
    assert [draft.part for draft in read("a.zip", packed.getvalue()).drafts] == ["!/a.txt", "!/c.txt"]


def test_every_file_of_an_archive_is_an_article_with_its_own_part() -> None:
    inner = zipped({"c.md": b"# Tides\n\nThe moon pulls."})
    found = read("a.zip", zipped({"a.txt": TEXT, "b/page.html.gz": gzip.compress(b"<p>Fog."), "d.zip": inner}))
    assert [(draft.part, draft.kind) for draft in found.drafts] == [
        ("!/a.txt", "text"),
        ("!/b/page.html.gz", "html"),
        ("!/d.zip!/c.md", "markdown"),
    ]
    assert found.problems == ()


def test_what_is_wrong_with_one_file_does_not_spoil_the_others() -> None:
    found = read("a.zip", zipped({"a.json": b"{", "b.png": b"\x89PNG", "d.zip": b"PK", "c.txt": TEXT}))
    assert [draft.part for draft in found.drafts] == ["!/c.txt"]
    assert [(problem.part, problem.failed) for problem in found.problems] == [
        ("!/a.json", True),
        ("!/b.png", False),
        ("!/d.zip", True),
    ]


def test_an_archive_that_holds_itself_over_and_over_comes_to_an_end() -> None:
    data = TEXT
    name = "a.txt"
    for _ in range(12):
        data, name = zipped({name: data}), "a.zip"
    (problem,) = read("a.zip", data).problems
    assert problem.reason == "nested too deeply"


def test_what_a_few_bytes_grow_to_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.budget.LIMIT", 5 * 2**20)
    with pytest.raises(SourceError, match="too large"):
        read("a.zip", zipped({f"{number}.txt": bytes(2**20) for number in range(8)}))


def test_hidden_files_and_those_of_systems_are_passed_over() -> None:
    found = read("a.zip", zipped({".hidden/a.txt": TEXT, "__MACOSX/._a.txt": TEXT, "b/": b"", "a.txt": TEXT}))
    assert [draft.part for draft in found.drafts] == ["!/a.txt"]
    assert found.problems == ()


@given(st.text())
def test_a_part_never_leads_out_of_its_archive(name: str) -> None:
    part = part_of(name)
    assert part.startswith("!/")
    assert ".." not in part.split("/")
    if is_wanted(name):
        assert part_of(part[2:]) == part


@given(st.binary(max_size=200), st.integers(0, 200), st.integers(0, 255))
def test_altered_archives_are_read_or_refused(data: bytes, place: int, byte: int) -> None:
    packed = bytearray(zipped({"a.txt": data, "b.html": data}))
    packed[place % len(packed)] = byte
    read_or_refuse("a.zip", bytes(packed))


def test_of_an_altered_archive_most_is_still_read() -> None:
    found = shares("a.zip", zipped({"a.txt": TEXT, "b.html": b"<p>The ships came home.</p>"}), "lit the lamp")
    assert found.read > 0.85
    assert found.whole > 0.6


def test_an_address_that_a_search_shows_is_taken_by_show_and_clean(run: Run, tmp_path: Path) -> None:
    (tmp_path / "saved.zip").write_bytes(zipped({"a.txt": TEXT, "b/c.txt": b"Fog came in\nover the bay.\n"}))
    assert run("index", ".", cwd=tmp_path).returncode == 0
    shown = run("search", "--format", "paths", "fog", cwd=tmp_path).stdout.strip()
    assert shown == "saved.zip!/b/c.txt:1"
    address = shown.removesuffix(":1")
    assert "over the bay" in run("show", address, cwd=tmp_path).stdout
    assert "over the bay" in run("clean", address, cwd=tmp_path).stdout
    assert "keeper" not in run("clean", address, cwd=tmp_path).stdout
    missing = run("clean", "saved.zip!/z.txt", cwd=tmp_path)
    assert missing.returncode == 2
    assert "there is no !/z.txt in it" in missing.stderr


def test_ids_of_parts_do_not_depend_on_their_neighbours(run: Run, tmp_path: Path) -> None:
    def ids() -> dict[str, str]:
        found = json.loads(run("search", "--format", "json", "keeper", cwd=tmp_path).stdout)
        return {hit["part"]: hit["article"] for hit in found["hits"]}

    (tmp_path / "saved.zip").write_bytes(zipped({"b.txt": TEXT}))
    run("index", ".", cwd=tmp_path)
    before = ids()
    (tmp_path / "saved.zip").write_bytes(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    run("index", ".", cwd=tmp_path)
    after = ids()
    assert after["!/b.txt"] == before["!/b.txt"]
    assert len(set(after.values())) == 2
