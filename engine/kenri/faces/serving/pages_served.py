"""All pages that are served, each at its address: what it asks as programs do, and what shows it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kenri.faces.contracts.problem_data import problems_data
from kenri.faces.serving import (
    acts,
    of_everybody,
    of_holder,
    pages_of_audits,
    pages_of_imports,
    pages_of_people,
    pages_of_plans,
    pages_of_work,
)
from kenri.faces.serving.answered import Answered, html_answer, noted, status_of
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.operations import OPERATIONS, Operation
from kenri.faces.serving.parameters import Parameter
from kenri.model.entries import roles_written
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.records import MICROSECONDS

if TYPE_CHECKING:
    from kenri.faces.pages.frame import PageFrame

__all__ = ["FIRST_PAGE", "OWN_RIGHTS", "PAGES", "ServedPage", "frame_of", "served"]

FIRST_PAGE = "page/today"
OWN_RIGHTS = "/mine"
"""Where who may see the rights of some holders alone is led from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPage(Operation):
    """A page. Its parameters are those of a question, so that an address says all that it shows."""

    address: str
    """Where it is; what is in braces is the parameter of that name."""
    menu: str = ""
    """The word under which the menu of every page leads here; empty: it does not."""
    shows: Callable[[Asked, Callable[[], Answered]], Answered] | None = None
    """Of a page that writes: the page about what is written as soon as it asks for that, or about why it is not."""
    is_worked: bool = False
    """Whether what takes long of it is asked by `Asked.worked`, so that it can be work."""

    @property
    def path(self) -> str:
        return self.address

    @property
    def is_work(self) -> bool:
        return self.is_worked


def frame_of(asked: Asked, parties: Iterable[str | None] = ()) -> PageFrame:
    """What stands around a page, with what people call some parties."""
    from kenri.faces.pages.frame import PageFrame

    keys = {each for each in parties if each}
    return PageFrame(
        lang=asked.lang,
        address=asked.address,
        issuer=asked.register.issuer,
        issuers=asked.issuers,
        caller=asked.caller_shown,
        csrf=asked.csrf,
        menu=tuple((each.menu, each.address) for each in PAGES.values() if each.menu and asked.may(each.act_for(None))),
        names=asked.register.names(keys) if keys else {},
    )


_DAYS_REFUSED = 30
"""So long a request that was refused is told of."""


def _today(asked: Asked) -> Answered:
    return html_answer(_what_comes(asked, None, []))


def _decided(asked: Asked, write: Callable[[], Answered]) -> Answered:
    """*Today* after a request was to be recorded or refused, with what became of it."""
    defaults = {each.name: each.default for each in _of("due", "as") if each.name not in asked.values}
    today = replace(asked, values={**defaults, **asked.values, "reading": []}, address="/")
    try:
        return html_answer(_what_comes(today, json.loads(write().body), []))
    except ProblemsError as error:
        body = _what_comes(today, None, problems_data(error.problems, asked.lang))
        return noted(html_answer(body, max(map(status_of, error.problems))), error)


def _what_comes(asked: Asked, told: Any, problems: list[Any]) -> bytes:
    from kenri.faces.contracts.auditing_data import auditing_data
    from kenri.faces.contracts.request_data import request_data
    from kenri.faces.pages.today import TodayFacts, today_page
    from kenri.register.answers_again import answers_again
    from kenri.register.requests import requests, unrecorded

    due = asked.worked("due", of_everybody.due, listed="due", **{"as": "json"})
    answers = [*answers_again(asked.register, asked["holder"], asked["plan"])]
    lately = asked.now - _DAYS_REFUSED * 86_400 * MICROSECONDS
    with asked.register.reading() as ledger:
        kept = [each for each in requests(ledger, asked["holder"]) if asked["plan"] in (None, each.given.plan)]
    left = unrecorded(answers, kept)
    waits = [each for each in left if each.given.verdict == "unknown"]
    denied = [each for each in left if each.given.verdict == "denied" and each.record.recorded >= lately]
    aside = [
        request_data(each)
        for each in kept
        if each.state in ("withdrawn", "refused") and each.ended is not None and each.ended.recorded >= lately
    ]
    others, waiting, turned_down = (
        [auditing_data(each, asked.lang) for each in several]
        for several in ([each for each in answers if each.is_other], waits, denied[::-1])
    )
    facts = TodayFacts(
        due=due,
        others=others,
        waiting=waiting,
        denied=turned_down,
        aside=aside[::-1],
        may_record=asked.may("record"),
        may_refuse=asked.may("refuse"),
        told=told,
        problems=problems,
        plans={id_: asked.register.plan(id_).plan for id_ in asked.register.plans()},
        asked={name: asked[name] for name in ("on", "within", "plan")},
        further=asked.links.pop("after", None),
    )
    parties = [
        each[name] for each in (*due["due"], *others, *waiting, *turned_down, *aside) for name in ("holder", "by")
    ]
    return today_page(frame_of(asked, parties), facts)


def _holders(asked: Asked) -> Answered:
    from kenri.faces.pages.holder import holders_page

    plans = asked.register.plans()
    if asked["find"]:
        listed = [_line(asked, name) for name in _found(asked)]
    else:
        only = next(iter(plans)) if asked["plan"] is None and plans else asked["plan"]
        listed = of_everybody.holders(_about(asked, plan=only)) if plans else []
    frame = frame_of(asked, [each["holder"] for each in listed])
    return html_answer(holders_page(frame, listed, asked.links.pop("after", None), asked["find"] or ""))


def _found(asked: Asked) -> list[str]:
    """Holders whose name in the register, or what people call them, has some text in it."""
    text = asked["find"].casefold()
    holders = asked.register.holders()
    called = asked.register.names(set(holders))
    names = [each for each in holders if text in each.casefold() or text in called.get(each, "").casefold()]
    return names[: asked["limit"]]


def _line(asked: Asked, name: str) -> Any:
    from kenri.faces.contracts.register_data import holder_line

    plan = asked.register.plan(next(iter(asked.register.plans())), asked.today)
    return holder_line(name, asked.register.life(name, plan, day=asked.today, known_at=None), plan.id)


def _holder(asked: Asked) -> Answered:
    from kenri.faces.pages.holder import HolderFacts, holder_page

    problems: list[Any] = []

    def answered(question: Callable[[], Any]) -> Any:
        """The answer; what is wrong with the question is told beside the rest."""
        try:
            return question()
        except ProblemsError as error:
            problems.extend(problems_data(error.problems, asked.lang))
            return None

    found = of_holder.holder(asked)
    ruling = compared = None
    supposed = ""
    first = found["plans"][0]["plan"]
    common: dict[str, Any] = {"reading": [], "with": []}
    if asked["ask_on"] is not None:
        about = _about(asked, plan=asked["ask_plan"] or first, on=asked["ask_on"], **common)
        ruling = answered(lambda: of_holder.ask(about))
    if asked["if_event"] is not None:
        supposed = " ".join(each for each in (asked["if_event"], asked["if_with"], asked["if_on"]) if each)
        branch = _supposed(asked, asked["if_plan"] or first, supposed)
        compared = answered(lambda: of_holder.simulate(branch))
    facts = HolderFacts(
        holder=found,
        ruling=ruling,
        compared=compared,
        supposed=supposed,
        problems=problems,
        plans={each["plan"]: asked.register.plan(each["plan"]).plan for each in found["plans"]},
        asked=asked.values,
    )
    parties = {found["holder"], *(name for each in found["plans"] for name in each["life"].get("parties", {}))}
    return html_answer(holder_page(frame_of(asked, parties), facts))


def _mine(asked: Asked) -> Answered:
    from kenri.faces.pages.mine import whose_page

    register = asked.register
    own = [each for each in asked.holders if asked.may("see_rights", each)]
    with register.reading() as ledger:  # an heir may hold no rights besides those that passed on
        own = [each for each in own if ledger.is_holder(each)]
    if not own and asked.may("see_everybody"):
        own = register.holders()[:_MOST_LISTED]
    if len(own) == 1:
        where = frame_of(asked).link(OWN_RIGHTS, own[0])
        return Answered(303, headers={"location": where, "cache-control": "no-store"})
    return html_answer(whose_page(frame_of(asked, own), own))


def _my_rights(asked: Asked) -> Answered:
    return html_answer(_own_rights(asked, None))


def _request(asked: Asked) -> Any:
    """As `kenri act … --keep-refusal`."""
    by = asked["holder"] if _is_own(asked) else asked["by"] or _as_named(asked)
    if not asked.may("record"):
        by = by or asked["holder"]
        found = of_holder.holder(_about(asked, on="today", known_at=None, plan=None))
        _must_be_theirs(by, _in_whose_names(asked, found))
    key = f"request-{secrets.token_hex(6)}"  # one that is made of the end of the chain would tell how much there is
    return acts.act(
        _about(
            asked, by=by, on="today", event=None, reading=[], even_if="allowed", keep_refusal=True, key=key,
            dry_run=False, **{"with": []},  # what it is judged by besides is for whoever records it to say
        )
    )  # fmt: skip


def _requested(asked: Asked, write: Callable[[], Answered]) -> Answered:
    """What became of a request, or what is wrong with it, above the rights as they are then."""
    try:
        return html_answer(_own_rights(asked, json.loads(write().body)))
    except ProblemsError as error:
        body = _own_rights(_about(asked, by=None), None, problems=problems_data(error.problems, asked.lang))
        return noted(html_answer(body, max(map(status_of, error.problems))), error)


def _withdrawn(asked: Asked, write: Callable[[], Answered]) -> Answered:
    """The rights of a holder after a request about them was to be withdrawn, with what became of that."""
    mine = replace(_about(asked, by=None), address=frame_of(asked).link(OWN_RIGHTS, asked["holder"]))
    try:
        return html_answer(_own_rights(mine, None, withdrawn=json.loads(write().body)))
    except ProblemsError as error:
        body = _own_rights(mine, None, problems=problems_data(error.problems, asked.lang))
        return noted(html_answer(body, max(map(status_of, error.problems))), error)


_DAYS_OF_REQUESTS = 365
"""So long a request is told to its holder; one that waits in any case."""


def _own_requests(asked: Asked) -> list[Any]:
    """The requests about the rights of a holder, the last first."""
    since = datetime.fromtimestamp(asked.now // MICROSECONDS, UTC) - timedelta(days=_DAYS_OF_REQUESTS)
    told = acts.requests_kept(asked)
    return [each for each in told[::-1] if each["state"] == "waits" or each["recorded"] >= since.isoformat()]


def _is_own(asked: Asked) -> bool:
    """Whether whoever asks is the holder, and acts for nobody else."""
    return set(asked.holders.get(asked["holder"], ())) == {"holder"}


def _as_named(asked: Asked) -> str | None:
    """The party that whoever asks is in the life of the holder, where the register names one: as an heir."""
    return next(iter(asked.named_as(asked["holder"])), None)


def _in_whose_names(asked: Asked, found: Any) -> set[str]:
    """The parties in whose names who may see the rights of one holder alone asks for something: the holder, or whoever
    succeeds to or represents them, which are personal in the plan. What the company may do is not for them to do.
    """
    names = {asked["holder"]}
    for each in found["plans"]:
        roles = asked.register.plan(each["plan"]).plan.roles
        parties = each["life"].get("parties", {})
        for name, party in parties.items():
            if all(roles[each].personal for each in roles_written(party)):
                names.add(name)
    return names


def _must_be_theirs(by: str, names: set[str]) -> None:
    """Raise `ProblemsError` for a party in whose name they do not ask."""
    if by not in names:
        raise refused(Sentence("not-in-their-name", by=quote(by), names=tuple(map(quote, sorted(names)))))


def _own_rights(asked: Asked, answer: Any, *, withdrawn: Any = None, problems: Sequence[Any] = ()) -> bytes:
    from kenri.faces.pages.holder import grants_of
    from kenri.faces.pages.mine import MyRights, mine_page

    about = _about(asked, on="today", known_at=None, plan=None)
    found = of_holder.holder(about)
    is_own = _is_own(asked)
    by = asked["holder"] if is_own else asked["by"] or _as_named(asked) or asked["holder"]
    names = None if asked.may("see_everybody") else _in_whose_names(asked, found)
    if names is not None:
        _must_be_theirs(by, names)
    plans = {each["plan"]: asked.register.plan(each["plan"]).plan for each in found["plans"]}
    asked_of = [
        (each["plan"], grant.id, action)
        for each in found["plans"]
        for grant in grants_of(each, found["holder"], is_own=True)
        for action in dict.fromkeys(window["action"] for window in grant.windows if window["by"] == by)
    ]
    rulings = {key: _today_of(about, by, *key) for key in asked_of}
    facts = MyRights(
        holder=found, by=by, rulings={key: each for key, each in rulings.items() if each is not None},
        answer=answer, key=secrets.token_hex(12), plans=plans, is_own=is_own,
        may_request=asked.may("request", asked["holder"]), requests=_own_requests(asked),
        may_withdraw=asked.may("withdraw", asked["holder"]), withdrawn=withdrawn, problems=problems,
        names=names,
    )  # fmt: skip
    parties = {found["holder"], by, *(name for each in found["plans"] for name in each["life"].get("parties", {}))}
    return mine_page(frame_of(asked, parties), facts)


def _today_of(asked: Asked, by: str, plan: str, grant: str, action: str) -> Any:
    """What may be done today, with what it costs to do as much as may be done; None where it means nothing."""
    about = _about(asked, plan=plan, grant=grant or None, action=action, by=by, rights=None, reading=[], **{"with": []})
    try:
        found = of_holder.ask(about)
        if found["outcome"] == "allowed" and isinstance(found["most"], int) and found["most"] > 0:
            return of_holder.ask(_about(about, rights=str(found["most"])))
        return found
    except ProblemsError:
        return None


_MOST_LISTED = 100


def _about(asked: Asked, **values: Any) -> Asked:
    """The same with other values: what is asked for a part of a page."""
    return replace(asked, values={**asked.values, **values}, links=asked.links)


def _supposed(asked: Asked, plan: str, happening: str) -> Asked:
    """What is asked where something is supposed: all questions are compared, whatever was asked besides."""
    names = ("holder", "known_at", "issuer")
    values = {name: asked[name] for name in names}
    free: dict[str, Any] = {"action": None, "by": None, "grant": None, "reading": []}
    return replace(asked, values={**values, **free, "plan": plan, "what_if": [happening]})


def _of(operation: str, *left_out: str) -> tuple[Parameter, ...]:
    """The parameters of an operation, without some."""
    return tuple(each for each in OPERATIONS[operation].parameters if each.name not in left_out)


def _only(operation: str, *names: str) -> tuple[Parameter, ...]:
    """Some parameters of an operation."""
    return tuple(each for each in OPERATIONS[operation].parameters if each.name in names)


def _form_page(
    operation: str, shows: Callable[[Asked, Callable[[], Answered]], Answered], *more: Parameter
) -> ServedPage:
    """A form of a page, which does what an operation does; it may ask for more than a program is asked for."""
    of = OPERATIONS[operation]
    return ServedPage(
        name=f"page/{operation}", address=f"/{operation}", answer=of.answer, says=of.says, act=of.act, scope=of.scope,
        method="POST", body="form", parts={}, is_write=True, is_long=of.is_long, shows_secret=of.shows_secret,
        is_shown_again=of.is_shown_again, parameters=(*of.parameters, *more), shows=shows,
    )  # fmt: skip


_UNDERSTOOD = Parameter(
    name="understood", form="flag", default=False,
    says="On the machine itself: that from now on nobody is served without signing in or a token.",
)  # fmt: skip
_BY = Parameter(name="by", says="As whom; the holder if left out.")

PAGES: Mapping[str, ServedPage] = {
    each.name: each
    for each in (
        ServedPage(
            name="page/today", address="/", menu="menu-today", answer=_today, is_long=True, is_worked=True,
            says="What comes soon, what is not known, which answers have become others, and who waits for one.",
            parameters=_of("due", "as"),
        ),
        _form_page("requests/record", _decided),
        _form_page("requests/refuse", _decided),
        _form_page("requests/withdraw", _withdrawn),
        ServedPage(
            name="page/holders", address="/holders", menu="menu-holders", answer=_holders,
            says="Everybody who holds rights.",
            parameters=(*_of("holders"), Parameter(name="find", says="Whose name has this in it.")),
        ),
        ServedPage(
            name="page/holder", address="/holders/{holder}", answer=_holder, is_long=True,
            says="The rights of one holder: drawn, counted, asked about, supposed otherwise, and their history.",
            parameters=(
                *_of("holder"),
                Parameter(name="ask_plan", says="Of the question: under which plan."),
                Parameter(name="ask_on", says="Of the question: the day; without one nothing is asked.", form="day"),
                *(each for each in OPERATIONS["ask"].parameters if each.name in ("action", "rights", "by", "grant")),
                Parameter(name="if_plan", says="Of what is supposed: under which plan."),
                Parameter(name="if_event", says="Of what is supposed: which kind of event."),
                Parameter(name="if_with", says="Of what is supposed: what else the event tells, as words."),
                Parameter(name="if_on", says="Of what is supposed: the day.", form="day"),
            ),
        ),
        ServedPage(
            name="page/plans", address="/plans", menu="menu-plans", answer=pages_of_plans.plans_listed, act="see_plans",
            says="The plans of the register.", parameters=_only("plans", "issuer"),
        ),
        ServedPage(
            name="page/plan/checks", address="/plans/{plan}/-/checks", answer=pages_of_plans.plan_checks, is_long=True,
            is_worked=True, act="check_plans",
            says="Whether a plan is complete and consistent, and true to its claims.",
            parameters=OPERATIONS["plan/check"].parameters,
        ),
        ServedPage(
            name="page/plan/versions", address="/plans/{plan}/-/versions", answer=pages_of_plans.plan_versions,
            is_long=True, is_worked=True, says="The versions of a plan, and how two of them differ.", act="see_plans",
            parameters=(
                *_only("plan/text", "issuer", "plan"),
                Parameter(name="before_version", says="The day from which the one is used, or `always`."),
                Parameter(name="after_version", says="The day from which the other is used, or `always`."),
                Parameter(name="compare", says="Prove what differs too.", form="flag", default=False),
            ),
        ),
        ServedPage(
            name="page/plan/impact", address="/plans/{plan}/-/impact", answer=pages_of_plans.reading_impact,
            is_long=True, is_worked=True, says="Whose answers change under another reading.", act="see_impact",
            parameters=OPERATIONS["impact"].parameters,
        ),
        ServedPage(
            name="page/plan/change", address="/plans/{plan}/-/change", answer=pages_of_plans.changed_page, is_long=True,
            says="Whose answers change if a plan becomes another. Nothing is written.", act="see_impact",
            is_worked=True, method="POST", body="form", parts={"rules": "Rule files of what the plan becomes."},
            parameters=_of("impact/files", "becomes", "reading"),
        ),
        ServedPage(
            name="page/plan", address="/plans/{plan}", answer=pages_of_plans.plan_shown, act="see_plans",
            says="A plan, clause by clause: what the document says, and what the rules say.",
            parameters=_only("plan/explain", "issuer", "plan", "used_on"),
        ),
        ServedPage(
            name="page/import", address="/import", menu="menu-import", answer=pages_of_imports.empty_page,
            says="Choose workbooks, tables or a package, to see what they would change.", scope="write", act="import",
            parameters=_only("import/preview", "issuer"),
        ),
        ServedPage(
            name="page/import/preview", address="/import/preview", answer=pages_of_imports.preview_page, is_long=True,
            says="What is wrong with files in their cells, or what they would change.", scope="write",
            act="import", method="POST", body="form", parts=OPERATIONS["import/preview"].parts,
            parameters=OPERATIONS["import/preview"].parameters,
        ),
        ServedPage(
            name="page/import/apply", address="/import/apply", answer=pages_of_imports.apply_from_page, is_long=True,
            says="Bring in what files tell: what was looked at, and nothing else.", scope="write",
            act="import", method="POST", body="form", parts=OPERATIONS["import/apply"].parts, is_write=True,
            shows=pages_of_imports.applied_page,
            parameters=(
                *OPERATIONS["import/apply"].parameters,
                Parameter(name="of_files", says="A hash of the files that were looked at."),
            ),
        ),
        ServedPage(
            name="page/audit", address="/audit", menu="menu-audit", answer=pages_of_audits.audit_page_of, is_long=True,
            is_worked=True,
            says="What was not permitted, which answers would be others, how rights moved, whether the chain holds.",
            act="audit", act_of_one="audit",
            parameters=(*_of("audit/all", "as", "reading"), *_only("roll-forward", "from", "by", "was_known_at")),
        ),
        ServedPage(
            name="page/work", address="/works/{id}", answer=pages_of_work.work_page_of, act="know_issuer",
            is_of_records=False, says="How far a piece of work is; once it is done, the page that it was asked for.",
            parameters=_of("work"),
        ),
        ServedPage(
            name="page/cancel-work", address="/works/{id}", answer=pages_of_work.cancel_from_page, act="know_issuer",
            method="POST", body="form", parts={}, says="Have a piece of work done no more.",
            parameters=_of("works/cancel"),
        ),
        ServedPage(
            name="page/works", address="/works", menu="menu-works", answer=pages_of_work.works_page_of,
            act="know_issuer", is_of_records=False, says="All the work for which whoever asks has asked.",
            parameters=_of("works"),
        ),
        ServedPage(
            name="page/people", address="/people", menu="menu-people", answer=pages_of_people.people_page_of,
            act="manage_people", is_of_records=False, says="Who signs in and what they were given, with forms.",
            parameters=OPERATIONS["people"].parameters,
        ),
        *(
            _form_page(f"people/{what}", pages_of_people.changed_people(what.replace("/", "-")),
                       *([_UNDERSTOOD] if what == "add" else []))
            for what in ("add", "give", "end", "password", "totp/end", "shut-out", "openid", "openid/end")
        ),
        ServedPage(
            name="page/tokens", address="/tokens", menu="menu-tokens", answer=pages_of_people.tokens_page_of,
            act="make_tokens", is_of_records=False, says="By which tokens programs ask, with forms.",
            parameters=OPERATIONS["tokens"].parameters,
        ),
        _form_page("tokens/make", pages_of_people.changed_tokens("make"), _UNDERSTOOD),
        _form_page("tokens/end", pages_of_people.changed_tokens("end")),
        ServedPage(
            name="page/reminders", address="/reminders", menu="menu-reminders",
            answer=pages_of_people.reminders_page_of, act="remind", is_of_records=False,
            says="Who is told of deadlines, with forms.", parameters=OPERATIONS["reminders"].parameters,
        ),
        *(
            _form_page(f"reminders/{what}", pages_of_people.changed_reminders(what))
            for what in ("feed", "mail", "webhook", "revoke")
        ),
        ServedPage(
            name="page/mine", address=OWN_RIGHTS, menu="menu-mine", answer=_mine, act="know_issuer",
            says="Whose rights: of those that whoever asks was given.", parameters=_only("head", "issuer"),
        ),
        ServedPage(
            name="page/my-rights", address=f"{OWN_RIGHTS}/{{holder}}", answer=_my_rights, is_long=True,
            says="What a holder may do today and until when, in plain words.",
            parameters=(*_only("holder", "issuer", "holder"), _BY),
        ),
        ServedPage(
            name="page/request", address=f"{OWN_RIGHTS}/{{holder}}", answer=_request, is_long=True, scope="write",
            act="request", method="POST", body="form", is_write=True, shows=_requested,
            says="Ask for an exercise: it is recorded if it is permitted now, and else kept as a request.",
            parameters=(
                *_only("act", "issuer", "action", "rights", "grant", "by", "plan"),
                *_only("holder", "holder"),
            ),
        ),
    )
}  # fmt: skip
"""By their names, in the order of the menu."""


def served() -> Mapping[str, Any]:
    """All that may be asked, by its name: operations and pages."""
    return {**OPERATIONS, **PAGES}
