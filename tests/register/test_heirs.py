"""An heir stands in the life of the holder whose rights pass on, and in no other; the company stands in all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kenri.register.register import Register
from tests.register.small_register import at, company, entry, made

HEIRS = [
    entry("party", "iris", {"role": "heir"}),
    entry("party", "otto", {"roles": ("heir", "heir_of_heir")}),
    entry("party", "both", {"roles": ("heir", "third_party")}),
    entry("party", "acme", {"role": "company"}),
    entry("event", "dies", {"event": "dies", "on": "2025-03-01", "who": "ann"}),
    entry("event", "leaves", {"event": "leaves", "on": "2025-04-01", "grant": "ann-1", "who": "iris"}),
]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    folder: Path = tmp_path_factory.mktemp("register")
    register = made(str(folder / "a.db"), folder)
    register.apply([*company(), *HEIRS], author="ann", now=at("2026-01-02"))
    return register


def parties(register: Register) -> Mapping[str, set[str]]:
    return {name: set(life.parties) for name, life in register.lives(register.plan())}


def test_an_heir_is_in_the_life_that_names_the_heir(register: Register) -> None:
    """Who is also something else stands in every life, as everybody does who is of no single holder."""
    assert parties(register) == {"ann": {"ann", "iris", "both", "acme"}, "bob": {"bob", "both", "acme"}}
    plan = register.plan()
    assert {name: set(register.life(name, plan).parties) for name in ("ann", "bob")} == parties(register)
