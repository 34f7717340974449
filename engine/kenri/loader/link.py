"""From documents to a plan that can be evaluated, or one report of everything that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from kenri.loader.across_grants import check_across_grants
from kenri.loader.amendments import known_from
from kenri.loader.declarations import attributes_of
from kenri.loader.library import Library
from kenri.loader.merge import Merged, add_claims, amended, merge
from kenri.loader.names import NameCheck
from kenri.loader.order_of_effects import in_order
from kenri.model.expressions import CountingRule
from kenri.model.life import Instant
from kenri.model.plan import Amendment, Plan
from kenri.model.problems import Problem, ProblemsError, Report, quote
from kenri.model.sentences import Sentence, did_you_mean

DEFAULT_ZONE = "UTC"


def load(
    name: str,
    *,
    library: Library | None = None,
    known_at: Instant | None = None,
    claims: Sequence[Path] = (),
    without: Collection[str] = (),
    alone: bool = False,
) -> Plan:
    """The plan of an id or path, linked and checked, with the amendments known at an instant (None: all).

    `claims` are files with claims about it, from beside it; amendments named in `without` are not applied. With `alone`
    it is not looked at what other plans tell of their grants.
    Raises `ProblemsError` with every problem found in the plan and all it extends.
    """
    report = Report()
    opened = (library or Library()).open(name, report)
    if opened is None:
        report.raise_if_any()
        raise AssertionError("what cannot be opened is reported")
    merged = merge(*opened, report)
    if not merged.is_whole:
        report.raise_if_any()
    for path in claims:
        _claims_in(path, merged, opened[1], report)
    zone = _zone(merged, report)
    for amendment in without:
        if amendment not in merged.sections["amendments"]:
            help_ = did_you_mean(amendment, merged.sections["amendments"])
            report.add(Problem(None, Sentence("no-such-amendment", name=quote(amendment)), help_))
    known = _known(merged.sections["amendments"], zone, known_at)
    amended(
        merged, _in_order({name: known[name] for name in known if name not in without}, zone, merged, report), report
    )
    NameCheck(merged, report).check()
    report.raise_if_any()
    plan = _plan(merged, zone)
    if not alone:
        check_across_grants(plan, merged, report, partial(linked, library=opened[1], known_at=known_at))
        report.raise_if_any()
    return plan


def linked(id_: str, report: Report, *, library: Library, known_at: Instant | None = None) -> Plan | None:
    """The plan of an id, for grants that are under it; None where there is none, or something is wrong with it."""
    found = library.find(id_, report)
    if found is None:
        if not report.errors:
            hint = library.hint(id_, "plan")
            report.add(Problem(None, Sentence("no-such-plan", name=quote(id_)), Sentence("where-plans-are", hint=hint)))
        return None
    if not found.document.plan:
        report.add(Problem(None, Sentence("not-askable", name=quote(id_))))
        return None
    try:
        return load(id_, library=library, known_at=known_at, alone=True)
    except ProblemsError as error:
        for problem in error.problems:
            report.add(problem)
        return None


def _claims_in(path: Path, merged: Merged, library: Library, report: Report) -> None:
    found = [each for each in library.file(path, report) if each.document.claims_for]
    if not found and not report.errors:
        report.add(Problem(None, Sentence("no-claims-in-file", file=quote(str(path)))))
    for each in found:
        add_claims(merged, each, report)


def read(name: str, *, library: Library | None = None) -> tuple[Plan, bool]:
    """A plan, family or vocabulary with all it extends, to be shown, and whether it is whole: a plan, and checked.

    A family or vocabulary may speak of what stands beside it in a plan. Raises `ProblemsError` as `load` does.
    """
    library = library or Library()
    report = Report()
    shared = library.shared(name, report)
    report.raise_if_any()
    if shared is None:
        return load(name, library=library), True
    merged = merge(*shared, report)
    report.raise_if_any()
    zone = _zone(merged, report)
    report.raise_if_any()
    return _plan(merged, zone), False


def _zone(merged: Merged, report: Report) -> str:
    setting = merged.settings.get("zone")
    if setting is None:
        return DEFAULT_ZONE
    name, origin = setting
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        report.add(origin.problem(Sentence("no-such-zone", name=quote(name))))
        return DEFAULT_ZONE
    return str(name)


def _known(amendments: dict[str, Amendment], zone: str, known_at: Instant | None) -> dict[str, Amendment]:
    if known_at is None:
        return amendments
    return {name: each for name, each in amendments.items() if known_from(each, zone) <= known_at}


def _in_order(known: dict[str, Amendment], zone: str, merged: Merged, report: Report) -> dict[str, Amendment]:
    """Amendments by their first day, of one day by when they became known; then no two may settle the same."""
    first: dict[tuple[object, ...], str] = {}
    for name, each in known.items():
        whole = [*(("terms", key) for key in each.terms), *(("rules", key) for key in (*each.rules, *each.without))]
        for section, key in whole:
            other = first.setdefault((each.from_, known_from(each, zone), section, key), name)
            if other != name:
                sentence = Sentence("amended-twice", name=quote(key), day=str(each.from_), other=quote(other))
                path = ("without", each.without.index(key)) if key in each.without else (section, key)
                report.add(
                    merged.origin("amendments", name).problem(sentence, path=path, at_key=key not in each.without)
                )
    return dict(sorted(known.items(), key=lambda item: (item[1].from_, known_from(item[1], zone))))


def _plan(merged: Merged, zone: str) -> Plan:
    document = merged.plan.document
    sections = dict(merged.sections)
    counting, _ = merged.settings.get("counting", (None, None))
    if isinstance(counting, str):
        counting = sections["countings"].get(counting)
    sections["effects"] = in_order(sections["effects"])
    for section in ("party_attributes", "grant_attributes"):
        sections[section] = attributes_of(sections[section])
    for section in ("events", "actions"):
        sections[section] = {
            name: replace(item, attributes=attributes_of(item.attributes)) for name, item in sections[section].items()
        }
    return Plan(
        id=document.id,
        title=document.title,
        source=document.source,
        zone=zone,
        counting=counting or CountingRule(),
        places={key: origin.place for key, origin in merged.origins.items()},
        origins={key: origin.document for key, origin in merged.origins.items()},
        **sections,  # type: ignore[arg-type]  # sections alone, each of its own type
    )
