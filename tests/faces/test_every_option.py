"""No option of any command is passed over in silence: beside whatever changes what the command does, it counts or is
refused.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
import typer

from kenri.faces.main import app
from tests.hostile import run, written
from tests.importing.small_package import package

PLAN = """\
plan: acme/two
extends: vocabulary/equity
events: {white_in: {}}
actions: {exercise: {widens: true, attributes: {fee: {type: number, default: 1}}}}
readings:
  days: {question: Is the day in?, options: {in: Yes., out: No.}, default: in}
amounts: {unused: {is: 5}, most: {is: {reading: days, choices: {in: 60, out: 50}}}}
rules:
  holder: {clause: "1", says: Holders., permit: exercise, by: grantee, when: {within: {days: 90}, from: 2024-02-01}}
  white: {clause: "2", says: All may., permit: exercise, when: {from: {event: white_in}}}
  some: {clause: "3", says: So many., limit: exercise, at_most: most}
  fees: {clause: "4", says: A fee of nine is too much., forbid: exercise, when: {asked: fee, is: 9}}
figures:
  price:
    {clause: "5", says: The price., of: exercise, is: {multiply: [{asked: number}, {sum: [{asked: fee}, {balance: held}, most]}]}}
  other: {clause: "6", says: Another., is: {cases: [{when: {asker: grantee}, is: 5}], otherwise: 6}}
means: {never: {clause: X, says: It is meant., reading: days}}
amendments:
  more:
    {from: 2024-03-01, recorded: 2024-02-20, clause: R, says: R., rules: {h: {clause: "7", says: Ten., limit: exercise, at_most: 10}}}
claims:
  surely: {clause: C, says: Nobody ever may., never: {may: exercise}, when: {from: 2024-02-01}}
"""  # noqa: E501  # one entry on one line
SCHEDULED = """\
plan: acme/scheduled
extends: vocabulary/equity
readings: {days: {question: Which day?, options: {in: The first., out: The tenth.}, default: in}}
dates:
  start: {is: {reading: days, choices: {in: {grant: on}, out: 2024-01-10}}}
  months: {is: {every: {months: 1}, from: start, times: 3}}
amounts:
  by-schedule: {is: {vests: {grant: number}, on: months, parts: 3, allocation: front-loaded}}
figures:
  vested:
    clause: "1"
    says: What has vested.
    is: {cases: [{when: {from: {event: leaves}}, is: {at: {event: leaves}, take: by-schedule}}], otherwise: by-schedule}
events: {leaves: {}}
"""
OWING = """\
plan: acme/owing
extends: vocabulary/equity
readings: {week: {question: How long?, options: {one: A week., two: Two weeks.}, default: one}}
events: {leaves: {}}
duties:
  hand-in:
    clause: "1"
    says: {en: Badges are handed in., ja: 記章を返す。}
    by: grantee
    until:
      reading: week
      choices: {one: {plus: {weeks: 1}, to: {event: leaves}}, two: {plus: {weeks: 2}, to: {event: leaves}}}
    done: {on: {event: exercises}}
"""
LEFT = """\
parties: {ann: {role: grantee}}
grants:
  - {id: a, grantee: ann, on: 2024-01-01, number: 100}
  - {id: b, grantee: ann, on: 2024-02-10, number: 7}
events: [{event: leaves, on: 2024-03-15, recorded: 2024-04-20}]
"""
LIFE = """\
parties: {ann: {role: grantee}, bob: {role: heir}}
grants:
  - {id: a, grantee: ann, on: 2024-01-01, number: 100}
  - {id: b, grantee: ann, on: 2024-02-10, number: 7}
events:
  - {event: white_in, on: 2024-04-10, recorded: 2024-04-20}
  - {event: exercises, on: 2024-02-11, rights: 55, grant: a, recorded: 2024-04-15}
"""
TABLE = """\
id,grantee.role,grant.on,grant.number,events
ann,grantee,2024-01-01,100,"[{""event"": ""white_in"", ""on"": ""2024-04-10""}]"
"""
SCENARIO = """\
plan: plan.yaml
scenarios:
  one:
    clause: "1"
    because: It is open.
    life: {grants: [{grantee: ann, on: 2024-01-01, number: 100}]}
    asks: [{on: 2024-02-05, rights: 5, expect: allowed, window: {first: 2024-02-01, last: 2024-04-30}}]
"""


REGISTERED = """\
parties: {ann: {role: grantee}}
grants: [{id: a, grantee: ann, on: 2024-01-01, number: 100}]
"""


class Command(NamedTuple):
    """A command on the plan: how it is begun, what each option may be, and what makes it do something else."""

    begin: list[str]
    options: Mapping[str, str | None]
    modes: tuple[list[str], ...] = ()


ON = ["--on", "2024-02-12"]
A = ["--grant", "a"]
QUESTION = {
    "--rights": "55", "--by": "bob", "--grant": "b", "--known-at": "2024-02-12", "--reading": "days=out",
    "--with": "fee=9",
}  # fmt: skip
PLAIN = {"--json": None, "--lang": "ja"}
KEPT = {"--register": "register.db", "--holder": "ann"}
ACTING = {
    **PLAIN, "--holder": "bob", "--on": "2024-07-01", "--rights": "56", "--grant": "b", "--by": "bob",
    "--event": "leaves", "--with": "paid_in_full=true", "--plan": "none", "--reading": "days=out",
    "--even-if": "denied", "--keep-refusal": None, "--key": "r-1", "--dry-run": None,
}  # fmt: skip

SUBSCRIBED = {
    **PLAIN, "--holder": "nobody", "--before": "3", "--kind": "must", "--zone": "Asia/Tokyo", "--hour": "9",
    "--told-in": "ja",
}  # fmt: skip

COMMANDS = {
    "ask": Command(
        ["plan.yaml", "life.yaml", *ON, *A, "--rights", "52"],
        {**QUESTION, **PLAIN, **KEPT, "--rights": "61", "--on": "2024-07-01", "--action": "transfer", "--rules": "none",
         "--engine": "forward", "--keep": None},
        (["--engine", "forward"], ["--json"]),
    ),
    "figure": Command(
        ["plan.yaml", "life.yaml", *ON, *A, "--rights", "5"],
        {**QUESTION, **PLAIN, **KEPT, "--on": "2024-02-10", "--rules": "none"}, (["--json"],)
    ),
    "schedule": Command(
        ["scheduled.yaml", "left.yaml", *A],
        {**PLAIN, **KEPT, "--on": "2024-02-10", "--grant": "b", "--known-at": "2024-02-12", "--reading": "days=out",
         "--rules": "none", "--svg": "v.svg"},
        (["--json"],),
    ),
    "duties": Command(
        ["owing.yaml", "left.yaml", "--on", "2024-03-20", *A],
        {**PLAIN, **KEPT, "--on": "2024-02-10", "--by": "bob", "--grant": "b", "--known-at": "2024-02-12",
         "--reading": "week=two", "--rules": "none", "--ics": "d.ics"},
        (["--json"],),
    ),
    "windows": Command(
        ["plan.yaml", "life.yaml", *A],
        {**QUESTION, **PLAIN, **KEPT, "--action": "transfer", "--rules": "none", "--svg": "w.svg", "--ics": "w.ics",
         "--png": "w.png"},
        (["--json"],),
    ),
    "sweep": Command(
        ["plan.yaml", "life.yaml", *A, "--asked-from", "2024-02-05", "--asked-to", "2024-04-12", "--rights", "55"],
        {
            **QUESTION, **PLAIN, **KEPT, "--rights": "12", "--action": "transfer", "--rules": "none", "--svg": "s.svg",
            "--png": "s.png", "--csv": "s.csv", "--vary": "white_in", "--from": "2024-04-01", "--to": "2024-04-05",
            "--asked-from": "2024-02-08", "--asked-to": "2024-04-01",
        },
        (["--json"], ["--vary", "white_in", "--from", "2024-04-02", "--to", "2024-04-03"]),
    ),
    "simulate": Command(
        ["plan.yaml", "life.yaml"],
        {
            **PLAIN, **KEPT, "--action": "transfer", "--by": "bob", "--grant": "b", "--reading": "days=out",
            "--rules": "none",
            "--what-if": "white_in 2024-03-01", "--what-if-file": "branches.yaml", "--svg": "s.svg", "--png": "s.png",
            "--rights": "55", "--engine": "forward", "--sweep": "white_in=2024-04-01..2024-04-03",
            "--asked": "2024-02-06..2024-04-02",
        },
        (["--json"], ["--engine", "forward"],
         ["--sweep", "white_in=2024-04-02..2024-04-03", "--asked", "2024-02-05..2024-04-05", "--rights", "55", *A]),
    ),
    "audit": Command(
        ["plan.yaml", "life.yaml"],
        {**PLAIN, **KEPT, "--grant": "b", "--known-at": "2024-02-12", "--until": "2024-02-01", "--reading": "days=out",
         "--rules": "none", "--table": "table.csv", "--out": "a.csv", "--aside": "b.csv", "--plan": "acme/two"},
        (["--json"],),
    ),
    "batch": Command(
        ["plan.yaml", "table.csv", *ON, "--rights", "52"],
        {**PLAIN, "--on": "2024-07-01", "--days": "2024-02-12..2024-02-13", "--rights": "61", "--action": "transfer",
         "--by": "heir", "--reading": "days=out", "--no-settle": None, "--out": "a.csv", "--aside": "b.csv",
         "--resume": None, "--rules": "none", "--row": "ann", "--engine": "spark", "--master": "local",
         "--verify": "1", "--seed": "2"},
        (["--json"], ["--out", "out.csv"]),
    ),
    "register create": Command(["new.db", "--issuer", "Acme"], {**PLAIN, "--issuer": "Bolt"}, (["--json"],)),
    "register plan": Command(
        ["register.db", "plan.yaml"], {**PLAIN, "--from": "2024-01-01", "--rules": "none"}, (["--json"],)
    ),
    "register import": Command(
        ["register.db", "life.yaml"],
        {**PLAIN, "--plan": "none", "--mapping": "none.yaml", "--apply": None, "--known-now": None},
        (["--json"],),
    ),
    "register template": Command(
        ["plan.yaml", "--out", "t.xlsx"], {**PLAIN, "--out": "u.xlsx", "--rules": "none"}, (["--json"],)
    ),
    "register export": Command(
        ["register.db", "--to", "out", "--as", "csv"],
        {**PLAIN, "--to": "there", "--as": "none", "--plan": "none", "--on": "2024-02-12", "--known-at": "2025-06-01",
         "--lost": "lost.csv"},
        (["--json"],),
    ),
    "register print": Command(
        ["register.db", "--to", "a.html", "--on", "2026-02-12"],
        {**PLAIN, "--to": "b.html", "--plan": "none", "--on": "2023-02-12", "--known-at": "2025-06-01",
         "--holder": "ann", "--eras": None},
        (["--json"],),
    ),
    "register terms": Command(["package", "--to", "there"], {**PLAIN, "--to": "elsewhere"}, (["--json"],)),
    "register verify": Command(["register.db"], {**PLAIN, "--head": f"1:{'0' * 64}"}, (["--json"],)),
    "register backup": Command(["register.db", "copy.db"], PLAIN, (["--json"],)),
    "register restore": Command(["register.db", "copy.db"], PLAIN, (["--json"],)),
    "request list": Command(["register.db"], {**PLAIN, "--holder": "nobody"}, (["--json"],)),
    "request record": Command(["register.db", "asked"], PLAIN, (["--json"],)),
    "request withdraw": Command(["register.db", "asked"], {**PLAIN, "--reason": "No more."}, (["--json"],)),
    "request refuse": Command(
        ["register.db", "asked", "--reason", "No."], {**PLAIN, "--reason": "Not now."}, (["--json"],)
    ),
    "token create": Command(
        ["register.db", "hr"],
        {**PLAIN, "--scope": "everything", "--issuer": "Nobody", "--days": "30"}, (["--json"],)
    ),
    "token list": Command(["register.db"], PLAIN, (["--json"],)),
    "token revoke": Command(["register.db", "payroll"], PLAIN, (["--json"],)),
    "feed create": Command(
        ["register.db", "all"],
        {**PLAIN, "--holder": "nobody", "--zone": "Nowhere/Else", "--told-in": "ja", "--url": "https://acme.example"},
        (["--json"],),
    ),
    "feed list": Command(["register.db"], PLAIN, (["--json"],)),
    "feed revoke": Command(["register.db", "of-ann"], PLAIN, (["--json"],)),
    "subscribe mail": Command(["register.db", "legal", "legal@acme.example"], SUBSCRIBED, (["--json"],)),
    "subscribe webhook": Command(
        ["register.db", "payroll", "https://acme.example/hook"], {**SUBSCRIBED, "--allow-private": None}, (["--json"],)
    ),
    "subscribe list": Command(["register.db"], PLAIN, (["--json"],)),
    "subscribe revoke": Command(["register.db", "hr"], PLAIN, (["--json"],)),
    "remind": Command(
        ["register.db"], {**PLAIN, "--status": None, "--again": None, "--url": "nowhere"}, (["--json"], ["--status"])
    ),
    "user create": Command(["register.db", "eve"], PLAIN, (["--json"],)),
    "user list": Command(["register.db"], {**PLAIN, "--known-at": "2025-01-01"}, (["--json"],)),
    "user role": Command(
        ["register.db", "dora", "auditor"],
        {**PLAIN, "--issuer": "Nobody", "--from": "2026-02-01", "--until": "2026-13-01"}, (["--json"],)
    ),
    "user access": Command(
        ["register.db", "dora", "ann"],
        {**PLAIN, "--as": "heir", "--issuer": "Nobody", "--from": "2026-02-01", "--until": "2026-13-01"},
        (["--json"],)
    ),
    "user revoke": Command(
        ["register.db", "dora"], {**PLAIN, "--role": "auditor", "--holder": "ann"}, (["--json"],)
    ),
    "user password": Command(
        ["register.db", "dora"], {**PLAIN, "--link": None, "--url": "nowhere"}, (["--json"], ["--link"])
    ),
    "user totp": Command(["register.db", "dora"], {**PLAIN, "--off": None}, (["--json"],)),
    "user openid": Command(
        ["register.db", "dora", "https://login.example.com", "1"], {**PLAIN, "--off": None}, (["--json"],)
    ),
    "due": Command(
        ["register.db", "--on", "2024-01-20"],
        {**PLAIN, "--on": "2024-02-12", "--within": "2", "--plan": "none", "--holder": "nobody",
         "--known-at": "2025-06-01", "--reading": "days=out", "--out": "a.csv", "--ics": "a.ics",
         "--ics-each": "there"},
        (["--json"],),
    ),
    "exercise": Command(
        ["register.db", "--holder", "ann", "--on", "2024-02-12", "--rights", "52"], ACTING, (["--json"],)
    ),
    "act": Command(
        ["register.db", "exercise", "--holder", "ann", "--on", "2024-02-12", "--rights", "52"], ACTING, (["--json"],)
    ),
    "impact": Command(
        ["register.db", "--reading", "days=out", "--on", "2024-02-12"],
        {**PLAIN, "--reading": "days=in", "--on": "2030-02-12", "--plan": "none", "--becomes": "none.yaml",
         "--mapping": "none.yaml", "--rules": "none"},
        (["--json"],),
    ),
    "roll-forward": Command(
        ["register.db", "--from", "2024-01-01", "--to", "2024-03-01"],
        {**PLAIN, "--from": "2024-01-02", "--to": "2024-02-01", "--by": "grant", "--plan": "none", "--holder": "nobody",
         "--known-at": "2025-06-01", "--was-known-at": "2025-06-01", "--reading": "none=in", "--out": "a.csv"},
        (["--json"],),
    ),
    "holders": Command(["register.db"], {**PLAIN, "--plan": "none", "--known-at": "2025-06-01"}, (["--json"],)),
    "holder": Command(
        ["register.db", "ann"],
        {**PLAIN, "--plan": "none", "--on": "2024-02-12", "--known-at": "2025-06-01"},
        (["--json"],),
    ),
    "test": Command(["scenario.yaml"], {**PLAIN, "--rules": "none", "--engine": "forward"}, (["--json"],)),
    "lint": Command(
        ["plan.yaml"], {**PLAIN, "--rules": "none", "--scenarios": "scenario.yaml", "--strict": None}, (["--json"],)
    ),
    "explain": Command(["plan.yaml"], {**PLAIN, "--rules": "none", "--construct": None}, (["--json"],)),
    "plans": Command([], {**PLAIN, "--rules": "none"}, (["--json"],)),
    "play": Command(["plan.yaml", "life.yaml"], {**PLAIN, "--rules": "none"}, (["--json"],)),
    "schema": Command(["life", "plan.yaml"], {"--rules": "none"}, ()),
    "new": Command(["acme/new"], {**PLAIN, "--to": "there"}, (["--json"],)),
    "demo": Command([], {**PLAIN, "--to": "there"}, (["--json"],)),
}  # fmt: skip

SOLVED = {
    "check": Command(
        ["plan.yaml", "--only", "claim", "--only", "dead-zone"],
        {
            **PLAIN, "--only": "lapse", "--rules": "none", "--claims": "more.yaml", "--scenarios": "none.yaml",
            "--events": "1", "--save": "found", "--timings": None,
        },
        (["--json"],),
    ),
    "diff": Command(
        ["plan.yaml", "--amendment", "more"],
        {**PLAIN, "--rules": "none", "--action": "transfer", "--amendment": "less", "--events": "1", "--save": "found"},
        (["--json"],),
    ),
    "mutate": Command(
        ["plan.yaml", "--only", "other", "--sample", "1", "--scenarios", "scenario.yaml"],
        {**PLAIN, "--rules": "none", "--only": "nothing", "--scenarios": "none.yaml", "--explained": "none.yaml",
         "--sample": "2", "--no-proof": None},
        (["--json"],),
    ),
}  # fmt: skip

ELSEWHERE = {
    ("audit", "--all"), ("schedule", "--all"),
    *(("serve", option) for option in ("--register", "--host", "--port", "--workers", "--seconds", "--json", "--lang")),
    ("serve", "--remind"), ("serve", "--openid"), ("serve", "--wait"), ("serve", "--work-minutes"),
    ("check", "--steps"), ("check", "--seconds"), ("check", "--strict"), ("check", "--all-days"), ("diff", "--steps"),
    ("diff", "--seconds"), ("mutate", "--steps"), ("mutate", "--seconds"),
}  # fmt: skip
"""Of work or lists that are too long for this, or that never ends by itself: `test_check_commands.py`,
`test_audit_view.py`, `test_schedule.py`, `serving/test_served.py`, `serving/test_work_served.py` and
`reminding/test_secret_addresses.py` try them."""

SAME = {
    ("audit", "--json", "--all"): "data is whole in any case",
    ("batch", "--json", "--lang ja"): "answers are told in the words of rule files",
    ("new", "--json", "--lang ja"): "paths and commands are the same in both languages",
    ("test", "--json", "--lang ja"): "scenarios are told in the words of their files",
    ("mutate", "--json", "--lang ja"): "slips are told in the words of the rule language",
    ("diff", "--json", "--lang ja"): "entries and stories are told in the words of the rule language",
    ("play", "--json", "--lang ja"): "the answers to no lines are none",
    ("schema", "", "--json"): "a schema is JSON in any case; `--json` and `--lang` are for problems",
    ("schema", "", "--lang"): "likewise",
    ("register create", "--json", "--lang ja"): "names are the same in both languages",
    ("register plan", "--json", "--lang ja"): "likewise",
    ("register import", "--json", "--lang ja"): "data is the same, and only problems are told in words",
    ("register terms", "--json", "--lang ja"): "likewise",
    ("register verify", "--json", "--lang ja"): "likewise",
    ("register backup", "--json", "--lang ja"): "likewise",
    ("register restore", "--json", "--lang ja"): "likewise",
    ("token list", "--json", "--lang ja"): "likewise",
    ("token revoke", "--json", "--lang ja"): "likewise",
    ("user create", "--json", "--lang ja"): "likewise",
    ("user list", "--json", "--lang ja"): "likewise",
    ("user role", "--json", "--lang ja"): "likewise",
    ("user access", "--json", "--lang ja"): "likewise",
    ("user revoke", "--json", "--lang ja"): "likewise",
    **{
        (name, "--json", "--lang ja"): "likewise"
        for name in ("feed list", "feed revoke", "subscribe list", "subscribe revoke")
    },
    ("request list", "--json", "--lang ja"): "likewise",
    ("request withdraw", "--json", "--lang ja"): "likewise",
    ("request refuse", "--json", "--lang ja"): "likewise",
    ("request record", "", "--even-if"): "what is permitted is recorded in any case",
    ("holders", "--json", "--lang ja"): "likewise",
    ("due", "--json", "--lang ja"): "sentences are those of the rule file, which has them in one language",
    ("impact", "--json", "--lang ja"): "likewise",
    ("roll-forward", "--json", "--lang ja"): "likewise",
    ("holder", "--json", "--lang ja"): "a clean audit is data without words",
}


def options() -> Iterator[tuple[str, str, Any]]:
    """Every option of every command, by its longest name, and what is declared of it."""
    for name, command in commands(typer.main.get_command(app)):
        for param in command.params:
            if param.param_type_name == "option" and "--help" not in param.opts:
                yield name, max(param.opts, key=len), param


def commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command, by the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def test_every_option_of_every_command_is_tried() -> None:
    tried = {(name, option) for name, each in (COMMANDS | SOLVED).items() for option in each.options}
    tried |= ELSEWHERE | {(name, option) for name, mode, option in SAME if not mode}
    assert {(name, option) for name, option, _ in options()} == tried


ONE = [(name, option) for name, option, declared in options() if not (declared.is_flag or declared.multiple)]


def test_an_option_of_one_value_is_not_given_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, option, declared in options():
        if not declared.is_flag:
            done = run(monkeypatch, [*name.split(), option, "1", "--json", f"{option}=2"])
            codes = [each["code"] for each in json.loads(done.out)["problems"]]
            assert (done.code, codes == ["option-given-twice"]) == (2, (name, option) in ONE), (name, option)


def test_an_option_given_twice_is_named_in_the_language_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, said in (("en", "`--on` takes one value"), ("ja", "`--on`は一つの値をとる")):
        done = run(monkeypatch, ["ask", "plan", "life", "--on", "2024-02-12", "--lang", lang, "--on", "2024-02-12"])
        assert (done.code, done.out) == (2, "")
        assert said in done.err


def cases(commands: Mapping[str, Command]) -> list[Any]:
    return [
        pytest.param(name, mode, option, id=f"{name} {' '.join(mode)} {option}")
        for name, each in commands.items()
        for mode in ([], *each.modes)
        for option in each.options
        if option not in mode
    ]


def files(folder: Path) -> None:
    for name, text in {
        "plan.yaml": PLAN,
        "life.yaml": LIFE,
        "scheduled.yaml": SCHEDULED,
        "owing.yaml": OWING,
        "left.yaml": LEFT,
        "scenario.yaml": SCENARIO,
        "table.csv": TABLE,
        "branches.yaml": "earlier: [white_in 2024-03-05]\n",
        "more.yaml": "claims_for: acme/two\nclaims: {other: {clause: D, says: None., always: {may: exercise}}}\n",
    }.items():
        written(folder, text, name)


@cache
def register() -> bytes:
    """A register with the plan and a holder, of whom something was corrected."""
    from kenri.model.entries import EntrySource
    from kenri.register.acts import ActRequest
    from kenri.register.kept_rulings import keep
    from kenri.register.register import Register
    from kenri.service.appointments import appoint
    from kenri.service.feeds import make_feed
    from kenri.service.people import add_person
    from kenri.service.subscriptions import make_subscription
    from kenri.service.tokens import make_token
    from tests.register.small_register import at, written_life

    with TemporaryDirectory() as folder:
        plan = written(Path(folder), PLAN)
        made = Register.create(str(Path(folder, "register.db")), "Acme")
        made.add_plan(str(plan), author="ann", now=at("2025-01-01"))
        for text, day in ((REGISTERED, "2025-01-02"), (REGISTERED.replace("100", "55"), "2026-01-02")):
            made.apply(written_life(text, "acme/two", "life.yaml"), author="ann", now=at(day))
        request = ActRequest(action="exercise", holder="ann", rights=1, on="2024-02-12", key="asked")
        given = made.act(request, now=at("2026-01-02"), author="ann", only_tell=True).kept
        with made._writing("ann", at("2026-01-02")) as ledger:  # as it would be kept were it not known
            waits = replace(given, became="nothing", verdict="unknown", event="")
            keep(ledger, waits, EntrySource("request"))
            ledger.flush()
        with made.database.writing() as connection:
            now = at("2026-01-02")
            make_token(connection, "payroll", ["read"], [], secret="0" * 43, now=now, ends=None)
            make_feed(connection, 1, "of-ann", "ann", lang="en", zone="UTC", secret="0" * 43, now=now)
            make_subscription(connection, 1, "hr", "mail", "hr@acme.example", secret="0" * 43, hour=0, now=now)
            dora = add_person(connection, "dora", now=now, author="local").id
            for role in ("auditor", "plan_author"):
                appoint(
                    connection, dora, role, issuer=None, since=date(2026, 1, 2), until=None, now=now, author="local"
                )
        return Path(folder, "register.db").read_bytes()


def outcome(monkeypatch: pytest.MonkeyPatch, folder: Path, arguments: list[str]) -> Any:
    """All that a command came to: its code, what it printed, and what it wrote."""
    folder.mkdir()
    files(folder)
    if "register.db" in arguments:
        (folder / "register.db").write_bytes(register())
    if "package" in arguments:
        package(folder / "package")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("KENRI_LANG", raising=False)
    monkeypatch.setitem(sys.modules, "pyspark", None)  # where it is here, it would take long to say the same
    monkeypatch.setattr(time, "perf_counter", float)  # so that no answer differs by how fast it came
    done = run(monkeypatch, arguments, "a long pass phrase\n" if "password" in arguments else "")
    assert done.code != 70, done.err
    return done, {each.relative_to(folder): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


_without: dict[tuple[str, ...], Any] = {}
"""What commands come to without an option, each worked out once."""


def left_out(begin: tuple[str, ...], option: str) -> list[str]:
    """A command without an option that takes one value, which is then given another."""
    words = list(begin)
    if option in words and (begin[0], option) in ONE:
        at = words.index(option)
        del words[at : at + 2]
    return words


def counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, commands: Mapping[str, Command], *case: Any) -> None:
    name, mode, option = case
    command = commands[name]
    value = command.options[option]
    given = [option] if value is None else [option, value]
    if (name, " ".join(mode), " ".join(given)) in SAME:
        return
    begin = (*name.split(), *command.begin, *mode)
    if begin not in _without:
        _without[begin] = outcome(monkeypatch, tmp_path / "without", [*begin])
    without, with_it = _without[begin], outcome(monkeypatch, tmp_path / "with", [*begin, *given])
    assert without[0].code != 2, without[0].err
    assert with_it != without, f"{name} {' '.join([*mode, *given])} is as if it had not been given"


@pytest.mark.takes_turns(5)
@pytest.mark.parametrize(("name", "mode", "option"), cases(COMMANDS))
def test_an_option_counts_or_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mode: list[str], option: str
) -> None:
    if "forward" in (*mode, COMMANDS[name].options[option]):
        pytest.importorskip("durable.lang")
    counts(monkeypatch, tmp_path, COMMANDS, name, mode, option)


@pytest.mark.takes_turns(7)
@pytest.mark.skipif(importlib.util.find_spec("z3") is None, reason="the solver is not installed")
@pytest.mark.parametrize(("name", "mode", "option"), cases(SOLVED))
def test_an_option_of_what_proves_counts_or_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, mode: list[str], option: str
) -> None:
    counts(monkeypatch, tmp_path, SOLVED, name, mode, option)
