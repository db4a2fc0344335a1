"""How long does it take to index 20,000 small text files, for the first time, again, renamed, and with 1 % changed?

    python tests/bench/folder.py [--files 20000] [--rounds 3] [--json]

Beside `indexer` run those of its rivals that are installed: `recollindex` (recollcmd in Debian), `omindex`
(xapian-omega), and plain Whoosh doing nothing but the indexing, in one process. They take turns, round by round; the
medians are reported, with the ratio of each rival's time to ours. CPU time is that of all processes of a run; memory is
the largest process's peak.

The files are written from passages of about 100 words that are not part of this repository (`--passages`).
"""

from __future__ import annotations

import argparse
import compileall
import gzip
import importlib.util
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

PASSAGES = Path(__file__).resolve().parents[3] / "shared" / "data" / "passages" / "passages-100k.jsonl.gz"

WHOOSH = """
import os, sys, warnings
warnings.simplefilter("ignore")
from whoosh import fields, index
from whoosh.analysis import StemmingAnalyzer
source, target = sys.argv[1:]
os.makedirs(target)
schema = fields.Schema(path=fields.ID(stored=True), text=fields.TEXT(analyzer=StemmingAnalyzer(), stored=True))
writer = index.create_in(target, schema).writer(limitmb=128)
for folder, _, names in os.walk(source):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            writer.add_document(path=path, text=file.read())
writer.commit()
"""


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds of wall and CPU time, and the largest process's peak memory in MB."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Tool:
    """A program that indexes a folder: how to run it on `source` with its index in `target`; whether it can update, and
    whether it knows a folder again that was renamed."""

    name: str
    command: Callable[[Path, Path], list[str]]
    updates: bool = True
    renames: bool = False


def recoll(source: Path, target: Path) -> list[str]:
    target.mkdir(parents=True, exist_ok=True)
    (target / "recoll.conf").write_text(f"topdirs = {source}\nloglevel = 1\n")
    return ["recollindex", "-c", str(target)]


def omega(source: Path, target: Path) -> list[str]:
    return ["omindex", "--db", str(target), "--url", "/", str(source)]


def ours(source: Path, target: Path) -> list[str]:
    return [str(Path(sys.executable).parent / "indexer"), "index", "-q", "--index", str(target), str(source)]


def compile_package() -> None:
    """Compile the package's modules, as pip does when it installs them."""
    package = importlib.util.find_spec("indexer")
    assert package is not None
    for folder in package.submodule_search_locations or ():
        compileall.compile_dir(folder, quiet=1)


def whoosh(source: Path, target: Path) -> list[str]:
    return [sys.executable, "-c", WHOOSH, str(source), str(target)]


def installed() -> list[Tool]:
    tools = [Tool("indexer", ours, renames=True)]
    if shutil.which("recollindex"):
        tools.append(Tool("recollindex", recoll))
    if shutil.which("omindex"):
        tools.append(Tool("omindex", omega))
    return [*tools, Tool("plain Whoosh", whoosh, updates=False)]


def measure(command: list[str]) -> Cost:
    """Run a command to its end and take the system's own account of it."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed with {process.returncode}: {complaint.decode(errors='replace')[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_files(folder: Path, passages: Path, count: int) -> int:
    """Write `count` passages as a text file each, 500 to a folder; return their bytes."""
    size = 0
    with gzip.open(passages, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(itertools.islice(lines, count)):
            record = json.loads(line)
            path = folder / f"{number // 500:03d}" / f"{number:06d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            title = f"{record['title']}\n\n" if record.get("title") else ""
            size += path.write_text(f"{title}{record['text']}\n", encoding="utf-8")
    return size


def change_some(folder: Path, round_: int) -> Iterator[Path]:
    """Add a sentence to every hundredth file."""
    for path in sorted(folder.rglob("*.txt"))[::100]:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\nThis sentence was added in round {round_}.\n")
        yield path


def run(source: Path, work: Path, tools: list[Tool], rounds: int) -> dict[str, dict[str, list[Cost]]]:
    compile_package()
    costs: dict[str, dict[str, list[Cost]]] = {tool.name: {} for tool in tools}

    def note(tool: Tool, what: str, folder: Path = source) -> None:
        target = work / tool.name.replace(" ", "-")
        cost = measure(tool.command(folder, target))
        costs[tool.name].setdefault(what, []).append(cost)
        print(
            f"{tool.name:<14} {what:<10} {cost.wall:7.2f} s  CPU {cost.cpu:7.2f} s  {cost.memory:6.0f} MB",
            file=sys.stderr,
        )

    for round_ in range(1, rounds + 1):
        for tool in tools:
            shutil.rmtree(work / tool.name.replace(" ", "-"), ignore_errors=True)
            note(tool, "first")
        for tool in tools:
            if tool.updates:
                note(tool, "unchanged")
        for tool in tools:
            if tool.renames:
                moved = source.rename(source.with_name("renamed"))
                note(tool, "renamed", moved)
                moved.rename(source)
                note(tool, "renamed", source)
        list(change_some(source, round_))
        time.sleep(2.5)  # past the clock tick of any file system, so that no tool has to doubt the times
        for tool in tools:
            if tool.updates:
                note(tool, "1% changed")
    return costs


def summary(costs: dict[str, dict[str, list[Cost]]]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, kinds in costs.items():
        for what, measured in kinds.items():
            wall = statistics.median(cost.wall for cost in measured)
            our = statistics.median(cost.wall for cost in costs["indexer"][what])
            rows.append(
                {
                    "tool": name,
                    "run": what,
                    "seconds": round(wall, 2),
                    "cpu_seconds": round(statistics.median(cost.cpu for cost in measured), 2),
                    "memory_mb": round(max(cost.memory for cost in measured)),
                    "times_ours": round(wall / our, 2),
                }
            )
    return rows


def renamed_vs_idle(rows: list[dict[str, object]]) -> float:
    """How many times as long our run over the renamed folder takes as one over an unchanged one."""
    seconds = {row["run"]: float(str(row["seconds"])) for row in rows if row["tool"] == "indexer"}
    return round(seconds["renamed"] / seconds["unchanged"], 2)


def figures(rows: list[dict[str, object]]) -> dict[str, float]:
    """The figures that are held to a limit. `folder_vs_recoll` is how many times as long recollindex takes for the
    first run, where it is installed."""
    found = {"rename_vs_idle": renamed_vs_idle(rows)}
    for row in rows:
        if (row["tool"], row["run"]) == ("recollindex", "first"):
            found["folder_vs_recoll"] = float(str(row["times_ours"]))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--passages", type=Path, default=PASSAGES)
    options.add_argument("--json", action="store_true", help="print the medians as JSON")
    arguments = options.parse_args()
    tools = installed()
    with tempfile.TemporaryDirectory(prefix="indexer-bench-") as temporary:
        source, work = Path(temporary, "articles"), Path(temporary, "work")
        work.mkdir()
        size = write_files(source, arguments.passages, arguments.files)
        time.sleep(2.5)
        rows = summary(run(source, work, tools, arguments.rounds))
    report = {
        "files": arguments.files,
        "bytes": size,
        "rounds": arguments.rounds,
        "load": os.getloadavg()[0],
        "figures": figures(rows),
        "runs": rows,
    }
    if arguments.json:
        print(json.dumps(report, indent=2))
    else:
        print(f"{arguments.files} files, {size / 1e6:.1f} MB, medians of {arguments.rounds} rounds")
        for row in rows:
            print(
                f"{row['tool']:<14} {row['run']:<10} {row['seconds']:>7} s  CPU {row['cpu_seconds']:>7} s"
                f"  {row['memory_mb']:>5} MB  {row['times_ours']:>6} times ours"
            )


if __name__ == "__main__":
    main()
