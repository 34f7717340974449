"""The one file that meets durable-rules 2.0.28, a Rete engine in C without a release since 2020.

What it does otherwise than one would think, each pinned by a test in `tests/forward/test_durable_rules.py`, and how
we live with it:

- It does not import on CPython 3.13 (`PyEval_CallObject`): `available` tells, asking anyway is `ForwardUnavailable`.
- A join test that fails while standing last in an `$and` reads past its array: the last test is written twice.
- An absent pattern (`$not`) is not looked at again when its fact arrives late, and retraction does not help: absent
  patterns come last, each rule that has one has a trigger pattern, and the trigger's fact is asserted after all others.
- A field that a join needs and a fact lacks is error 311, reckoning with null is 312; a float such as 1e-7 is 204, and
  in a list of facts loses what follows, or crashes: facts hold small whole numbers only, and every field that joins
  read.
- Names and ids are compared by a 32-bit FNV-1a hash: names are checked for collisions, ids are short numbers.
- States of more than 1024 sids crash: there is one sid. Deleting a state in which no rule has ever fired frees what
  was never set: each rule set begins with a warm-up, in which a rule fires, and a state is deleted after every sitting.
- A dropped rule set leaks: `delete_ruleset` is called.
- A rule set takes 511 different first tests and hangs while it compiles the 512th; a fact that fits more than 64 is
  error 303; a rule takes 16 patterns, a rule set some thousand rules, a state some thousand facts. All are refused
  before they happen.
- A fact equal to one there is, or with its id, is not taken (code 2); one that no rule wants is kept apart (code 1).
- `durable.engine.Host` runs background threads that race with deletion, swallows what its consequences raise, and
  spends four fifths of the time: only the C module beneath it is used, so our own code runs between its calls.
"""

from __future__ import annotations

import json
import re
import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any

from kenri.forward.patterns import Check, EngineRule, Match, Other, Pattern
from kenri.model.problems import Problem, ProblemsError, quote
from kenri.model.sentences import Sentence

SID = "1"
MOST_PATTERNS = 16
MOST_RULES = 1000
MOST_FIRST_TESTS = 480
MOST_FACTS = 960
MOST_FITTING = 64
WARM = "warm"

EQUAL_FACT = 2
_JSON = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
_MATCHED = re.compile(r'"(\w+)":\{[^{}]*?"id":"([0-9]+)"').findall
_OPERATORS = {"!=": "$neq", ">=": "$gte", "<=": "$lte", ">": "$gt", "<": "$lt"}

LOCK = threading.RLock()
"""Held from the first fact of a decision to its last rule: the engine's rule sets are not made for two at once."""


class ForwardUnavailable(ProblemsError):  # noqa: N818  named for the state of things, as users read it
    """durable-rules is not there, or does not work with this Python. Everything else works without it."""

    def __init__(self) -> None:
        super().__init__([Problem(None, Sentence("forward-missing"))])


class EngineError(RuntimeError):
    """The engine refused what it was given: a defect of ours or of its own, never an answer."""


class LimitError(ValueError):
    """A set of rules is larger than the engine can take; `sentence` says in what."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence.text()


def _module() -> ModuleType:
    try:
        import durable_rules_engine
    except ImportError as error:
        raise ForwardUnavailable from error
    module: ModuleType = durable_rules_engine
    return module


def available() -> bool:
    """Whether the engine can be used here."""
    try:
        _module()
    except ForwardUnavailable:
        return False
    return True


def fnv(name: str) -> int:
    """The hash by which the engine tells names apart.

    >>> fnv("sid") == 3593476751
    True
    """
    value = 2166136261
    for byte in name.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    return value


def checked(rules: Sequence[EngineRule]) -> None:
    """Raises `LimitError` for rules that the engine cannot take."""
    tests = {test for rule in rules for pattern in rule.patterns for test in pattern.tests if isinstance(test.to, int)}
    fitting: dict[str, int] = {}
    for test in tests:
        if test.operator != "==":  # of those, one alone can fit
            fitting[test.field] = fitting.get(test.field, 1) + 1
    if len(rules) > MOST_RULES:
        raise LimitError(Sentence("limit-rules", number=len(rules), most=MOST_RULES))
    if len(tests) > MOST_FIRST_TESTS:
        raise LimitError(Sentence("limit-tests", number=len(tests), most=MOST_FIRST_TESTS))
    names = {"sid", "id", WARM}
    for rule in rules:
        if len(rule.patterns) > MOST_PATTERNS:
            raise LimitError(Sentence("limit-patterns", number=len(rule.patterns), most=MOST_PATTERNS))
        names |= {pattern.alias for pattern in rule.patterns}
        names |= {test.field for pattern in rule.patterns for test in pattern.tests}
    hashes: dict[int, str] = {}
    for name in sorted(names):
        other = hashes.setdefault(fnv(name), name)
        if other != name:
            raise LimitError(Sentence("limit-alike", name=quote(name), other=quote(other)))
    for name, number in fitting.items():
        if number > MOST_FITTING:
            raise LimitError(Sentence("limit-fitting", number=number, name=quote(name), most=MOST_FITTING))


class RuleSet:
    """A compiled set of rules. Facts are given in a `Sitting`, one after another."""

    def __init__(self, name: str, rules: Sequence[EngineRule]) -> None:
        checked(rules)
        self.rules = tuple(rules)
        self._engine: Any = _module()
        definition: dict[str, Any] = {f"r{index}": {"all": _patterns(rule)} for index, rule in enumerate(rules)}
        definition["w"] = {"all": [{"m": {WARM: 1}}]}
        with LOCK:
            try:
                self._handle: int = self._engine.create_ruleset(name, json.dumps(definition))
            except Exception as error:
                raise EngineError(f"rule set {name}: {error}") from error
            self._close = weakref.finalize(self, _delete, self._engine, self._handle)
            self._state = self._engine.assert_facts(self._handle, json.dumps([{WARM: 1, "sid": SID, "id": "0"}]))[1]
            self._drain()
            self._engine.delete_state(self._handle, SID)

    def close(self) -> None:
        """Give the engine's memory back; the rule set cannot be used any more."""
        self._close()

    def sitting(self) -> Sitting:
        """A new set of facts; use it in a `with` statement, one at a time."""
        return Sitting(self)

    def _drain(self) -> list[Match]:
        started = self._engine.start_action_for_state(self._handle, self._state)
        fired: list[Match] = []
        message = started[1] if started else None
        while message:
            # {"r3":{"a":{"sid":"1","id":"7",...},...}}, the rule first and each alias before its fact's id.
            name = message[2 : message.index('"', 2)]
            if name != "w":
                matched = {alias: int(place) - 1 for alias, place in _MATCHED(message)}
                fired.append(Match(int(name[1:]), matched))
            message = self._engine.complete_and_start_action(self._handle, self._state)
        return fired


class Sitting:
    """The facts of one evaluation and the rules that fire on them."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._rule_set = rule_set
        self._count = 0
        self._posted = False

    def __enter__(self) -> Sitting:
        LOCK.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._posted:
                self._rule_set._engine.delete_state(self._rule_set._handle, SID)
        finally:
            LOCK.release()

    def post(self, facts: Iterable[Mapping[str, int]]) -> list[Match]:
        """Assert facts in order; the rules that fire, with facts by their place among all that were posted."""
        posted: list[dict[str, int | str]] = []
        for fact in facts:
            self._count += 1
            posted.append({**fact, "sid": SID, "id": str(self._count)})
        if not posted:
            return []
        if self._count > MOST_FACTS:
            raise LimitError(Sentence("limit-facts", number=self._count, most=MOST_FACTS))
        rule_set = self._rule_set
        self._posted = True
        try:
            code, rule_set._state = rule_set._engine.assert_facts(rule_set._handle, _JSON(posted))
            fired = rule_set._drain()
        except Exception as error:
            raise EngineError(str(error)) from error
        if code == EQUAL_FACT:
            raise EngineError("a fact was posted twice")
        return fired


def _delete(engine: Any, handle: int) -> None:
    # At exit the module may be gone before the rule set is.
    with suppress(Exception):
        engine.delete_ruleset(handle)


def _patterns(rule: EngineRule) -> list[dict[str, Any]]:
    return [
        {pattern.alias + ("$not" if pattern.absent else ""): {"$and": _tests(pattern)}} for pattern in rule.patterns
    ]


def _tests(pattern: Pattern) -> list[dict[str, Any]]:
    tests = sorted(pattern.tests, key=lambda test: isinstance(test.to, Other))
    return [_test(test) for test in (*tests, tests[-1])]


def _test(test: Check) -> dict[str, Any]:
    to: Any = {test.to.alias: test.to.field} if isinstance(test.to, Other) else test.to
    return {test.field: to} if test.operator == "==" else {_OPERATORS[test.operator]: {test.field: to}}
