"""Problems of questions: the names in them, their day, their number, and their facts."""

from kenri.model.catalogue.entry import Entry

_DAY = (
    "write it as `2025-06-25`, or an instant as `2025-06-25T09:00:00+09:00`",
    "日は`2025-06-25`、時刻は`2025-06-25T09:00:00+09:00`のように書く。",
)

PROBLEMS: dict[str, Entry] = {
    "no-such-reading": ("there is no reading {name}", "解釈{name}はない。"),
    "no-such-event": ("there is no event {name}", "事由{name}はない。"),
    "no-such-action": ("there is no action {name}", "行為{name}はない。"),
    "not-some-rights": (
        "a question is about some rights, found {number}",
        "照会できるのは0より大きい数の権利だが、{number}である。",
        "write a number above 0",
        "0より大きい数を書く。",
    ),
    "no-such-claim": ("there is no claim {name}", "主張{name}はない。"),
    "no-such-figure": ("there is no figure {name}", "算出値{name}はない。"),
    "no-such-duty": ("there is no duty {name}", "義務{name}はない。"),
    "no-such-effect": ("there is no effect {name}", "効果{name}はない。"),
    "no-such-rule": ("there is no rule {name}", "規則{name}はない。"),
    "no-such-fact-here": ("there is no fact of the question {name}", "この照会に事実{name}はない。"),
    "no-such-party-or-role": ("there is no party or role {name}", "関係者または役割{name}はない。"),
    "no-party-and-no-role": ("there is no party and no role {name}", "{name}という関係者も役割もない。"),
    "wrong-argument": (
        "{name} must be {form}, found {found}",
        "{name}は{form}でなければならないが、{found}である。",
    ),
    "goes-on": (
        "more is given than there may be: {limit}",
        "渡されたものが多すぎる。{limit}。",
        "give a list or a mapping that ends",
        "終わりのあるリストまたはマッピングを渡す。",
    ),
    "no-life": (
        "a life is a file or a mapping, found {found}",
        "経過はファイルまたはマッピングであるが、{found}である。",
        "see `kenri new`",
        "`kenri new`の例を見る。",
    ),
    "who-asks": (
        "who asks is not clear",
        "誰についての照会かが分からない。",
        "name a party or a role",
        "関係者または役割を指定する。",
    ),
    "which-grant": (
        "which grant is meant is not clear",
        "どの割当てかが分からない。",
        "name one of {names}",
        "{names}のいずれかを指定する。",
    ),
    "grant-of-another-plan": (
        "the grant {grant} is under the plan {plan}",
        "割当て{grant}は規約{plan}によるものである。",
        "ask that plan",
        "その規約に照会する。",
    ),
    "not-about-a-grant": (
        "the action {action} is about the company, not about a grant",
        "行為{action}は会社に関するものであり、割当てに関するものではない。",
        "name no grant",
        "割当てを指定しない。",
    ),
    "several-of-role": (
        "several parties have the role {role}",
        "役割{role}の関係者がいくつもある。",
        "name one of {names}",
        "{names}のいずれかを指定する。",
    ),
    "readings-are-mapping": (
        "readings are a mapping of names to options, found {found}",
        "解釈は名前ごとに選択肢を示すマッピングであるが、{found}である。",
        "write `{name: option}`",
        "`{name: option}`と書く。",
    ),
    "facts-are-mapping": (
        "facts are a mapping of names to values, found {found}",
        "事実は名前ごとに値を示すマッピングであるが、{found}である。",
        "write `{name: value}`",
        "`{name: value}`と書く。",
    ),
    "no-fact-of-action": ("{name} is no fact of {action}", "{name}は{action}の事実ではない。"),
    "no-fact-and-refused": (
        "{name} is no fact of {action}, and {said}",
        "{name}は{action}の事実ではない（{said}）。",
    ),
    "no-fact-of-actions": ("{fact} is no fact of these actions", "{fact}はこれらの行為の事実ではない。"),
    "figure-without-facts": (
        "the figure {name} is of no action, and takes no facts",
        "算出値{name}は行為についてのものではなく、事実をとらない。",
        "leave the facts out",
        "事実を省く。",
    ),
    "figure-of-which-day": (
        "{name} is not the same on every day",
        "{name}は日によって異なる。",
        "name the day it is asked for: `--on DAY`, or `on=`",
        "照会日を`--on DAY`または`on=`で指定する。",
    ),
    "no-such-figure-or-amount": ("there is no figure and no amount {name}", "{name}という算出値も数量もない。"),
    "no-schedule": (
        "{name} comes down to no vesting schedule in this life",
        "{name}は、この経過では権利確定の予定によらない。",
        "name a figure or an amount that is a `vests`, perhaps through names, cases or readings",
        "名前・場合分け・解釈を通じて`vests`である算出値または数量を指定する。",
    ),
    "no-schedule-in-plan": (
        "no figure and no amount of {plan} comes down to one vesting schedule in this life",
        "{plan}には、この経過で一つの権利確定の予定による算出値も数量もない。",
        "see `vests` in the reference",
        "リファレンスの`vests`を見る。",
    ),
    "several-schedules": (
        "{name} comes down to several vesting schedules in this life",
        "{name}は、この経過では複数の権利確定の予定による。",
        "name an amount that comes down to one of them",
        "そのうち一つによる数量を指定する。",
    ),
    "which-schedule": (
        "which schedule is meant is not clear",
        "どの予定かが分からない。",
        "name one of {names}",
        "{names}のいずれかを指定する。",
    ),
    "no-number-of-rights": (
        "{found} is no number of rights",
        "{found}は権利の数ではない。",
        "write a number above 0, such as `10`",
        "`10`のような、0より大きい数を書く。",
    ),
    "no-day-in-plan-zone": (
        "{found} is no day in the plan's time zone: {reason}",
        "{found}は規約の時間帯の日ではない：{reason}。",
        "write the day itself",
        "日そのものを書く。",
    ),
    "no-day-no-instant": (
        "{found} is no day and no instant: {reason}",
        "{found}は日でも時刻でもない：{reason}。",
        *_DAY,
    ),
    "not-day-nor-instant": ("{found} is no day and no instant", "{found}は日でも時刻でもない。", *_DAY),
}

PHRASES: dict[str, Entry] = {
    # arguments
    "form-plan": ("the id of a plan, or the path of a rule file", "規約の識別名または規則ファイルのパス"),
    "form-path": ("a path", "パス"),
    "form-paths": ("a list of paths", "パスのリスト"),
    "form-names": ("a list of names", "名前のリスト"),
    "form-two-days": ("a first and a last day", "最初の日と最後の日"),
    "both-helps": ("{first}; {other}", "{first}{other}"),
    "said-help": ("{said:help}", "{said:help}"),
}
