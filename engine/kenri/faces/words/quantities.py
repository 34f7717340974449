"""Quantities in plain words: numbers, as nouns and short sums."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from kenri.faces.words.moments import DAYS, moments, notes, wanted_value
from kenri.faces.words.values import listed, number
from kenri.model.expressions import (
    Allocation,
    AskedNumber,
    AttributeNumber,
    Balance,
    BlackScholes,
    BlackScholesInputs,
    Cases,
    Change,
    Count,
    DaysBetween,
    Difference,
    EventNumber,
    GrantNumber,
    Greatest,
    Least,
    OverGrants,
    PartyNumber,
    Product,
    Quantity,
    QuantityChoice,
    Quotient,
    Round,
    Rounding,
    Running,
    Sum,
    Take,
    Total,
    Vests,
)

if TYPE_CHECKING:
    from kenri.faces.words.voice import Voice

_ROUNDED: dict[Rounding, tuple[str, str]] = {
    "down": ("rounded down", "切捨て"),
    "up": ("rounded up", "切上げ"),
    "half-up": ("rounded, halves up", "四捨五入"),
    "half-down": ("rounded, halves down", "五捨六入"),
    "half-even": ("rounded, halves to even", "偶数への丸め"),
}


_ALLOCATED: dict[Allocation, tuple[str, str]] = {
    "cumulative-rounding": ("the sum so far rounded, halves up", "累計を四捨五入"),
    "cumulative-round-down": ("the sum so far rounded down", "累計を切捨て"),
    "front-loaded": (
        "each part rounded down, what is over one by one with the first parts",
        "各回を切捨て、余りは最初の回から一つずつ",
    ),
    "back-loaded": (
        "each part rounded down, what is over one by one with the last parts",
        "各回を切捨て、余りは最後の回から一つずつ",
    ),
    "front-loaded-to-single-tranche": (
        "each part rounded down, what is over with the first one",
        "各回を切捨て、余りは最初の回に",
    ),
    "back-loaded-to-single-tranche": (
        "each part rounded down, what is over with the last one",
        "各回を切捨て、余りは最後の回に",
    ),
    "fractional": ("nothing rounded", "端数処理なし"),
}


def quantity(voice: Voice, node: Quantity) -> str:
    """The number an expression stands for."""
    names = voice.names
    match node:
        case str():
            return names.amount(node)
        case int() | Decimal():
            return number(node)
        case AskedNumber(asked="number"):
            return voice.either("the number asked about", "照会の数")
        case AskedNumber(asked=name):
            attribute = names.asked_attribute(name)
            return voice.either(f"the question's {attribute}", f"照会の「{attribute}」")
        case GrantNumber(grant="number"):
            return voice.either("the number granted", "割当数")
        case GrantNumber(grant=name):
            attribute = names.grant_attribute(name)
            return voice.either(f"the grant's {attribute}", f"割当の「{attribute}」")
        case PartyNumber(party=name, of=whose):
            attribute, party = names.party_attribute(name), names.role(whose)
            return voice.either(f"{party}'s {attribute}", f"{party}の「{attribute}」")
        case Balance(balance="held"):
            return voice.either("the number held", "保有数")
        case Balance(balance=name, for_=str(fact)):
            attribute = names.asked_attribute(fact)
            return voice.either(
                f"the number {names.balance(name)} for the question's {attribute}",
                f"照会の「{attribute}」について「{names.balance(name)}」の数",
            )
        case Balance(balance=name):
            return voice.either(f"the number {names.balance(name)}", f"「{names.balance(name)}」の数")
        case AttributeNumber(attribute=name, of=of):
            attribute, when = names.event_attribute(name, of), voice.bracketed(voice.moments(of))
            return voice.either(
                f"the latest “{attribute}” recorded on {when}", f"{when}に記録された直近の「{attribute}」"
            )
        case Sum(sum=several):
            return _infix(voice, " + ", several)
        case Difference(subtract=several):
            return _infix(voice, " − ", several)
        case Product(multiply=several):
            return _infix(voice, " × ", several)
        case Quotient(divide=pair):
            return _infix(voice, " ÷ ", pair)
        case Round(round=mode, of=of, to=unit):
            return _round(voice, mode, _operand(voice, of), unit)
        case Least(least=several):
            return _chosen(voice, several, "the least of", "次のうち最小")
        case Greatest(greatest=several):
            return _chosen(voice, several, "the greatest of", "次のうち最大")
        case Cases(cases=lines, otherwise=otherwise):
            return voice.by_cases([(voice.quantity(line.is_), line.when) for line in lines], voice.quantity(otherwise))
        case Count(count=of):
            when = voice.bracketed(moments(voice, of, DAYS))
            return voice.either(f"the number so far of {when}", f"それまでの{when}の回数")
        case EventNumber(of_event=name):
            attribute = names.event_attribute(name)
            return voice.either(f"the event's {attribute}", f"その出来事の「{attribute}」")
        case Running(running=start, changes=changes):
            steps = voice.listed([_change(voice, change) for change in changes])
            first = _operand(voice, start)
            return voice.either(f"{first}, then changed ({steps})", f"{first}から順次変動（{steps}）")
        case Total():
            return _total(voice, node)
        case Vests():
            return _vests(voice, node)
        case OverGrants():
            return _over_grants(voice, node)
        case Take(at=when, take=other):
            phrase, day = _operand(voice, other), voice.bracketed(voice.moments(when))
            return voice.either(f"{phrase} as of {day}", f"{day}時点の{phrase}")
        case DaysBetween(days_between=(first_day, second_day)):
            start, end = voice.bracketed(voice.moments(first_day)), voice.bracketed(voice.moments(second_day))
            return voice.either(f"the days from {start} to {end}", f"{start}から{end}までの日数")
        case BlackScholes(black_scholes=inputs):
            return _black_scholes(voice, inputs)
        case QuantityChoice(reading=reading, choices=choices):
            return voice.choice(reading, {option: voice.quantity(way) for option, way in choices.items()})
        case _:
            assert_never(node)


def _operand(voice: Voice, node: Quantity) -> str:
    """A number inside a sum; another sum is bracketed."""
    phrase = voice.quantity(node)
    if isinstance(node, Sum | Difference | Product | Quotient):
        return voice.either(f"({phrase})", f"（{phrase}）")
    return phrase if isinstance(node, str | int | Decimal) else voice.bracketed(phrase)


def _infix(voice: Voice, sign: str, several: tuple[Quantity, ...]) -> str:
    return sign.join(_operand(voice, one) for one in several)


def _chosen(voice: Voice, several: tuple[Quantity, ...], en: str, ja: str) -> str:
    phrases = voice.listed([voice.quantity(one) for one in several])
    return voice.either(f"{en} ({phrases})", f"{ja}（{phrases}）")


def _round(voice: Voice, mode: Rounding, phrase: str, unit: Quantity) -> str:
    if unit == 1:
        return voice.either(f"{phrase} {_ROUNDED[mode][0]}", f"{phrase}（1未満{_ROUNDED[mode][1]}）")
    way = _rounding(voice, mode, unit)
    return voice.either(f"{phrase} {way}", f"{phrase}（{way}）")


def _rounding(voice: Voice, mode: Rounding, unit: Quantity | None) -> str:
    """Which way a number is rounded, and to which unit."""
    en, ja = _ROUNDED[mode]
    if unit in (None, 1):
        return voice.either(en, ja)
    to = voice.bracketed(voice.quantity(unit))
    return voice.either(f"{en} to a multiple of {to}", f"{to}の倍数に{ja}")


def _change(voice: Voice, change: Change) -> str:
    operations = [
        (change.set, "becomes {}", "{}とする"),
        (change.add, "plus {}", "{}を加える"),
        (change.subtract, "less {}", "{}を減じる"),
        (change.multiply, "times {}", "{}を乗じる"),
        (change.divide, "divided by {}", "{}で除する"),
    ]
    done = "".join(
        voice.either(en, ja).replace("{}", voice.bracketed(voice.quantity(operand)))
        for operand, en, ja in operations
        if operand is not None
    )
    when = voice.bracketed(voice.moments(change.on))
    rounded = notes(voice, (_rounding(voice, change.round, change.to),)) if change.round is not None else ""
    return voice.either(f"on {when}: {done}", f"{when}：{done}") + rounded


def _total(voice: Voice, node: Total) -> str:
    attribute = voice.names.event_attribute(node.total, node.of)
    when = voice.bracketed(voice.moments(node.of))
    en, ja = f"the total “{attribute}” so far, recorded on {when}", f"それまでの{when}の「{attribute}」の合計"
    phrase = voice.either(en, ja)
    if node.per is None:
        return phrase
    period = voice.names.calendar_unit(node.per, node.year_starts)
    return phrase + voice.either(f", within the {period}", f"（{period}ごと）")


def _vests(voice: Voice, node: Vests) -> str:
    total, when = _operand(voice, node.vests), voice.bracketed(moments(voice, node.on, DAYS))
    remarks = []
    if node.cliff is not None:
        cliff = _operand(voice, node.cliff)
        remarks.append(voice.either(f"nothing before part {cliff}", f"第{cliff}回より前は確定しない"))
    if node.at_cliff == "as-one":
        remarks.append(voice.either("the parts until then as one", "それまでの回は一回分として計算"))
    if node.skipped is not None:
        held = voice.bracketed(voice.condition(node.skipped))
        if node.skipped_parts == "later":
            skipped = voice.either(
                f"a part on a day on which {held} holds comes later", f"{held}が成立する日の回は次に送る"
            )
        else:
            skipped = voice.either(
                f"a part on a day on which {held} holds never vests", f"{held}が成立する日の回は確定しない"
            )
        remarks.append(skipped)
    remarks.append(voice.either(*_ALLOCATED[node.allocation]))
    if node.portions is None:
        parts = _operand(voice, node.parts or 0)
        phrase = voice.either(
            f"{total} vesting in equal parts, {parts} in all, on {when}", f"{when}に{parts}回均等で確定する{total}"
        )
    else:
        sizes = " : ".join(number(each) for each in node.portions)
        phrase = voice.either(
            f"{total} vesting in parts of {sizes}, on {when}", f"{when}に{sizes}の割合で確定する{total}"
        )
    return phrase + notes(voice, tuple(remarks))


def _over_grants(voice: Voice, node: OverGrants) -> str:
    remarks = [
        f"{voice.names.grant_attribute(name)} {wanted_value(voice, wanted)}" for name, wanted in node.where.items()
    ]
    if node.plan:
        plans = listed(node.plan, voice.lang)
        remarks.insert(0, voice.either(f"under {plans}", f"規約{plans}によるもの"))
    if node.granted == "before":
        remarks.append(voice.either("made before this one", "本割当より先のもの"))
    whose = ("all grants", "すべての割当") if node.of == "all" else ("the holder's grants", "保有者の割当")
    over = voice.either(*whose) + notes(voice, tuple(remarks))
    if node.sum == 1:
        return voice.either(f"how many there are of {over}", f"{over}の件数")
    phrase = _operand(voice, node.sum)
    return voice.either(f"the sum over {over} of {phrase} in each", f"{over}における{phrase}の合計")


def _black_scholes(voice: Voice, inputs: BlackScholesInputs) -> str:
    values = [
        ("share price", "株価", inputs.share_price),
        ("exercise price", "行使価格", inputs.exercise_price),
        ("years", "年数", inputs.years),
        ("volatility", "ボラティリティ", inputs.volatility),
        ("interest", "金利", inputs.interest),
        ("dividend yield", "配当利回り", inputs.dividend_yield),
    ]
    listed = voice.listed([f"{voice.either(en, ja)} {voice.quantity(given)}" for en, ja, given in values])
    return voice.either(
        f"the Black-Scholes price of a call ({listed})", f"コールのブラック・ショールズ価格（{listed}）"
    )
