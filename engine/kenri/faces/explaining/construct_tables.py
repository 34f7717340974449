"""What a construct of the rule language may hold, as Markdown and as data: its keys, types, defaults and bounds.

All of it is read from the model. The pages of the reference hold these tables in English, and a test holds them to
what is made here; `kenri explain --construct` shows them in the language asked for.
"""

from __future__ import annotations

import datetime
import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any, TypeAlias, assert_never

from kenri.faces.words.construct_names import NAMES
from kenri.faces.words.key_meanings import IN_JAPANESE
from kenri.faces.words.phrases import filled
from kenri.loader.hints import Field, Hint, fields_of, hint_of, recognised_by
from kenri.model.constraints import (
    Above,
    Among,
    Apart,
    Ascending,
    AtLeastOne,
    Between,
    Constraint,
    ExactlyOne,
    InOrder,
    Items,
    Matches,
    NeedsOther,
    OfOne,
    Short,
    SomeDay,
)
from kenri.model.expressions import Condition, Moments, Node, Quantity, Value
from kenri.model.limits import NAME_LENGTH
from kenri.model.plan import Said
from kenri.model.sentences import Language
from kenri.model.walk import SORTS

__all__ = ["construct_data", "sort_of", "table"]

_WORDS: dict[str, tuple[str, str]] = {
    "moments": ("days", "日"),
    "condition": ("condition", "条件"),
    "quantity": ("number", "数"),
    "said": ("text, or `{en: …, ja: …}`", "文（または`{en: …, ja: …}`）"),
    "value": ("value", "値"),
    "whole": ("whole number", "整数"),
    "literal": ("number in digits", "数字で書いた数"),
    "flag": ("`true` or `false`", "`true`または`false`"),
    "day": ("day", "日付"),
    "instant": ("instant", "日時"),
    "name": ("name", "名前"),
    "text": ("text", "文字列"),
    "or-list": ("{of}, or a list", "{of}（列も可）"),
    "list": ("list: {of}", "列：{of}"),
    "pair": ("list of two: {of}", "二つの列：{of}"),
    "mapping": ("by name: {of}", "名前ごとの{of}"),
    "either": (" or ", "または"),
    "comma": (", ", "、"),
    "required": ("required", "必須"),
    "none": ("none", "なし"),
    "empty": ("{type}, or `[]`", "{type}（`[]`も可）"),
    "head": ("key | holds | left out", "キー | 内容 | 書かないとき"),
    "meaning": ("meaning", "意味"),
    "says": ("**{name}** ({sort}): {meaning}", "**{name}**（{sort}）：{meaning}"),
    "says-plain": ("**{name}**: {meaning}", "**{name}**：{meaning}"),
    "exactly-one": ("Exactly one of {keys} is given.", "{keys}のうち一つだけを書く。"),
    "at-least-one": ("At least one of {keys} is given.", "{keys}のうち一つ以上を書く。"),
    "needs": ("{key} needs {others} beside it.", "{key}には{others}が必要である。"),
    "needs-one": ("{key} needs one of {others} beside it.", "{key}には{others}のいずれかが必要である。"),
    "of-one": ("{key} needs one of {others} beside it, and no two.", "{key}には{others}のうち一つだけが必要である。"),
    "apart": ("{key} does not stand beside {others}.", "{key}は{others}と並べられない。"),
    "from-on": ("{keys}: {least} or more.", "{keys}：{least}以上。"),
    "between": ("{keys}: from {least} to {most}.", "{keys}：{least}から{most}まで。"),
    "items": ("{key} has {least:entry|entries} or more.", "{key}は{least}件以上。"),
    "form": ("{keys}: an id such as `{example}`.", "{keys}：`{example}`のような識別子。"),
    "short": ("{keys}: at most {most:character|characters}.", "{keys}：{most}文字まで。"),
    "among": ("{key} is one of the names under {of}.", "{key}は{of}にある名前の一つ。"),
    "above": ("{key} is above zero.", "{key} は0より大きい。"),
    "some-day": (
        "Where both are days, some day is left between {first} and {last}.",
        "両方が日付なら、{first} と {last} の間に少なくとも1日が残る。",
    ),
    "ascending": (
        "The entries of {key} stand in the order of {by}, each day once.",
        "{key} の各項は {by} の順に並び、同じ日は一度だけ書く。",
    ),
    "in-order": ("{first} is not later than {last}.", "{first}は{last}より後ではない。"),
}

_SORT_HINTS = {"moments": hint_of(Moments), "condition": hint_of(Condition), "quantity": hint_of(Quantity)}
_SAID = hint_of(Said)
_VALUE = hint_of(Value).scalars


Link: TypeAlias = Callable[[type[Node], str], str]


def _unlinked(_construct: type[Node], name: str) -> str:
    return name


def sort_of(construct: type[Node], lang: Language) -> str:
    """Days, condition or number; empty for what is no expression."""
    return next((_word(sort, lang) for sort, constructs in SORTS.items() if construct in constructs), "")


def table(construct: type[Node], lang: Language, link: Link = _unlinked) -> str:
    """A construct as Markdown: its name and meaning, a table of its keys, and what must hold between them.

    `link` makes of another construct and its name what stands for it in the table.
    """
    data = construct_data(construct, lang)
    form = "says" if data["sort"] else "says-plain"
    fields = fields_of(construct).values()
    head = _word("head", lang) + " | " + _word("meaning", lang)
    name = data["name"][:1].upper() + data["name"][1:]
    lines = [_word(form, lang, name=name, sort=data["sort"], meaning=data["meaning"]), ""]
    lines += [f"| {head} |", "|---|---|---|---|"]
    lines += [
        f"| `{field.key}` | {_field_type(field, lang, link)} | {_default(field, lang)} | {_meaning(field, lang)} |"
        for field in fields
    ]
    if data["bounds"]:
        lines += ["", *(f"- {sentence}" for sentence in data["bounds"])]
    return "\n".join(lines)


def construct_data(construct: type[Node], lang: Language) -> dict[str, Any]:
    """The same as plain data, ready for JSON.

    Keys: `name`, `sort` (empty for what is no expression), `recognised_by` (keys), `meaning`, `keys` (each with `key`,
    `type` in words, `required`, `default`: null for none, `meaning`) and `bounds`: sentences.
    """
    documented = " ".join((inspect.getdoc(construct) or "").split())
    return {
        "name": _name(construct, lang),
        "sort": sort_of(construct, lang),
        "recognised_by": list(recognised_by(construct)),
        "meaning": NAMES[construct].meaning_ja if lang == "ja" else documented,
        "keys": [_key_data(field, lang) for field in fields_of(construct).values()],
        "bounds": list(_sentences(construct.constraints, lang)),
    }


def _name(construct: type[Node], lang: Language) -> str:
    return NAMES[construct].ja if lang == "ja" else NAMES[construct].en


def _key_data(field: Field, lang: Language) -> dict[str, Any]:
    default = None if field.is_required or _is_nothing(field.default) else field.default
    return {
        "key": field.key,
        "type": _field_type(field, lang, _unlinked),
        "required": field.is_required,
        "default": default if isinstance(default, bool | int | str) else None if default is None else str(default),
        "meaning": _meaning(field, lang),
    }


def _meaning(field: Field, lang: Language) -> str:
    return IN_JAPANESE[field.description] if lang == "ja" else field.description


def _is_nothing(default: object) -> bool:
    return default is None or default in ("", ()) or default == {}


def _default(field: Field, lang: Language) -> str:
    if field.is_required:
        return _word("required", lang)
    if _is_nothing(field.default):
        return _word("none", lang)
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


# --- types ---


def _field_type(field: Field, lang: Language, link: Link) -> str:
    type_ = _type(field.hint, lang, link)
    return _word("empty", lang, type=type_) if field.may_be_empty else type_


def _type(hint: Hint, lang: Language, link: Link) -> str:
    """What a value may be, in words."""
    alone = replace(hint, items=(), is_open=False, is_one_or_several=False)
    if hint.is_open and hint.items == (alone,):
        return _word("or-list", lang, of=_type(alone, lang, link))
    for sort, known in _SORT_HINTS.items():
        if hint == known:
            return _word(sort, lang)
    if hint == _SAID:
        return _word("said", lang)
    return _word("either", lang).join(_options(hint, lang, link))


def _options(hint: Hint, lang: Language, link: Link) -> Iterator[str]:
    if hint.scalars >= _VALUE:
        yield _word("value", lang)
    else:
        yield from _scalars(hint, lang)
    if hint.words:
        yield _keys(hint.words, lang)
    yield from (link(construct, _name(construct, lang)) for construct in hint.constructs)
    if hint.values is not None:
        yield _word("mapping", lang, of=_type(hint.values, lang, link))
    if hint.items:
        form = "list" if hint.is_open else "pair"
        of = [_type(item, lang, link) for item in hint.items]
        yield _word(form, lang, of=_word("comma", lang).join(of))


def _scalars(hint: Hint, lang: Language) -> Iterator[str]:
    scalars = hint.scalars
    if Decimal in scalars:
        yield _word("literal", lang)
    elif int in scalars:
        yield _word("whole", lang)
    if bool in scalars:
        yield _word("flag", lang)
    if datetime.date in scalars:
        yield _word("day", lang)
    if datetime.datetime in scalars:
        yield _word("instant", lang)
    if str in scalars:
        yield _word("name" if hint.is_name else "text", lang)


# --- what must hold between keys ---


def _sentences(constraints: Sequence[Constraint], lang: Language) -> Iterator[str]:
    """What the constraints say; several in a row that differ in one key only are one sentence."""
    for _, group in groupby(constraints, key=_likeness):
        several = tuple(group)
        yield _sentence(several[0], tuple(dict.fromkeys(_own_key(each) for each in several)), lang)


def _likeness(constraint: Constraint) -> object:
    """Equal for constraints that one sentence says."""
    match constraint:
        case Between(_, least, most, limit):
            return "between", least, most, limit
        case Matches(_, pattern):
            return "matches", pattern
        case Short():
            return "short"
        case Apart(key, _):
            return "apart", key
        case _:
            return constraint


def _own_key(constraint: Constraint) -> str:
    """The key in which constraints that one sentence says differ."""
    match constraint:
        case Apart(_, other):
            return other
        case Between(key) | Matches(key) | Short(key):
            return key
        case _:
            return ""


def _sentence(constraint: Constraint, differing: Sequence[str], lang: Language) -> str:
    keys = _keys(differing, lang)
    match constraint:
        case ExactlyOne(several):
            return _word("exactly-one", lang, keys=_keys(several, lang))
        case AtLeastOne(several):
            return _word("at-least-one", lang, keys=_keys(several, lang))
        case NeedsOther(key, others):
            form = "needs" if len(others) == 1 else "needs-one"
            return _word(form, lang, key=f"`{key}`", others=_keys(others, lang))
        case OfOne(key, others):
            return _word("of-one", lang, key=f"`{key}`", others=_keys(others, lang))
        case Apart(key, _):
            return _word("apart", lang, key=f"`{key}`", others=keys)
        case Between(_, least, most):
            if most is None:
                return _word("from-on", lang, keys=keys, least=least)
            return _word("between", lang, keys=keys, least=least, most=f"{most:,}")
        case Above(key):
            return _word("above", lang, key=f"`{key}`")
        case SomeDay(from_, after, until, before):
            sides = _keys((from_, after), lang), _keys((until, before), lang)
            return _word("some-day", lang, first=sides[0], last=sides[1])
        case Ascending(key, by):
            return _word("ascending", lang, key=f"`{key}`", by=f"`{by}`")
        case Items(key, least):
            return _word("items", lang, key=f"`{key}`", least=least)
        case Matches():
            return _word("form", lang, keys=keys, example=constraint.example)
        case Short():
            return _word("short", lang, keys=keys, most=NAME_LENGTH.most)
        case Among(key, of):
            return _word("among", lang, key=f"`{key}`", of=f"`{of}`")
        case InOrder(first, last):
            return _word("in-order", lang, first=f"`{first}`", last=f"`{last}`")
        case _:
            assert_never(constraint)


def _keys(keys: Iterable[str], lang: Language) -> str:
    return _word("comma", lang).join(f"`{key}`" for key in keys)


def _word(word: str, lang: Language, **parts: object) -> str:
    """A phrase of the frame, filled in; one that takes no parts may have braces of its own."""
    phrase = _WORDS[word][lang == "ja"]
    return filled(phrase, **parts) if parts else phrase
