"""All that is served under `/api/v1`: each operation with its parameters, its scope, and what answers it.

Routes, their description as OpenAPI, the checks of what comes in, and who may ask are all made of this table. What an
operation asks is named as its command, and its parameters as that command's options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kenri.faces.serving import (
    acts,
    of_everybody,
    of_files,
    of_holder,
    of_people,
    of_plans,
    of_reminders,
    of_tokens,
    of_work,
    writes,
)
from kenri.faces.serving.asked import Asked
from kenri.faces.serving.parameters import Parameter
from kenri.service.access import Scope

__all__ = ["BASE", "OPERATIONS", "Operation"]

BASE = "/api/v1"

Body: TypeAlias = Literal["none", "entries", "fields", "upload", "form"]
"""Nothing; entries as JSON; the parameters themselves as JSON; files in a form; or a form of a page, with or without
files, whose fields are the parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that can be asked or done."""

    name: str
    """Its path below the base."""
    says: str
    answer: Callable[[Asked], Any]
    parameters: tuple[Parameter, ...] = ()
    scope: Scope = "read"
    """What a token needs for it, at least."""
    act: str = ""
    """What the rules of access call it; if left out, `record` or `take_in_plans` of a write, else `see_everybody`."""
    act_of_one: str = "see_rights"
    """The same where one holder is named, of what reads."""
    method: Literal["GET", "POST"] = "GET"
    body: Body = "none"
    parts: Mapping[str, str] | None = None
    """The files of an upload: by the part of the form, what they are."""
    is_long: bool = False
    """Whether it may take more than moments: such work never takes all processes."""
    is_write: bool = False
    is_of_records: bool = True
    """Whether the answer hangs on what the register records and on nothing else, so that its head tells of a change."""
    shows_secret: bool = False
    """Whether a secret is told, this once: then nothing is kept for a key of the request, whose name is taken by it."""
    is_shown_again: bool = False
    """Whether whoever asks shows once more who they are, by the parameter `password`. Nothing is kept for a key."""
    as_command: str = ""
    """The command that prints the same with `--json`."""
    listed: str = ""
    """Under which key of the answer there is a list, of which a page is told."""

    @property
    def is_work(self) -> bool:
        """Whether it becomes work where it takes longer than is waited for: see `kenri.service.works`."""
        return self.is_long

    @property
    def path(self) -> str:
        return f"{BASE}/{self.name}"

    def act_for(self, holder: str | None) -> str:
        """The action of the rules of access that it is: about one holder, or about everybody."""
        if self.scope != "read":
            return self.act or ("take_in_plans" if self.scope == "plans" else "record")
        if holder is not None:
            return self.act_of_one
        return self.act or "see_everybody"

    @property
    def is_paged(self) -> bool:
        return any(each.name == "after" for each in self.parameters)


_ISSUER = Parameter(name="issuer", says="Of which issuer, where the register has several.")
_HOLDER = Parameter(name="holder", says="Whose rights.", is_required=True, example="1002")
_PERHAPS_HOLDER = Parameter(name="holder", says="For one holder; for everybody if left out.")
_PLAN = Parameter(name="plan", says="Which plan of the register, where it has several.", example="iij/2015-5th-series")
_EVERY_PLAN = Parameter(name="plan", says="Under one plan; under every one if left out.")
_ON = Parameter(name="on", says="The day asked about, or `today`.", form="day", is_required=True, example="2021-03-15")
_PERHAPS_ON = Parameter(name="on", says="The day asked about, or `today`.", form="day")
_FROM_ON = Parameter(name="on", says="The first day, or `today`.", form="day", default="today")
_KNOWN_AT = Parameter(
    name="known_at", says="Leave out what was recorded later; a day stands for its end.", form="instant"
)
_RIGHTS = Parameter(name="rights", says="How many; any number if left out.", form="exact")
_ACTION = Parameter(name="action", says="What is to be done.", default="exercise")
_EVERY_ACTION = Parameter(name="action", says="What is to be done; every action if left out.")
_BY = Parameter(name="by", says="Who asks: a party or a role; the grantee if left out.")
_EVERY_BY = Parameter(name="by", says="A party or a role; every party if left out.")
_GRANT = Parameter(name="grant", says="The grant it is about, where there are several.")
_READING = Parameter(
    name="reading",
    says="Read a clause this way: `ID=VALUE`; may be given several times.",
    form="texts",
)
_PLANS_TAKEN = Parameter(
    name="plan",
    says="The id of a plan; several times for plans that share what they extend.",
    form="texts",
    is_required=True,
)
_BECOMES = Parameter(
    name="becomes",
    says="The id of a plan that would become another; several times for plans that share what they extend.",
    form="texts",
)
_WITH = Parameter(name="with", says="A fact of the question: `NAME=VALUE`; may be given several times.", form="texts")
_AFTER = Parameter(name="after", says="Where the page begins: taken from the link to it.")
_LIMIT = Parameter(name="limit", says="So many at most.", form="whole", default=100, least=1, most=1000)
_USED_ON = Parameter(name="used_on", says="The version that is used on this day; the newest if left out.", form="day")
_WITHIN = Parameter(name="within", says="So many days after the first.", form="whole", default=30, least=0, most=3_660)
_CALENDAR_TOO = Parameter(
    name="as", says="`ics`: a calendar.", among=("json", of_files.CALENDAR), default="json",
)  # fmt: skip
_TABLE_TOO = Parameter(
    name="as", says="`csv`, `xlsx` or `parquet`: a table of all of it.", among=("json", *of_files.TABLES),
    default="json",
)  # fmt: skip
_EXPORTED_AS = Parameter(
    name="as", says="A workbook, CSV in an archive, an Open Cap Format package, or a table of lives.",
    among=of_files.EXPORTS, default="xlsx",
)  # fmt: skip
_EXPORTED_ON = Parameter(
    name="on", says="The day on which parties and facts of a table of lives are so.", form="day", default="today"
)
_EXPORT = (
    _ISSUER, _EXPORTED_AS, Parameter(name="plan", says="What is under one plan; everything if left out."),
    _EXPORTED_ON, _KNOWN_AT,
)  # fmt: skip
_MAPPED = {"file": "A life (YAML, JSON), a table (CSV, a workbook) or a package.", "mapping": "What columns mean."}
_KNOWN_NOW = Parameter(
    name="known_now", says="Events without `recorded` are known from now on, and not since their day.", form="flag",
    default=False,
)  # fmt: skip

_PAGE = (_AFTER, _LIMIT)
_ACT = (
    Parameter(name="holder", says="Whose rights; left out for an act of the company.", example="1002"),
    Parameter(name="on", says="The day or instant of the act, or `today`.", form="instant", default="today",
              example="2021-03-15"),
    _RIGHTS, _GRANT,
    Parameter(name="by", says="Who acts; the grantee, or whom alone the plan permits it, if left out."),
    Parameter(name="event", says="The event that records it, where there are several."),
    Parameter(name="with", says="What else the event says: `NAME=VALUE`.", form="texts"),
    Parameter(name="plan", says="Under which plan, where the holder is under several."), _READING,
    Parameter(name="even_if", among=("allowed", "unknown", "denied"), default="allowed",
              says="Record it also if it is not known to be permitted, or not permitted, as a violation."),
    Parameter(name="keep_refusal", form="flag", default=False,
              says="Keep a refusal in the register; left out, nothing is written then."),
    Parameter(name="key", says="A name of the request: made again under it, it is recorded once, however late."),
    Parameter(name="dry_run", form="flag", default=False,
              says="Only tell what would become of it; nothing is written."),
)  # fmt: skip
_ABOUT = (_ISSUER, _PLAN, _HOLDER)
_QUESTION = (_RIGHTS, _BY, _GRANT, _KNOWN_AT, _READING, _WITH)


_REQUEST = Parameter(name="request", says="The key of the request.", is_required=True, example="act-41")
_NAME_OF_PERSON = Parameter(name="name", says="By which name they sign in.", is_required=True, example="ann")
_ROLE = Parameter(name="role", says="A role of the issuer; with `holder`, one of those for the rights of a holder.",
                  is_required=True, example="auditor")  # fmt: skip
_GIVEN = (
    _ISSUER, _NAME_OF_PERSON, _ROLE,
    Parameter(name="holder", says="Whose rights; left out for a role of the issuer."),
    Parameter(name="from", says="The first day on which it counts; today if left out.", form="day"),
    Parameter(name="until", says="The last day on which it counts; no end if left out.", form="day"),
)  # fmt: skip
_ELSEWHERE = (
    Parameter(name="provider", says="What the other service calls itself: an address.", is_required=True,
              example="https://login.acme.example"),
    Parameter(name="subject", says="By which name that service means them: the `sub` it tells.", is_required=True,
              example="248289761001"),
)  # fmt: skip
_SHOWN_AGAIN = Parameter(
    name="password", form="secret", is_required=True, example="correct horse battery",
    says="The password of whoever asks, or a code of the moment of theirs.",
)  # fmt: skip
_NAMED = Parameter(name="name", says="What it is called.", is_required=True, example="board")
_TOLD = (
    _PERHAPS_HOLDER, Parameter(name="zone", says="By the clocks of this time zone.", default="UTC"),
    Parameter(name="told_in", says="Language of what is told.", among=("en", "ja"), default="en"),
)  # fmt: skip
_SUBSCRIBED = (
    *_TOLD,
    Parameter(name="before", says="So many days before; 30, 21, 10, 5 and 1 if left out.", form="texts"),
    Parameter(name="kind", says="Of this kind alone, as `due` has them; of all if left out.", form="texts"),
    Parameter(name="hour", says="From this hour of the day on.", form="whole", default=7, least=0, most=23),
)  # fmt: skip


_WORK = Parameter(name="id", says="Its name, as `Location` has it.", is_required=True, example="none")


def _manage(name: str, says: str, answer: Callable[[Asked], Any], act: str, *parameters: Parameter,
            shows_secret: bool = False, is_shown_again: bool = False) -> Operation:  # fmt: skip
    return Operation(
        name=name, says=says, answer=answer, act=act, parameters=parameters, scope="write", method="POST",
        body="fields", is_write=True, shows_secret=shows_secret, is_shown_again=is_shown_again,
    )  # fmt: skip


def _record(name: str, says: str, answer: Callable[[Asked], Any]) -> Operation:
    return Operation(
        name=f"entries/{name}", says=says, answer=answer, parameters=(_ISSUER, _KNOWN_NOW), scope="write",
        method="POST", body="entries", is_write=True,
    )  # fmt: skip


OPERATIONS: Mapping[str, Operation] = {
    each.name: each
    for each in (
        Operation(
            name="ask", says="May somebody do this on a day, and why?", answer=of_holder.ask, as_command="ask",
            parameters=(*_ABOUT, _ON, _ACTION, *_QUESTION),
        ),
        Operation(
            name="windows", says="On which days may who do what?", answer=of_holder.windows, as_command="windows",
            parameters=(*_ABOUT, _EVERY_ACTION, _RIGHTS, _EVERY_BY, _GRANT, _KNOWN_AT, _READING, _WITH, _CALENDAR_TOO),
        ),
        Operation(
            name="figure", says="What numbers does the plan give on a day?", answer=of_holder.figure,
            as_command="figure",
            parameters=(
                *_ABOUT, Parameter(name="name", says="Which figures; all if left out.", form="texts"), _PERHAPS_ON,
                *_QUESTION,
            ),
        ),
        Operation(
            name="schedule", says="Which part vests when?", answer=of_holder.schedule, as_command="schedule",
            parameters=(
                *_ABOUT, Parameter(name="name", says="A figure or an amount; the only one if left out."),
                Parameter(name="on", says="Mark the next part after this day.", form="day"), _GRANT, _KNOWN_AT,
                _READING,
            ),
        ),
        Operation(
            name="duties", says="Who must do what, until when, and was it done?", answer=of_holder.duties,
            as_command="duties", parameters=(*_ABOUT, _ON, _EVERY_BY, _GRANT, _KNOWN_AT, _READING),
        ),
        Operation(
            name="audit", says="Was everything that is recorded permitted?", answer=of_holder.audit,
            as_command="audit",
            parameters=(
                *_ABOUT, _GRANT, _KNOWN_AT,
                Parameter(name="until", says="The last day; that of the last event if left out.", form="day"),
                _READING,
            ),
        ),
        Operation(
            name="simulate", says="What does each event change, and what if something else happened?",
            answer=of_holder.simulate, as_command="simulate", is_long=True,
            parameters=(
                *_ABOUT, _EVERY_ACTION, _EVERY_BY, _GRANT, _KNOWN_AT, _READING,
                Parameter(
                    name="what_if", says="A branch: `KIND [VALUE …] DAY` in words of the plan.", form="texts",
                ),
            ),
        ),
        Operation(
            name="sweep", says="The same question for every day of a range, and of an event.",
            answer=of_holder.sweep, as_command="sweep", is_long=True,
            parameters=(
                *_ABOUT,
                Parameter(
                    name="asked_from", says="The first day asked about.", form="day", is_required=True,
                    example="2021-03-01",
                ),
                Parameter(
                    name="asked_to", says="The last day asked about.", form="day", is_required=True,
                    example="2021-03-10",
                ),
                _ACTION, Parameter(name="vary", says="Move this event: its id, or its kind."),
                Parameter(name="from", says="The first day of the event.", form="day"),
                Parameter(name="to", says="The last day of the event.", form="day"), *_QUESTION,
            ),
        ),
        Operation(
            name="holder", says="The rights of one holder, the life that is recorded, and its history.",
            answer=of_holder.holder, as_command="holder", parameters=(*_ABOUT, _FROM_ON, _KNOWN_AT),
        ),
        Operation(
            name="holders", says="Everybody who holds rights, a page.", answer=of_everybody.holders,
            as_command="holders", parameters=(_ISSUER, _PLAN, _KNOWN_AT, *_PAGE),
        ),
        Operation(
            name="grants", says="Grants: those of a page of holders, or of one holder.", answer=of_everybody.grants,
            parameters=(_ISSUER, _PLAN, _PERHAPS_HOLDER, _KNOWN_AT, *_PAGE),
        ),
        Operation(
            name="records", act_of_one="see_everybody",
            says="What was recorded, in order, a page: of one holder or of all, of one kind or of all.",
            answer=of_everybody.records,
            parameters=(
                _ISSUER, _PERHAPS_HOLDER,
                Parameter(name="kind", says="Of one kind.", among=("party", "grant", "fact", "event", "plan")),
                *_PAGE,
            ),
        ),
        Operation(
            name="due", says="What opens, closes, lapses or must be done soon, for whom, under which clause.",
            answer=of_everybody.due, as_command="due", is_long=True, listed="due",
            parameters=(
                _ISSUER, _FROM_ON, _WITHIN, _EVERY_PLAN, _PERHAPS_HOLDER, _KNOWN_AT, _READING,
                Parameter(
                    name="as", says="`csv`, `xlsx` or `parquet`: a table of all of it; `ics`: a calendar.",
                    among=("json", *of_files.TABLES, of_files.CALENDAR), default="json",
                ),
                *_PAGE,
            ),
        ),
        Operation(
            name="audit/all", act="audit", act_of_one="audit",
            says="Was everything that is recorded of anybody permitted, as known then and now?",
            answer=of_everybody.audit_all, as_command="audit --all", is_long=True, listed="findings",
            parameters=(
                _ISSUER, _EVERY_PLAN, _PERHAPS_HOLDER, _KNOWN_AT,
                Parameter(name="until", says="The last day looked at, or `today`.", form="day", default="today"),
                _READING, _TABLE_TOO, *_PAGE,
            ),
        ),
        Operation(
            name="roll-forward", says="How rights moved between two days, so that it adds up.",
            answer=of_everybody.roll_forward, as_command="roll-forward", is_long=True, listed="rolls",
            parameters=(
                _ISSUER, Parameter(name="from", says="The first day; since ever if left out.", form="day"),
                Parameter(name="to", says="The last day, or `today`.", form="day", default="today"),
                Parameter(
                    name="by", says="What is added up: all rights under a plan, or less.",
                    among=("plan", "holder", "grant"), default="plan",
                ),
                _EVERY_PLAN, _PERHAPS_HOLDER, _KNOWN_AT,
                Parameter(
                    name="was_known_at", says="Show too what became known later than that has changed of it.",
                    form="instant",
                ),
                _READING, _TABLE_TOO, *_PAGE,
            ),
        ),
        Operation(
            name="export", act="export",
            says="The register as a file; what it cannot say, `export/losses` tells.",
            answer=of_files.export, is_long=True, parameters=_EXPORT,
        ),
        Operation(
            name="export/losses", act="export",
            says="How much an export holds, and what its form cannot say.",
            answer=of_files.losses, as_command="register export", is_long=True, parameters=_EXPORT,
        ),
        Operation(
            name="print", act="export",
            says="The register of stock acquisition rights of article 249 of the Companies Act of Japan, "
            "or what is said of one holder (article 250).",
            answer=of_files.printed, as_command="register print", is_long=True,
            parameters=(
                _ISSUER, _FROM_ON, _EVERY_PLAN,
                Parameter(name="holder", says="What is said of one holder, to be signed; of everybody if left out."),
                _KNOWN_AT, Parameter(name="eras", says="Days by Japanese eras.", form="flag", default=False),
                Parameter(
                    name="as", says="`html`: a page to be printed; `xlsx`: a workbook.", among=("json", "html", "xlsx"),
                    default="json",
                ),
            ),
        ),
        Operation(
            name="impact", act="see_impact",
            says="Whose answers change, and how, under another reading.", answer=of_everybody.impact,
            as_command="impact", is_long=True, listed="impact",
            parameters=(_ISSUER, _READING, _FROM_ON, _EVERY_PLAN, *_PAGE),
        ),
        Operation(
            name="impact/files", act="see_impact",
            says="Whose answers change, and how, if files came or a plan became another. Nothing is written.",
            answer=of_everybody.impact_of_files, as_command="impact", is_long=True, listed="impact",
            method="POST", body="upload",
            parts={**_MAPPED, "rules": "Rule files of what a plan becomes, each named by its path."},
            parameters=(
                _ISSUER, _BECOMES, _READING,
                _FROM_ON, _EVERY_PLAN, *_PAGE,
            ),
        ),
        Operation(
            name="head", says="The number and hash of the last record.", answer=of_everybody.head,
            parameters=(_ISSUER,),
        ),
        Operation(
            name="verify", act="audit",
            says="Whether every record is as it was written.", answer=of_everybody.verify,
            as_command="register verify", is_long=True,
            parameters=(_ISSUER, Parameter(name="head", says="A head that must still be there: `N:HASH`.")),
        ),
        Operation(
            name="plans", act="see_plans",
            says="The plans of the register, with the days from which they are used.",
            answer=of_plans.plans, as_command="register plan", parameters=(_ISSUER,),
        ),
        Operation(
            name="plan/text", act="see_plans",
            says="The rule files of a plan.", answer=of_plans.plan_text,
            parameters=(_ISSUER, _PLAN, _USED_ON),
        ),
        Operation(
            name="plan/explain", act="see_plans",
            says="A plan in plain words beside its clauses.", answer=of_plans.explain,
            as_command="explain",
            parameters=(_ISSUER, _PLAN, _USED_ON, Parameter(name="rule", says="One rule or word of it alone.")),
        ),
        Operation(
            name="plan/check", act="check_plans",
            says="Whether a plan is complete and consistent, and true to its claims.",
            answer=of_plans.checked, as_command="check", is_long=True,
            parameters=(
                _ISSUER, _PLAN, _USED_ON,
                Parameter(name="only", says="A kind of check, or a rule, reading, action or claim.", form="texts"),
                Parameter(
                    name="events", says="How often each kind of event happens at most.", form="whole", default=2,
                    least=1, most=6,
                ),
            ),
        ),
        Operation(
            name="batch", act="check_plans",
            says="One question about every row of a table; the answers as a table.",
            answer=of_plans.batch, is_long=True, method="POST", body="upload",
            parts={"table": "A table in Parquet, Arrow (Feather) or CSV."},
            parameters=(
                _ISSUER, _PLAN, _USED_ON, _PERHAPS_ON, _ACTION, _RIGHTS, _BY, _READING,
                Parameter(name="settle", says="Look at other readings too.", form="flag", default=True),
                Parameter(name="as", says="The form of the answers.", among=("csv", "parquet", "arrow"), default="csv"),
            ),
        ),
        Operation(
            name="import/preview", says="What files would change. Nothing is written.", answer=writes.preview_files,
            as_command="register import", is_long=True, method="POST", body="upload", parts=_MAPPED,
            parameters=(_ISSUER, _PLAN, _KNOWN_NOW),
        ),
        Operation(
            name="import/apply", act="import",
            says="Bring in what files tell: all of it or nothing.", answer=writes.apply_files,
            as_command="register import", scope="write", is_long=True, method="POST", body="upload", parts=_MAPPED,
            parameters=(_ISSUER, _PLAN, _KNOWN_NOW), is_write=True,
        ),
        Operation(
            name="act", says="Judge an act, and record it with its ruling if it is permitted.", answer=acts.act,
            as_command="act", scope="write", method="POST", body="fields", is_write=True,
            parameters=(
                _ISSUER, Parameter(name="action", says="An action of the plan.", is_required=True, example="exercise"),
                *_ACT,
            ),
        ),
        Operation(
            name="exercise", says="Exercise rights of a holder, if it is permitted.", answer=acts.exercise,
            as_command="exercise", scope="write", method="POST", body="fields", is_write=True,
            parameters=(_ISSUER, *_ACT),
        ),
        Operation(
            name="requests", says="Requests that were not recorded when they were made, with what became of them.",
            answer=acts.requests_kept, as_command="request list", parameters=(_ISSUER, _PERHAPS_HOLDER),
        ),
        Operation(
            name="requests/record", says="Record an act that was requested, as of its day, if it is permitted now.",
            answer=acts.record_request, as_command="request record", scope="write", method="POST", body="fields",
            is_write=True, is_long=True,
            parameters=(
                _ISSUER, _REQUEST,
                Parameter(name="even_if", among=("allowed", "unknown"), default="allowed",
                          says="Record it also if it is not known to be permitted."),
            ),
        ),
        Operation(
            name="requests/withdraw", says="Withdraw a request that waits, about the rights of a holder.",
            answer=acts.withdraw_request, as_command="request withdraw", scope="write", act="withdraw", method="POST",
            body="fields", is_write=True,
            parameters=(_ISSUER, _HOLDER, _REQUEST, Parameter(name="reason", says="Why; not needed.")),
        ),
        Operation(
            name="requests/refuse", says="Refuse a request that waits, with a reason which its holder sees.",
            answer=acts.refuse_request, as_command="request refuse", scope="write", act="refuse", method="POST",
            body="fields", is_write=True,
            parameters=(
                _ISSUER, _REQUEST,
                Parameter(name="reason", says="Why, in one line.", is_required=True, example="The board has decided."),
            ),
        ),
        Operation(
            name="ask/keep", says="Ask, and keep the answer in the register, as one that was given.",
            answer=acts.ask_and_keep, as_command="ask --keep", scope="write", method="POST", body="fields",
            is_write=True, parameters=(*_ABOUT, _ON, _ACTION, *_QUESTION),
        ),
        _record("append", "Record what is not there yet.", writes.append),
        _record("correct", "Record other data in the place of what is there.", writes.correct),
        _record("cancel", "Take back what is there: it was never so.", writes.cancel),
        Operation(
            name="people", says="Who signs in, with what they were given of the issuer, by whom and when.",
            answer=of_people.people_listed, act="manage_people", is_of_records=False,
            parameters=(
                _ISSUER, Parameter(name="known_at", says="As it was recorded by the end of this day.", form="day"),
            ),
        ),
        _manage(
            "people/add", "Let somebody new sign in, with a first password that is told this once.", of_people.add,
            "manage_people", *_GIVEN, shows_secret=True,
        ),
        _manage("people/give", "Give somebody a role, or access to the rights of a holder.", of_people.give,
                "manage_people", *_GIVEN),
        _manage(
            "people/end", "End what somebody was given of the issuer, from now on.", of_people.end, "manage_people",
            _ISSUER, _NAME_OF_PERSON, Parameter(name="role", says="This role alone."),
            Parameter(name="holder", says="Access to this holder's rights alone."),
        ),
        _manage(
            "people/password", "Make a link by which somebody sets another password; it is told this once.",
            of_people.password_link, "manage_people", _ISSUER, _NAME_OF_PERSON, shows_secret=True,
        ),
        _manage(
            "people/totp/end", "Want no code of somebody any more who has lost their device; every session ends.",
            of_people.end_totp, "manage_people", _ISSUER, _NAME_OF_PERSON, _SHOWN_AGAIN, is_shown_again=True,
        ),
        _manage(
            "people/shut-out", "End all that somebody was given, every session, token and way to sign in.",
            of_people.shut_out_for_good, "manage_people", _ISSUER, _NAME_OF_PERSON, _SHOWN_AGAIN, is_shown_again=True,
        ),
        _manage("people/openid", "Let somebody sign in by another service too.", of_people.link_openid,
                "manage_people", _ISSUER, _NAME_OF_PERSON, *_ELSEWHERE),
        _manage("people/openid/end", "Let somebody sign in so no more; every session of theirs ends.",
                of_people.end_openid, "manage_people", _ISSUER, _NAME_OF_PERSON, *_ELSEWHERE),
        Operation(
            name="tokens", says="The tokens of whoever asks; for who manages the people of the issuer, all of it.",
            answer=of_tokens.tokens_listed, act="make_tokens", is_of_records=False, parameters=(_ISSUER,),
        ),
        _manage(
            "tokens/make", "Make a token for oneself, which is told this once.", of_tokens.make_own_token,
            "make_tokens", _ISSUER, _NAMED,
            Parameter(name="scope", says="`read`, `write`, `plans` or `metrics`; `read` if left out.", form="texts",
                      example=["read"]),
            Parameter(name="days", says="It ends after so many days; never if left out.", form="whole", least=1,
                      most=36_600, example=365),
            shows_secret=True,
        ),
        _manage("tokens/end", "Take a token back: from now on nothing is answered to it.", of_tokens.end_token,
                "make_tokens", _ISSUER, _NAMED),
        Operation(
            name="reminders", says="Who is told of deadlines: calendars, mail and webhooks.",
            answer=of_reminders.reminders, act="remind", is_of_records=False, parameters=(_ISSUER,),
        ),
        _manage("reminders/feed", "Make a calendar at a secret address, which is told this once.", of_reminders.feed,
                "remind", _ISSUER, _NAMED, *_TOLD, shows_secret=True),
        _manage(
            "reminders/mail", "Have a digest sent by mail.", of_reminders.mail, "remind", _ISSUER, _NAMED,
            Parameter(name="address", says="The mail address.", is_required=True, example="sato@acme.example"),
            *_SUBSCRIBED,
        ),
        _manage(
            "reminders/webhook", "Have what comes sent as JSON that is signed; the secret is told this once.",
            of_reminders.webhook, "remind", _ISSUER, _NAMED,
            Parameter(name="url", says="Where it is sent.", is_required=True, example="https://acme.example/hook"),
            *_SUBSCRIBED, shows_secret=True,
        ),
        _manage(
            "reminders/revoke", "Take a calendar or a subscription back.", of_reminders.revoked, "remind", _ISSUER,
            Parameter(name="what", says="What it is.", among=("feed", "subscription"), is_required=True), _NAMED,
        ),
        Operation(
            name="works", says="The work for which whoever asks has asked, the newest first.",
            answer=of_work.works, act="know_issuer", is_of_records=False, parameters=(_ISSUER,),
        ),
        Operation(
            name="work", says="How far a piece of work is, and where its answer will be.", answer=of_work.work,
            act="know_issuer", is_of_records=False, parameters=(_ISSUER, _WORK),
        ),
        Operation(
            name="works/result", says="What a piece of work came to: the answer of what was asked.",
            answer=of_work.result, act="know_issuer", is_of_records=False,
            parameters=(
                _ISSUER, _WORK, _AFTER,
                Parameter(name="limit", says="So many at most; as many as were asked for if left out.", form="whole",
                          least=1, most=1000),
            ),
        ),
        Operation(
            name="works/cancel", says="Have a piece of work done no more.", answer=of_work.cancel, act="know_issuer",
            method="POST", body="fields", parameters=(_ISSUER, _WORK),
        ),
        Operation(
            name="plans/take", says="Take in a plan, as used from a day on.", answer=writes.take_in_plan,
            as_command="register plan", scope="plans", method="POST", body="upload", is_write=True,
            parts={"rules": "Rule files of one's own, each named by its path, as `acme/options.yaml`."},
            parameters=(
                _ISSUER, _PLANS_TAKEN,
                Parameter(name="from", says="From which day it is used; always if left out.", form="day"),
            ),
        ),
    )
}  # fmt: skip
"""By their names."""
