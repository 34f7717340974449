"""Parts of sentences: what surrounds a problem when it is printed, and help that many kinds of problem share."""

from kenri.model.catalogue.entry import Entry

_KINDS: dict[str, tuple[str, str]] = {
    "reading": ("reading", "解釈"),
    "counting": ("counting", "期間計算"),
    "role": ("role", "役割"),
    "event": ("event", "事由"),
    "action": ("action", "行為"),
    "balance": ("balance", "残高"),
    "party-attribute": ("party attribute", "関係者の属性"),
    "grant-attribute": ("grant attribute", "割当ての属性"),
    "term": ("term", "条件値"),
    "date": ("date", "日"),
    "state": ("state", "状態"),
    "amount": ("amount", "数量"),
    "rule": ("rule", "規則"),
    "effect": ("effect", "効果"),
    "figure": ("figure", "算出値"),
    "claim": ("claim", "主張"),
    "record": ("record", "記録事項"),
    "amendment": ("amendment", "変更"),
    "scenario": ("scenario", "シナリオ"),
}
"""What a problem can be about."""

PHRASES: dict[str, Entry] = {
    # around a problem
    "colon": (": ", "："),
    "listed": ("{names}", "{names}"),
    "warning-mark": ("warning", "注意"),
    "help-mark": ("help: {help}", "対処：{help}"),
    "clause-alone": ("clause {clause}", "条項{clause}"),
    "subject-and-clause": ("{subject} (clause {clause})", "{subject}（条項{clause}）"),
    "one-problem": ("1 problem", "誤り1件"),
    "problem-count": ("{number} problems", "誤り{number}件"),
    "one-warning": ("1 warning", "注意1件"),
    "warning-count": ("{number} warnings", "注意{number}件"),
    # what it is about
    **{f"about-{kind}": (f"{en} {{name}}", f"{ja}{{name}}") for kind, (en, ja) in _KINDS.items()},
    # known names
    "nearest-name": ("the nearest known name is {name}", "最も近い名前は{name}。"),
    "nothing-declared": ("nothing of the sort is declared", "この種のものは何も宣言されていない。"),
    "known-name": ("the known name is {name}", "使える名前は{name}。"),
    "known-names": ("the known names are {names}", "使える名前は{names}。"),
    "known-names-more": ("the known names are {names} and {more} more", "使える名前は{names}、ほか{more}件。"),
}
