"""Acts over HTTP: judged by the register, and recorded there or refused, in the one transaction of the request. Those
that were requested and wait are recorded, withdrawn or refused later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kenri.faces.inputs.questions import asked_day, facts, pairs
from kenri.faces.inputs.registers import must_be_holder
from kenri.faces.serving.asked import Asked

if TYPE_CHECKING:
    from kenri.register.kept_rulings import SetAside

__all__ = [
    "SOURCE",
    "act",
    "ask_and_keep",
    "exercise",
    "record_request",
    "refuse_request",
    "requests_kept",
    "withdraw_request",
]

SOURCE = "http"
"""What records come from that came in no file."""


def act(asked: Asked) -> Any:
    """As `kenri act`."""
    return _act(asked, asked["action"])


def exercise(asked: Asked) -> Any:
    """As `kenri exercise`."""
    return _act(asked, "exercise")


def _act(asked: Asked, action: str) -> Any:
    from kenri.faces.contracts.act_data import act_data
    from kenri.register.acts import ActRequest

    request = ActRequest(
        action=action,
        on=None if asked["on"] == "today" else asked["on"],
        fields=facts(asked["with"]),
        readings=pairs(asked["reading"], "--reading"),
        keeps_refusal=asked["keep_refusal"],
        **{name: asked[name] for name in ("holder", "rights", "grant", "by", "event", "plan", "even_if", "key")},
    )
    is_told = asked["dry_run"]
    answer = asked.register.act(request, author=asked.author, now=asked.now, source=SOURCE, only_tell=is_told)
    return act_data(answer, asked.lang)


def record_request(asked: Asked) -> Any:
    """As `kenri request record`: it stands as well as whoever records it has seen."""
    from kenri.faces.contracts.act_data import act_data

    answer = asked.register.act_requested(
        asked["request"], asked["even_if"], author=asked.author, now=asked.now, source=SOURCE
    )
    return act_data(answer, asked.lang)


def requests_kept(asked: Asked) -> Any:
    """As `kenri request list`."""
    from kenri.faces.contracts.request_data import request_data
    from kenri.register.requests import requests

    must_be_holder(asked.register, asked["holder"])
    with asked.register.reading() as ledger:
        found = requests(ledger, asked["holder"])
    return [request_data(each, with_authors=asked.may("see_everybody")) for each in found]


def withdraw_request(asked: Asked) -> Any:
    """As `kenri request withdraw`, of a request about the rights of the holder that is named."""
    return _set_aside(asked, "withdrawn", asked["holder"])


def refuse_request(asked: Asked) -> Any:
    """As `kenri request refuse`."""
    return _set_aside(asked, "refused", None)


def _set_aside(asked: Asked, how: SetAside, holder: str | None) -> Any:
    from kenri.faces.contracts.request_data import request_data

    ended = asked.register.set_aside(
        asked["request"], how, reason=asked["reason"] or "", holder=holder, author=asked.author, now=asked.now,
        source=SOURCE,
    )  # fmt: skip
    return request_data(ended, with_authors=asked.may("see_everybody"))


def ask_and_keep(asked: Asked) -> Any:
    """As `kenri ask --keep`."""
    from kenri.faces.contracts.ruling_data import ruling_data

    plan, _ = asked.life(asked["on"])
    ruling, kept = asked.register.answer(
        plan.id, asked["holder"], asked["action"], on=asked_day(plan, asked["on"]), now=asked.now,
        author=asked.author, source=SOURCE, facts=facts(asked["with"]), **asked.question,
    )  # fmt: skip
    return {**ruling_data(ruling, asked.lang, known_at=asked["known_at"], of_register=True), "kept": kept.key}
