"""Does the torture of `torture/run.py`, which takes half an hour, hold in the part of it that takes seconds?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY
from torture.forged import Forgery, library, made, wrong_with

from indexer import DamagedIndexError, Index

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are those of Unix")


# What is made of the same operations or paragraphs is in one program: they are made once.
PARTS = [
    ["kills", "faults"],
    ["flips", "forgeries", "refusals"],
    ["full disks"],
    ["inputs"],
    ["readers"],
    ["streams", "interrupted runs"],
]


@pytest.mark.parametrize("parts", PARTS, ids=" and ".join)
def test_nothing_is_lost_and_nothing_wrong_answered(parts: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "tests" / "torture" / "run.py", *(f"--part={part}" for part in parts)],
        env={**os.environ, "PYTHONPATH": os.fspath(REPOSITORY)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])["figures"]
    failed = {name: number for name, number in figures.items() if name.endswith("_failed")}
    assert len(failed) == len(parts)
    assert not any(failed.values())
    if parts == ["full disks"] and not figures["full_disks"]:
        pytest.skip("no file system can be mounted here, so that none can be full")
    assert all(number for name, number in figures.items() if not name.endswith(("_failed", "_s")))


def test_altered_entries_of_files_are_damage_to_whoever_adds_an_article(tmp_path: Path) -> None:
    index = library(tmp_path)
    with_files = [path.name for path in index.glob("table-*.tbl") if b"articles/" in path.read_bytes()]
    assert with_files
    for name in with_files:
        for seed in range(16):  # of the numbers that say which values a file's entry has
            assert not wrong_with(index, Forgery(name, "number4", seed), ["index"])


def test_articles_that_do_not_follow_each_other_are_damage(tmp_path: Path) -> None:
    # Arrays of as many documents as such articles seem to have took all memory, and minutes.
    index = library(tmp_path)
    copy = tmp_path / "copy"
    for segment in sorted(index.glob("*.seg")):
        for seed in range(4):
            shutil.copytree(index, copy)
            forged = made(segment.read_bytes(), Forgery(segment.name, "article_starts", seed))
            (copy / segment.name).write_bytes(forged)
            with Index(copy) as opened, pytest.raises(DamagedIndexError, match="article_starts"):
                opened.search("ferry harbour")
            shutil.rmtree(copy)
