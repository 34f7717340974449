"""Adding to inherited words, and words that several documents declare: what stands, and what is a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kenri.api import LoadedPlan, load
from kenri.loader.declarations import attribute
from kenri.loader.widening import widened
from kenri.model.plan import Attribute, EventKind
from kenri.model.problems import ProblemsError

SHIPPED = sorted(
    f"vocabulary/{path.stem}" for path in (Path(__file__).parents[2] / "rules" / "vocabulary").glob("*.yaml")
)

WORDS = """
---
vocabulary: words
extends: vocabulary/equity
events:
  leaves: {personal: true, once: true, attributes: {reason: {one_of: [good, bad]}, price: number}}
  splits: {attributes: {ratio: {type: ratio, default: 1}}}
actions: {sell: {counts: shares, attributes: {price: number}}}
party_attributes: {part_time: flag, height: {type: number, for: grantee}}
grant_attributes: {position: {one_of: [director, officer]}, born: day}
balances: {sold: {}}
rules: {held: {clause: "1", says: Twenty., limit: exercise, at_most: 20}}
"""


def plan(text: str, folder: Path) -> LoadedPlan:
    path = folder / "plan.yaml"
    path.write_text(f"plan: it\n{text}", "utf-8")
    return load(path)


def problem(text: str, folder: Path) -> str:
    with pytest.raises(ProblemsError) as raised:
        plan(text, folder)
    (only,) = raised.value.problems
    return only.render()


# --- the shipped vocabularies


@pytest.mark.parametrize("ids", list(permutations(SHIPPED, 2)), ids=" ".join)
def test_any_two_shipped_vocabularies_combine(ids: tuple[str, str], tmp_path: Path) -> None:
    plan(f"extends: [{', '.join(ids)}]\n", tmp_path)


@pytest.mark.parametrize("ids", [SHIPPED, SHIPPED[::-1], *([each] for each in SHIPPED)], ids=" ".join)
def test_all_shipped_vocabularies_combine_and_each_stands_by_itself(ids: list[str], tmp_path: Path) -> None:
    plan(f"extends: [{', '.join(ids)}]\n", tmp_path)


@given(order=st.permutations(SHIPPED))
def test_the_order_of_vocabularies_means_nothing(order: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("order")
    one, other = (plan(f"extends: [{', '.join(ids)}]\n", folder).plan for ids in (SHIPPED, order))
    for section in ("events", "actions"):
        left, right = getattr(one, section), getattr(other, section)
        assert left.keys() == right.keys()
        for name, item in left.items():
            assert _meaning(item.attributes) == _meaning(right[name].attributes)
    assert _meaning(one.party_attributes) == _meaning(other.party_attributes)
    assert _meaning(one.grant_attributes) == _meaning(other.grant_attributes)
    assert {name: each.lapse for name, each in one.balances.items()} == {
        name: each.lapse for name, each in other.balances.items()
    }


def _meaning(attributes: Mapping[str, Attribute]) -> dict[str, object]:
    return {name: (each.type, frozenset(each.one_of), each.optional, each.default) for name, each in attributes.items()}


def test_a_list_of_reasons_has_those_of_both_vocabularies(tmp_path: Path) -> None:
    both = plan("extends: [vocabulary/employment, vocabulary/open-cap-table]\n", tmp_path)
    words = attribute(both.plan.events["terminates"].attributes["reason"]).one_of
    assert {"resigns", "INVOLUNTARY_DEATH"} <= set(words)


def test_a_shipped_list_of_reasons_takes_one_more(tmp_path: Path) -> None:
    wider = plan(
        "extends: vocabulary/employment\n"
        "events: {terminates: {widens: true, attributes: {reason: {one_of: [sabbatical]}}}}\n",
        tmp_path,
    )
    life = {
        "parties": {"ann": {"role": "grantee"}},
        "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 100}],
        "events": [{"on": "2024-05-01", "event": "terminates", "reason": "sabbatical"}],
    }
    (event,) = wider.life(life).events
    assert event.attributes["reason"] == "sabbatical"


def test_a_grant_need_not_say_a_position(tmp_path: Path) -> None:
    wider = plan(
        "extends: vocabulary/stock-options-japan\ngrant_attributes: {position: {widens: true, optional: true}}\n",
        tmp_path,
    )
    life = wider.life(
        {"parties": {"ann": {"role": "grantee"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1}]}
    )
    (grant,) = life.grants.values()
    assert "position" not in grant.attributes


# --- what a widening adds


def test_a_widening_keeps_all_that_the_word_has(tmp_path: Path) -> None:
    kind = plan(
        "extends: words\nevents: {leaves: {widens: true, attributes: "
        "{reason: {one_of: [ill], optional: true}, price: {default: 0}, why: text}}}" + WORDS,
        tmp_path,
    ).plan.events["leaves"]
    assert (kind.personal, kind.once) == (True, True)
    assert kind.attributes["reason"] == Attribute(one_of=("good", "bad", "ill"), optional=True)
    assert kind.attributes["price"] == Attribute(type="number", default=0)
    assert kind.attributes["why"] == Attribute(type="text")


@given(st.data())
def test_what_a_life_could_say_it_may_say_still(data: st.DataObject) -> None:
    words = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, unique=True).map(tuple)
    attributes = st.one_of(
        st.builds(Attribute, one_of=words, optional=st.booleans(), default=st.none() | st.sampled_from(["a", "b"])),
        st.builds(Attribute, type=st.sampled_from(["number", "flag"]), optional=st.booleans()),
    )
    old, new = data.draw(attributes), data.draw(attributes)
    wider, _ = widened(EventKind(attributes={"x": old}), EventKind(attributes={"x": new}, widens=True))
    assert isinstance(wider, EventKind)
    now = attribute(wider.attributes["x"])
    assert now.type == old.type
    assert set(old.one_of) <= set(now.one_of)
    assert now.optional or not old.optional
    assert old.default is None or now.default == old.default


# --- attributes of parties that some roles must give

FOR = """
party_attributes: {born: {type: day, for: ROLES}}
roles: {director: {}}
extends: vocabulary/equity
"""


@pytest.mark.parametrize(
    ("roles", "party", "is_needed"),
    [
        ("grantee", {"role": "grantee"}, True),
        ("grantee", {"role": "company"}, False),
        ("[grantee, director]", {"role": "director"}, True),
        ("[grantee, director]", {"roles": ["company", "director"]}, True),
        ("[grantee, director]", {"roles": ["company", "heir"]}, False),
    ],
)
def test_an_attribute_for_some_roles_may_be_left_out_by_the_others(
    roles: str, party: dict[str, object], is_needed: bool, tmp_path: Path
) -> None:
    it = plan(FOR.replace("ROLES", roles), tmp_path)
    parties = {"ann": {"role": "grantee", "born": "1970-05-06"}, "who": party}
    life = {"parties": parties, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1}]}
    if is_needed:
        with pytest.raises(ProblemsError, match="the key `born` is missing"):
            it.life(life)
    else:
        assert "born" not in it.life(life).parties["who"].attributes
    assert it.life(life | {"parties": parties | {"who": party | {"born": "1980-01-01"}}}).parties["who"].attributes


def test_whoever_holds_a_grant_is_a_grantee_for_its_attributes(tmp_path: Path) -> None:
    it = plan(FOR.replace("ROLES", "grantee"), tmp_path)
    life = {"parties": {"ann": {"role": "company"}}, "grants": [{"grantee": "ann", "on": "2024-01-01", "number": 1}]}
    with pytest.raises(ProblemsError, match="the key `born` is missing"):
        it.life(life)


def test_an_attribute_that_every_party_must_give_is_widened_to_be_for_a_role(tmp_path: Path) -> None:
    wider = plan(
        f"extends: words\nparty_attributes: {{part_time: {{widens: true, for: grantee}}}}{WORDS}", tmp_path
    ).plan.party_attributes["part_time"]
    assert wider == Attribute(type="flag", for_=("grantee",))


# --- what several documents declare

SIBLINGS = "extends: [one, two]\n{own}---\nvocabulary: one\n{one}\n---\nvocabulary: two\n{two}\n"

AGREE = {
    "alike": ("roles: {boss: {}}", "roles: {boss: {}}"),
    "said in other words": ("roles: {boss: {says: who leads}}", "roles: {boss: {says: who manages}}"),
    "the short way": (
        "events: {pays: {attributes: {yen: number}}}",
        "events: {pays: {attributes: {yen: {type: number}}}}",
    ),
    "a balance": ("balances: {gone: {lapse: true, says: gone}}", "balances: {gone: {lapse: true}}"),
    "a date": ("dates: {start: {is: 2024-01-01}}", "dates: {start: {is: 2024-01-01, says: start}}"),
}

DIFFER = {
    "an event": ("events: {pays: {attributes: {yen: number}}}", "events: {pays: {attributes: {yen: day}}}", "pays"),
    "a date": ("dates: {start: {is: 2024-01-01}}", "dates: {start: {is: 2024-01-02}}", "start"),
    "a term": ("terms: {days: {value: 3}}", "terms: {days: {value: 4}}", "days"),
    "a balance": ("balances: {gone: {lapse: true}}", "balances: {gone: {}}", "gone"),
    "an attribute": ("party_attributes: {age: number}", "party_attributes: {age: day}", "age"),
}


@pytest.mark.parametrize("texts", AGREE.values(), ids=list(AGREE))
def test_what_two_documents_declare_alike_stands(texts: tuple[str, str], tmp_path: Path) -> None:
    for one, two in (texts, texts[::-1]):
        plan(SIBLINGS.format(own="", one=one, two=two), tmp_path)


@pytest.mark.parametrize("texts", DIFFER.values(), ids=list(DIFFER))
def test_what_two_documents_declare_otherwise_is_told_where_both_are_extended(
    texts: tuple[str, str, str], tmp_path: Path
) -> None:
    one, two, name = texts
    found = problem(SIBLINGS.format(own="", one=one, two=two), tmp_path)
    assert f"plan.yaml:2:10: `{name}` is declared by `one`, and otherwise by `two`; both are extended here" in found
    assert "extend only one of them" in found
    assert ("`replaces: true`" in found) == (not one.startswith(("balances", "party_attributes")))


def test_the_document_below_says_which_is_meant(tmp_path: Path) -> None:
    one, two, _ = DIFFER["a date"]
    own = "dates: {start: {is: 2024-01-02, replaces: true}}\n"
    assert str(plan(SIBLINGS.format(own=own, one=one, two=two), tmp_path).plan.dates["start"].is_) == "2024-01-02"


def test_of_two_that_replace_the_same_neither_wins_by_its_order(tmp_path: Path) -> None:
    base = "extends: base\ndates: {{start: {{is: 2024-01-0{day}, replaces: true}}}}"
    text = SIBLINGS.format(own="", one=base.format(day=2), two=base.format(day=3))
    found = problem(f"{text}---\nvocabulary: base\ndates: {{start: {{is: 2024-01-01}}}}\n", tmp_path)
    assert "`start` is declared by `one`, and otherwise by `two`" in found


# --- mistakes

MISTAKES = {
    "nothing to widen": (
        "events: {leave: {widens: true, attributes: {why: text}}}",
        "`leave` says that it widens an inherited one, and there is none",
        "`leaves`",
    ),
    "nothing new": ("events: {leaves: {widens: true}}", "`widens` needs the key `attributes` beside it", "add it"),
    "widened and replaced": (
        "events: {leaves: {widens: true, replaces: true, attributes: {why: text}}}",
        "`replaces` cannot stand beside `widens`",
        "leave one",
    ),
    "more than attributes": (
        "events: {splits: {widens: true, once: true, attributes: {why: text}}}",
        "`once` cannot stand beside `widens`",
        "leave one",
    ),
    "another type": (
        "events: {leaves: {widens: true, attributes: {price: day}}}",
        "`price` is a number already, and stays so",
        "only what is new",
    ),
    "a type for words": (
        "events: {leaves: {widens: true, attributes: {reason: text}}}",
        "`reason` is one of a list of words already, and stays so",
        "only what is new",
    ),
    "words for a number": (
        "actions: {sell: {widens: true, attributes: {price: {one_of: [high]}}}}",
        "`price` is a number, and words can be added only to a list of words",
        "only what is new",
    ),
    "another default": (
        "events: {splits: {widens: true, attributes: {ratio: {default: 2}}}}",
        "`ratio` has the default `1` already, and keeps it",
        "only what is new",
    ),
    "an attribute that is not there": (
        "events: {leaves: {widens: true, attributes: {raison: {optional: true}}}}",
        "there is no attribute `raison` to widen",
        "`reason`",
    ),
    "an attribute without a type": (
        "events: {comes: {attributes: {why: {optional: true}}}}",
        "one of the keys `type`, `one_of` is needed",
        "write one of them",
    ),
    "a party's attribute without a type": (
        "party_attributes: {why: {optional: true}}",
        "one of the keys `type`, `one_of` is needed",
        "write one of them",
    ),
    "an attribute of a new word": (
        "events: {comes: {attributes: {why: {type: text, widens: true}}}}",
        "`why` says that it widens an inherited one, and there is none",
        "`widens: true` of what it is an attribute of",
    ),
    "for other roles": (
        "party_attributes: {height: {widens: true, for: company}}",
        "it is for `grantee` already, and stays so",
        "only what is new",
    ),
    "for a role that is not there": (
        "party_attributes: {part_time: {widens: true, for: granteee}}",
        "there is no role `granteee`",
        "`grantee`",
    ),
    "for parties, of an event": (
        "events: {comes: {attributes: {why: {type: text, for: grantee}}}}",
        "`for` names the parties that must give an attribute, and this is none of parties",
        "leave it out",
    ),
    "for parties, of a grant": (
        "grant_attributes: {why: {type: text, for: grantee}}",
        "`for` names the parties that must give an attribute, and this is none of parties",
        "leave it out",
    ),
    # declared again
    "a role": (
        "roles: {grantee: {says: me}}",
        "`grantee` is already declared otherwise at",
        "leave it out: it is inherited",
    ),
    "a balance that is another": (
        "balances: {sold: {lapse: true}}",
        "`sold` is already declared otherwise at",
        "needs another name",
    ),
    "an event as it is": (
        "events: {splits: {attributes: {ratio: {type: ratio, default: 1}}}}",
        "`splits` is already defined at",
        "leave it out: it is inherited",
    ),
    "an event with more": (
        "events: {splits: {attributes: {ratio: ratio, why: text}}}",
        "`splits` is already defined at",
        "`widens: true`",
    ),
    "an attribute that is another": (
        "grant_attributes: {born: {type: day, optional: true}}",
        "`born` is already declared otherwise at",
        "`widens: true`",
    ),
    "a rule": (
        "rules: {held: {clause: '1', says: Ten., limit: exercise, at_most: 10}}",
        "`held` is already defined at",
        "`replaces: true`",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_told_with_what_would_be_right(mistake: tuple[str, str, str], tmp_path: Path) -> None:
    text, message, help_ = mistake
    found = problem(f"extends: words\n{text}{WORDS}", tmp_path)
    assert message in found
    assert help_ in found
    assert found.startswith(f"{tmp_path.name}/plan.yaml:3:") or "/plan.yaml:3:" in found


def test_a_widening_that_does_not_fit_is_told_at_the_widening(tmp_path: Path) -> None:
    wrong = "extends: words\nevents: {leaves: {widens: true, attributes: {price: {one_of: [a]}}}}"
    assert "/plan.yaml:3:62: event `leaves`" in problem(wrong + WORDS, tmp_path)
