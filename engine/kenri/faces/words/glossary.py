"""The frame words of answers and explanations, in English and Japanese: all that is not the plan's own text."""

from __future__ import annotations

from fractions import Fraction

from kenri.faces.words.phrases import PhraseTable
from kenri.faces.words.values import number
from kenri.model.ruling import Most
from kenri.model.sentences import Language

_PHRASES = {
    # punctuation
    "bullet": ("· ", "・"),
    "colon": (": ", "："),
    "comma": (", ", "、"),
    "semicolon": ("; ", "；"),
    "dash": (" — ", "："),
    # constructs of the language
    "construct-page": ("page", "ページ"),
    "construct-keys": ("keys", "キー"),
    "construct-names": ("what it is about", "内容"),
    "construct-hint": (
        "kenri explain --construct NAME shows a page: by its name, or by a key that stands on it",
        "kenri explain --construct NAME はページを示す（ページの名前、またはそこにあるキー）",
    ),
    "construct-english": ("The text is in English.", "説明文と例は英語である。"),
    # outcomes and verdicts
    "allowed": ("ALLOWED", "可（できる）"),
    "denied": ("DENIED", "不可（できない）"),
    "unknown": ("UNKNOWN", "不明（事実が足りない）"),
    "permit": ("permitted by", "認める規定"),
    "permit-not": ("not permitted by", "認めるが該当しない規定"),
    "permit-unknown": ("perhaps permitted by", "認めるか不明な規定"),
    "forbid": ("forbidden by", "禁じる規定"),
    "forbid-not": ("not forbidden by", "禁じない規定"),
    "forbid-unknown": ("perhaps forbidden by", "禁じるか不明な規定"),
    "limit": ("limited by", "制限する規定"),
    "limit-not": ("not limited by", "制限しない規定"),
    "limit-unknown": ("perhaps limited by", "制限するか不明な規定"),
    # the question
    "question": ("{action}: {number} on {day}", "{day}　{action} {number}"),
    "question-any": ("{action}: any number on {day}", "{day}　{action}（数を問わず）"),
    "question-about": ("{plan} · asked by {by}", "{plan}　請求者 {by}"),
    "question-grant": (" · grant {grant}", "　割当 {grant}"),
    # the answer
    "hours-of-day": ("Hours", "時刻"),
    "until": ("Until", "期限"),
    "until-last": ("{last} is the last day of the window {window}", "{last}まで（{window}）"),
    "until-open": ("no last day is known; the window is {window}", "期限なし（{window}）"),
    "next": ("Next possible day", "次に可能な日"),
    "next-none": ("none, as far as is recorded", "記録上はない"),
    "next-none-surely": ("none for certain", "確実な日はない"),
    "perhaps": ("Perhaps", "未確定だが可能性のある日"),
    "perhaps-day": ("perhaps {day}", "{day}に可能性あり"),
    "perhaps-none": ("no day on which it only may be", "可能性のみの日はない"),
    "perhaps-on": ("{day}, if what is missing allows it: {names}", "{day}（次の事実による：{names}）"),
    "how-many": ("How many", "数"),
    "up-to": ("up to {number}", "{number}まで"),
    "unlimited": ("without limit", "上限なし"),
    "no-largest": ("up to a limit that itself is not allowed", "上限未満（上限そのものは不可）"),
    "most-unknown": ("not known how many at most", "上限は不明"),
    "least-unknown": ("not known how many at least", "下限は不明"),
    "lot-unknown": ("not known in which multiples", "単位は不明"),
    "gaps": ("but not every number between", "ただし間の数のすべてではない"),
    "no-gaps": ("every number between", "間の数はすべて可"),
    "gaps-unknown": ("not known whether every number between", "間の数のすべてが可かは不明"),
    "no-least": ("no least number", "下限なし"),
    "above-a-limit": ("more than a limit that itself is not allowed", "下限を超える数（下限そのものは不可）"),
    "no-lot": ("parts of one as well", "端数も可"),
    "at-least": ("at least {number}", "{number}以上"),
    "in-lots": ("in whole multiples of {number}", "{number}の整数倍"),
    "whole": ("whole numbers only", "整数に限る"),
    "lapsed": ("Lapsed", "消滅"),
    "lapsed-on": (
        "the rights ended on {day} and can never be exercised again",
        "{day}に権利が消滅し、以後行使できない",
    ),
    "figures": ("What it brings about", "効果"),
    "figure-missing": ("not known without {names}", "{names}が必要"),
    "no-figure": ("The plan has no figure.", "計算値の定めはない。"),
    "figure-unknown": ("not known", "不明"),
    # why
    "why": ("Why", "理由"),
    "clause": ("clause {clause}", "{clause}"),
    "no-rule": ("no rule of the plan permits {by} to do this", "{by}に認める規定がない"),
    "permitted-roles": ("The plan permits it to: {roles}.", "認められる者：{roles}"),
    "applies-always": ("It applies on every day.", "常に適用される。"),
    "unless": ("unless: ", "ただし："),
    "holds": ("holds", "該当"),
    "holds-not": ("does not hold", "該当しない"),
    "holds-unknown": ("not known", "不明"),
    "days": ("days", "該当日"),
    "no-day": ("no day", "なし"),
    "perhaps-days": ("perhaps {days}", "未確定：{days}"),
    "and-more": ("and {count} more", "ほか{count}件"),
    "not-recorded": ("not recorded", "記録なし"),
    "not-stated": ("not stated by the document", "文書に記載なし"),
    "no-such-day": ("there is no such day", "該当する日なし"),
    # what would have to change
    "change": ("What would have to change", "可能になる条件"),
    "must-apply": ("{rule} would have to apply; what stands in its way:", "{rule} が該当すること。妨げ："),
    "must-apply-ever": (
        "{rule} would have to apply, and as it is read here it applies on no day",
        "{rule} が該当すること（この読み方では該当する日がない）",
    ),
    "must-not-apply": ("{rule} would have to cease to apply; it rests on:", "{rule} が該当しなくなること。根拠："),
    "must-not-apply-ever": (
        "{rule} would have to go: it applies on every day",
        "{rule} がなくなること（常に適用）",
    ),
    "must-at-most": (
        "the number must be at most {number}, by {rule}: {words}",
        "数が{number}以下（{rule}：{words}）",
    ),
    "must-exceed": ("more than 0 would have to be allowed by {rule}: {words}", "0を超えること（{rule}：{words}）"),
    "must-at-least": (
        "the number must be at least {number}, by {rule}: {words}",
        "数が{number}以上（{rule}：{words}）",
    ),
    "must-lots": (
        "the number must be a multiple of {number}, by {rule}: {words}",
        "数が{number}の倍数（{rule}：{words}）",
    ),
    "no-change": ("a rule that permits it to {by}", "{by}に認める規定"),
    # windows
    "windows": ("Windows", "可能な期間"),
    "windows-none": ("none, as far as is recorded", "記録上はない"),
    "window-unknown": ("perhaps", "未確定"),
    "asked-day": ("the day asked about", "照会日"),
    "from-day": ("{number} from {day}", "{day}から{number}"),
    # readings
    "readings": ("Readings", "条項の読み方"),
    "as-known-at": (
        "As known at {instant}: what was recorded later is left out.",
        "{instant}時点で判明していた記録のみによる。",
    ),
    "settled": ("The outcome is the same under every reading.", "どの読み方でも結論は同じ。"),
    "settled-but": (
        "The outcome is the same under every reading; what follows a † is not.",
        "どの読み方でも結論は同じ。ただし†の付いたものは読み方による。",
    ),
    "not-settled": (
        (
            "It is not known whether the answer is the same under every reading:"
            " {count:combination was|combinations were} looked at."
        ),
        "どの読み方でも同じかは不明：読み方の組合せのうち{count}通りまでを調べた。",
    ),
    "not-looked-at": ("Other readings were not looked at.", "他の読み方は調べていない。"),
    "beyond": (
        "There may be more: no more than {count:combination of readings was|combinations of readings were} looked at.",
        "ほかにもあり得る：読み方の組合せのうち{count}通りまでを調べた。",
    ),
    "together": ("Read together:", "組み合わせた場合："),
    "way": ("{readings} → {value}", "{readings} → {value}"),
    "elsewhere": ("only as otherwise read", "別の読み方による期間"),
    "no-window": ("no window", "期間なし"),
    "unsettled": ("The outcome turns on how these are read:", "結論は次の読み方による："),
    "chosen": ("as read here", "今回の読み方"),
    "choose": ("to read it so: {flag}", "この読み方を選ぶには：{flag}"),
    # missing
    "missing": ("What is missing", "足りない事実"),
    "supply-term": (
        "{why}; give it in the life: `facts: {{{name}: …}}`",
        "{why}。ライフファイルの `facts: {{{name}: …}}` に記入",
    ),
    "supply-term-unsaid": ("the document does not state it", "文書に記載がない"),
    "supply-number": ("say how many: `--rights N`", "数を指定：`--rights N`"),
    "supply-question": (
        "give it with the question: `--with {name}=…`, or `facts` in Python",
        "照会時に指定：`--with {name}=…`（Pythonでは `facts`）",
    ),
    "supply-grant": ("give it with the grant in the life: `{name}: …`", "ライフファイルの割当に記入：`{name}: …`"),
    "supply-party": (
        "give it with the party in the life: `{name}: …`",
        "ライフファイルの当事者に記入：`{name}: …`",
    ),
    "supply-event": (
        "give it with the event `{kind}` in the life: `{name}: …`",
        "ライフファイルの出来事 `{kind}` に記入：`{name}: …`",
    ),
    # the same of what a register records, into which files are brought
    "record-term": (
        "{why}; bring it in: a column `fact.{name}` in a table, or `facts: {{{name}: …}}` in a life file",
        "{why}。取込み：表の列 `fact.{name}`、又はライフファイルの `facts: {{{name}: …}}`",
    ),
    "record-grant": (
        "bring the grant in with it: a column `grant.{name}` in a table, or `{name}: …` in a life file",
        "割当とともに取込み：表の列 `grant.{name}`、又はライフファイルの `{name}: …`",
    ),
    "record-party": (
        "bring the party in with it: a column `party.{name}` in a table, or `{name}: …` in a life file",
        "当事者とともに取込み：表の列 `party.{name}`、又はライフファイルの `{name}: …`",
    ),
    "record-event": (
        "bring the event `{kind}` in with it: a column `{kind}.{name}` in a table, or `{name}: …` in a life file",
        "出来事 `{kind}` とともに取込み：表の列 `{kind}.{name}`、又はライフファイルの `{name}: …`",
    ),
    "supply-an-event": ("record an event that has `{name}`", "`{name}`を持つ出来事を記録"),
    "supply-calendar": (
        "the business days of `{name}` are known from {first} to {last}, and a day outside these years is needed",
        "`{name}`の営業日は{first}年から{last}年まで判明しており、その範囲外の日が必要",
    ),
    # sums over grants
    "sums": ("Grants looked at", "考慮した割当"),
    "add-nothing": ("{count} that add nothing", "何も加えない割当{count}件"),
    # what was not looked at
    "cautions": ("Not looked at", "考慮していない事項"),
    # balances
    "balances": ("Rights", "権利の残高"),
    "rights": ("{number:right|rights}", "{number}個"),
    "shares": ("{number:share|shares}", "{number}株"),
    # explanations
    "source": ("Source", "出典"),
    "counting": ("Counting", "期間の計算"),
    "in-clause": ("Clause", "条項"),
    "in-words": ("In plain words", "内容"),
    "no-clause": ("—", "—"),
    "terms": ("term", "条件"),
    "hours": ("hour", "時刻"),
    "dates": ("day", "日"),
    "states": ("state", "状態"),
    "amounts": ("amount", "数量"),
    "rules": ("rule", "規定"),
    "duties": ("duty", "義務"),
    "effects": ("effect", "効果"),
    "computed": ("figure", "計算値"),
    "claims": ("claim", "主張"),
    "claim-always": ("always: {phrase}", "常に：{phrase}"),
    "claim-never": ("never: {phrase}", "決して：{phrase}"),
    "claim-possible": ("possible: {phrase}", "あり得る：{phrase}"),
    "means": ("meant", "趣旨どおり"),
    "meant-reachable": ("that {of} decides no case is meant", "{of} が結論を決めないことは趣旨どおり"),
    "meant-shadowed": ("that {of} changes no outcome is meant", "{of} が結論を変えないことは趣旨どおり"),
    "meant-contradiction": ("that {of} exclude one another is meant", "{of} が両立しないことは趣旨どおり"),
    "meant-answered": (
        "that a question about {of} may have no answer is meant",
        "{of} に答えがない場合は趣旨どおり",
    ),
    "meant-dead_zone": ("that no day may be left for {of} is meant", "{of} の行使できる日がない場合は趣旨どおり"),
    "meant-cut_short": (
        "that a window is closed before its end ({of}) is meant",
        "期間が途中で閉ざされること（{of}）は趣旨どおり",
    ),
    "meant-lapse": ("what the check of lapse finds ({of}) is meant", "消滅の検査の結果（{of}）は趣旨どおり"),
    "meant-reading": ("that nothing turns on {of} is meant", "{of} が結論を左右しないことは趣旨どおり"),
    "records": ("record", "記載事項"),
    "reading": ("reading", "読み方"),
    "amendments": ("amendment", "変更"),
    "by": ("by {roles}", "対象者：{roles}"),
    "when": ("when {phrase}", "要件：{phrase}"),
    "except": ("except when {phrase}", "除外：{phrase}"),
    "by-reading": ("as {reading} is read:", "{reading} の読み方による："),
    "always": ("on every day", "常に"),
    "permits": ("Permits {actions}", "{actions}を認める"),
    "forbids": ("Forbids {actions}", "{actions}を禁じる"),
    "limits": ("Limits {actions}", "{actions}を制限する"),
    "to-at-most": ("to at most {phrase}", "上限 {phrase}"),
    "to-at-least": ("to at least {phrase}", "下限 {phrase}"),
    "to-lots": ("to whole multiples of {phrase}", "{phrase}の整数倍"),
    "in-force": ("in force {days}", "適用期間 {days}"),
    "duty-until": ("until {phrase}", "期限：{phrase}"),
    "duty-from": ("from {phrase}", "開始：{phrase}"),
    "duty-done": ("done when {phrase}", "履行：{phrase}"),
    "duty-of": ("the act: {actions}", "方法：{actions}"),
    "duty-otherwise": ("otherwise: {sentence}", "果たされないとき：{sentence}"),
    "moves": ("On {on}: {number} from “{source}” to “{to}”", "{on}：「{source}」から「{to}」へ {number}"),
    "moves-for": ("only those of the event named as {name}", "「{name}」が指す出来事のもののみ"),
    "moves-for-this": ("only those of that event", "その出来事のもののみ"),
    "scales": ("On {on}: every number of rights is multiplied by {number}", "{on}：権利の数のすべてに{number}を乗じる"),
    "start-of-day": ("as the day begins", "その日の始めに"),
    "end-of-day": ("as the day ends", "その日の終わりに"),
    "follows": ("after {effects}", "{effects}の後に"),
    "stated": ("the document states the same: {number}", "文書の記載 {number} と一致"),
    "stated-unchecked": (
        "the document states {number}; its terms alone do not give it",
        "文書の記載 {number}（条件のみからは計算できない）",
    ),
    "discrepancy": (
        "the document states {stated}, which is not what its terms give: {computed}",
        "文書の記載 {stated} は条件から計算した {computed} と異なる",
    ),
    "default": ("the default", "既定"),
    "from": ("from {day}", "{day}から"),
    "changes-terms": ("terms: {names}", "条件：{names}"),
    "changes-rules": ("rules: {names}", "規定：{names}"),
    "drops-rules": ("rules that no longer apply: {names}", "適用されなくなる規定：{names}"),
    "note": ("Note: {note}", "注：{note}"),
    # the words of a plan
    "roles": ("role", "役割"),
    "events": ("event", "出来事"),
    "actions": ("action", "行為"),
    "word-balances": ("balance", "残高"),
    "party_attributes": ("attribute of parties", "当事者の属性"),
    "grant_attributes": ("attribute of grants", "割当の属性"),
    "countings": ("counting", "期間計算"),
    "calendars": ("calendar", "暦"),
    "word-calendar-like": ("Business days are those of {names}.", "{names}の営業日による。"),
    "word-calendar-weekend": ("Every {days} is no business day.", "{days}は営業日でない。"),
    "word-calendar-no-weekend": ("Every day of the week may be a business day.", "どの曜日も営業日になり得る。"),
    "word-calendar-closed": ("No business days are {days}.", "{days}は営業日でない。"),
    "word-calendar-open": ("Business days all the same are {days}.", "{days}はそれでも営業日である。"),
    "word-calendar-years": ("It knows the years {first} to {last}.", "{first}年から{last}年までを知る。"),
    "word-monday": ("Monday", "月曜日"),
    "word-tuesday": ("Tuesday", "火曜日"),
    "word-wednesday": ("Wednesday", "水曜日"),
    "word-thursday": ("Thursday", "木曜日"),
    "word-friday": ("Friday", "金曜日"),
    "word-saturday": ("Saturday", "土曜日"),
    "word-sunday": ("Sunday", "日曜日"),
    "word-personal": ("It happens to a party.", "当事者に生じる。"),
    "word-whom": ("Whom it happens to: {whom}.", "生じる者：{whom}。"),
    "word-by": ("Who has the role {role} does it.", "{role}の役割の者が行う。"),
    "word-act": ("It records the action {action}.", "行為 {action} の記録である。"),
    "word-number": ("Its number is in {attribute}.", "数は {attribute} による。"),
    "word-with-grant": (
        "A grant may list such events under {name}.",
        "割当ての {name} に列挙することができる。",
    ),
    "word-counts": ("It is counted in {counts}.", "{counts} を単位とする。"),
    "word-lapse": ("What comes here has lapsed.", "ここに移った権利は消滅している。"),
    "word-one-of": ("one of {words}", "{words} のいずれか"),
    "word-number-type": ("a number", "数"),
    "word-ratio": ("a ratio", "比率"),
    "word-day": ("a day", "日"),
    "word-event": ("an event: {kinds}", "イベント：{kinds}"),
    "word-flag": ("true or false", "true または false"),
    "word-text": ("a text", "文字列"),
    "word-party": ("a party", "当事者"),
    "word-default": (" ({value} if it is not said)", "（記載がなければ {value}）"),
    "word-optional": (" (may be left out)", "（省略可）"),
    "word-for": (" (may be left out save by: {roles})", "（{roles}以外は省略可）"),
}

word = PhraseTable(_PHRASES)


_UNITS = {"JPY": "円", "thousand JPY": "千円", "million JPY": "百万円", "percent": "%", "shares": "株", "rights": "個"}
"""Units that are written otherwise in Japanese."""


def counted(value: int | Fraction, counts: str, lang: Language) -> str:
    """So many rights, shares or whatever a question counts.

    >>> counted(1, "rights", "en"), counted(1000, "shares", "en"), counted(4, "rights", "ja")
    ('1 right', '1,000 shares', '4個')
    """
    if counts not in ("rights", "shares"):
        return f"{number(value)} {counts}"
    return word(counts, lang, number=number(value))


def at_most(most: Most, counts: str, lang: Language) -> str:
    """How many at most, in words: a number, or that there is no limit, no largest number, or none that is known.

    >>> at_most(4, "rights", "en"), at_most("unlimited", "rights", "en"), at_most("unknown", "rights", "en")
    ('up to 4 rights', 'without limit', 'not known how many at most')
    """
    if isinstance(most, str):
        return word("most-unknown" if most == "unknown" else most, lang)
    return word("up-to", lang, number=counted(most, counts, lang))


def measured(value: str, unit: str, lang: Language) -> str:
    """A number as written, with its unit.

    >>> measured("800", "JPY", "en"), measured("800", "JPY", "ja"), measured("800", "", "ja")
    ('800 JPY', '800円', '800')
    """
    return f"{value}{_UNITS[unit]}" if lang == "ja" and unit in _UNITS else f"{value} {unit}".rstrip()
