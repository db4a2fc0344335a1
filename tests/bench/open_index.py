"""How much of what the engine can does the product give?

    python tests/bench/open_index.py --json [--only search,add] [--passages 100000] [--rounds 3]

Everything is measured through `indexer.Index` and the command, on articles: the passages of one document of the
collection, joined; beyond its size, passages of different documents joined, so that no article is like another. Engines
are measured each in a process of its own (`product.py`) and take turns, round by round; medians are reported.

search: a search, 10 hits with snippets, in the order of passages (that of articles is a cost of its own), against the
  engine's searcher kept open (`search_vs_engine`) and tantivy with its own snippets (`search_vs_tantivy`,
  `search_p99_vs_tantivy`); 1,000 hits without snippets (`limit_1000_ms`).
bilingual: words with inflections where every other article is German, against the same words and articles, all English
  (`bilingual_vs_single`).
size: the index's bytes against its articles' texts and titles (`size_vs_text`).
add: adding one article (`add_one_s`), and to an index four times as large (`add_one_growth`).
folder: small files, nothing changed and 1 % changed, against recollindex (`idle_vs_recoll`, `changed_vs_recoll`).
before: the engine alone by `engine.py` against an earlier revision: speed (`index_vs_before`), time of a query
  (`query_vs_before`).
memory: private memory of all processes together while indexing, the most of three collections (`peak_mb`).

Seconds and milliseconds are CPU time, scaled to a machine on which `import numpy` takes 100 ms, measured in the same
run; only the part `folder` compares wall time, as recollindex works in threads. The passages, queries and rivals are
not part of this repository (`--data`, `--rivals`).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import folder as folders
from engine import SHARED, work_folder

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from memory import peak_of

REPOSITORY = Path(__file__).resolve().parents[2]
BEFORE = "f7609ce"
"""The last commit before an open index was kept, and before the index's format 4."""

SCALE_MS = 100.0
WORST = 0.99


def measured(what: str, index: Path, options: argparse.Namespace, passages: int, *more: str) -> Any:
    """The outcome of a measurement of `product.py` in a process of its own."""
    program = str(Path(__file__).with_name("product.py"))
    command = [sys.executable, "-W", "ignore", program, what, "--index", str(index), "--passages", str(passages)]
    command += ["--data", str(options.data), "--rivals", str(options.rivals), *more]
    print(f"{what} {index.name}", file=sys.stderr)
    return json.loads(run(command).splitlines()[-1])


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """What a program prints. Raises SystemExit where it fails."""
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, **(environment or {})}
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {done.stderr[-2000:]}")
    return done.stdout


def numpy_ms() -> float:
    """Milliseconds of CPU time that `import numpy` takes in a new process: the median of several."""
    program = "import time; t = time.process_time(); import numpy; print((time.process_time() - t) * 1e3)"
    return statistics.median(float(run([sys.executable, "-c", program])) for _ in range(7))


def quantile(times: Sequence[float], share: float) -> float:
    """The value that so large a share of `times` are below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


# The parts, each of which gives some of the figures


class Bench:
    """One run: where its indexes are, and what is needed by several parts."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.work: Path = options.work
        self.built: dict[str, dict[str, float]] = {}
        self.scale = SCALE_MS / numpy_ms()

    def index(self, kind: str = "single", passages: int = 0) -> Path:
        """An index of the articles, built when it is first asked for; `built` says how large it is."""
        passages = passages or self.options.passages
        path = self.work / f"{kind}-{passages}"
        outcome = path.with_suffix(".json")
        if not outcome.exists():
            what = "build_tantivy" if kind == "tantivy" else "build"
            more = ["--bilingual"] if kind == "bilingual" else []
            outcome.write_text(json.dumps(measured(what, path, self.options, passages, *more)), encoding="utf-8")
        self.built[path.name] = json.loads(outcome.read_text(encoding="utf-8"))
        return path

    def rounds(self, *measurements: tuple[str, Path]) -> list[list[Any]]:
        """The outcomes of measurements that take turns: for each, one of each round."""
        options = self.options
        turns = [
            [measured(what, path, options, options.passages) for what, path in measurements]
            for _ in range(options.rounds)
        ]
        return [list(outcomes) for outcomes in zip(*turns, strict=True)]

    def search(self) -> dict[str, float]:
        """Searching, beside the engine alone and beside tantivy."""
        index, tantivy = self.index(), self.index("tantivy")
        product, kept, rival, long = self.rounds(
            ("search_product", index), ("search_kept", index), ("search_tantivy", tantivy), ("search_long", index)
        )

        def at(rounds: Sequence[Sequence[float]], share: float) -> float:
            return statistics.median(quantile(times, share) for times in rounds)

        for name, times in (("product", product), ("engine", kept), ("tantivy", rival), ("1,000 hits", long)):
            print(f"{name:10} p50 {at(times, 0.5):.3f} ms, p99 {at(times, WORST):.3f} ms")
        return {
            "search_vs_engine": at(product, 0.5) / at(kept, 0.5),
            "search_vs_tantivy": at(product, 0.5) / at(rival, 0.5),
            "search_p99_vs_tantivy": at(product, WORST) / at(rival, WORST),
            "limit_1000_ms": at(long, 0.5) * self.scale,
        }

    def bilingual(self) -> dict[str, float]:
        """Words with inflections in an index of two languages, and in an index of one."""
        both, one = self.rounds(("search_inflected", self.index("bilingual")), ("search_inflected", self.index()))
        medians = [statistics.median(quantile(times, 0.5) for times in rounds) for rounds in (both, one)]
        print(f"bilingual {medians[0]:.3f} ms, single {medians[1]:.3f} ms")
        return {"bilingual_vs_single": medians[0] / medians[1]}

    def add(self) -> dict[str, float]:
        """Adding one article, to an index and to one four times as large."""
        small, large = self.rounds(
            ("add_one", self.index()), ("add_one", self.index(passages=4 * self.options.passages))
        )
        seconds = [statistics.median(statistics.median(times) for times in rounds) for rounds in (small, large)]
        print(f"adding one: {seconds[0]:.3f} s, to four times as many {seconds[1]:.3f} s")
        return {"add_one_s": seconds[0] * self.scale, "add_one_growth": seconds[1] / seconds[0]}

    def size(self) -> dict[str, float]:
        """The index's size."""
        built = self.built[self.index().name]
        return {"size_vs_text": built["size"] / built["text"]}

    def folder(self) -> dict[str, float]:
        """Small files, with nothing changed and with 1 % changed; wall time, in which recollindex has its threads."""
        tools = [tool for tool in folders.installed() if tool.name in {"indexer", "recollindex"}]
        if len(tools) < 2:
            print("folder left out: recollindex is not installed", file=sys.stderr)
            return {}
        source, work = self.work / "files", self.work / "folder"
        work.mkdir()
        folders.write_files(source, self.options.data / "passages-100k.jsonl.gz", self.options.files)
        time.sleep(2.5)  # past the clock tick of any file system
        rows = {
            (row["tool"], row["run"]): row["times_ours"]
            for row in folders.summary(folders.run(source, work, tools, self.options.rounds))
        }
        idle, changed = (float(str(rows["recollindex", what])) for what in ("unchanged", "1% changed"))
        return {"idle_vs_recoll": 1 / idle, "changed_vs_recoll": 1 / changed}

    def before(self) -> dict[str, float]:
        """The engine alone, measured by each revision's own `engine.py`, in turns."""
        tree = self.work / "before"
        git = ["git", "-C", str(REPOSITORY), "worktree"]
        run([*git, "add", "--detach", str(tree), self.options.before])
        found: dict[tuple[str, str], list[Any]] = {}
        try:
            for _, (name, root), what in itertools.product(
                range(self.options.rounds), (("before", tree), ("now", REPOSITORY)), ("indexing", "searching")
            ):
                found.setdefault((name, what), []).append(self.engine(root, what, name))
        finally:
            run([*git, "remove", "--force", str(tree)])

        def median(name: str, what: str, figure: Callable[[Any], float]) -> float:
            return statistics.median(map(figure, found[name, what]))

        index = {name: median(name, "indexing", lambda one: one["cpu"]) for name in ("before", "now")}
        wall = {name: median(name, "indexing", lambda one: one["wall"]) for name in ("before", "now")}
        query = {name: median(name, "searching", lambda one: quantile(one["keyword"], 0.5)) for name in index}
        for name in ("before", "now"):
            times = f"{index[name]:.2f} s of CPU, {wall[name]:.2f} s"
            print(f"engine {name}: indexing {times}; query {query[name]:.3f} ms")
        return {
            "index_vs_before": index["before"] / index["now"],
            "query_vs_before": query["now"] / query["before"],
        }

    def engine(self, root: Path, what: str, name: str) -> Any:
        """A measurement of the engine alone by the `engine.py` of one revision."""
        command = [sys.executable, "-W", "ignore", str(root / "tests" / "bench" / "engine.py")]
        command += ["--passages", str(self.options.passages), "--work", str(self.work / f"engine-{name}")]
        command += ["--data", str(self.options.data), "--rivals", str(self.options.rivals)]
        print(f"{what} {name}", file=sys.stderr)
        return json.loads(run([*command, "--measure", what, "indexer"], {"PYTHONPATH": str(root)}).splitlines()[-1])

    def memory(self) -> dict[str, float]:
        """The most private memory that all processes of `indexer index --jobs 2` hold at a time, of any collection."""
        peaks: dict[str, float] = {}
        for passages in self.options.memory_passages:
            files = self.work / f"records-{passages}"
            measured("write_files", files, self.options, passages)
            peaks[f"{passages:,} passages"] = peak_mb([files], self.work / f"memory-{passages}")
            shutil.rmtree(files)
        mixed = [self.options.data.parent / name for name in ("html", "pasted", "zoo")]
        peaks["mixed files"] = peak_mb([path for path in mixed if path.exists()], self.work / "memory-mixed")
        for name, peak in peaks.items():
            print(f"{name}: {peak:.0f} MB of private memory")
        return {"peak_mb": max(peaks.values())}


def peak_mb(sources: Sequence[Path], index: Path) -> float:
    """The most private memory, in MB, of `indexer index` and its workers together; what is mapped is not counted."""
    command = [str(Path(sys.executable).with_name("indexer")), "index", "-q", "--jobs", "2", "--index", str(index)]
    # Files of the collection that cannot be read make the exit status 1.
    process = subprocess.Popen([*command, *map(str, sources)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = peak_of(process)
    shutil.rmtree(index, ignore_errors=True)
    return most


PARTS = ("search", "bilingual", "size", "add", "folder", "before", "memory")


def main() -> int:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help=f"the parts to run, of {', '.join(PARTS)}")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=20_000, help="small files of the part `folder`")
    parser.add_argument(
        "--memory-passages",
        type=lambda text: [int(part) for part in text.split(",") if part],
        default=[400_000, 1_600_000],
        help="sizes of the collections of the part `memory`, beside a folder of mixed files",
    )
    parser.add_argument(
        "--before",
        default=BEFORE,
        help=f"the git revision that the part `before` compares with (default {BEFORE}, the last one before an open "
        "index was kept and before the index's format 4); it is checked out into a temporary worktree",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object, last")
    parser.add_argument("--work", type=Path, help="a folder for indexes, kept and used again")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "passages")
    parser.add_argument("--rivals", type=Path, default=SHARED / "bench")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures: dict[str, float] = {}
    with work_folder(options.work) as options.work:
        bench = Bench(options)
        for part in PARTS:
            if part in parts:
                figures |= getattr(bench, part)()
    print(f"load average {os.getloadavg()[0]:.1f}, {options.rounds} rounds, times scaled by {bench.scale:.2f}")
    if options.json:
        print(json.dumps({"figures": {key: round(value, 4) for key, value in figures.items()}}))
    else:
        for key, value in figures.items():
            print(f"{key:24} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
