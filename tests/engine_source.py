"""The engine as syntax: its files, what they import, call, name and say."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine" / "kenri"


@dataclass(frozen=True)
class Module:
    """One file of the engine: its dotted name, whether it is a package's `__init__`, and its syntax."""

    name: str
    tree: ast.Module
    is_init: bool = False

    @property
    def part(self) -> str:
        """The package or lone module directly in `kenri` that it belongs to; empty for `kenri` itself."""
        part = self.name.partition(".")[2].partition(".")[0]
        return "" if part == "__main__" else part

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


@cache
def engine_modules() -> tuple[tuple[Path, Module], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[Path, Module]]:
    for path in sorted(ENGINE.rglob("*.py")):
        parts = path.relative_to(ENGINE.parent).with_suffix("").parts
        is_init = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_init else parts)
        yield path, Module(name, ast.parse(path.read_text(encoding="utf-8")), is_init)


def calls(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id


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
