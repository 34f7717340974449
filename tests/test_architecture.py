"""The shape of the engine, checked: which package may import which, and what no package may know.

Each law is a walk over syntax trees that yields offences; a failing test prints them as `file:line: what`.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine" / "kenri"

ARROWS = {
    "model": set[str](),
    "loader": {"model"},
    "reference": {"model"},
    "faces": {"model", "loader", "reference"},
}
"""What each package may import of the others. A package that is not here may not exist, nor the other way round."""

FOREIGN = {
    "model": {"pydantic"},
    "loader": {"pydantic", "yaml", "pendulum", "holidays"},
    "reference": {"pydantic"},
    "faces": {"pydantic", "yaml", "pendulum", "typer", "rich", "icalendar", "click"},
}
"""What each package may import from outside the standard library."""

OUTSIDE_WORLD = {"io", "locale", "os", "pathlib", "random", "socket", "subprocess", "tempfile", "time", "urllib"}
"""Standard modules through which files, clocks and chance would reach the model and the reference."""

DOMAIN = {
    "blackout", "director", "dividend", "heir", "inherit", "inheritance", "lockup", "officer", "resign", "resignation",
    "underwriter",
}  # fmt: skip
DOMAIN_PAIRS = {("lock", "up"), ("ten", "days")}
"""Words of a plan. They belong in rule files: a new plan needs no Python."""

FORMULA = "dividend yield"
FORMULA_MODULE = "kenri.model.black_scholes"
"""A variable of the Black-Scholes formula, by its usual name: mathematics, not a word of some plan."""

Offences: TypeAlias = Iterator[tuple[int, str]]
Law: TypeAlias = "Callable[[Module], Offences]"


@dataclass(frozen=True)
class Module:
    """One file of the engine: its dotted name, whether it is a package's `__init__`, and its syntax."""

    name: str
    tree: ast.Module
    is_init: bool = False

    @property
    def package(self) -> str:
        """The first part below `kenri`; empty for a module directly in it."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 2 or (self.is_init and len(parts) == 2) else ""

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import, wherever it stands, as an absolute dotted name with its line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = node.module or ""
                if node.level:
                    up = node.level - 1 if self.is_init else node.level
                    parents = self.name.split(".")
                    base = ".".join([*parents[: len(parents) - up], *base.split(".")]).rstrip(".")
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def parse(source: str, name: str) -> Module:
    return Module(name, ast.parse(source))


def engine_modules() -> Iterator[tuple[Path, Module]]:
    for path in sorted(ENGINE.rglob("*.py")):
        parts = path.relative_to(ENGINE.parent).with_suffix("").parts
        is_init = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_init else parts)
        yield path, Module(name, ast.parse(path.read_text(encoding="utf-8")), is_init)


# --- laws ---


def imports_follow_arrows(module: Module) -> Offences:
    for line, target in module.imports():
        head, _, rest = target.partition(".")
        if head != "kenri" or module.package == "":
            continue
        package = rest.partition(".")[0]
        if package in ARROWS and package not in ARROWS[module.package] | {module.package}:
            yield line, f"kenri.{module.package} imports kenri.{package}"
        if package not in ARROWS and module.package != "faces":
            yield line, f"kenri.{module.package} imports `{target}` from above itself"


def foreign_imports_are_declared(module: Module) -> Offences:
    for line, target in module.imports():
        root = target.partition(".")[0]
        if root not in FOREIGN.get(module.package, set()) | sys.stdlib_module_names | {"kenri"}:
            yield line, f"kenri.{module.package} imports {root}"


def meaning_is_closed_to_the_world(module: Module) -> Offences:
    if module.package not in {"model", "reference"}:
        return
    for line, target in module.imports():
        if target.partition(".")[0] in OUTSIDE_WORLD:
            yield line, f"kenri.{module.package} imports {target}"
    for line, function in calls(module):
        if function in {"open", "print", "input"}:
            yield line, f"kenri.{module.package} calls {function}"


def no_clock_below_the_faces(module: Module) -> Offences:
    if module.package == "faces":
        return
    for line, target in module.imports():
        if target.partition(".")[0] == "time":
            yield line, "imports the clock"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
            yield node.lineno, f"reads the clock with `{ast.unparse(node)}`"


def no_floats_in_the_meaning(module: Module) -> Offences:
    if module.package not in {"model", "reference"}:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"float {node.value}"
    yield from ((line, "calls float") for line, function in calls(module) if function == "float")


def calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id


def no_domain_words(module: Module) -> Offences:
    for line, text in names_and_strings(module.tree):
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
        words = re.findall(r"[a-z]+", " ".join(re.findall(r"[a-z]+", spaced.lower())).replace(FORMULA, ""))
        singular = [word.removesuffix("s") for word in words]
        found = DOMAIN.intersection(words, singular) | DOMAIN.intersection(singular)
        pairs = {" ".join(pair) for pair in pairwise(words) if pair in DOMAIN_PAIRS}
        if module.name == FORMULA_MODULE:
            found -= {"dividend"}
        for word in sorted(found | pairs):
            yield line, f"the engine knows `{word}`"


def names_and_strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Identifiers and string literals, less the strings that stand alone as a statement: prose about the code."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                yield node.lineno, text
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text) | ast.keyword(arg=str(text)):
                yield node.lineno, text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text) | ast.AsyncFunctionDef(name=text):
                yield node.lineno, text
            case ast.alias(name=text, asname=asname):
                yield node.lineno, f"{text} {asname or ''}"
            case _:
                pass


LAWS: tuple[Law, ...] = (
    imports_follow_arrows,
    foreign_imports_are_declared,
    meaning_is_closed_to_the_world,
    no_clock_below_the_faces,
    no_floats_in_the_meaning,
    no_domain_words,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_engine_keeps(law: Law) -> None:
    report(
        f"{path.relative_to(ROOT)}:{line}: {what}" for path, module in engine_modules() for line, what in law(module)
    )


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools"}
    found = [path.relative_to(ROOT) for path in ENGINE.rglob("*") if path.stem in drawers]
    report(f"{path}:1: a name that says nothing" for path in found)


def test_the_tables_name_the_packages_that_exist() -> None:
    packages = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    folders = {path.name for path in ENGINE.iterdir() if any(path.glob("*.py"))}
    assert packages == folders
    assert packages <= set(ARROWS) == set(FOREIGN)


def report(offences: Iterable[str]) -> None:
    listed = sorted(set(offences))
    if listed:
        pytest.fail("\n" + "\n".join(listed), pytrace=False)


# --- the walk itself: a guard that catches nothing guards nothing ---


@pytest.mark.parametrize(
    ("law", "source"),
    [
        (imports_follow_arrows, "import kenri.loader.tree"),
        (imports_follow_arrows, "from kenri import loader"),
        (imports_follow_arrows, "from kenri import Plan"),
        (imports_follow_arrows, "import kenri"),
        (imports_follow_arrows, "def late():\n    from ..faces.main import run"),
        (foreign_imports_are_declared, "import yaml"),
        (foreign_imports_are_declared, "from holidays.countries import JP"),
        (meaning_is_closed_to_the_world, "from pathlib import Path"),
        (meaning_is_closed_to_the_world, "text = open('plan.yaml').read()"),
        (no_clock_below_the_faces, "import time"),
        (no_clock_below_the_faces, "from datetime import date\nday = date.today()"),
        (no_clock_below_the_faces, "import datetime as dt\nday = dt.datetime.now(dt.UTC)"),
        (no_floats_in_the_meaning, "half = 0.5"),
        (no_floats_in_the_meaning, "half = float('0.5')"),
        (no_domain_words, "class OutsideDirector: pass"),
        (no_domain_words, "kind = 'loss-of-officer'"),
        (no_domain_words, "def pay(dividends): pass"),
        (no_domain_words, "lock_up = 90"),
        (no_domain_words, "message = f'the heir of {holder}'"),
    ],
)
def test_law_catches(law: Law, source: str) -> None:
    assert list(law(parse(source, "kenri.model.days")))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nfrom fractions import Fraction\nfrom pydantic import BaseModel",
        "from kenri.model.periods import Period\nfrom .periods import Period\nfrom . import periods",
        '"""Nothing here knows a director."""\nx = 1\n"""An heir either."""',
        "dividend_yield = their = 1\n# the heir",
    ],
)
def test_law_lets_pass(law: Law, source: str) -> None:
    assert not list(law(parse(source, "kenri.model.days")))


def test_faces_may_import_everything() -> None:
    source = "from kenri import __version__\nfrom kenri.loader import load\nfrom kenri.reference import decide"
    assert not list(imports_follow_arrows(parse(source, "kenri.faces.main")))
