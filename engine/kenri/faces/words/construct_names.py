"""What each construct of the rule language is called, in English and Japanese, and in Japanese what it means.

What it means in English is its docstring. A test holds the table and the constructs together.
"""

from __future__ import annotations

from typing import NamedTuple

from kenri.model import expressions as e
from kenri.model import plan as p
from kenri.model import scenario as s
from kenri.model.expressions import Node

__all__ = ["NAMES", "ConstructName"]


class ConstructName(NamedTuple):
    """A noun phrase in both languages, and a sentence in Japanese."""

    en: str
    ja: str
    meaning_ja: str


NAMES: dict[type[Node], ConstructName] = {
    construct: ConstructName(*names)
    for construct, names in (
        # days
        (e.EventMoments, ("days of events", "事由の日", "条件に合う、ある種類（複数も可）の事由のすべての日。")),
        (e.Bounds, ("bounds", "数の範囲", "事由の属性の数がどの範囲にあるか。事由の日の値で、すべてを満たすこと。")),
        (e.First, ("the first day", "最初の日", "いくつかの日のうち最初の日。範囲があればその中で最初のもの。")),
        (e.Nth, ("the nth day", "n番目の日", "いくつかの日のうち、1から数えてn番目の日。")),
        (
            e.Latest,
            ("the latest day", "直近の日", "各日から見て、その日以前で最も新しい日。同じ日なら記録の最後のもの。"),
        ),
        (e.StartOf, ("the day a condition begins", "条件の始まる日", "条件が成り立ち始める各日。")),
        (
            e.EndOf,
            ("the day a condition has ended", "条件の終わった日", "前日まで成り立ち、その日には成り立たない各日。"),
        ),
        (e.LastDayOf, ("the last day of a condition", "条件の最後の日", "条件が成り立つ最後の各日。")),
        (e.Plus, ("days moved on", "期間後の日", "各日から数えた期間の末日。")),
        (e.Minus, ("days moved back", "期間前の日", "各日からさかのぼって数えた期間の初日。")),
        (e.Every, ("recurring days", "繰り返す日", "ある日から期間の整数倍ごとの日。起算日そのものは含まない。")),
        (e.AttributeDay, ("a day of an event", "事由に記録された日", "各事由の属性にある日。")),
        (e.EarlierOf, ("the earlier of several", "早いほうの日", "いくつかの日のうち最も早い日。来ない日は数えない。")),
        (
            e.LaterOf,
            ("the later of several", "遅いほうの日", "いくつかの日のうち最も遅い日。一つでも来なければ来ない。"),
        ),
        (e.Prefer, ("the first that there is", "優先順の日", "各日から見て、日が一つでもある最初のもの。")),
        (
            e.DayCases,
            ("a day by cases", "日の場合分け", "各日から見て、条件が成り立つ最初の行の日。なければ`otherwise`。"),
        ),
        (e.DayCaseLine, ("a line of a day's cases", "日の場合の一行", "日の`cases`の一行。")),
        (e.EachOf, ("several together", "すべての日", "いくつかの日をすべて合わせたもの。")),
        (e.FirstOf, ("the first day of a month or year", "月や年の初日", "ある日を含む月・四半期・半期・年度の初日。")),
        (e.LastOf, ("the last day of a month or year", "月や年の末日", "ある日を含む月・四半期・半期・年度の末日。")),
        (
            e.Last,
            (
                "the last day by then",
                "以前の最後の日",
                "各日以前で条件が成り立つ最後の日。一度も成り立っていなければ、ない。",
            ),
        ),
        (
            e.Next,
            (
                "the first day from then",
                "以後の最初の日",
                "各日以後で条件が成り立つ最初の日。成り立つことがなければ、ない。",
            ),
        ),
        (e.GrantDay, ("a day of the grant", "割当ての日", "割当てに記録された日。")),
        (e.PartyDay, ("a day of a party", "関係者の日", "関係者（`of`がなければ新株予約権者）に記録された日。")),
        (e.AskedDay, ("a day of the question", "質問の日", "質問とともに示された日。")),
        (e.MomentsChoice, ("days by reading", "解釈による日", "解釈によって決まる日。")),
        # conditions
        (
            e.Span,
            ("a side of a day", "ある日の前後", "ある日以後・後・以前・前の日。複数の日があれば最も早い日による。"),
        ),
        (e.On, ("just those days", "その日だけ", "示された日だけに成り立つ。")),
        (
            e.Through,
            (
                "days up to a day of an event",
                "事由の定める日まで",
                "各事由の日から、その属性にある日まで（両日を含む）。",
            ),
        ),
        (e.Within, ("a period at a day", "ある日からの期間", "ある日の後・ある日から・ある日の前の期間。")),
        (
            e.Extension,
            (
                "an extension",
                "期間の延長",
                "使えない日があるとき、期間を、本来の末日と障害の後の期間のうち遅いほうまで延ばす。",
            ),
        ),
        (e.Held, ("a state", "続く状態", "始まる日から続き、終わる日には成り立たない状態。")),
        (e.All, ("all of several", "すべて", "すべてが成り立つとき真。")),
        (e.AnyOf, ("any of several", "いずれか", "一つでも成り立つとき真。")),
        (e.Not, ("the opposite", "否定", "もう一方が偽のとき真。")),
        (e.Compare, ("a number compared", "数の比較", "数を別の数と比べる。すべてを満たすこと。")),
        (
            e.AskedIs,
            (
                "a fact of the question",
                "質問の事実",
                "質問とともに示された属性が、ある値（またはいずれかの値）である。",
            ),
        ),
        (e.AskerIs, ("who asks", "請求者", "請求する者が、ある役割、または事由の属性にある者である。")),
        (e.AskerNamed, ("a party that an event names", "事由に記録された者", "事由の属性に記録された関係者。")),
        (
            e.PartyIs,
            ("a fact of a party", "関係者の事実", "関係者（`of`がなければ新株予約権者）の属性が、ある値である。"),
        ),
        (e.GrantIs, ("a fact of the grant", "割当ての事実", "割当ての属性が、ある値である。")),
        (e.At, ("a condition on another day", "別の日の条件", "別の日（複数なら少なくとも一日）に条件が成り立つか。")),
        (e.BusinessDay, ("business days", "営業日", "ある暦の営業日（`plan`は規約の暦）。")),
        (e.May, ("whether the asker may", "できるか", "請求する者がその行為をできるか。主張の中でのみ使う。")),
        (e.ConditionChoice, ("a condition by reading", "解釈による条件", "解釈によって決まる条件。")),
        # numbers
        (e.AskedNumber, ("a number of the question", "質問の数", "質問とともに示された数。`number`は請求の個数。")),
        (
            e.GrantNumber,
            (
                "a number of the grant",
                "割当ての数",
                "割当てに記録された数。`number`は割り当てた個数（`scales`による調整後）。",
            ),
        ),
        (e.PartyNumber, ("a number of a party", "関係者の数", "関係者（`of`がなければ新株予約権者）に記録された数。")),
        (e.Balance, ("a balance", "残高", "その日の終わりに残高にある権利の数。")),
        (e.AttributeNumber, ("a number of an event", "事由の数", "直近の事由の属性にある数。最初の事由の前は不明。")),
        (e.Sum, ("a sum", "和", "合計。")),
        (e.Difference, ("a difference", "差", "最初の数から残りをすべて引いた数。負にもなる。")),
        (e.Product, ("a product", "積", "積。")),
        (e.Quotient, ("a quotient", "商", "最初の数を次の数で割った正確な値。0や無制限で割れば不明。")),
        (
            e.Round,
            (
                "a number rounded",
                "端数処理",
                "単位（`to`がなければ1）の整数倍にした数。`down`は小さいほうへ、`up`は大きいほうへ。",
            ),
        ),
        (e.Least, ("the least of several", "最小", "いくつかの数のうち最小のもの。")),
        (e.Greatest, ("the greatest of several", "最大", "いくつかの数のうち最大のもの。")),
        (e.Cases, ("a number by cases", "場合分け", "条件が成り立つ最初の行の数。なければ`otherwise`。")),
        (e.CaseLine, ("a line of cases", "場合の一行", "`cases`の一行。")),
        (e.Count, ("a count of days", "日の数", "その日までに来た日の数。")),
        (e.Change, ("a change", "数の変化", "事由が数をどう変えるか。操作は一つだけ。")),
        (
            e.EventNumber,
            ("a number of the event at hand", "その事由の数", "変化や移動を起こす事由の属性にある数。そこでのみ使う。"),
        ),
        (e.Running, ("a number that events change", "事由で変わる数", "日の順に、事由によって次々に変わる数。")),
        (
            e.Total,
            (
                "a total over events",
                "事由の合計",
                "その日までの事由の属性の合計。全期間、またはその日の月・年などの中で。",
            ),
        ),
        (
            e.Vests,
            (
                "what has vested by a schedule",
                "権利確定予定による数",
                "総数のうち、分割された各回の日までに権利が確定した数。端数の扱いは`allocation`による。",
            ),
        ),
        (
            e.OverGrants,
            (
                "a sum over grants",
                "割当ての合計",
                "保有者の、またはすべての割当てについて、その日の数を合計する。割当てごとに、その保有者から見た数による。",
            ),
        ),
        (e.Take, ("a number on another day", "別の日の数", "別の日における数。その日が来なければ0。")),
        (e.DaysBetween, ("days between", "日数", "最初の日から次の日までの日数。どちらかが来なければ不明。")),
        (e.BlackScholes, ("the price of a call", "オプション価格", "ブラック・ショールズ式によるコールの価格。")),
        (
            e.BlackScholesInputs,
            (
                "the inputs of that price",
                "価格の入力値",
                "株価、行使価額、年数、年率のボラティリティ・金利・配当利回り（小数）。",
            ),
        ),
        (e.QuantityChoice, ("a number by reading", "解釈による数", "解釈によって決まる数。")),
        # periods
        (e.Duration, ("a period", "期間の長さ", "一つの単位による長さ。数は整数、またはそれを持つ名前。")),
        (
            p.OwnCalendar,
            ("a calendar", "暦", "規約自身の営業日の暦：付属の暦に日を加え、または除いたもの。"),
        ),
        (e.CountingRule, ("a counting", "期間計算", "日や月の数え方。書かないものは規約の数え方による。")),
        # a file
        (
            p.Document,
            ("a document", "文書", "規則ファイルの中の一文書：規約、共通条項、用語集、または規約についての主張。"),
        ),
        (p.Source, ("a source", "出典", "ファイルが表す公表文書。")),
        (p.Role, ("a role", "役割", "規約の中で関係者が何であるか。")),
        (p.EventKind, ("a kind of event", "事由の種類", "経過に記録できる事由の種類。")),
        (p.Attribute, ("an attribute", "属性", "事由・関係者・割当て・質問の属性の型、または取り得る語。")),
        (p.Action, ("an action", "行為", "関係者ができるかを問うこと。")),
        (p.BalanceKind, ("a declared balance", "残高の宣言", "権利が置かれる残高。`held`は常にある。")),
        (p.Reading, ("a declared reading", "解釈の宣言", "いくつかに読める条項。")),
        (p.Term, ("a term", "条件値", "文書が定める値：数、日、語、期間、または不明。")),
        (p.DatedValue, ("a later value", "後の値", "ある日からの条件値。")),
        (p.Hour, ("an hour", "時刻", "ある土地の時計による一日の時刻。")),
        (p.Date, ("a named date", "名前のある日", "名前を付けた日。")),
        (p.State, ("a named state", "名前のある状態", "名前を付けた条件。")),
        (p.Amount, ("a named amount", "名前のある数量", "名前を付けた数。")),
        (p.Rule, ("a rule", "規則", "行為を許可し、禁止し、または制限する。")),
        (
            p.Duty,
            (
                "a duty",
                "義務",
                "しなければならないこと：誰が、いつまでに、何をもって済むか。何も許可せず禁止もしない。",
            ),
        ),
        (p.Effect, ("an effect", "効果", "ある日に、権利を残高の間で移し、または保有数を倍にする。")),
        (p.Figure, ("a figure", "算出値", "条件値から計算した数または日。`of`があれば行為の結果の一部。")),
        (p.Claim, ("a claim", "主張", "規約が出会い得るすべての経過についての言明。")),
        (p.Meant, ("a finding that is meant", "意図された指摘", "`kenri check`の指摘のうち、文書が意図しているもの。")),
        (p.Record, ("a record", "記録事項", "示すだけで何も決めない言明。")),
        (p.Amendment, ("an amendment", "変更", "ある日から条件値や規則を変える後の決議。")),
        # scenarios
        (s.ScenarioFile, ("a scenario file", "シナリオのファイル", "一つの規約についてのシナリオ。")),
        (s.Scenario, ("a scenario", "シナリオ", "一つの経過と、それについての問いと答え、その理由。")),
        (
            s.ExpectedRuling,
            ("a question with its answer", "問いと答え", "問いと、あるべき答え。書かないものは調べない。"),
        ),
        (s.ExpectedWindow, ("a window", "行使可能期間", "両端の日を含む期間。")),
        (s.ExpectedFigure, ("a figure that is expected", "あるべき算出値", "算出値と、その日にあるべき値。")),
        (s.ExpectedDuty, ("a duty that is expected", "あるべき義務", "義務と、その日にあるべき状況。")),
        (
            s.ExpectedAudit,
            ("an audit that is expected", "あるべき監査", "記録されたすべての行為の検討と、許されないはずのもの。"),
        ),
    )
}
"""In the order of the model."""
