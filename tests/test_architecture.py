"""Do the rooms of the package belong together as its architecture says?"""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from indexer.index import Index

PACKAGE = Path(__file__).resolve().parents[1] / "indexer"

# Each room may use those before it.
ROOMS = (
    "reasons",
    "errors",
    "quiet",
    "installing",
    "address",
    "model",
    "random_names",
    "arrays",
    "text",
    "reading",
    "cleaning",
    "passages",
    "analysis",
    "engine",
    "fields",
    "querying",
    "whoosh_view",
    "similarity",
    "store",
    "ranking",
    "arguments",
    "indexing",
    "searching",
    "index",
    "evaluation",
    "cli",
)
KNOW_WHOOSH = {"whoosh_view", "quiet"}
HEAVY = {
    *("lxml", "py3langid", "numpy", "backports", "charset_normalizer", "rich", "bs4", "whoosh", "Stemmer", "ftfy"),
    *("brotli", "email", "pypdfium2", "trafilatura", "readability", "cssselect", "prompt_toolkit"),
    *("markdown_it", "yaml", "pathspec", "webencodings"),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The dotted name of a module, without the package's."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def room_of(path: Path) -> str:
    return name_of(path).partition(".")[0]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the tests look at in a module; its tree itself is not kept: with those of all modules, the garbage collector
    would have a million objects to look through in each test after these.

    `imports` are the modules that it imports anywhere, as `indexer.room.module` or `library`, and `names` what it takes
    from modules of the package, as (module, name); `calls` what it calls by a name, and `raises` what it raises, as
    source.
    """

    docstring: str | None
    imports: tuple[str, ...]
    relative: bool
    names: tuple[tuple[str, str], ...]
    calls: frozenset[str]
    raises: frozenset[str]
    declares: bool


@cache
def facts_of(path: Path) -> Facts:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports: list[str] = []
    names: list[tuple[str, str]] = []
    calls: set[str] = set()
    raises: set[str] = set()
    relative = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            relative |= node.level != 0 or node.module is None
            module = node.module or ""
            imports.append(module)
            if module == "indexer":
                imports += (f"indexer.{alias.name}" for alias in node.names)
            if module.startswith("indexer"):
                names += ((module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Call):
            calls.add(_dotted(node.func))
        elif isinstance(node, ast.Raise) and node.exc is not None:
            raises.add(ast.unparse(node.exc))
    declares = any(not isinstance(node, ast.Expr) for node in tree.body)
    docstring = ast.get_docstring(tree)
    return Facts(docstring, tuple(imports), relative, tuple(names), frozenset(calls), frozenset(raises), declares)


def _dotted(node: ast.expr) -> str:
    """The source of a name with dots; "" for any other expression."""
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return before and f"{before}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


# Each rule is one test of all modules: as a test for each of 370 modules, most of the time would go to running tests.
INNER = [path for path in MODULES if name_of(path) not in {"__init__", "__main__"}]


def test_every_room_has_its_place() -> None:
    assert {room_of(path) for path in MODULES} - {"__init__", "__main__"} == set(ROOMS)


def test_the_table_of_the_rooms_has_all_of_them_in_this_order() -> None:
    table = (PACKAGE / "README.md").read_text(encoding="utf-8").split("| room | its question |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)/?` \|", table, re.MULTILINE) == list(ROOMS)


def test_all_that_the_walks_name_is_where_they_say() -> None:
    page = (PACKAGE / "README.md").read_text(encoding="utf-8").split("\n## The rooms")[0]
    rows = re.findall(r"^\| \d+ \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    assert len(rows) == 24
    for rooms, text in rows:
        known = _names_in({*re.findall(r"\w+", rooms), "model"})
        for name in re.findall(r"`([\w./]+)`", text):
            first, *others = name.removesuffix(".py").replace("/", ".").split(".")
            in_room = _names_in({first}) if first in ROOMS else known
            assert first in ROOMS or first in known, f"{rooms}: {name}"
            assert set(others) <= in_room | known, f"{rooms}: {name}"


def _names_in(rooms: set[str]) -> set[str]:
    """The modules of some rooms, what is public in them, and the methods of their classes."""
    found: set[str] = set()
    for path in MODULES:
        if room_of(path) in rooms:
            module = loaded(path)
            public = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
            found |= {*name_of(path).split("."), *public}
            found.update(*(dir(value) for value in public.values() if isinstance(value, type)))
    return found


@pytest.mark.parametrize("room", ["engine", "whoosh_view", "cli"])
def test_the_page_has_all_modules_of_a_room_of_which_it_lists_them(room: str) -> None:
    section = (PACKAGE / "README.md").read_text(encoding="utf-8").split(f"\n## `{room}/`: ")[1].split("\n## ")[0]
    named = {name for code in re.findall(r"`([^`]+)`", section) for name in re.findall(r"\w+", code)}
    inside = {path.stem for path in (PACKAGE / room).iterdir() if path.suffix == ".py" or path.is_dir()}
    assert not {name for name in inside if not name.startswith("_")} - named


def test_imports_go_downwards_only() -> None:
    relative = [name_of(path) for path in INNER if facts_of(path).relative]
    assert not relative, "relative imports hide what depends on what"
    for path in INNER:
        place = ROOMS.index(room_of(path))
        for name in facts_of(path).imports:
            package, _, rest = name.partition(".")
            room = rest.partition(".")[0]
            if package == "indexer" and room and room not in {room_of(path), "__version__"}:
                assert room in ROOMS, f"{name_of(path)} imports {name}"
                assert ROOMS.index(room) < place, f"{name_of(path)} imports {name}"


def test_only_some_rooms_know_whoosh() -> None:
    knowing = {path for path in MODULES if "whoosh" in libraries_of(path)}
    assert not [name_of(path) for path in knowing if room_of(path) not in KNOW_WHOOSH]
    assert knowing


def test_only_the_command_line_speaks_and_ends_the_program() -> None:
    speaking = {"print", "input", "exit", "quit", "sys.exit", "sys.stdout.write", "sys.stderr.write"}
    for path in INNER:
        if room_of(path) != "cli":
            assert not libraries_of(path) & {"click", "rich"}, name_of(path)
            assert not facts_of(path).calls & speaking, name_of(path)
            assert not [raised for raised in facts_of(path).raises if "SystemExit" in raised], name_of(path)


def libraries_of(path: Path) -> set[str]:
    """The packages that a module imports anywhere."""
    return {name.partition(".")[0] for name in facts_of(path).imports}


def test_every_module_says_what_it_is_for() -> None:
    assert not [name_of(path) for path in MODULES if not facts_of(path).docstring]


def loaded(path: Path) -> ModuleType:
    return importlib.import_module(f"indexer.{name_of(path)}".removesuffix(".__init__"))


def test_every_module_says_what_is_public() -> None:
    for path in MODULES:
        if path.stem.startswith("_") and path.stem != "__init__":
            continue
        module = loaded(path)
        if not facts_of(path).declares:
            continue  # nothing but a docstring
        assert "__all__" in vars(module), name_of(path)
        names = module.__all__
        assert sorted(names) == sorted(set(names)), name_of(path)
        # Constants, then classes, then functions, as ruff sorts them; or plainly.
        assert list(names) in (sorted(names), sorted(names, key=_as_ruff_sorts)), name_of(path)
        assert not [name for name in names if not hasattr(module, name)], name_of(path)


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name.lstrip("_")[:1].isupper() else 2), name


def test_no_module_uses_what_another_keeps_to_itself() -> None:
    for path in MODULES:
        private = [one for one in facts_of(path).names if one[1].startswith("_") and one[1] != "__version__"]
        assert not private, f"{name_of(path)} imports {private}"


def modules_after(code: str, cwd: Path) -> set[str]:
    """The heavy libraries that are loaded when `code` has run."""
    return {name.partition(".")[0] for name in all_modules_after(code, cwd)} & HEAVY


def all_modules_after(code: str, cwd: Path) -> set[str]:
    program = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", cwd=cwd, check=True, timeout=60
    )
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_is_light(tmp_path: Path) -> None:
    assert modules_after("import indexer; indexer.__version__", tmp_path) == set()


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["index", "--help"], ["search", "--help"], ["nonsense"], ["search"]]
)
def test_asking_for_help_is_light(tmp_path: Path, arguments: list[str]) -> None:
    code = f"from indexer.cli import main\nmain({arguments!r})"
    assert modules_after(code, tmp_path) == set()


@pytest.mark.parametrize("touched", [False, True])
def test_a_search_loads_nothing_that_reads_files(tmp_path: Path, touched: bool) -> None:
    """Not even where it must look into a file to tell whether it has changed."""
    source = tmp_path / "a.txt"
    source.write_text("The keeper lit the lamp.")
    os.utime(source, ns=(10**18, 10**18))
    Index(tmp_path / ".indexer").update([source])
    if touched:
        os.utime(source)
    code = "from indexer.cli import main\nassert main(['search', 'keeper', '--format', 'json']) == 0"
    assert modules_after(code, tmp_path) == {"numpy", "backports", "Stemmer"}


def test_a_run_with_nothing_changed_loads_nothing_that_reads_or_writes_articles(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("The keeper lit the lamp.")
    os.utime(source, ns=(10**18, 10**18))
    Index(tmp_path / ".indexer").update([source])
    loaded = all_modules_after("from indexer.cli import main\nassert main(['index']) == 0", tmp_path)
    assert {name.partition(".")[0] for name in loaded} & HEAVY == {"numpy"}
    unneeded = {
        *("analysis", "engine.segment.segment", "fields.documents", "indexing.running", "model.articles"),
        *("model.hits", "text.tokens"),
    }
    assert not loaded & {f"indexer.{name}" for name in unneeded} | loaded & {"hashlib", "html", "socket"}


def test_a_commit_is_listed_for_whoosh_without_loading_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The keeper lit the lamp.")
    loaded = all_modules_after("from indexer.cli import main\nassert main(['index', 'a.txt']) == 0", tmp_path)
    assert not loaded & {"whoosh.fields", "whoosh.index", "urllib.request", "http.client"}
