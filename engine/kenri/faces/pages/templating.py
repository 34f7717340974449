"""Templates filled: the one file that knows Jinja. What is put into a page is text, and never a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from kenri import __version__
from kenri.faces.pages.frame import PageFrame
from kenri.faces.pages.static_files import address_of
from kenri.faces.words.glossary import word as gloss
from kenri.faces.words.pages import word
from kenri.faces.words.values import day, listed, number
from kenri.model.sentences import Language
from kenri.model.visible import visible

__all__ = ["rendered", "template_texts"]


def rendered(template: str, frame: PageFrame, **facts: Any) -> bytes:
    """A page, as it is sent."""
    found = _environment().get_template(template).render(frame=frame, lang=frame.lang, version=__version__, **facts)
    return found.encode()


def template_texts() -> Mapping[str, str]:
    """All templates by their names."""
    folder = files("kenri.faces.pages") / "templates"
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".html")}


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("kenri.faces.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
        auto_reload=False,
    )
    found.globals |= {"t": _word, "static": address_of, "called": _called, "comma": _comma, "semicolon": _semicolon}
    found.filters |= {"day": _day, "count": _count, "instant": _instant, "code": _code, "listed": _listed}
    return found


def _seen(value: Any) -> Any:
    """What is put into a page: nothing of it hides, or turns the direction of what follows."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


@pass_context
def _word(context: Context, key: str, /, **values: Any) -> str:
    return word(key, context["lang"], **values)


@pass_context
def _called(context: Context, party: str) -> str:
    frame: PageFrame = context["frame"]
    return frame.called(party)


@pass_context
def _listed(context: Context, several: Iterable[Any]) -> str:
    return listed(map(str, several), context["lang"])


@pass_context
def _comma(context: Context) -> str:
    return gloss("comma", context["lang"])


@pass_context
def _semicolon(context: Context) -> str:
    return gloss("semicolon", context["lang"])


@pass_context
def _day(context: Context, value: str | date | None) -> str:
    """A day of plain data, as people write it; a dash where there is none."""
    lang: Language = context["lang"]
    if value is None:
        return "–"
    return day(date.fromisoformat(value[:10]) if isinstance(value, str) else value, lang)


@pass_context
def _count(context: Context, value: Any) -> str:
    """A number of plain data: in groups where it is whole, as it is where it is written as text; its word else."""
    if value is None:
        return "–"
    if isinstance(value, bool | int):
        return number(int(value))
    text = str(value)
    if text in ("unlimited", "unknown", "no-least"):
        return word(f"most-{text}", context["lang"])
    return text


@pass_context
def _instant(context: Context, value: str, zone: str = "UTC") -> str:
    """An instant of plain data by the clocks of a zone, to the minute."""
    found = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
    return f"{day(found.date(), context['lang'])} {found:%H:%M}"


def _code(text: str) -> Markup:
    """Text in which what stands between backticks is shown as such."""
    parts = visible(text).split("`")
    shown = [Markup("<code>{}</code>").format(each) if at % 2 else escape(each) for at, each in enumerate(parts)]
    return Markup("").join(shown)
