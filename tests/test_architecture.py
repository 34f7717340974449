"""The shape of the engine, checked: which part may import which, and what no part may know.

Each law is a walk over syntax trees that yields offences; a failing test prints them as `file:line: what`.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

import pytest

from kenri.model.expressions import CONDITIONS, MOMENTS, QUANTITIES
from tests.engine_source import ENGINE, ROOT, Module, calls, engine_modules, names_and_strings, parse

ARROWS = {
    "model": set[str](),
    "kept_files": set[str](),
    "loader": {"model", "kept_files"},
    "reference": {"model"},
    "forward": {"model", "loader", "reference", "asking", "api", "scenarios"},
    "terms": set[str](),
    "lowering": {"model", "terms", "kept_files"},
    "symbolic": {"model", "terms", "reference"},
    "solving": {"model", "loader", "terms", "symbolic"},
    "audit": {"model", "reference"},
    "compiled": {"model", "terms", "symbolic", "lowering", "kept_files"},
    "asking": {"model", "loader", "reference", "compiled"},
    "simulation": {"model", "loader", "reference", "audit", "asking"},
    "auditing": {"model", "loader", "reference", "audit", "asking"},
    "columnar": {"model", "loader", "asking", "audit", "compiled", "lowering"},
    "importing": {"model", "loader"},
    "exporting": {"model", "loader", "importing", "api"},
    "api": {"model", "loader", "asking", "audit", "simulation", "columnar"},
    "duckdb": {"api", "asking", "columnar"},
    "spark": {"api", "asking", "columnar"},
    "register": {"model", "loader", "audit", "asking", "columnar", "api"},
    "service": {"model", "register", "api"},
    "scenarios": {"model", "loader", "reference", "audit", "asking", "api"},
    "lint": {"model", "loader"},
    "checking": {"model", "loader", "reference", "terms", "symbolic", "solving", "audit", "asking", "api", "scenarios"},
    "faces": {
        "model",
        "loader",
        "reference",
        "forward",
        "terms",
        "symbolic",
        "solving",
        "audit",
        "asking",
        "auditing",
        "columnar",
        "importing",
        "exporting",
        "api",
        "simulation",
        "register",
        "service",
        "scenarios",
        "lint",
        "checking",
    },
    "client": set[str](),
    "testing": {"model", "loader", "reference", "solving", "api", "scenarios", "checking"},
}
"""What each part may import of the others. A part that is not here may not exist, nor the other way round."""

FACES_ARROWS = {
    "words": set[str](),
    "drawing": {"words"},
    "contracts": {"words"},
    "rulings": {"words", "drawing", "contracts"},
    "playback": {"words", "drawing", "contracts", "rulings"},
    "explaining": {"words", "drawing", "contracts"},
    "findings": {"words", "drawing", "contracts"},
    "registers": {"words", "drawing", "contracts", "inputs"},
    "pages": {"words", "drawing", "contracts"},
    "reminding": {"words", "contracts", "registers", "inputs"},
    "serving": {
        "words",
        "drawing",
        "contracts",
        "rulings",
        "explaining",
        "findings",
        "registers",
        "reminding",
        "pages",
        "writing",
        "inputs",
    },
    "writing": set[str](),
    "inputs": set[str](),
    "playing": {"words", "drawing", "contracts", "rulings", "playback", "writing", "inputs"},
    "commands": {
        "words",
        "drawing",
        "contracts",
        "rulings",
        "playback",
        "explaining",
        "findings",
        "registers",
        "writing",
        "inputs",
        "playing",
        "reminding",
        "serving",
    },
    "main": {"commands"},
}
"""What each room of the faces may import of the others: what is said below what is drawn, and what programs read never
made of what people see. All may import the parts above."""

FOREIGN = {
    "model": set[str](),
    "kept_files": set[str](),
    "loader": {"yaml", "pendulum"},
    "reference": set[str](),
    "forward": {"durable_rules_engine"},
    "terms": set[str](),
    "lowering": {"numpy"},
    "symbolic": set[str](),
    "solving": {"z3"},
    "compiled": set[str](),
    "audit": set[str](),
    "asking": set[str](),
    "columnar": {"numpy", "py4j", "pyarrow", "pyspark"},
    "importing": {"openpyxl", "python_calamine"},
    "exporting": set[str](),
    "api": {"pyarrow"},  # the type of what `batch` returns
    "duckdb": set[str](),
    "spark": {"pyspark"},  # the type of what goes in and comes out
    "simulation": set[str](),
    "auditing": set[str](),
    "register": {"alembic", "sqlalchemy"},
    "service": {"argon2", "joserfc", "pyotp", "sqlalchemy"},
    "scenarios": set[str](),
    "lint": set[str](),
    "checking": set[str](),
    "faces": {
        "pydantic",
        "typer",
        "rich",
        "httpx",
        "icalendar",
        "jinja2",
        "markupsafe",  # of jinja2: what it takes for a part of a page
        "prompt_toolkit",
        "pyarrow",
        "resvg_py",
        "segno",
        "starlette",
        "uvicorn",
        "prometheus_client",
        "sqlalchemy",
    },
    "client": set[str](),
    "testing": {"hypothesis", "pytest"},
}
"""What each part may import from outside the standard library."""

FENCED = {
    "argon2": "kenri.service.credentials",
    "jinja2": "kenri.faces.pages.templating",
    "joserfc": "kenri.service.id_tokens",
    "pendulum": "kenri.loader.instants",
    "durable_rules_engine": "kenri.forward.adapter",
    "py4j": "kenri.columnar.spark",
    "openpyxl": "kenri.importing.written_workbook",
    "python_calamine": "kenri.importing.workbook",
    "pyotp": "kenri.service.credentials",
    "prompt_toolkit": "kenri.faces.playing.prompt",
    "prometheus_client": "kenri.faces.serving.metrics",
    "resvg_py": "kenri.faces.drawing.png_renderer",
    "segno": "kenri.faces.pages.qr_code",
    "uvicorn": "kenri.faces.serving.server",
    "z3": "kenri.solving.solver",
}
"""Packages whose quirks one file alone may meet."""

SAME_VALUE_FOR_PROGRAMS = "kenri.faces.contracts.answers"
"""What a ruling holds goes to programs under its own name: a class here is called as that value is."""

OUTSIDE_WORLD = {"io", "locale", "os", "pathlib", "random", "socket", "subprocess", "tempfile", "time", "urllib"}
"""Standard modules through which files, clocks and chance would reach the model and the reference."""

DOMAIN = {
    "blackout", "director", "dividend", "heir", "inherit", "inheritance", "lockup", "officer", "resign", "resignation",
    "underwriter",
}  # fmt: skip
DOMAIN_PAIRS = {("lock", "up"), ("ten", "days")}
"""Words of a plan. They belong in rule files: a new plan needs no Python."""

PHRASES_OF_MATHEMATICS = ("dividend yield",)
HOMONYMS = {
    "kenri.symbolic.quantities": {"dividend"},  # what a divisor divides
    "kenri.forward.numbers": {"dividend"},  # what a divisor divides
    "kenri.model.black_scholes": {"dividend"},  # the yield of that name, a variable of the formula
    "kenri.reference.quantities": {"dividend"},  # what a divisor divides
}
"""Where a word of the domain means something else."""

Offences: TypeAlias = Iterator[tuple[int, str]]
Law: TypeAlias = Callable[[Module], Offences]


# --- laws ---


def imports_follow_arrows(module: Module) -> Offences:
    for line, target in module.imports():
        head, _, rest = target.partition(".")
        if head != "kenri" or module.part == "":
            continue
        part = rest.partition(".")[0]
        if part in ARROWS and part not in ARROWS.get(module.part, set()) | {module.part}:
            yield line, f"kenri.{module.part} imports kenri.{part}"
        if part not in ARROWS and module.part != "faces":
            yield line, f"kenri.{module.part} imports `{target}` from above itself"


def faces_follow_their_own_arrows(module: Module) -> Offences:
    if module.part != "faces":
        return
    room = room_of(module.name)
    for line, target in module.imports():
        if target.startswith("kenri.faces") and room_of(target) not in FACES_ARROWS.get(room, set()) | {room}:
            yield line, f"kenri.faces.{room} imports `{target}`"


def room_of(name: str) -> str:
    """The package or lone module directly in the faces that a dotted name is in; empty for the faces themselves."""
    return name.removeprefix("kenri.faces").removeprefix(".").partition(".")[0]


def foreign_imports_are_declared(module: Module) -> Offences:
    for line, target in module.imports():
        root = target.partition(".")[0]
        if root not in FOREIGN.get(module.part, set()) | sys.stdlib_module_names | {"kenri"}:
            yield line, f"kenri.{module.part} imports {root}"
        if FENCED.get(root, module.name) != module.name:
            yield line, f"{module.name} imports {root}, which only {FENCED[root]} may"


def meaning_is_closed_to_the_world(module: Module) -> Offences:
    if module.part not in {"model", "reference"}:
        return
    for line, target in module.imports():
        if target.partition(".")[0] in OUTSIDE_WORLD:
            yield line, f"kenri.{module.part} imports {target}"
    for line, function in calls(module):
        if function in {"open", "print", "input"}:
            yield line, f"kenri.{module.part} calls {function}"


def no_clock_below_the_faces(module: Module) -> Offences:
    if module.part == "faces":
        return
    for line, target in module.imports():
        if target.partition(".")[0] == "time":
            yield line, "imports the clock"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}:
            yield node.lineno, f"reads the clock with `{ast.unparse(node)}`"


def no_floats_in_the_meaning(module: Module) -> Offences:
    if module.part not in {"model", "reference"}:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"float {node.value}"
    yield from ((line, "calls float") for line, function in calls(module) if function == "float")


def no_domain_words(module: Module) -> Offences:
    for line, text in names_and_strings(module.tree):
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()
        prose = " ".join(re.findall(r"[a-z]+", spaced))
        for phrase in PHRASES_OF_MATHEMATICS:
            prose = prose.replace(phrase, "")
        words = prose.split()
        singular = {word.removesuffix("s") for word in words}
        found = DOMAIN & singular | {" ".join(pair) for pair in pairwise(words) if pair in DOMAIN_PAIRS}
        for word in sorted(found - HOMONYMS.get(module.name, set())):
            yield line, f"the engine knows `{word}`"


CONSTRUCTS = {construct.__name__ for sort in (MOMENTS, CONDITIONS, QUANTITIES) for construct in sort}

OPEN_MATCHES = {
    "kenri.checking.rewriting._of_construct": "every construct is rewritten by its fields; some have slips besides",
    "kenri.faces.words.moments.moments": "the others are said by `_other`, which names each",
    "kenri.forward.evaluation.supplied": "a key of what was supplied; one that was not is an error",
    "kenri.loader.across_grants._of_one_grant": "any other sees no grant, and what it is made of is looked at",
    "kenri.loader.names._part": "tests/loader/test_every_name_is_checked.py holds each field that names something",
    "kenri.loader.rule_values._floor": "of what is not known to have a least number nothing is reported",
    "kenri.loader.rule_values._measured": "of what is not known to have a least number nothing is reported",
    "kenri.model.across.is_told_by": "a number of another form is said to be lacking, by its key",
    "kenri.reference.breakpoints.condition": "looks at what is inside, and refuses numbers it cannot follow",
    "kenri.reference.reasons._parts": "what has no parts to tell is told as a whole",
    "kenri.reference.reasons._is_told_by_events": "a definition is told by its parts but where events say more",
    "kenri.reference.undecided.of_condition": "all that is missing for the whole, where not told more narrowly",
    "kenri.symbolic.nearest._days_left_out": "of what is not known to leave out few days the stretches are looked at",
    "kenri.symbolic.nearest._fixed": "what is not known to be the same in every life is looked at in each",
    "kenri.symbolic.words.numbers_to_know": "a number that turns out not to be known declines the form",
    "kenri.symbolic.words._to_know": "a number that turns out not to be known declines the form",
}
"""Matches over constructs of the language that say something of all others too, and why that is right of a new one."""


def each_construct_is_named(module: Module) -> Offences:
    """A match over constructs does not pass over those it does not name: it ends with `assert_never`, or raises."""
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef) and f"{module.name}.{function.name}" not in OPEN_MATCHES:
            for match in ast.walk(function):
                if isinstance(match, ast.Match) and _is_over_constructs(match) and _passes_over(match.cases[-1]):
                    yield (
                        match.cases[-1].pattern.lineno,
                        f"`{function.name}` passes over constructs",
                    )


def _is_over_constructs(match: ast.Match) -> bool:
    patterns = (part for case in match.cases for part in ast.walk(case.pattern) if isinstance(part, ast.MatchClass))
    return any(ast.unparse(pattern.cls).removeprefix("e.") in CONSTRUCTS for pattern in patterns)


def _passes_over(case: ast.match_case) -> bool:
    is_open = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
    return is_open and not ast.unparse(case.body[0]).startswith(("assert_never(", "raise "))


def shared_names(modules: Iterable[Module]) -> Iterator[str]:
    """Names of public classes that mean two things: each is that of one class alone, or of a value and its form."""
    declared: dict[str, list[str]] = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                declared.setdefault(node.name, []).append(module.name)
    for name, places in sorted(declared.items()):
        values = [place for place in places if place != SAME_VALUE_FOR_PROGRAMS]
        is_form = len(places) == 2 and len(values) == 1 and values[0].startswith("kenri.model.")
        if len(places) > 1 and not is_form:
            yield f"`{name}` is a class of {', '.join(places)}"


LAWS: tuple[Law, ...] = (
    imports_follow_arrows,
    faces_follow_their_own_arrows,
    foreign_imports_are_declared,
    meaning_is_closed_to_the_world,
    no_clock_below_the_faces,
    no_floats_in_the_meaning,
    no_domain_words,
    each_construct_is_named,
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


def test_no_two_classes_share_a_name() -> None:
    report(shared_names(module for _, module in engine_modules()))


@pytest.mark.parametrize(
    "places",
    [
        ("kenri.loader.names", "kenri.faces.words.names"),
        ("kenri.reference.case", SAME_VALUE_FOR_PROGRAMS),
        (SAME_VALUE_FOR_PROGRAMS, SAME_VALUE_FOR_PROGRAMS),
        ("kenri.model.life", "kenri.model.plan", SAME_VALUE_FOR_PROGRAMS),
    ],
)
def test_a_name_for_two_things_is_caught(places: tuple[str, ...]) -> None:
    assert list(shared_names(parse("class Case:\n    pass", place) for place in places))


def test_a_value_and_its_form_for_programs_may_share_a_name() -> None:
    places = ("kenri.model.ruling", SAME_VALUE_FOR_PROGRAMS)
    assert not list(shared_names(parse("class Window:\n    pass", place) for place in places))


def test_the_tables_name_the_parts_that_exist() -> None:
    packages = {path.parent.name for path in ENGINE.glob("*/__init__.py")}
    folders = {path.name for path in ENGINE.iterdir() if any(path.rglob("*.py"))}
    modules = {path.stem for path in ENGINE.glob("*.py")} - {"__init__", "__main__"}
    assert packages == folders
    assert packages | modules == set(ARROWS) == set(FOREIGN)
    rooms = {path.stem for path in (ENGINE / "faces").iterdir() if path.suffix == ".py" or any(path.rglob("*.py"))}
    assert rooms - {"__init__"} == set(FACES_ARROWS)
    assert {*HOMONYMS, *FENCED.values()} <= {module.name for _, module in engine_modules()}


def test_each_match_that_may_be_open_is() -> None:
    """A reason for a match that is gone, or has come to name all constructs, would let another by its name pass."""
    is_open = {
        f"{module.name}.{function.name}"
        for _, module in engine_modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef)
        for match in ast.walk(function)
        if isinstance(match, ast.Match) and _is_over_constructs(match) and _passes_over(match.cases[-1])
    }
    assert is_open == OPEN_MATCHES.keys()


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
        (each_construct_is_named, "def f(x):\n match x:\n  case All(): return 1\n  case _: return 2"),
        (each_construct_is_named, "def f(x):\n match x:\n  case str() | e.All(): return 1\n  case y: return y"),
    ],
)
def test_law_catches(law: Law, source: str) -> None:
    assert list(law(parse(source, "kenri.model.days")))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize(
    "source",
    [
        "import datetime\nfrom fractions import Fraction",
        "from kenri.model.periods import Period\nfrom .periods import Period\nfrom . import periods",
        '"""Nothing here knows a director."""\nx = 1\n"""An heir either."""',
        "dividend_yield = their = 1\n# the heir",
        "def f(x):\n match x:\n  case All(): return 1\n  case _: assert_never(x)",
        "def f(x):\n match x:\n  case All(): return 1\n  case _: raise TypeError",
        "def f(x):\n match x:\n  case str(): return 1\n  case _: return 2",
    ],
)
def test_law_lets_pass(law: Law, source: str) -> None:
    assert not list(law(parse(source, "kenri.model.days")))


def test_a_lone_module_is_a_part_of_its_own() -> None:
    source = "from kenri.loader import library\nfrom kenri.model.days import Day"
    assert not list(imports_follow_arrows(parse(source, "kenri.api")))
    assert list(imports_follow_arrows(parse("from kenri.faces import main", "kenri.api")))


def test_one_file_alone_meets_a_fenced_package() -> None:
    assert not list(foreign_imports_are_declared(parse("import pendulum", "kenri.loader.instants")))
    assert list(foreign_imports_are_declared(parse("import pendulum", "kenri.loader.library")))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from kenri.faces.rulings.windows_view import table", "kenri.faces.contracts.windows_data"),
        ("from kenri.faces.rulings import windows_view", "kenri.faces.contracts.windows_data"),
        ("import kenri.faces.drawing.timeline", "kenri.faces.words.sweep"),
        ("from ..commands.console import show", "kenri.faces.playing.data"),
        ("def late():\n    from kenri.faces.commands.ask import ask", "kenri.faces.rulings.ruling_view"),
        ("if TYPE_CHECKING:\n    from kenri.faces.playback.sweep_view import ticks", "kenri.faces.rulings.ruling_view"),
        ("from kenri.faces.main import app", "kenri.faces.commands.ask"),
        ("from kenri.faces.words import say", "kenri.faces.main"),
        ("import kenri.faces", "kenri.faces.commands.ask"),
        ("from kenri.faces.words import say", "kenri.faces.attic.trunk"),
    ],
)
def test_a_room_of_the_faces_keeps_to_its_arrows(source: str, name: str) -> None:
    assert list(faces_follow_their_own_arrows(parse(source, name)))


def test_a_room_of_the_faces_may_import_what_is_below_it() -> None:
    source = "from kenri.faces.words import say\nfrom . import answers\nfrom kenri.api import load"
    assert not list(faces_follow_their_own_arrows(parse(source, "kenri.faces.contracts.ruling_data")))


def test_the_arrows_between_rooms_go_one_way() -> None:
    """No room can be reached from itself: a table with a circle in it would order nothing."""
    for table in (ARROWS, FACES_ARROWS):
        left = {part: set(below) & set(table) for part, below in table.items()}
        while free := [part for part, below in left.items() if not below]:
            left = {part: below - set(free) for part, below in left.items() if part not in free}
        assert not left


def test_faces_may_import_everything() -> None:
    source = "from kenri import __version__\nfrom kenri.loader import load\nfrom kenri.reference import decide"
    assert not list(imports_follow_arrows(parse(source, "kenri.faces.main")))
