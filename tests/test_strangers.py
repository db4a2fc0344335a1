"""Is anything of the user's, beside the index or in its folder, ever touched?"""

from __future__ import annotations

import gc
import json
import os
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import Run

from indexer import Article, Index
from indexer.errors import DamagedIndexError, IndexerError, IndexFormatError, NoIndexError, StorageError, UsageError
from indexer.quiet import quiet
from indexer.store.location import locate
from indexer.store.names import newest_generation

with quiet():
    import whoosh.index
    from whoosh import fields as whoosh_fields
    from whoosh.filedb.filestore import FileStorage
    from whoosh.writing import IndexingError

BESIDE = (
    "{}.old/chapter.txt",
    "{}.rebuild/chapter.txt",
    "{}.swap",
    ".{}.old/chapter.txt",
    ".{}.rebuild/chapter.txt",
    ".{}.rebuild-0123456789abcdef/chapter.txt",
    ".{}.rebuild-0123456789abcdef/manifest-3.json",
    "{}.rebuild-0123456789abcdef/INDEXER.TAG",
)
INSIDE = (
    "notes.txt",
    "MAIN_notes.txt",
    "MAIN_1.seg",
    "_MAIN_draft.toc",
    "manifest-old.json",
    "manifest-1.jsonl",
    "manifest-of-mine",
    "segment-1.seg",
    "segment-0123456789abcdef.seg",
    "table-0123456789abcdef.tbl",
    "deletions-1-0123456789abcdef.del",
    "writer.json.bak",
    "tmpabcdefgh",
    "drafts/manifest-9.json",
)
ARTICLE = Article("The keeper lit the lamp.", path="note:1")


def plant(paths: list[Path]) -> dict[Path, bytes]:
    """Write a file of the user's at each of the paths."""
    planted = {}
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        planted[path] = f"Mine: {path.name}".encode()
        path.write_bytes(planted[path])
    return planted


def assert_untouched(planted: dict[Path, bytes]) -> None:
    for path, data in planted.items():
        assert path.read_bytes() == data, path


def interrupted_rebuild(index: Index) -> None:
    def stop(**_: int) -> None:
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        index.rebuild(progress=stop)


OPERATIONS: dict[str, Callable[[Index, Path], object]] = {
    "update": lambda index, sources: index.update([sources]),
    "rebuild": lambda index, sources: index.rebuild([sources]),
    "an interrupted rebuild": lambda index, _: interrupted_rebuild(index),
    "add": lambda index, _: index.add([ARTICLE]),
    "remove": lambda index, _: index.remove(["sources/0.txt"]),
    "compact": lambda index, _: index.compact(),
    "search": lambda index, _: index.search("keeper"),
}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(3):
        path = folder / f"{number}.txt"
        path.write_text(f"The keeper wrote letter {number}.\n")
        os.utime(path, ns=(10**18, 10**18))
    return folder


@pytest.fixture
def index(tmp_path: Path, sources: Path) -> Iterator[Index]:
    with Index(tmp_path / "papers") as index:
        index.update([sources])
        yield index


def beside(path: Path) -> list[Path]:
    return [path.parent / name.format(path.name) for name in BESIDE]


def hits(index: Index, query: str = "keeper") -> list[str]:
    return [hit.id for hit in index.search(query, limit=None).hits]


# Beside the index


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("name", ["papers", ".indexer"])
def test_what_is_beside_the_index_survives_every_operation(
    tmp_path: Path, sources: Path, operation: str, name: str
) -> None:
    with Index(tmp_path / name) as index:
        index.update([sources])
        planted = plant(beside(index.path))
        OPERATIONS[operation](index, sources)
        index.update([sources])
        assert len(hits(index, "wrote")) == 3
    assert_untouched(planted)


@pytest.mark.parametrize("name", ["papers", ".indexer"])
def test_what_is_beside_a_new_index_survives_its_making(tmp_path: Path, sources: Path, name: str) -> None:
    planted = plant(beside(tmp_path / name))
    with Index(tmp_path / name) as index:
        assert index.rebuild([sources]).added == 3
    assert_untouched(planted)


def test_a_copy_of_a_removed_index_is_not_taken_for_it(index: Index, sources: Path) -> None:
    copies = [index.path.with_name(f"{index.path.name}{suffix}") for suffix in (".old", ".rebuild", "2")]
    for copy in copies:
        shutil.copytree(index.path, copy)
    index.close()
    shutil.rmtree(index.path)
    with pytest.raises(UsageError):
        index.update()
    assert not index.path.exists()
    assert index.update([sources]).added == 3
    index.rebuild()
    for copy in copies:
        with Index(copy) as other:
            assert len(hits(other)) == 3


def test_links_beside_the_index_and_what_they_lead_to_survive(tmp_path: Path, index: Index) -> None:
    planted = plant([tmp_path / "thesis" / "chapter.txt"])
    for name in ("papers.old", "papers.rebuild", ".papers.rebuild-0123456789abcdef"):
        (tmp_path / name).symlink_to(tmp_path / "thesis")
    index.rebuild()
    assert_untouched(planted)
    assert (tmp_path / ".papers.rebuild-0123456789abcdef").is_symlink()


def test_an_index_behind_a_link_is_rebuilt_where_it_is(tmp_path: Path, sources: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "papers").symlink_to(tmp_path / "disk" / "papers")
    (tmp_path / "disk" / "papers").mkdir()
    with Index(tmp_path / "papers") as index:
        index.update([sources])
        assert index.rebuild().added == 3
        assert len(hits(index)) == 3
    assert (tmp_path / "papers").is_symlink()
    assert os.listdir(tmp_path / "disk") == ["papers"]


# In the index's folder


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_the_user_keeps_in_the_index_s_folder_survives_every_operation(
    index: Index, sources: Path, operation: str
) -> None:
    planted = plant([index.path / name for name in INSIDE])
    OPERATIONS[operation](index, sources)
    index.update([sources])
    assert len(hits(index, "wrote")) == 3
    moved = {path: data for path, data in planted.items() if not path.exists()}
    assert set(moved) <= {path for path in planted if "0123456789abcdef" in path.name}
    assert_untouched(
        {path: data for path, data in planted.items() if path not in moved}
        | {path.with_name(f"{path.name}.kept"): data for path, data in moved.items()}
    )


@pytest.mark.parametrize("operation", ["update", "rebuild"])
def test_a_gitignore_of_the_user_s_stays_as_it_is(tmp_path: Path, sources: Path, operation: str) -> None:
    planted = plant([tmp_path / "papers" / ".gitignore"])
    with Index(tmp_path / "papers") as index:
        OPERATIONS[operation](index, sources)
        assert_untouched(planted)
        index.rebuild()
    assert_untouched(planted)


@pytest.mark.parametrize("name", [*INSIDE, "writer.json", "MAIN_WRITELOCK", "INDEXER.TAG", "manifest-x.json"])
@pytest.mark.parametrize("operation", ["update", "rebuild", "add"])
def test_a_folder_with_anything_in_it_is_not_taken(tmp_path: Path, sources: Path, name: str, operation: str) -> None:
    planted = plant([tmp_path / "papers" / name])
    with pytest.raises(UsageError) as caught:
        OPERATIONS[operation](Index(tmp_path / "papers"), sources)
    assert "rebuild" not in caught.value.hint
    assert_untouched(planted)
    assert len(os.listdir(tmp_path / "papers")) == 1


def test_an_index_elsewhere_is_no_source(tmp_path: Path, sources: Path) -> None:
    with Index(sources / "other index") as other:
        other.update([sources])
    with Index(tmp_path / "papers") as index:
        index.update([sources])
        statistics = index.statistics()
    assert (statistics.files, statistics.skipped) == (3, {})


# A Whoosh index of somebody else's


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_whoosh_index_of_somebody_else_is_left_alone(tmp_path: Path, sources: Path, run: Run, operation: str) -> None:
    path = tmp_path / "papers"
    path.mkdir()
    writer = whoosh.index.create_in(path, whoosh_fields.Schema(text=whoosh_fields.TEXT(stored=True))).writer()
    writer.add_document(text="Somebody else's keeper")
    writer.commit()
    before = {file.name: file.read_bytes() for file in path.iterdir()}
    with pytest.raises((UsageError, NoIndexError)) as caught:
        OPERATIONS[operation](Index(path), sources)
    assert "rebuild" not in caught.value.hint
    for command in (["index", sources], ["index", "--rebuild", sources], ["search", "keeper"], ["stats"]):
        done = run(*command, "--index", path)
        assert done.returncode == 2
        assert "--rebuild" not in done.stderr
    assert {file.name: file.read_bytes() for file in path.iterdir()} == before


# A Whoosh program that writes to ours


def whoosh_add(path: Path, *, merge: bool = False, optimize: bool = False) -> None:
    writer = whoosh.index.open_dir(path).writer()
    writer.add_document(text="whoosh's own words", title="From Whoosh")
    writer.commit(merge=merge, optimize=optimize)


def whoosh_cancel(path: Path) -> None:
    writer = whoosh.index.open_dir(path).writer()
    writer.add_document(text="never seen")
    writer.cancel()


def whoosh_delete(path: Path) -> None:
    writer = whoosh.index.open_dir(path).writer()
    writer.delete_by_term("text", "keeper")
    writer.commit()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "write",
    [
        whoosh_add,
        lambda path: whoosh_add(path, merge=True),
        lambda path: whoosh_add(path, optimize=True),
        lambda path: whoosh.index.open_dir(path).optimize(),
        whoosh_cancel,
        whoosh_delete,
    ],
    ids=["add", "merge", "optimize with more", "optimize", "cancel", "delete"],
)
def test_a_whoosh_program_that_writes_leaves_ours_readable(
    index: Index, sources: Path, write: Callable[[Path], None]
) -> None:
    index.add([ARTICLE])
    before = hits(index)
    statistics = index.statistics()
    index.close()
    for _ in range(2):
        with suppress(IndexingError):
            write(index.path)  # it is refused; what has been done by then is the question
        gc.collect()
        assert hits(Index(index.path)) == before
        assert Index(index.path).statistics().passages == statistics.passages
    assert index.update([sources]).unchanged == 3
    index.add([Article("The keeper slept.", path="note:2")])
    index.compact()
    assert set(before) < set(hits(index))
    assert index.rebuild([sources]).added == 3


def test_what_a_whoosh_writer_cleans_away_is_nothing_that_we_read(index: Index, sources: Path) -> None:
    """A writer that knows nothing of us removes all but its own segments and table of contents."""
    index.add([ARTICLE])
    index.remove(["note:1"])
    before = hits(index)
    index.close()
    newest = newest_generation(index.path)
    assert newest is not None
    (index.path / f"_MAIN_{newest + 1}.toc").write_bytes(b"a Whoosh writer's")
    whoosh.index.clean_files(FileStorage(str(index.path)), "MAIN", newest + 1, [])
    assert [path.name for path in index.path.glob("*.toc")] == [f"_MAIN_{newest + 1}.toc"]
    assert hits(index) == before
    assert index.update([sources]).unchanged == 3
    index.add([ARTICLE])
    assert newest_generation(index.path) == newest + 2
    assert len(hits(index)) == 4


def test_a_table_of_contents_that_was_not_written_is_written_by_the_next_writer(index: Index, sources: Path) -> None:
    (contents,) = index.path.glob("*.toc")
    written = contents.read_bytes()
    contents.unlink()
    assert len(hits(index)) == 3
    assert index.update([sources]).unchanged == 3
    assert contents.read_bytes() == written
    with whoosh.index.open_dir(index.path).searcher() as searcher:
        assert searcher.doc_count() == 3


# Names and links that lead elsewhere


def rewritten(path: Path, old: str, new: str) -> None:
    """Replace a text in the manifest, and make its checksum right."""
    (manifest,) = path.glob("manifest-*.json")
    text = manifest.read_text().rstrip("\n").partition(", ")[2].replace(old, new)
    manifest.write_text(f'{{"checksum": "{zlib.crc32(text.encode()):08x}", {text}\n')


def test_a_manifest_names_no_file_outside_the_index(tmp_path: Path, index: Index) -> None:
    index.close()
    outside = tmp_path / "outside"
    outside.mkdir()
    (segment,) = index.path.glob("*.seg")
    shutil.copy(segment, outside / segment.name)
    before = {file.name: file.stat().st_mtime_ns for file in outside.iterdir()}
    for name in (f"../outside/{segment.stem}", f"../../{tmp_path.name}/outside/{segment.stem}", str(outside / "evil")):
        rewritten(index.path, segment.stem, name)
        for use in (lambda: hits(index), lambda: index.add([ARTICLE]), index.compact, index.update):
            with pytest.raises(DamagedIndexError):
                use()
        rewritten(index.path, name, segment.stem)
    assert len(hits(index)) == 3
    assert {file.name: file.stat().st_mtime_ns for file in outside.iterdir()} == before


@pytest.mark.parametrize("target", ["file", "nothing"])
@pytest.mark.parametrize("operation", ["update", "rebuild", "add", "remove", "compact"])
def test_no_link_among_the_index_s_names_is_written_through(
    tmp_path: Path, index: Index, sources: Path, operation: str, target: str
) -> None:
    index.add([ARTICLE])
    index.close()
    outside = plant([tmp_path / "outside.txt"]) if target == "file" else {}
    newest = newest_generation(index.path)
    assert newest is not None
    links = [
        "writer.json",
        "_MAIN_77.toc.tmp",
        f"manifest-{newest}.json.0123456789abcdef.tmp",
        "segment-0123456789abcdef.seg",
        "table-0123456789abcdef.tbl",
    ]
    for name in links:
        (index.path / name).symlink_to(tmp_path / "outside.txt")
    with suppress(IndexerError):
        OPERATIONS[operation](index, sources)
    assert_untouched(outside)
    assert (tmp_path / "outside.txt").exists() == (target == "file")
    assert len(hits(index, "wrote")) >= 2


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path, index: Index) -> None:
    (index.path / "MAIN_WRITELOCK").unlink()
    (index.path / "MAIN_WRITELOCK").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StorageError):
        index.add([ARTICLE])
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("kind", ["*.seg", "manifest-*.json"])
@pytest.mark.parametrize("replace", ["link", "fifo", "folder"])
def test_a_file_that_is_no_regular_one_is_damage(tmp_path: Path, index: Index, kind: str, replace: str) -> None:
    index.close()
    (path,) = index.path.glob(kind)
    path.rename(tmp_path / "real")
    if replace == "link":
        path.symlink_to(tmp_path / "real")
    elif replace == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(DamagedIndexError):
        hits(index)


# An older format


def test_an_index_of_an_older_format_is_named_and_can_be_rebuilt(tmp_path: Path, sources: Path) -> None:
    path = tmp_path / "papers"
    path.mkdir()
    (path / "manifest-3.jsonl").write_text('{"checksum": "00000000", "rows": "00000000", "format": 3}\n')
    (path / "_MAIN_3.toc").write_bytes(b"x")
    (path / "MAIN_0123456789abcdef.seg").write_bytes(b"indexer1")
    planted = plant([path / "notes.txt"])
    with Index(path) as index:
        for use in (lambda: hits(index), index.update, lambda: index.update([sources]), lambda: index.add([ARTICLE])):
            with pytest.raises(IndexFormatError) as caught:
                use()
            assert "--rebuild" in caught.value.hint
        assert index.rebuild([sources]).added == 3
        assert len(hits(index)) == 3
    assert_untouched(planted)
    assert not list(path.glob("MAIN_*.seg"))
    assert sorted(os.listdir(tmp_path)) == ["papers", "sources"]


# The exchange

KILLED = """
import os, sys
from pathlib import Path
from indexer import Index
from indexer.store import swap
index, at = Index(sys.argv[1]), int(sys.argv[2])
swap._exchanged_at_once = lambda *_: False
rename, create, unlink, count = Path.rename, swap.create_file, Path.unlink, 0
def step():
    global count
    count += 1
    if count == at:
        os._exit(9)
def renamed(self, target):
    step()
    return rename(self, target)
def created(path, data):
    step()
    create(path, data)
def unlinked(self, **more):
    if self.name.endswith(".swap"):
        step()
    unlink(self, **more)
if at <= 6:
    real = swap._exchange
    def exchange(new, old):
        Path.rename, swap.create_file, Path.unlink = renamed, created, unlinked
        real(new, old)
    swap._exchange = exchange
index.rebuild()
"""


@pytest.mark.parametrize("at", range(1, 7))
def test_where_two_names_cannot_be_exchanged_no_kill_loses_the_index(index: Index, sources: Path, at: int) -> None:
    index.close()
    planted = plant(beside(index.path))
    done = subprocess.run([sys.executable, "-c", KILLED, index.path, str(at)], check=False)
    assert done.returncode == (9 if at <= 5 else 0)
    assert locate(None, {}, sources) == sources / ".indexer"
    assert index.update([sources]).unchanged == 3
    assert len(hits(index)) == 3
    index.rebuild()
    left = {path.name for path in index.path.parent.iterdir()}
    assert left - {path.relative_to(index.path.parent).parts[0] for path in planted} == {"papers", "sources"}
    assert_untouched(planted)


def test_a_search_from_below_finds_the_index_while_it_is_replaced_in_two_steps(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".indexer.swap").write_bytes(b"indexer: an index is being replaced")
    assert locate(None, {}, tmp_path / "deep") == tmp_path / ".indexer"


def test_there_is_no_moment_without_an_index(index: Index) -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def rebuild() -> None:
        try:
            for _ in range(6):
                Index(index.path).rebuild()
        except BaseException as error:  # noqa: BLE001 - it is looked at below
            failures.append(error)
        finally:
            stop.set()

    writer = threading.Thread(target=rebuild)
    writer.start()
    while not stop.is_set():
        assert index.path.is_dir()
        with Index(index.path) as reader:
            assert len(hits(reader)) == 3
    writer.join()
    assert not failures


def test_a_writer_that_waited_for_a_rebuild_writes_to_the_new_index(index: Index) -> None:
    began = threading.Event()
    go = threading.Event()

    def pause(**_: int) -> None:
        began.set()
        assert go.wait(30)

    rebuilding = threading.Thread(target=lambda: Index(index.path).rebuild(progress=pause))
    rebuilding.start()
    assert began.wait(30)
    adding = threading.Thread(target=lambda: Index(index.path).add([ARTICLE], wait=30))
    adding.start()
    go.set()
    rebuilding.join()
    adding.join()
    assert len(hits(index)) == 4


def test_the_manifest_is_one_line_that_any_program_reads(index: Index) -> None:
    (manifest,) = index.path.glob("manifest-*.json")
    assert json.loads(manifest.read_text().splitlines()[0])["format"] == 4


@pytest.mark.parametrize("spoil", ["the mark is gone", "the mark is altered", "everything is altered"])
def test_an_index_that_lost_its_mark_can_be_rebuilt(index: Index, sources: Path, spoil: str) -> None:
    index.close()
    planted = plant(beside(index.path))
    files = list(index.path.iterdir()) if spoil == "everything is altered" else [index.path / "INDEXER.TAG"]
    for path in files:
        if spoil == "the mark is gone":
            path.unlink()
        else:
            path.write_bytes(b"\0" * 64)
    assert index.rebuild([sources]).added == 3
    assert len(hits(index)) == 3
    assert not list(index.path.glob("*.kept"))
    assert_untouched(planted)


@pytest.mark.parametrize("mark", [None, b"", b"Signature: 5be0"])
def test_a_folder_that_a_rebuild_was_ended_in_the_moment_of_making_is_removed(index: Index, mark: bytes | None) -> None:
    index.close()
    begun = index.path.with_name(f".{index.path.name}.rebuild-0123456789abcdef")
    begun.mkdir()
    if mark is not None:
        (begun / "INDEXER.TAG").write_bytes(mark)
    index.rebuild()
    assert not begun.exists()


@pytest.mark.parametrize("names", [["INDEXER.TAG"], ["notes.txt"], ["INDEXER.TAG", "notes.txt"]])
def test_a_folder_of_such_a_name_with_anything_else_in_it_stays(index: Index, names: list[str]) -> None:
    index.close()
    other = index.path.with_name(f".{index.path.name}.rebuild-0123456789abcdef")
    planted = plant([other / name for name in names])
    index.rebuild()
    assert_untouched(planted)


def test_a_rebuild_reads_no_article_through_a_link(tmp_path: Path, index: Index, sources: Path) -> None:
    """Articles from no file are carried over: not out of a segment that leads elsewhere."""
    index.add([ARTICLE])
    index.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in index.path.glob("*.seg"):
        path.rename(elsewhere / path.name)
        path.symlink_to(elsewhere / path.name)
    assert index.rebuild([sources]).lost.keys() == {ARTICLE.path}
    assert len(hits(index)) == 3


def test_an_index_that_is_reached_by_a_link_is_sound(tmp_path: Path, index: Index) -> None:
    (tmp_path / "link").symlink_to(index.path)
    assert Index(tmp_path / "link").check(deep=True).damage == ()
