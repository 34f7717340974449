"""A sweep in words: what was asked, and what each stretch of days of the event leads to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mode

from kenri.faces.words import said
from kenri.faces.words.glossary import counted
from kenri.faces.words.names import PlanNames
from kenri.faces.words.phrases import PhraseTable
from kenri.model.days import Day, iso
from kenri.model.sentences import Language
from kenri.model.visible import flattened
from kenri.simulation.sweep import Sweep
from kenri.simulation.sweep_zones import Edge, Trend, Zone, ZoneWindow, cliffs, common, zones

_MOST_ZONES = 12
"""More zones than this are told in groups."""

_PHRASES = {
    "title": (
        "{action} by {by}{number}, asked on {first} to {last}",
        "{by}による{action}{number}、照会日 {first}〜{last}",
    ),
    "number": (" of {number}", "（{number}）"),
    "vary": (
        "for {event} ({id}) on each day from {first} to {last}; it is recorded on {on}",
        "{event}（{id}）が{first}〜{last}の各日であった場合。記録では{on}",
    ),
    "none": ("no window", "期間なし"),
    "steady": ("{days}: {spans}", "{days}：{spans}"),
    "shrinks": (
        "cut shorter day by day, {days} to {until}: {spans}",
        "1日ごとに短縮、{days}から{until}へ：{spans}",
    ),
    "grows": ("longer day by day, {days} to {until}: {spans}", "1日ごとに延長、{days}から{until}へ：{spans}"),
    "endless": ("no end", "期限なし"),
    "span": ("from {first} to {last}", "{first}〜{last}"),
    "since": ("always", "従来"),
    "until": ("no end", "期限なし"),
    "after": ("{days} after", "{days}後"),
    "before": ("{days} before", "{days}前"),
    "same": ("the day itself", "当日"),
    "unknown": ("unknown: ", "不明："),
    "also": ("; ", "、"),
    "between": ("from {least} to {most}", "{least}〜{most}"),
    "cliff": (
        "cliff: {event} on {first} leaves {before}, on {second} {after}",
        "断崖：{event}が{first}なら{before}、{second}なら{after}",
    ),
    "nothing": ("none", "なし"),
    "common": ("whenever it happens also: {windows}", "いつであっても別に：{windows}"),
    "windows": ("{count:window|windows}", "{count}期間"),
    "allowed": ("allowed", "可能"),
    "denied": ("denied", "不可"),
    "partly": ("allowed on some of its days", "一部の日に可能"),
    "not-known": ("unknown", "不明"),
    "event": ("the day of the event", "出来事の日"),
    "legend": ("Legend", "凡例"),
}

_word = PhraseTable(_PHRASES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneInWords:
    """Days of the event, both included, and what they lead to."""

    first: Day
    last: Day
    trend: Trend
    says: str

    @property
    def days(self) -> str:
        """The days of the event: `2045-07-04 – 2045-07-12`."""
        return iso(self.first) if self.first == self.last else f"{iso(self.first)} – {iso(self.last)}"


class SweepWords:
    """The words of one sweep in a language."""

    def __init__(self, sweep: Sweep, lang: Language) -> None:
        self.sweep = sweep
        self.lang = lang
        self.names = PlanNames(sweep.plan.plan, lang)
        self.zones = zones(sweep.rows)
        said = self._each(self.zones) if len(self.zones) <= _MOST_ZONES else self._grouped()
        self.zones_in_words = tuple(said)

    def word(self, key: str, **values: object) -> str:
        return _word(key, self.lang, **values)

    @property
    def title(self) -> str:
        sweep = self.sweep
        counts = sweep.plan.plan.actions[sweep.action].counts
        many = "" if sweep.number is None else self.word("number", number=counted(sweep.number, counts, self.lang))
        title = self.word(
            "title",
            action=self.names.action(sweep.action),
            by=sweep.asker.id,
            number=many,
            first=iso(sweep.asked_first),
            last=iso(sweep.asked_last),
        )
        return flattened(title)

    @property
    def subtitle(self) -> str:
        """Which event is varied; empty where none is."""
        sweep = self.sweep
        if sweep.event is None:
            return ""
        first, last = sweep.event_days[0], sweep.event_days[-1]
        on = iso(sweep.event.on)
        return flattened(
            self.word("vary", event=self.event, id=sweep.event.id, first=iso(first), last=iso(last), on=on)
        )

    @property
    def event(self) -> str:
        """The varied event in a few words."""
        event = self.sweep.event
        if event is None:
            return ""
        says = self.sweep.life.kind_of(event, self.sweep.plan.plan).says
        if self.lang == "ja" and says:
            return said(says, "ja").rstrip("。")
        return self.names.bare(event.kind, says)

    @property
    def cliffs(self) -> tuple[str, ...]:
        """Each cliff as a sentence."""
        return tuple(
            self.word(
                "cliff",
                event=self.event,
                first=iso(cliff.first),
                second=iso(cliff.second),
                before=self._length(cliff.before),
                after=self._length(cliff.after),
            )
            for cliff in cliffs(self.sweep.rows)
        )

    @property
    def common(self) -> str:
        """The windows that the event does not bear on; empty where there are none."""
        shared = common(self.sweep.rows)
        spans = [
            self.word("span", first=self._bound(each.first, "since"), last=self._bound(each.last, "until"))
            for each in shared
        ]
        return self.word("common", windows=self._several(spans)) if spans else ""

    def _each(self, found: Sequence[Zone]) -> Iterator[ZoneInWords]:
        for zone in found:
            yield ZoneInWords(first=zone.first, last=zone.last, trend=zone.trend, says=self._zone(zone))

    def _grouped(self) -> Iterator[ZoneInWords]:
        """Neighbouring zones that have windows of at least the usual length are told as one."""
        lengths = [row_length for zone in self.zones for row_length in zone.lengths if row_length is not None]
        usual = mode(lengths) if lengths else 0
        group: list[Zone] = []
        for zone in (*self.zones, None):
            if zone is not None and _is_usual(zone, usual):
                group.append(zone)
                continue
            if group:
                yield self._group(group)
            group = []
            if zone is not None:
                yield next(self._each([zone]))

    def _group(self, group: Sequence[Zone]) -> ZoneInWords:
        if len(group) == 1:
            return next(self._each(group))
        lengths = [length for zone in group for length in zone.lengths if length is not None]
        least, most = self._days(min(lengths)), self._days(max(lengths))
        says = least if least == most else self.word("between", least=least, most=most)
        return ZoneInWords(first=group[0].first, last=group[-1].last, trend="steady", says=says)

    def _zone(self, zone: Zone) -> str:
        if zone.trend == "none":
            return self.word("none")
        start, end = zone.lengths
        spans = self._several([self._stretch(each) for each in zone.stretches])
        if start is None:
            return spans
        return self.word(zone.trend, days=self._length(start), until=self._length(end), spans=spans)

    def _several(self, spans: Sequence[str]) -> str:
        return self.word("windows", count=len(spans)) if len(spans) > 3 else self.word("also").join(spans)

    def _stretch(self, stretch: ZoneWindow) -> str:
        lead = self.word("unknown") if stretch.status == "unknown" else ""
        first, last = self._edge(stretch.first, "since"), self._edge(stretch.last, "until")
        return lead + (first if first == last else self.word("span", first=first, last=last))

    def _edge(self, edge: Edge, endless: str) -> str:
        if not edge.moves or edge.day is None:
            return self._bound(edge.day, endless)
        if edge.days == 0:
            return self.word("same")
        return self.word("after" if edge.days > 0 else "before", days=self._days(abs(edge.days)))

    def _bound(self, day: Day | None, endless: str) -> str:
        return self.word(endless) if day is None else iso(day)

    def _length(self, days: int | None) -> str:
        if days is None:
            return self.word("endless")
        return self._days(days) if days else self.word("nothing")

    def _days(self, count: int) -> str:
        if self.lang == "ja":
            return f"{count:,}日"
        return f"{count:,} day{'' if count == 1 else 's'}"


def _is_usual(zone: Zone, usual: int) -> bool:
    return zone.trend != "none" and all(length is not None and length >= usual for length in zone.lengths)
