"""How fast is the engine, how small are its indexes, and how quick its answers, beside other engines?

    python tests/bench/engine.py --passages 100000 [--rounds 3] [--json] [--plot engine.svg]

Passages are indexed from memory, as one stemmed field with positions, with their text and id stored: ours by two
processes that each write a segment (and one process that commits), tantivy by two threads, the others by one. Engines
are measured each in a process of its own and take turns, round by round; medians are reported. Queries are timed in
process, reading the query included; ours by the product's own parser. The collection is made larger than it is by
repeating it with other ids, and everything is also measured at a quarter of the size, for the growth.

The rivals' adapters, and the passages and queries, are not part of this repository (`--data`, `--rivals`); what is not
installed is left out. Memory is the sum over all processes of what each holds (PSS), while passages are read from their
file and not held.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import json
import math
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

SHARED = Path(__file__).resolve().parents[3] / "shared"
PROCESSES = 2
CHUNK = 500
KINDS = ("keyword", "phrase", "common2", "common", "rare", "prefix")
LIMIT = 10
SLOW = {"whoosh": ("keyword", "common2"), "bm25s": ("keyword", "common2", "common"), "fts5": KINDS}
MOST = {"whoosh": 100, "bm25s": 200, "fts5": 200}
"""What is asked of an engine that is slow, or cannot do the rest, and how many queries of a kind."""


class Passage(NamedTuple):
    """One document."""

    id: str
    text: str


@contextmanager
def work_folder(named: Path | None) -> Iterator[Path]:
    """The folder for indexes: the `named` one, which is kept, or a temporary one."""
    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
        yield named
    else:
        with tempfile.TemporaryDirectory(prefix="indexer-bench-") as folder:
            yield Path(folder)


def passages(data: Path, count: int) -> Iterator[Passage]:
    """The collection, again and again with other ids."""
    for turn in itertools.count():
        with gzip.open(data / "passages-100k.jsonl.gz", "rt", encoding="utf-8") as file:
            for line in itertools.islice(file, count):
                record = json.loads(line)
                text = f"{record['title']}\n{record['text']}" if record["title"] else record["text"]
                yield Passage(f"{record['id']}/{turn}" if turn else record["id"], text)
                count -= 1
        if count <= 0:
            return


def queries(data: Path) -> dict[str, list[str]]:
    """The queries by their kind."""
    found: dict[str, list[str]] = {}
    with (data / "queries-big.tsv").open(encoding="utf-8") as file:
        for line in itertools.islice(file, 1, None):
            _, kind, query, *_ = line.rstrip("\n").split("\t")
            found.setdefault(kind, []).append(query)
    return found


# Ours


class Ours:
    """Our engine, used as the product uses it, with its main field alone."""

    @staticmethod
    def build(path: str, tasks: Any, results: Any) -> None:
        """The life of a process that writes a segment, or several where memory asks for it."""
        from indexer.engine.builder import SegmentBuilder
        from indexer.engine.documents import Document, Field, Part

        fields = [Field("text", stemmed=True, scored=True)]
        builder = SegmentBuilder(Path(path), fields, prefix="MAIN_")
        files = []
        while (chunk := tasks.get()) is not None:
            for name, text in chunk:
                head = json.dumps({"id": name}).encode()
                stored = b"%b\n%b" % (head, text.encode())
                builder.add(Document(name.encode(), stored, {"text": (Part(text),)}, {}))
            if builder.full:
                files.append(builder.finish())
                builder = SegmentBuilder(Path(path), fields, prefix="MAIN_", analyzer=builder.analyzer)
        files.append(builder.finish())
        results.put([file for file in files if file is not None])

    def index(self, collection: Iterator[Passage] | Sequence[Passage], path: Path) -> None:
        """Index the passages in several processes, and commit."""
        path.mkdir(parents=True)
        context = multiprocessing.get_context("spawn")
        tasks, results = context.Queue(maxsize=8), context.Queue()
        workers = [context.Process(target=self.build, args=(str(path), tasks, results)) for _ in range(PROCESSES)]
        for worker in workers:
            worker.start()
        chunks = iter(collection)
        while chunk := [tuple(passage) for passage in itertools.islice(chunks, CHUNK)]:
            tasks.put(chunk)
        for _ in workers:
            tasks.put(None)
        from indexer.engine.commits import advance  # while the others work
        from indexer.engine.disk import sync
        from indexer.engine.generations import files_of, open_segments
        from indexer.engine.statistics import total_lengths

        files = [file for _ in workers for file in results.get()]
        for worker in workers:
            worker.join()
        entries = advance(path, [], files, {}, 1, prefix="MAIN_", merging="due")
        lengths = total_lengths(open_segments(path, entries), ["text"])
        (path / "entries.json").write_text(json.dumps([entries, lengths]))
        sync(*(path / name for name in files_of(entries)), path)

    def open(self, path: str) -> None:
        """Open the index for searching."""
        from indexer.engine.generations import SegmentEntry, open_segments
        from indexer.engine.searcher import Searcher
        from indexer.engine.statistics import CollectionStatistics
        from indexer.querying import compile_query, parse
        from indexer.ranking import PassageBM25

        entries, lengths = json.loads(Path(path, "entries.json").read_text())
        entries = [SegmentEntry(*entry) for entry in entries]
        count = sum(entry.live for entry in entries)
        statistics_ = CollectionStatistics(count, {"text": lengths[0]})
        self._searcher = Searcher(open_segments(Path(path), entries), PassageBM25(statistics_))
        today = date(2026, 1, 1)
        self._read: Callable[[str], Any] = lambda text: compile_query(parse(text, today=today))

    def search(self, query: str, k: int, kind: str) -> list[tuple[str, float]]:
        """The ids and scores of the best passages. Phrases are of stems, as the others' are."""
        if kind == "phrase":
            from indexer.analysis import stem, terms_of
            from indexer.engine.queries import Phrase

            asked: Any = Phrase("text", tuple(stem(word).encode() for word, _ in terms_of(query)))
        elif kind == "prefix":
            from indexer.engine.queries import Prefix, Terms

            asked = Terms("text", Prefix(query.encode()))
        else:
            asked = self._read(query)
        return [(match.group.decode(), match.score) for match in self._searcher.top(asked, k)]


def engine_of(name: str, rivals: Path) -> Any:
    """The adapter of an engine."""
    if name == "indexer":
        return Ours()
    spec = importlib.util.spec_from_file_location("engines", rivals / "engines.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ENGINES[name]()


# Measurements, each in a process of its own


def measure_indexing(name: str, options: argparse.Namespace) -> dict[str, float]:
    """Seconds, CPU seconds of all processes, and the bytes of the index."""
    collection = list(passages(options.data, options.passages))
    octets = sum(len(passage.text.encode()) for passage in collection)
    engine = engine_of(name, options.rivals)
    path = options.work / f"{name}-{options.passages}"
    shutil.rmtree(path, ignore_errors=True)
    given: Any = collection
    if name != "indexer":
        given = [{"id": passage.id, "title": "", "text": passage.text} for passage in collection]
    wall, cpu = time.perf_counter(), _cpu()
    if name == "indexer":
        engine.index(given, path)
    else:
        engine.index(given, str(path), min(PROCESSES, engine.max_threads) if name == "tantivy" else 1)
    return {
        "wall": time.perf_counter() - wall,
        "cpu": _cpu() - cpu,
        "size": sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
        "text": octets,
    }


def measure_searching(name: str, options: argparse.Namespace) -> dict[str, list[float]]:
    """Milliseconds of every query, by kind, after one pass to warm up."""
    engine = engine_of(name, options.rivals)
    engine.open(str(options.work / f"{name}-{options.passages}"))
    found: dict[str, list[float]] = {}
    for kind, texts in queries(options.data).items():
        if kind not in SLOW.get(name, KINDS) or kind not in KINDS:
            continue
        asked = [text.rstrip("*") for text in texts][: MOST.get(name)]
        how = kind if kind in {"phrase", "prefix"} else "or"
        for measured in (False, True):
            times = []
            for text in asked if measured or name not in SLOW else asked[:20]:
                begin = time.perf_counter()
                engine.search(text, LIMIT, how)
                times.append((time.perf_counter() - begin) * 1e3)
            found[kind] = times
    return found


def measure_memory(_name: str, options: argparse.Namespace) -> dict[str, float]:
    """The most that all processes hold together while indexing, in MB."""
    path = options.work / f"memory-{options.passages}"
    shutil.rmtree(path, ignore_errors=True)
    most = 0.0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.05):
            most = max(most, _held())

    watcher = threading.Thread(target=watch)
    watcher.start()
    Ours().index(passages(options.data, options.passages), path)
    ended.set()
    watcher.join()
    shutil.rmtree(path)
    return {"peak": most}


def measure_cold(_name: str, options: argparse.Namespace) -> dict[str, list[float]]:
    """Seconds of `indexer search` as a new process, and of a Python that imports what it cannot do without."""
    from indexer.index import Index
    from indexer.model.articles import Article

    path = options.work / f"product-{options.passages}"
    with Index(path) as index:
        if not index.exists():
            index.add(
                Article(passage.text, title=passage.id, path=passage.id)
                for passage in passages(options.data, options.passages)
            )
    program = [str(Path(sys.executable).with_name("indexer")), "search", "--index", str(path), "-q"]
    floor = [sys.executable, "-c", "import numpy, click"]
    found: dict[str, list[float]] = {"cold": [], "floor": []}
    for text in [*queries(options.data)["keyword"][:3], *queries(options.data)["keyword"][:20]]:
        for kind, command in (("cold", [*program, text]), ("floor", floor)):
            begin = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            found[kind].append(time.perf_counter() - begin)
    return {kind: times[3:] for kind, times in found.items()}


def _cpu() -> float:
    own = os.times()
    return own.user + own.system + own.children_user + own.children_system


def _held() -> float:
    """The proportional share of memory, in MB, of this process and all below it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    mine = {os.getpid()}
    while more := {process for process, parent in parents.items() if parent in mine} - mine:
        mine |= more
    total = 0
    for process in mine:
        try:
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


MEASUREMENTS: dict[str, Callable[[str, argparse.Namespace], Any]] = {
    "indexing": measure_indexing,
    "searching": measure_searching,
    "memory": measure_memory,
    "cold": measure_cold,
}


def in_a_process(what: str, name: str, options: argparse.Namespace, count: int) -> Any:
    """The outcome of a measurement made in a process of its own; None where the engine is not there."""
    command = [sys.executable, "-W", "ignore", __file__, "--passages", str(count), "--work", str(options.work)]
    command += ["--data", str(options.data), "--rivals", str(options.rivals), "--measure", what, name]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        print(f"{name}: {what} left out: {(done.stderr.strip().splitlines() or ['?'])[-1]}", file=sys.stderr)
        return None
    return json.loads(done.stdout.splitlines()[-1])


# The whole run


class Results:
    """What was measured of each engine at each size."""

    def __init__(self) -> None:
        self.indexing: dict[tuple[str, int], list[dict[str, float]]] = {}
        self.searching: dict[tuple[str, int], list[dict[str, list[float]]]] = {}

    def index(self, name: str, count: int, figure: str) -> float:
        """A figure of indexing: the median over the rounds."""
        rounds = self.indexing.get((name, count), [])
        return statistics.median(one[figure] for one in rounds) if rounds else math.nan

    def query(self, name: str, count: int, kind: str, share: float) -> float:
        """The share-quantile of a kind's latencies: the median over the rounds. A share of 0 is the mean."""
        rounds = [one[kind] for one in self.searching.get((name, count), []) if one.get(kind)]
        if not rounds:
            return math.nan
        if not share:
            return statistics.median(statistics.fmean(times) for times in rounds)
        return statistics.median(sorted(times)[min(len(times) - 1, int(share * len(times)))] for times in rounds)


def run(options: argparse.Namespace) -> tuple[tuple[dict[str, float], ...], Results, tuple[int, int]]:
    """Measure everything; the figures at full size and at a quarter of it, all results, and the two sizes."""
    sizes = (options.passages // 4, options.passages)
    results = Results()
    names = ["indexer", "tantivy", "fts5", "bm25s", "whoosh"]
    for round_ in range(options.rounds):
        for what, kept in (("indexing", results.indexing), ("searching", results.searching)):
            for count in sizes:
                for name in names:
                    if name == "whoosh" and (round_ or count > options.most_whoosh):
                        continue
                    outcome = in_a_process(what, name, options, count)
                    if outcome is not None:
                        kept.setdefault((name, count), []).append(outcome)
                        print(f"round {round_ + 1}: {what} {name} {count}", file=sys.stderr)
    memory = in_a_process("memory", "indexer", options, options.passages)
    cold = in_a_process("cold", "indexer", options, min(options.passages, 100_000))
    small = sizes[0] // 4, sizes[0]
    both = figures(results, sizes, memory, cold), figures(results, small, None, None)
    return both, results, sizes


def figures(results: Results, sizes: tuple[int, int], memory: Any, cold: Any) -> dict[str, float]:
    """The figures that matter, most of them as ratios."""
    quarter, whole = sizes
    index, query = results.index, results.query

    def faster(name: str, count: int = whole) -> float:
        return index(name, count, "wall") / index("indexer", count, "wall")

    def growth(small: float, large: float) -> float:
        return math.log(large / small) / math.log(whole / quarter)

    slow = whole if ("whoosh", whole) in results.indexing else quarter
    return {
        "passages": whole,
        "text_mb": index("indexer", whole, "text") / 1e6,
        "index_mb_per_second": index("indexer", whole, "text") / 1e6 / index("indexer", whole, "wall"),
        "index_vs_whoosh": faster("whoosh", slow),
        "index_vs_tantivy": faster("tantivy"),
        "index_vs_fts5": faster("fts5"),
        "index_vs_bm25s": faster("bm25s"),
        "index_cpu_vs_tantivy": index("indexer", whole, "cpu") / index("tantivy", whole, "cpu"),
        "size_vs_tantivy": index("indexer", whole, "size") / index("tantivy", whole, "size"),
        "size_vs_text": index("indexer", whole, "size") / index("indexer", whole, "text"),
        "index_peak_mb": memory["peak"] if memory else math.nan,
        "query_p50_ms": query("indexer", whole, "keyword", 0.5),
        "query_p99_ms": query("indexer", whole, "keyword", 0.99),
        "query_p50_vs_tantivy": query("indexer", whole, "keyword", 0.5) / query("tantivy", whole, "keyword", 0.5),
        "query_p99_vs_tantivy": query("indexer", whole, "keyword", 0.99) / query("tantivy", whole, "keyword", 0.99),
        "phrase_p50_vs_tantivy": query("indexer", whole, "phrase", 0.5) / query("tantivy", whole, "phrase", 0.5),
        "common_vs_fts5": query("fts5", whole, "common2", 0) / query("indexer", whole, "common2", 0),
        "common_vs_bm25s": query("bm25s", whole, "common2", 0) / query("indexer", whole, "common2", 0),
        "query_vs_whoosh": query("whoosh", slow, "keyword", 0.5) / query("indexer", slow, "keyword", 0.5),
        "cold_vs_floor": statistics.median(cold["cold"]) / statistics.median(cold["floor"]) if cold else math.nan,
        "cold_seconds": statistics.median(cold["cold"]) if cold else math.nan,
        "index_exponent": growth(index("indexer", quarter, "wall"), index("indexer", whole, "wall")),
        "query_exponent": growth(query("indexer", quarter, "keyword", 0.5), query("indexer", whole, "keyword", 0.5)),
    }


def table(results: Results, sizes: tuple[int, int]) -> str:
    """Every engine's figures, in Markdown."""
    lines = [
        "| passages | engine | index s (CPU) | MB/s | size / text | keyword p50 / p99 ms | phrase p50 | common2 mean |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count in sizes:
        for name in dict.fromkeys(name for name, size in results.indexing if size == count):
            index, query = results.index, results.query
            wall, text = index(name, count, "wall"), index(name, count, "text")
            lines.append(
                f"| {count:,} | {name} | {wall:.2f} ({index(name, count, 'cpu'):.1f}) | {text / 1e6 / wall:.1f}"
                f" | {index(name, count, 'size') / text:.2f}"
                f" | {query(name, count, 'keyword', 0.5):.2f} / {query(name, count, 'keyword', 0.99):.2f}"
                f" | {query(name, count, 'phrase', 0.5):.2f} | {query(name, count, 'common2', 0):.2f} |"
            )
    return "\n".join(lines)


def plot(results: Results, sizes: tuple[int, int]) -> str:
    """Indexing time and size against the number of passages, as SVG; both axes are logarithmic."""
    panels = (("seconds to index", "wall", 1.0), ("index, MB", "size", 1e6))
    colors = {"indexer": "#c0392b", "tantivy": "#2c3e50", "fts5": "#2980b9", "bm25s": "#27ae60", "whoosh": "#8e44ad"}
    width, height, left, bottom = 380, 300, 60, 40
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * width}" height="{height + 20}" font-size="12"'
            ' font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>'
        )
    ]
    for panel, (title, figure, unit) in enumerate(panels):
        points = {
            name: [
                (count, results.index(name, count, figure) / unit)
                for count in sizes
                if (name, count) in results.indexing
            ]
            for name in colors
        }
        values = [value for line in points.values() for _, value in line]
        low, high = math.log10(min(values)) - 0.15, math.log10(max(values)) + 0.15

        def x(count: float, panel: int = panel) -> float:
            span = math.log(sizes[1] / sizes[0])
            return panel * width + left + math.log(count / sizes[0]) / span * (width - left - 90)

        def y(value: float, low: float = low, high: float = high) -> float:
            return height - bottom - (math.log10(value) - low) / (high - low) * (height - bottom - 30)

        parts.append(f'<text x="{panel * width + left}" y="18">{title}</text>')
        parts += [f'<text x="{x(n):.0f}" y="{height - 18}" text-anchor="middle">{n:,}</text>' for n in sizes]
        for power in range(math.ceil(low), math.floor(high) + 1):
            level = y(10.0**power)
            parts.append(
                f'<text x="{panel * width + left - 8}" y="{level + 4:.0f}" text-anchor="end">{10.0**power:g}</text>'
            )
            parts.append(f'<path d="M{x(sizes[0]):.0f} {level:.0f}H{x(sizes[1]):.0f}" stroke="#ddd"/>')
        for name, line in points.items():
            path = " ".join(f"{'L' if place else 'M'}{x(c):.1f} {y(v):.1f}" for place, (c, v) in enumerate(line))
            parts.append(f'<path d="{path}" fill="none" stroke="{colors[name]}" stroke-width="2"/>')
            parts += [f'<circle cx="{x(c):.1f}" cy="{y(v):.1f}" r="3" fill="{colors[name]}"/>' for c, v in line]
            if line:
                end = line[-1]
                place = f'x="{x(end[0]) + 8:.0f}" y="{y(end[1]) + 4:.0f}"'
                parts.append(f'<text {place} fill="{colors[name]}">{name} {end[1]:.3g}</text>')
    return "".join([*parts, "</svg>\n"])


def main() -> int:
    """Run the benchmark, or one measurement of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object, last")
    parser.add_argument("--plot", type=Path, help="draw time and size against the number of passages into this file")
    parser.add_argument("--work", type=Path, help="where indexes are made; removed afterwards unless it is named")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "passages")
    parser.add_argument("--rivals", type=Path, default=SHARED / "bench")
    parser.add_argument("--most-whoosh", type=int, default=100_000, help="passages that plain Whoosh is asked to index")
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "ENGINE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, name = options.measure
        print(json.dumps(MEASUREMENTS[what](name, options)))
        return 0
    with work_folder(options.work) as options.work:
        found, results, sizes = run(options)
    print(table(results, sizes))
    print(f"load average {os.getloadavg()[0]:.1f}, {options.rounds} rounds")
    if options.plot:
        options.plot.write_text(plot(results, sizes))
    if options.json:
        clean = [{key: round(v, 4) for key, v in figures_.items() if not math.isnan(v)} for figures_ in found]
        print(json.dumps({"figures": clean[0], "figures_at_a_quarter": clean[1]}))
    else:
        for key, value in found[0].items():
            print(f"{key:24} {value:.3f} {found[1][key]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
