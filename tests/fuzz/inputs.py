"""One input: some files, and a command with its arguments."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from tests.fuzz import registers, services
from tests.fuzz.choices import Choices, happens, one_of
from tests.fuzz.mutation import mutated
from tests.fuzz.odd import WORDS
from tests.fuzz.seeds import BRANCHES, LIFE, PLAN, SCENARIO, Seed, documented, pool, rule_files, shipped_stories

DAYS = (
    "2024-01-01",
    "2024-06-30",
    "2025-07-05",
    "2015-07-13",
    "2045-07-14",
    "0001-01-01",
    "0001-01-02",
    "9999-12-31",
    "2034-02-28",
)

_QUESTION = ("--rights", "--by", "--grant", "--known-at", "--reading", "--with", "--lang", "--json", "--action")

COMMANDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ask": ((PLAN, LIFE, "--on", "DAY"), (*_QUESTION, "--engine", "--rules")),
    "figure": ((PLAN, LIFE, "--on", "DAY"), (*_QUESTION, "WORD")),
    "schedule": (
        (PLAN, LIFE),
        ("WORD", "--on", "--all", "--grant", "--known-at", "--reading", "--rules", "--json", "--lang"),
    ),
    "duties": (
        (PLAN, LIFE, "--on", "DAY"),
        ("--by", "--grant", "--known-at", "--reading", "--rules", "--ics", "--json", "--lang"),
    ),
    "windows": ((PLAN, LIFE), (*_QUESTION, "--svg", "--ics")),
    "audit": ((PLAN, LIFE), ("--until", "--grant", "--known-at", "--reading", "--all", "--json", "--lang")),
    "simulate": (
        (PLAN, LIFE),
        ("--action", "--by", "--what-if", "--what-if-file", "--engine", "--reading", "--json", "--lang"),
    ),
    "sweep": (
        (PLAN, LIFE, "--asked-from", "2024-06-01", "--asked-to", "2024-06-09"),
        (*_QUESTION, "--vary", "--from", "--to", "--svg", "--csv"),
    ),
    "explain": ((PLAN,), ("WORD", "--json", "--lang", "--rules")),
    "test": ((SCENARIO,), ("--engine", "--json", "--lang", "--rules")),
    "lint": ((PLAN,), ("--strict", "--json", "--lang", "--scenarios")),
    "schema": (("life", PLAN), ("WORD", "--rules")),
    "play": ((PLAN, LIFE), ("--json", "--lang")),
    "new": (("acme/fuzz",), ("--to", "--json", "--lang")),
    "plans": ((), ("--rules", "--json", "--lang")),
    "diff": ((PLAN, PLAN), ("--action", "--json", "--amendment")),
}
"""The arguments of each command that mean something, and the options that may be added; `mutate` and `check` are left
to their own tests: what they search for takes longer than an input may."""

_DEAR = ("diff", "plans", "new")
"""Commands that read or write many files each time, and are asked for more seldom."""

FLAGS = frozenset({"--strict", "--all"}) | registers.FLAGS

_LIKELY = ("ask", "ask", "ask", "windows", "figure", "audit", "simulate", "test", "lint", "explain")


_WITH_SCENARIOS = frozenset(WORDS) & {"iij/2015-5th-series"}


@dataclass(frozen=True)
class Input:
    """Files by name, the command line, and what stands on standard input."""

    name: str
    files: dict[str, str | bytes]
    argv: tuple[str, ...]
    stdin: str = field(default="")

    def written(self) -> str:
        """The input as text, from which `read` makes it again."""
        texts = {name: text for name, text in self.files.items() if isinstance(text, str)}
        others = {name: b64encode(each).decode() for name, each in self.files.items() if isinstance(each, bytes)}
        data = {"name": self.name, "argv": self.argv, "stdin": self.stdin, "files": texts, "bytes": others}
        return json.dumps(data, ensure_ascii=True, indent=1) + "\n"


def read(text: str) -> Input:
    """The input that was written as a text."""
    data = json.loads(text)
    others = {name: b64decode(each) for name, each in data.get("bytes", {}).items()}
    files = {**data["files"], **others}
    return Input(name=data["name"], files=files, argv=tuple(data["argv"]), stdin=data["stdin"])


def made(choices: Choices) -> Input:
    """An input of these choices: files of a seed, one of which is changed, or a command line that is, or both."""
    if services.are_installed() and happens(choices, 8):
        about, words = services.made_request(pool(), choices)
        return Input("request", about, tuple(words))
    if registers.are_installed() and happens(choices, 5):
        about, words = registers.made_about_register(pool(), choices)
        return Input("register", about, tuple(words))
    kind = choices.below(20)
    seeds = documented() if kind < 17 else shipped_stories() if kind < 19 else rule_files()
    seed = one_of(choices, seeds)
    files: dict[str, str] = dict(seed.files)
    changes_arguments = happens(choices, 6)
    if not (changes_arguments and happens(choices, 2)):
        for _ in range(2 if happens(choices, 8) else 1):
            name = one_of(choices, sorted(files))
            files[name] = mutated(files[name], pool(), choices)
    if happens(choices, 20):
        files[BRANCHES] = mutated(
            "branches: {late: [leaves 2024-03-01], early: [{event: leaves, on: 2024-02-01}]}\n", pool(), choices
        )
    argv = _command(seed, files, choices, is_odd=changes_arguments)
    stdin = mutated("leaves 2024-03-01\nask 2024-04-01\nundo\n", pool(), choices) if argv[0] == "play" else ""
    return Input(seed.name, {**files}, tuple(argv), stdin)


def _command(seed: Seed, files: dict[str, str], choices: Choices, *, is_odd: bool) -> list[str]:
    if SCENARIO in files and happens(choices, 2):
        command = "test"
    elif happens(choices, 50):
        command = one_of(choices, _DEAR)
    else:
        others = sorted({*COMMANDS} - {*_DEAR})
        command = one_of(choices, _LIKELY) if not happens(choices, 4) else one_of(choices, others)
    if command == "test" and SCENARIO not in files:
        command = "ask"
    needed, options = COMMANDS[command]
    argv = [command, *(_filled(word, seed, choices) for word in needed)]
    for _ in range(choices.below(3)):
        option = one_of(choices, options)
        if option == "WORD":
            argv.append(_word(choices))
        elif option in FLAGS:
            argv.append(option)
        else:
            argv += [option, _value(option, choices)]
    if is_odd:
        at = 1 + choices.below(len(argv))
        match choices.below(4):
            case 0:
                argv[at:at] = [one_of(choices, WORDS)]
            case 1:
                argv[at : at + 1] = [one_of(choices, WORDS)]
            case 2:
                del argv[at : at + 1]
            case _:
                argv[at:at] = [one_of(choices, (*_QUESTION, "--engine", "--svg", "--nothing"))]
    if command == "test" and argv[:1] == ["test"]:
        # Without a file it runs all scenarios that are shipped, and of a plan all of its: longer than an input may.
        argv = [word for word in argv if word not in _WITH_SCENARIOS]
        if not {SCENARIO, PLAN} & {*argv}:
            argv.append(SCENARIO)
    return [word.replace("\x00", "") for word in argv]


def _filled(word: str, seed: Seed, choices: Choices) -> str:
    if word == "DAY":
        return one_of(choices, DAYS) if not happens(choices, 4) else one_of(choices, WORDS)
    return seed.plan if word == PLAN else word


def _word(choices: Choices) -> str:
    return one_of(choices, pool().words) if not happens(choices, 3) else one_of(choices, WORDS)


def _value(option: str, choices: Choices) -> str:
    if happens(choices, 4):
        return one_of(choices, WORDS)
    match option:
        case "--lang":
            return one_of(choices, ("en", "ja"))
        case "--engine":
            return one_of(choices, ("reference", "forward"))
        case "--rights":
            return one_of(choices, ("1", "10", "0.5", "1/3", "100", "101"))
        case "--known-at" | "--until" | "--from" | "--to":
            return one_of(choices, DAYS)
        case "--reading" | "--with":
            return f"{_word(choices)}={_word(choices)}"
        case "--svg" | "--ics" | "--csv":
            return "out.svg"
        case "--rules" | "--to" | "--scenarios":
            return one_of(choices, (".", "rules", PLAN))
        case "--what-if":
            return f"{_word(choices)} {one_of(choices, DAYS)}"
        case "--what-if-file":
            return BRANCHES
        case _:
            return _word(choices)
