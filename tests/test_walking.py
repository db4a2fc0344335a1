"""Which files does a walk find, in which order, and what does it say of the others?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.model.sources import Source
from indexer.reading import Selection, Skipped, walk
from indexer.reading.patterns import pattern_of
from indexer.reasons import Cause, Reason


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Some words.")


def found(root: Path, *paths: Path | str, leave_out: tuple[Path, ...] = (), **selection: object) -> list[str]:
    """The paths below `root` that a walk yields as sources."""
    wanted = Selection(**selection)  # type: ignore[arg-type]
    items = walk([str(path) for path in paths or (root,)], wanted, leave_out=[str(path) for path in leave_out])
    return [os.path.relpath(item.path, root) for item in items if isinstance(item, Source)]


def skipped(*paths: Path, selection: Selection | None = None) -> list[Skipped]:
    items = walk([str(path) for path in paths], selection or Selection())
    return [item for item in items if isinstance(item, Skipped)]


def test_a_source_says_how_large_the_file_is_and_when_it_changed(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.utime(tmp_path / "a.txt", ns=(1, 1_500_000_000_000_000_001))
    (source,) = walk([str(tmp_path)], Selection())
    assert isinstance(source, Source)
    assert source[:3] == (str(tmp_path / "a.txt"), len("Some words."), 1_500_000_000_000_000_001)


def test_a_source_has_the_same_identity_under_any_name(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    before = {item.path: item.identity for item in walk([str(tmp_path)], Selection()) if isinstance(item, Source)}
    (tmp_path / "a.txt").rename(tmp_path / "c.txt")
    after = {item.path: item.identity for item in walk([str(tmp_path)], Selection()) if isinstance(item, Source)}
    assert after[str(tmp_path / "c.txt")] == before[str(tmp_path / "a.txt")]
    assert len(set(after.values())) == 2


def test_folders_are_walked_depth_first_in_the_order_of_their_names_bytes(tmp_path: Path) -> None:
    make(tmp_path, "b/z.txt", "b/a/1.txt", "a.txt", "Z.txt", "é.txt", "b.txt", "\uffee.txt", "\U00010000.txt")
    assert found(tmp_path) == [
        "Z.txt",
        "a.txt",
        "b/a/1.txt",
        "b/z.txt",
        "b.txt",
        "é.txt",
        "\uffee.txt",
        "\U00010000.txt",
    ]


@settings(deadline=None)
@given(st.permutations(["a.txt", "b/c.txt", "b/d.md", "e/f/g.html", "h.jsonl"]))
def test_the_order_does_not_depend_on_when_files_were_made(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    root = tmp_path_factory.mktemp("walk")
    make(root, *names)
    assert found(root) == sorted(names)


def test_names_that_are_not_unicode_are_found(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        make(tmp_path, name)
    except OSError:
        pytest.skip("this file system has Unicode names only")
    assert found(tmp_path) == [name]


def test_hidden_and_version_control_folders_are_left_out_silently(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", ".git/a.txt", ".indexer/b.txt", "_darcs/c.txt", "CVS/d.txt", "e.txt")
    assert [Path(item.path).name for item in walk([str(tmp_path)], Selection())] == ["e.txt"]


def test_what_is_named_is_taken_even_where_it_is_hidden(tmp_path: Path) -> None:
    make(tmp_path, ".hidden.txt", ".folder/a.txt", ".folder/.b.txt")
    assert found(tmp_path, tmp_path / ".hidden.txt", tmp_path / ".folder") == [".hidden.txt", ".folder/a.txt"]


def test_a_path_that_does_not_exist_is_refused_before_anything_is_walked(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    missing = str(tmp_path / "missing")
    with pytest.raises(UsageError, match=r"no such file or folder: .*missing"):
        walk([str(tmp_path), missing], Selection())
    with pytest.raises(UsageError, match="no such file or folder"):
        walk([str(tmp_path / "a.txt" / "b")], Selection())
    with pytest.raises(UsageError, match="no such file or folder"):
        walk(["nul\0byte"], Selection())


def test_paths_are_absolute_and_normal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/b.txt")
    monkeypatch.chdir(tmp_path / "a")
    assert [item.path for item in walk(["../a/./b.txt"], Selection())] == [str(tmp_path / "a" / "b.txt")]


def test_a_file_that_several_paths_lead_to_comes_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt", "a/c.pdf", "d.txt")
    paths = [str(tmp_path / name) for name in ("a/b.txt", "a/c.pdf", "a", "a/", "", "a/b.txt")]
    assert [os.path.relpath(item.path, tmp_path) for item in walk(paths, Selection())] == [
        "a/b.txt",
        "a/c.pdf",
        "d.txt",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("a.xlsx", Cause.UNSUPPORTED), ("a.PPTX", Cause.UNSUPPORTED), ("b.mp3.gz", Cause.UNSUPPORTED)],
)
def test_files_of_no_known_format_are_skipped(tmp_path: Path, name: str, reason: Cause) -> None:
    make(tmp_path, name)
    assert skipped(tmp_path) == [Skipped(str(tmp_path / name), Reason.of(reason))]


def test_suffixes_count_in_any_case_and_before_gz(tmp_path: Path) -> None:
    make(tmp_path, "A.TXT", "b.Html.GZ")
    assert found(tmp_path) == ["A.TXT", "b.Html.GZ"]


def test_a_file_that_is_too_large_is_skipped_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 3_500_000)
    (tmp_path / "b.txt").write_bytes(b"x" * 2048)
    reasons = [str(item.reason) for item in skipped(tmp_path, selection=Selection(max_size=2047))]
    assert reasons == ["too large (3.3 MB, limit 2 KB)", "too large (2 KB, limit 2 KB)"]
    assert found(tmp_path, max_size=2048) == ["b.txt"]


def test_an_unreadable_folder_is_a_failure_and_the_walk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/b.txt", "c.txt")
    listed = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("a"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    refusal = Skipped(str(tmp_path / "a"), Reason(Cause.UNREADABLE, "Permission denied"), failed=True)
    assert skipped(tmp_path) == skipped(tmp_path / "a") == [refusal]
    assert found(tmp_path) == ["c.txt"]


def test_a_fifo_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert skipped(tmp_path) == [Skipped(str(tmp_path / "a.txt"), Reason(Cause.NOT_A_FILE))]


def test_links_to_files_and_folders_are_followed_and_keep_their_own_paths(tmp_path: Path) -> None:
    make(tmp_path, "real/a.txt", "elsewhere/b.txt")
    (tmp_path / "real" / "link.txt").symlink_to(tmp_path / "elsewhere" / "b.txt")
    (tmp_path / "real" / "more").symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path, tmp_path / "real") == ["real/a.txt", "real/link.txt", "real/more/b.txt"]


def test_a_broken_link_is_skipped_and_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere.txt")
    (tmp_path / "b.txt").symlink_to("b.txt")
    expected = [Skipped(str(tmp_path / name), Reason(Cause.BROKEN_LINK)) for name in ("a.txt", "b.txt")]
    assert skipped(tmp_path) == expected
    assert skipped(tmp_path / "a.txt", tmp_path / "b.txt") == expected


def test_loops_of_links_come_to_an_end(tmp_path: Path) -> None:
    make(tmp_path, "a/b/c.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "here").symlink_to(".")
    assert found(tmp_path) == ["a/b/c.txt"]


def test_a_folder_that_two_links_lead_to_is_walked_the_first_time(tmp_path: Path) -> None:
    make(tmp_path, "m/a.txt")
    (tmp_path / "first").symlink_to("m")
    (tmp_path / "second").symlink_to("m")
    assert found(tmp_path) == ["first/a.txt"]


def test_what_is_to_be_left_out_is_found_behind_links_too(tmp_path: Path) -> None:
    make(tmp_path, "index/a.txt", "b.txt")
    (tmp_path / "link").symlink_to("index")
    assert found(tmp_path, leave_out=(tmp_path / "index", tmp_path / "not there")) == ["b.txt"]


def test_a_path_of_more_folders_than_python_has_calls_is_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    depth = (4000 - len(str(tmp_path))) // 2
    monkeypatch.chdir(tmp_path)
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    Path("a.txt").write_text("Some words.")
    try:
        assert found(tmp_path) == ["d/" * depth + "a.txt"]
    finally:
        os.unlink("a.txt")
        for _ in range(depth):
            os.chdir("..")
            os.rmdir("d")


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        ((), ["a.txt", "b.md", "x/a.txt", "x/y/b.md"]),
        (("*.md",), ["b.md", "x/y/b.md"]),
        (("a*", "b*"), ["a.txt", "b.md", "x/a.txt", "x/y/b.md"]),
        (("*.MD",), []),
        (("x/*",), ["x/a.txt"]),
        (("/x/*",), ["x/a.txt"]),
        (("x/**",), ["x/a.txt", "x/y/b.md"]),
        (("**/y/*",), ["x/y/b.md"]),
        (("**/b.md",), ["b.md", "x/y/b.md"]),
        (("*.{md,txt}",), ["a.txt", "b.md", "x/a.txt", "x/y/b.md"]),
        (("{a,c}.{md,txt}",), ["a.txt", "x/a.txt"]),
        (("./x/*",), ["x/a.txt"]),
        (("./a.txt",), ["a.txt"]),
        (("x/",), ["x/a.txt", "x/y/b.md"]),
        (("[!a]*",), ["b.md", "x/y/b.md"]),
    ],
)
def test_include_takes_only_the_files_that_match(tmp_path: Path, include: tuple[str, ...], expected: list[str]) -> None:
    make(tmp_path, "a.txt", "b.md", "x/a.txt", "x/y/b.md")
    assert found(tmp_path, include=include) == expected


@pytest.mark.parametrize(
    ("exclude", "expected"),
    [
        (("y",), ["a.txt", "x/a.txt"]),
        (("a.txt",), []),
        (("a.txt/",), ["a.txt", "x/a.txt"]),
        (("x/*.txt",), ["a.txt", "x/y/a.txt/b.md"]),
        (("x/",), ["a.txt"]),
        (("x/y",), ["a.txt", "x/a.txt"]),
        (("**/y",), ["a.txt", "x/a.txt"]),
        (("nothing", ""), ["a.txt", "x/a.txt", "x/y/a.txt/b.md"]),
        (("*",), []),
        (("./x",), ["a.txt"]),
        (("./x/",), ["a.txt"]),
        (("{x,y}/",), ["a.txt"]),
        (("!x", "#x"), ["a.txt", "x/a.txt", "x/y/a.txt/b.md"]),
    ],
)
def test_exclude_leaves_out_files_and_whole_folders(
    tmp_path: Path, exclude: tuple[str, ...], expected: list[str]
) -> None:
    make(tmp_path, "a.txt", "x/a.txt", "x/y/a.txt/b.md")
    assert found(tmp_path, exclude=exclude) == expected


def test_patterns_hold_for_named_files_too(tmp_path: Path) -> None:
    make(tmp_path, "draft.txt", "final.txt")
    paths = (tmp_path / "draft.txt", tmp_path / "final.txt")
    assert found(tmp_path, *paths, exclude=("draft*",)) == ["final.txt"]


def test_what_patterns_leave_out_is_not_even_skipped(tmp_path: Path) -> None:
    make(tmp_path, "a.mp3", "b.mp3")
    assert skipped(tmp_path, selection=Selection(exclude=("a.*",))) == [
        Skipped(str(tmp_path / "b.mp3"), Reason(Cause.UNSUPPORTED))
    ]


@settings(deadline=None)
@given(st.text("ab*?[]!/", max_size=12), st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_pattern_answers(glob: str, names: list[str]) -> None:
    assert pattern_of(glob).matches(names) in (True, False)


@pytest.mark.parametrize("glob", ["../x", "x/../y", "{a,b}" * 20])
def test_a_pattern_that_cannot_be_meant_is_refused(tmp_path: Path, glob: str) -> None:
    with pytest.raises(UsageError, match="pattern"):
        walk([str(tmp_path)], Selection(exclude=(glob,)))


def test_no_number_of_stars_takes_long() -> None:
    deep = ["a"] * 300
    assert not pattern_of("**/a/" * 40 + "b").matches(deep)
    assert pattern_of("**/a/" * 40 + "b").matches([*deep, "b"])


@settings(deadline=None)
@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=5))
def test_a_path_is_its_own_pattern(names: list[str]) -> None:
    assert pattern_of("/" + "/".join(names)).matches(names)
    assert pattern_of("**/" + names[-1]).matches(names)
    assert pattern_of(names[-1]).matches(names)
