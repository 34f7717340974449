"""A plan that was loaded before is the plan that loading gives: whatever changed or is kept, whoever else loads."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from kenri import kept_files
from kenri.loader import kept_plans
from kenri.loader.library import Library
from kenri.loader.link import load
from kenri.model.plan import Plan
from kenri.model.problems import ProblemsError

PLAN = """\
plan: mine/plan
extends: [vocabulary/equity, mine/words]
terms: {window_days: {value: 30, clause: "1"}}
"""

WORDS = """\
vocabulary: mine/words
readings:
  rolls: {question: Does it roll?, options: {no: it does not, yes: it does}, default: no}
"""

OTHER_WORDS = WORDS.replace("Does it roll?", "Does it?")

AMENDED = """\
amendments:
  longer: {from: 2025-01-01, clause: A1, says: Longer., terms: {window_days: {value: 60}}}
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KENRI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "plans"


@pytest.fixture
def rules(tmp_path: Path, cache: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "mine").mkdir(parents=True)
    (folder / "mine" / "plan.yaml").write_text(PLAN)
    (folder / "mine" / "words.yaml").write_text(WORDS)
    return folder


def same(one: Plan, other: Plan) -> bool:
    """Whether plans are equal, in the order of their entries too."""
    return all(repr(getattr(one, each.name)) == repr(getattr(other, each.name)) for each in fields(Plan))


def load_kept(name: str, folders: Sequence[Path] = (), version: str = "1") -> tuple[Plan, Library]:
    return kept_plans.load_kept(name, folders, version=version)


def linked(name: str, *folders: Path) -> Plan:
    return load(name, library=Library(folders))


def outcome(loads: Callable[[], Plan]) -> str:
    """The terms of a plan, or what is wrong with it."""
    try:
        return repr(loads().terms)
    except ProblemsError as error:
        return str(error)


def no_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("loaded again")

    monkeypatch.setattr(kept_plans, "_load", refuse)


@pytest.mark.parametrize("name", Library().ids("plan"))
def test_a_shipped_plan_is_loaded_once(name: str, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = load_kept(name)
    no_loading(monkeypatch)
    second, library = load_kept(name)
    assert same(first, linked(name))
    assert same(second, first)
    assert len(list(cache.iterdir())) == 1
    assert same(load(name, library=library), first)


CHANGES: dict[str, Callable[[Path], object]] = {
    "the plan": lambda rules: (rules / "mine" / "plan.yaml").write_text(PLAN.replace("30", "31")),
    "what it extends": lambda rules: (rules / "mine" / "words.yaml").write_text(OTHER_WORDS),
    "an amendment": lambda rules: (rules / "mine" / "plan.yaml").write_text(PLAN + AMENDED),
    "only its lines": lambda rules: (rules / "mine" / "plan.yaml").write_text("# a plan\n" + PLAN),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(change: Callable[[Path], object], rules: Path) -> None:
    before, _ = load_kept("mine/plan", [rules])
    change(rules)
    after, _ = load_kept("mine/plan", [rules])
    assert not same(before, after)
    assert same(after, linked("mine/plan", rules))


def test_a_file_that_comes_before_another_is_noticed(rules: Path, tmp_path: Path) -> None:
    nearer = tmp_path / "nearer"
    (nearer / "mine").mkdir(parents=True)
    folders = [nearer, rules]
    load_kept("mine/plan", folders)
    (nearer / "mine" / "words.yaml").write_text(OTHER_WORDS)
    found, _ = load_kept("mine/plan", folders)
    assert found.readings == linked("mine/plan", *folders).readings
    assert "Does it?" in str(found.readings["rolls"].question)


def test_a_file_beside_the_asker_is_noticed(rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is that of a file is a path."""
    monkeypatch.chdir(tmp_path)
    load_kept("mine/plan", [rules])
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "plan").write_text(PLAN.replace("30", "31"))
    (tmp_path / "mine" / "words.yaml").write_text(WORDS)
    found = [
        outcome(lambda: load_kept("mine/plan", [rules])[0]),
        outcome(lambda: linked("mine/plan", rules)),
    ]
    assert found[0] == found[1]
    assert "30" not in found[0]


def test_a_link_to_outside_is_refused_as_ever(rules: Path, tmp_path: Path) -> None:
    load_kept("mine/plan", [rules])
    (rules / "mine" / "words.yaml").rename(tmp_path / "elsewhere.yaml")
    (rules / "mine" / "words.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(ProblemsError) as found:
        load_kept("mine/plan", [rules])
    with pytest.raises(ProblemsError) as expected:
        linked("mine/plan", rules)
    assert found.value.problems == expected.value.problems


def test_a_file_that_is_gone_or_wrong_is_told_as_ever(rules: Path) -> None:
    load_kept("mine/plan", [rules])
    (rules / "mine" / "plan.yaml").write_text(PLAN + "unknown: {}\n")
    for _ in range(2):
        with pytest.raises(ProblemsError) as found:
            load_kept("mine/plan", [rules])
        with pytest.raises(ProblemsError) as expected:
            linked("mine/plan", rules)
        assert found.value.problems == expected.value.problems
    (rules / "mine" / "plan.yaml").unlink()
    with pytest.raises(ProblemsError, match="mine/plan"):
        load_kept("mine/plan", [rules])


def test_a_plan_at_a_path_says_its_places_from_where_its_reader_is(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rules / "elsewhere").mkdir()
    monkeypatch.chdir(rules / "elsewhere")
    path = str(rules / "mine" / "plan.yaml")
    load_kept(path, [rules])
    monkeypatch.chdir(rules)
    assert same(load_kept(path, [rules])[0], linked(path, rules))
    assert load_kept(path, [rules])[0].places["terms", "window_days"].file == "mine/plan.yaml"


def test_what_is_read_later_is_of_the_time_of_the_plan(rules: Path) -> None:
    """As with a plan that was loaded just now: an older state of it is not made of newer files."""
    (rules / "mine" / "plan.yaml").write_text(PLAN + AMENDED)
    load_kept("mine/plan", [rules])
    found, library = load_kept("mine/plan", [rules])
    (rules / "mine" / "plan.yaml").write_text("plan: no longer one")
    assert same(load("mine/plan", library=library), found)


def test_another_engine_loads_again(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_kept("mine/plan", [rules])
    no_loading(monkeypatch)
    load_kept("mine/plan", [rules])
    with pytest.raises(AssertionError, match="loaded again"):
        load_kept("mine/plan", [rules], "2")
    for name, value in (("LANGUAGE", 0), ("_engine", lambda: iter([("link.py", 1, 2)]))):
        with monkeypatch.context() as patch:
            patch.setattr(kept_plans, name, value)
            with pytest.raises(AssertionError, match="loaded again"):
                load_kept("mine/plan", [rules])


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda content: content[:-1],
    "empty": lambda _: b"",
    "changed": lambda content: content.replace(b"30", b"31"),
    "longer": lambda content: content + b"x",
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_what_is_not_whole_is_not_read(spoil: Callable[[bytes], bytes], rules: Path, cache: Path) -> None:
    first, _ = load_kept("mine/plan", [rules])
    (path,) = cache.iterdir()
    path.write_bytes(spoil(path.read_bytes()))
    assert same(load_kept("mine/plan", [rules])[0], first)


@pytest.mark.parametrize("foreign", [b"no pickle", pickle.dumps({"plan": 1}), pickle.dumps(len)])
def test_what_is_whole_and_no_plan_is_not_taken(foreign: bytes, rules: Path, cache: Path) -> None:
    first, _ = load_kept("mine/plan", [rules])
    (path,) = cache.iterdir()
    kept_files.put(cache, path.stem, kept_plans.SUFFIX, foreign)
    assert same(load_kept("mine/plan", [rules])[0], first)


def test_a_folder_that_others_may_write_to_is_not_used(rules: Path, cache: Path) -> None:
    first, _ = load_kept("mine/plan", [rules])
    (path,) = cache.iterdir()
    path.unlink()
    cache.chmod(0o777)
    assert same(load_kept("mine/plan", [rules])[0], first)
    assert list(cache.iterdir()) == []


def test_where_nothing_can_be_kept_it_is_loaded(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_plans, "put", full)
    for _ in range(2):
        assert same(load_kept("mine/plan", [rules])[0], linked("mine/plan", rules))
    assert list(cache.iterdir()) == []
    cache.rmdir()
    cache.write_text("no folder")
    assert same(load_kept("mine/plan", [rules])[0], linked("mine/plan", rules))


def test_no_more_are_kept_than_so_many(rules: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_plans, "MOST", 3)
    for number in range(6):
        (rules / "mine" / "plan.yaml").write_text(PLAN.replace("30", str(number)))
        load_kept("mine/plan", [rules, *[rules] * (number % 5)])
    assert len(list(cache.iterdir())) == 3


def test_processes_at_once(rules: Path, cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kenri.loader.kept_plans import load_kept\n"
        "for _ in range(5): print(load_kept('mine/plan', [Path(sys.argv[1])], version='1')[0].terms)"
    )
    several = [
        subprocess.Popen([sys.executable, "-c", code, str(rules)], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = {line for each in several for line in each.communicate()[0].splitlines()}
    assert said == {str(linked("mine/plan", rules).terms)}
    assert all(each.returncode == 0 for each in several)
    assert len(list(cache.iterdir())) >= 1
