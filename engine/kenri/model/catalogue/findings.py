"""What checks and comparisons of plans note beside what they find: why, how far they looked, and what is left open."""

from kenri.model.catalogue.entry import Entry

PHRASES: dict[str, Entry] = {
    # which lives were looked at
    "whole-numbers": ("numbers in events are whole and not negative", "出来事の数は0以上の整数である。"),
    "few-ratios": ("ratios are 2, 1, 1/2, 3/2 or 1/10", "比率は2・1・1/2・3/2・1/10のいずれかである。"),
    "nothing-late": ("nothing is recorded late or corrected", "記録の遅れと訂正はないものとする。"),
    "grant-taken": (
        "no scenario shows a grant, so that one is taken which most permits can allow something for",
        "割当てを示すシナリオがないため、最も多くの規定が働く割当日と個数を用いた。",
    ),
    "lengths-tried": ("{names}: one of {lengths}", "{names}は{lengths}のいずれかである。"),
    "further-grants-of-holder": (
        "where rules go over grants the holder may have {count} more",
        "複数の割当てに及ぶ規定については、同じ保有者に他の割当てが{count}件までありうるものとした。",
    ),
    "further-grants-of-others": (
        "and somebody else {count}",
        "別の者にも割当てが{count}件までありうるものとした。",
    ),
    "further-grants-under": (
        "and as many under each of {plans}",
        "{plans}のそれぞれによる割当ても同じ件数までありうるものとした。",
    ),
    "further-grants-alike": (
        (
            "these are on any of these days and of any whole number; grants under other plans, and more of them, are"
            " not looked at"
        ),
        (
            "それらの割当日はこの期間のいずれかの日、個数は任意の整数とする。"
            "他の規約による割当てと、これより多くの割当ては調べていない。"
        ),
    ),
    "of-the-grant": ("{name} of the grant is {value}", "割当ての{name}は{value}である。"),
    # what a result is about
    "limits-on": ("limits on {action}", "{action}の数の制限"),
    "where-nothing-happens": ("{action}: nothing happens", "{action}：何も起こらない場合"),
    "of-each-event": ("{action}: each event", "{action}：各出来事"),
    "the-subject": ("{subject}", "{subject}"),
    # why nothing was found out
    "stopped-after": (
        "stopped after {seconds}, before its steps were taken: this is no verdict",
        "許されたステップを終える前に{seconds}で中断した。判定ではない。",
    ),
    "one-second": ("1 second", "1秒"),
    "seconds": ("{number} seconds", "{number}秒"),
    "undecided-after": ("undecided after {steps} of the solver", "ソルバーの{steps}では決まらない。"),
    "one-step": ("1 step", "1ステップ"),
    "steps": ("{number} steps", "{number}ステップ"),
    "cannot-express": ("the solver cannot express {what}", "{what}はソルバーで表せない。"),
    "cannot-compare": (
        "the solver cannot take together what the plan compares here ({type}: {error})",
        "規約がここで比べているものを、ソルバーは合わせて扱えない（{type}：{error}）。",
    ),
    "evaluators-disagree": (
        "the reference evaluator does not find in this life what the solver found in it",
        "ソルバーがこの経過に見いだしたことを、参照用の評価器は見いださない。",
    ),
    # what the solver cannot express
    "any-number": (
        "a question about any number where rules look at the number",
        "規定が数を見る場合の、数を定めない照会",
    ),
    "any-number-and-lots": (
        "a question about any number where rules look at the number and at lots",
        "規定が数と単位数を見る場合の、数を定めない照会",
    ),
    "hours-of-two-zones": ("hours of the day by the clocks of two zones", "二つの時間帯の時計による時刻"),
    "so-many-digits": ("a number of so many digits: {limit}", "これほど桁の多い数（{limit}）"),
    "so-many-days": ("an expression of so many days: {limit}", "これほど多くの日に当たる式（{limit}）"),
    "period-without-bounds": (
        "a period counted from a day that has no bounds",
        "範囲の定まらない日から数える期間",
    ),
    "open-length": ("the length `{name}`, which a life decides", "経過によって決まる長さ`{name}`"),
    "open-times": ("times, which a life decides", "経過によって決まる回数"),
    "open-lots": ("`in_lots_of` a number that a life decides", "経過によって決まる数の`in_lots_of`"),
    "too-many-terms": ("so many terms as this shape would take", "この形が必要とする多数の項"),
    "partly-known-days": (
        "days of which only bounds are known, for want of a fact, are not followed through this construct",
        "事実が足りず範囲しかわからない日は、この構文を通しては追えません",
    ),
    "business-day-turns": (
        "`business_day` where the days on which it turns are wanted",
        "変わり目の日を要するところの`business_day`",
    ),
    "over-grants-of-plans": ("`over` grants under {names}", "{names}による割当てに及ぶ`over`"),
    "over-other-grants": ("`over` grants that are not told", "示されていない割当てに及ぶ`over`"),
    "black-scholes": ("`black_scholes`", "`black_scholes`"),
    "parts-gone": ("parts that are `skipped` and gone", "飛ばされて確定しないままの回（`skipped`）"),
    # rules
    "where-more-often": (
        "where something happens more often, up to {times} times",
        "出来事がより多く（{times}回まで）起こる場合である。",
    ),
    "where-more-grants": (
        "where something happens more often, up to {times} times, or there are up to {grants} more grants",
        "出来事がより多く（{times}回まで）起こるか、他の割当てがより多く（{grants}件まで）ある場合である。",
    ),
    "decides-no-case": ("no case is decided by it", "これが結論を決める場合はない。"),
    "decides-none-by-default": (
        "no case is decided by it as the plan is read by default",
        "規約の既定の読み方では、これが結論を決める場合はない。",
    ),
    "changes-none-by-default": (
        "it changes nothing as the plan is read by default, but does where {reading} is read `{option}`",
        "規約の既定の読み方では何も変えないが、{reading}を`{option}`と読めば変える。",
    ),
    "changes-no-outcome": ("no outcome would be another without it", "これがなくても、変わる結論はない。"),
    "rests-on-counts": (
        "it rests on how often something happens, and more often than the bound was not looked at",
        "出来事が何回起こるかによるが、調べた範囲より多い回数は見ていない。",
    ),
    "rests-on-grants": (
        "it rests on other grants, and more of them were not looked at",
        "他の割当てによるが、調べた範囲より多くの割当ては見ていない。",
    ),
    "nothing-permits": (
        "nothing permits what it bars: it changes nothing unless something does",
        "これが禁じることを認める規定はない。認める規定がない限り、何も変えない。",
    ),
    "permit-never-applies": ("the permit never applies at all", "認める規定が働く場合がない。"),
    "forbidden-throughout": (
        "wherever the one permits the other forbids, and no reading or term says which prevails",
        "一方が認めるときは常に他方が禁じ、いずれが優先するかを示す読み方も条件値もない。",
    ),
    "ban-prevails": (
        "wherever the one permits the other forbids; a reading of the plan declares that the ban prevails",
        "一方が認めるときは常に他方が禁じる。禁止が優先することは、規約の読み方が示している。",
    ),
    "not-supplied": ("missing: {names}", "不足：{names}。"),
    # readings
    "scenario-shows": ("as a scenario of the plan shows", "規約のシナリオが示すとおりである。"),
    "changes-a-duty": (
        "it changes no outcome, but what must be done by {duty}",
        "結論は変えないが、義務{duty}を変える。",
    ),
    "changes-a-figure": (
        "it changes no outcome, but the figure {figure}",
        "結論は変えないが、算出値{figure}を変える。",
    ),
    "reading-is-idle": (
        "idle: no outcome, no duty and no figure of the scenarios turns on it",
        "働いていない。これによって変わる結論も、シナリオの算出値もない。",
    ),
    # rights that cannot be exercised, and lapse
    "never-exercised": (
        "where nothing happens at all, the rights can never be exercised",
        "何も起こらなければ、権利を行使できる日はない。",
    ),
    "opens-nothing-alone": (
        "alone it opens nothing, on whatever day it happens",
        "それだけでは、どの日に起こっても行使できるようにならない。",
    ),
    "another-day-leaves-time": (
        "on another day the same would have left time",
        "同じことがほかの日に起これば、行使できる日が残る。",
    ),
    "leaves-no-day": (
        "{said}; on these days it leaves none: {days}",
        "{said}次の日に起これば、行使できる日は残らない：{days}。",
    ),
    "nothing-lapses": ("nothing lapses in this plan", "この規約では何も消滅しない。"),
    "rights-stay": (
        "nothing lapses in this plan: rights stay, exercisable or not",
        "この規約では何も消滅しない。行使できるかどうかを問わず、権利は残る。",
    ),
    "held-for-good": (
        "every window has closed, nothing can open another, and the rights are still held",
        "行使できる期間はすべて終わり、新たに始まることもないが、権利はなお残っている。",
    ),
    "held-and-may-open": (
        "rights are held when every window is closed, and something could still open one",
        "行使できる期間がすべて終わっても権利は残っているが、新たに始まる余地がある。",
    ),
    # claims, figures and slips
    "so-of-no-life": ("it is so of no life within the bound", "調べた範囲に、そうなる経過はない。"),
    "duty-may-differ": (
        "the duty {name} is written otherwise, which is no question that is allowed or denied",
        "義務{name}の書き方が異なるが、可否の問いではない。",
    ),
    "figure-may-differ": (
        "the figure {name} may differ, which is no question that is allowed or denied",
        "算出値{name}が異なり得る。これは可否を問う照会ではない。",
    ),
    "same-within-bound": ("proved to change no answer within the bound", "調べた範囲では結論を変えないと証明した。"),
    "reason-listed": ("{reason}", "{reason}"),
    # why a story is shown
    "found-by-check": ("found by a check", "検査で見つかった。"),
    "is-newly-allowed": ("{action} is newly allowed", "{action}が新たに可となる。"),
    "is-newly-denied": ("{action} is newly denied", "{action}が新たに不可となる。"),
    "slip-would-change": ("{slip} would change this answer", "{slip}によってこの結論が変わる。"),
    "claim-does-not-hold": ("{claim} does not hold", "{claim}は成り立たない。"),
    # what is done now, in long work
    "newly-allowed": ("newly-allowed", "新たに可となるもの"),
    "newly-denied": ("newly-denied", "新たに不可となるもの"),
    "shared-clauses": ("shared clauses in other plans", "共通の条項をもつほかの規約"),
    "what-would-change": ("{name}: what would change?", "{name}：何が変わるか"),
}
