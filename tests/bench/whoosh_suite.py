"""Does Whoosh's own test suite pass when its indexes are written by our codec?

    python tests/bench/whoosh_suite.py [--json] [--source DIR]

The source distribution of Whoosh 2.7.4 holds its tests, which the installed package does not; pip fetches it into a
temporary folder, or `--source` names the folder where it is unpacked. The tests run twice under pytest, each time
against the installed Whoosh: once as they are, and once with ArrayCodec as the default codec, in whatever storage they
choose. What differs is listed with the reason, which is kept here; without one, the program fails.

The suite was written for Python 2.5 to 3.4 and pytest 2. It runs on newer ones as it is, but for its `setup.cfg`,
whose section `[pytest]` is refused now: an empty configuration is given instead. One test depends on the order of a
set of strings, others on chance: hashes and random numbers are the same in every run. It is given a folder of its own
for temporary files, since all indexes in memory share one name there.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indexer.quiet import quiet
from indexer.whoosh_view.codec import ArrayCodec

with quiet():
    import whoosh.codec

RELEASE = "whoosh==2.7.4"
_REPORT = "WHOOSH_SUITE_REPORT"
_CODEC = "WHOOSH_SUITE_CODEC"

ROUNDED = "expects the length of a field as a byte holds it, which W3 keeps; ours are exact"
REASONS = {
    "test_indexing.py::test_lengths": ROUNDED,
    "test_indexing.py::test_many_lengths": ROUNDED,
    "test_mpwriter.py::test_merge_serial": ROUNDED,
    "test_mpwriter.py::test_merge_multi": ROUNDED,
    "test_quality.py::test_max_field_length": ROUNDED,
    "test_quality.py::test_minmax_field_length": ROUNDED,
}
"""Tests that pass with the stock codec only, or may do so."""

STOCK_REASONS = {
    "test_automata.py::test_minimize_dfa": "compares states that are numbered in the order of a set of strings",
}
"""Tests that fail with the stock codec, too."""


# As a plugin of pytest


def pytest_configure() -> None:
    """Put our codec in the place of Whoosh's default one, if so asked, before any test module is imported."""
    if os.environ.get(_CODEC) == "arrays":
        whoosh.codec.default_codec = lambda *_, **__: ArrayCodec()


def pytest_runtest_setup() -> None:
    """Let chance be the same in every run."""
    random.seed(0)


def pytest_runtest_logreport(report: Any) -> None:
    """Note the outcome of a test: a failure anywhere, or else that of its call."""
    if report.failed or report.when == "call" or report.skipped:
        with Path(os.environ[_REPORT]).open("a", encoding="utf-8") as file:
            print(json.dumps([report.nodeid.rpartition("/")[2], report.outcome]), file=file)


# As a program


def fetched(folder: Path) -> Path:
    """The folder with the tests, out of the source distribution that pip fetches."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, "--dest", str(folder), RELEASE], check=True, stdout=sys.stderr)
    (archive,) = folder.glob("*hoosh-*.zip")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    (tests,) = folder.glob("*/tests")
    return tests


def outcomes(tests: Path, work: Path, codec: str) -> dict[str, str]:
    """The outcome of each test, by file and name."""
    work.mkdir()
    (work / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    here = Path(__file__).resolve()
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(here.parents[2]), str(here.parent)]),
        "PYTHONHASHSEED": "0",
        "TMPDIR": str(work),
        _REPORT: str(work / "report.jsonl"),
        _CODEC: codec,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(work / "pytest.ini"), "--rootdir", str(tests.parent)]
    options = ["-p", "no:cacheprovider", "-p", here.stem, "--tb=no", "-W", "ignore"]
    done = subprocess.run([*command, *options, str(tests)], env=environment, check=False, stdout=sys.stderr)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"pytest ended with status {done.returncode}")
    lines = (work / "report.jsonl").read_text(encoding="utf-8").splitlines()
    found: dict[str, str] = {}
    for name, outcome in map(json.loads, lines):
        if found.get(name) != "failed":
            found[name] = outcome
    return found


def differences(stock: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """Each test that does not pass with either codec, and why; "" where no reason is known."""
    failed = {name: STOCK_REASONS.get(name, "") for name, outcome in stock.items() if outcome != "passed"}
    return failed | {
        name: REASONS.get(name, "")
        for name, outcome in ours.items()
        if outcome != "passed" and stock.get(name) == "passed"
    }


def main() -> None:
    """Run both and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON in the last line")
    parser.add_argument("--source", type=Path, metavar="DIR", help="folder of the unpacked source distribution")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tests = arguments.source.resolve() / "tests" if arguments.source else fetched(folder)
        stock = outcomes(tests, folder / "stock", "stock")
        ours = outcomes(tests, folder / "arrays", "arrays")
    found = differences(stock, ours)
    for test, reason in sorted(found.items()):
        print(f"{test}: {reason or 'NO REASON IS KNOWN'}")
    passed, passed_stock = (sum(outcome == "passed" for outcome in each.values()) for each in (ours, stock))
    print(f"{passed} of {len(ours)} pass with ArrayCodec, {passed_stock} of {len(stock)} with Whoosh's own")
    if arguments.json:
        print(json.dumps({"figures": {"passed": passed, "stock": passed_stock, "total": len(stock)}}))
    if not all(found.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
