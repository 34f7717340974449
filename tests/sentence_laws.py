"""What holds for every sentence: where the engine makes one, and how it reads in Japanese."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kenri.model.catalogue import PHRASES, PROBLEMS
from kenri.model.problems import Problem
from kenri.model.sentences import PLACEHOLDER, Sentence, Value
from tests.engine_source import ROOT, engine_modules

ENTRIES = {**PROBLEMS, **PHRASES}

_FOREIGN = {
    *("durable-rules", "YAML", "JSON", "UTF-8", "MiB", "UTC", "IANA", "CPython", "Z3", "SVG", "resvg"),
    *("CP932", "CSV", "xlsx", "python-calamine", "openpyxl"),
    *("Arrow", "pyarrow", "pandas", "Polars", "DuckDB", "Spark", "pyspark", "Java"),
    *("ASCII", "TLS", "Webhook"),
    *("SQLAlchemy", "Alembic", "PostgreSQL", "psycopg", "kenri"),
}
"""Names that Japanese text has as they are."""

_QUOTED = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9-]+")
_PHRASE = re.compile(r"[A-Za-z]{2,} +[A-Za-z]{2,}")


@dataclass(frozen=True)
class Made:
    """A place where the engine makes a sentence: its possible codes, and the names of its values."""

    where: str
    codes: tuple[str, ...]
    names: frozenset[str]


@cache
def made() -> tuple[Made, ...]:
    return tuple(_made())


def _made() -> Iterator[Made]:
    modules = [
        (path, module) for path, module in engine_modules() if not module.name.startswith("kenri.model.catalogue")
    ]
    tables = {name: codes for _, module in modules for name, codes in _tables(module.tree)}
    for path, module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sentence":
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                assert all(each.arg for each in node.keywords), f"{where}: name every value"
                names = frozenset(str(each.arg) for each in node.keywords)
                codes = tuple(_codes(node.args[0], tables)) if len(node.args) == 1 else ()
                yield Made(where, codes, names)


def _codes(node: ast.expr, tables: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """The codes an expression may be: a literal, a choice of two, or an entry of a table of literals."""
    match node:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=body, orelse=orelse):
            yield from _codes(body, tables)
            yield from _codes(orelse, tables)
        case ast.Subscript(value=ast.Name(id=name)):
            yield from tables.get(name, ())
        case _:
            return


def _tables(tree: ast.Module) -> Iterator[tuple[str, tuple[str, ...]]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict(values=values)):
                pass
            case _:
                continue
        codes = tuple(each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))
        if name.isupper() and len(codes) == len(values):
            yield name, codes


def placeholders(template: str) -> set[str]:
    return {found[1] for found in PLACEHOLDER.finditer(template)}


def needed(code: str) -> set[str]:
    """The values that a sentence of a code is made with."""
    return set().union(*(placeholders(template) for template in ENTRIES[code]))


# --- how a problem reads


def check(problem: Problem) -> None:
    """Fails for a problem that cannot be said in both languages, or whose Japanese holds English."""
    assert problem.code in PROBLEMS, f"{problem.code} is no kind of problem"
    problem.render("en")
    problem.render("ja")
    for said in (problem.sentence, problem.advice, problem.subject):
        if isinstance(said, Sentence):
            speaks_japanese(said)


def speaks_japanese(said: Sentence) -> None:
    """Fails for a sentence whose Japanese holds English, other than quoted input and names."""
    for value in _texts(said):
        bare = _QUOTED.sub("", value)
        assert not _PHRASE.search(bare), f"{said!r} is made with English: {value!r}"
    assert not english_in(_blank(said).text("ja")), f"{said.text('ja')} holds English"
    assert not english_in(_blank(said).advice("ja")), f"{said.advice('ja')} holds English"


def english_in(japanese: str) -> list[str]:
    """The English words of a Japanese text, less quoted input and names."""
    bare = PLACEHOLDER.sub("", _QUOTED.sub("", japanese))
    for name in _FOREIGN:
        bare = bare.replace(name, "")
    return _WORD.findall(bare)


def _texts(said: Value) -> Iterator[str]:
    match said:
        case Sentence():
            for _, value in said.values:
                yield from _texts(value)
        case tuple():
            for value in said:
                yield from _texts(value)
        case str():
            yield said
        case int():
            return


def _blank(said: Sentence) -> Sentence:
    return Sentence(said.code, **{name: _blanked(value) for name, value in said.values})


def _blanked(value: Value) -> Value:
    match value:
        case Sentence():
            return _blank(value)
        case tuple():
            return tuple(_blanked(each) for each in value)
        case _:
            return "…"
