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
    "meant": ("meant", "意図"),
    "party": ("party", "関係者"),
    "grant": ("grant", "割当て"),
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
    "word-renamed": ("it is called {word} now", "現在の名称は{word}。"),
    "nearest-name": ("the nearest known name is {name}", "最も近い名前は{name}。"),
    "nothing-declared": ("nothing of the sort is declared", "この種のものは何も宣言されていない。"),
    "known-name": ("the known name is {name}", "使える名前は{name}。"),
    "known-names": ("the known names are {names}", "使える名前は{names}。"),
    "known-names-more": ("the known names are {names} and {more} more", "使える名前は{names}、ほか{more}件。"),
    "names-alike": (
        "of {number} known names the nearest to it: {names}",
        "使える名前{number}件のうち最も近いものは{names}。",
    ),
    "and-see": ("{said}; {see}", "{said}{see}"),
    "see-explain": ("`kenri explain PLAN` shows them all", "`kenri explain PLAN`ですべて表示する。"),
    # where something holds
    "of-value": ("{name}: {said}", "{name}：{said}", "{said:help}", "{said:help}"),
    "of-life": (
        "in a life that was not read with this plan: {said}",
        "この規約で読み込んでいない経過：{said}",
        "{said:help}",
        "{said:help}",
    ),
    "on-line": ("on line {line}", "{line}行目に"),
    "at-place": ("at {place}", "{place}に"),
    # limits
    "the-limit": ("the limit {name} is {most} {of}", "上限{name}は{most}（{of}）"),
    "limit-alone": ("the limit {name} is {most}", "上限{name}は{most}"),
    "of-bytes": ("bytes", "バイト"),
    "of-files": ("files", "ファイル"),
    "of-lists-and-mappings": ("lists and mappings inside one another", "リストとマッピングの入れ子"),
    "of-characters": ("characters", "文字"),
    "of-digits": ("digits", "桁"),
    "of-entries": ("entries", "項目"),
    "of-expressions": ("expressions inside one another", "式の入れ子"),
    "of-events": ("events", "事由"),
    "of-parties": ("parties, grants or facts", "関係者、割当てまたは事実"),
    "of-days": ("days", "日"),
    "of-months": ("months", "か月"),
    "of-business-days": ("business days", "営業日"),
    "of-times": ("times", "回"),
    "of-intervals": ("intervals", "期間"),
    "of-asked-days": ("asked days", "照会日"),
    "of-event-days": ("days of an event", "事由の日"),
    "of-facts": ("facts", "事実"),
    "of-pixels": ("pixels", "ピクセル"),
}
