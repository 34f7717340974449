"""Problems of keys: what is written in a rule file, key by key."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "unknown-key": ("the key {key} is not known here", "キー{key}はここでは使えない。"),
    "missing-key": ("the key {key} is missing", "キー{key}がない。"),
    "empty-list": (
        "{subject} is an empty list",
        "{subject}が空のリストである。",
        "write its items, or leave the key out",
        "項目を書くか、キーを省く。",
    ),
    "wrong-length": (
        "{subject} must have {number} entries, found {found}",
        "{subject}の項目は{number}個でなければならないが、{found}個ある。",
    ),
    "not-a-name": (
        "{key} is no name: a name has lower-case letters, digits, `-` and `_`, a letter first",
        "{key}は名前にならない。名前は小文字の英字で始まり、小文字の英字、数字、`-`、`_`から成る。",
    ),
    # what must hold between keys
    "key-of-several-needed": ("one of the keys {keys} is needed", "キー{keys}のいずれかが必要である。"),
    "keys-exclude": (
        "{key} cannot stand beside {other}",
        "{key}は{other}と並べられない。",
        "keep one of {keys}",
        "{keys}のうち一つを残す。",
    ),
    "key-needs-another": (
        "{key} needs {others} beside it",
        "{key}には{others}を並べる必要がある。",
        "add it, or leave {key} out",
        "それを加えるか、{key}を省く。",
    ),
    "out-of-bounds": (
        "{key} must be {bounds}, found {number}",
        "{key}は{bounds}でなければならないが、{number}である。",
    ),
    "too-few-entries": (
        "{key} must have at least {least} entries, found {found}",
        "{key}には{least}個以上の項目が必要だが、{found}個しかない。",
        "add what is missing",
        "足りないものを加える。",
    ),
    "wrong-form": (
        "{key} must be {form}, found {text}",
        "{key}は{form}でなければならないが、{text}である。",
        "write it like {example}",
        "{example}のように書く。",
    ),
    "not-one-of-its-own": (
        "{key} must be one of {of}, found {name}",
        "{key}は{of}のいずれかでなければならないが、{name}である。",
    ),
    "days-out-of-order": (
        "{last_key} is {last}, before {first_key}, which is {first}",
        "{last_key}の{last}が、{first_key}の{first}より前である。",
        "correct one of the two days",
        "どちらかの日を直す。",
    ),
}

PHRASES: dict[str, Entry] = {
    "exactly-one-of-them": ("write exactly one of them", "ちょうど一つを書く。"),
    "one-or-several-of-them": ("write one of them, or several", "一つまたはいくつかを書く。"),
    "the-key": ("the key {keys}", "キー{keys}"),
    "one-of-the-keys": ("one of the keys {keys}", "キー{keys}のいずれか"),
    "at-least": ("at least {least}", "{least}以上"),
    "from-to": ("from {least} to {most}", "{least}以上{most}以下"),
    "an-id": ("an id", "識別名"),
    "the-document": ("the document", "文書全体"),
    "item": ("item {number}", "項目{number}"),
    "item-of": ("item {number} of {key}", "{key}の項目{number}"),
    "add-key": ("add {key}", "{key}を加える。"),
    "add-key-described": ("add {key}: {description}", "{key}を加える。{description}"),
    # what a required key says
    "says-asker-named": (
        "The attribute, of type party, that names the party; `who` is whom the event is about.",
        "関係者を指す、関係者型の属性。`who`は事由の当事者。",
    ),
    "says-reading": ("The id of a declared reading.", "宣言された解釈の名前。"),
    "says-event": ("The kind of event, or several kinds.", "事由の種類、またはいくつかの種類。"),
    "says-while": ("What bars the use of the window.", "期間の利用を妨げるもの。"),
    "says-by": ("Counted from the first day free again.", "妨げがなくなった最初の日から数える。"),
    "says-may": ("An action.", "行為。"),
    "says-running": ("The number before any change.", "変更前の数。"),
    "says-through": (
        "The attribute, of type day, that holds the last day.",
        "最後の日を持つ、日型の属性。",
    ),
    "says-amendment-from": (
        "The first day on which the amended plan applies.",
        "変更後の規約が適用される最初の日。",
    ),
    "says-audit": ("Written `true`.", "`true`と書く。"),
    "says-because": (
        "How the expected answers follow from the document.",
        "期待する答えが文書からどう導かれるか。",
    ),
    "says-plan": (
        "The id of a plan, or the path of a rule file, from the folder of this file.",
        "規約の識別名、またはこのファイルのフォルダーから見た規則ファイルの位置。",
    ),
    "says-scenarios": ("Scenarios by name.", "名前の付いたシナリオ。"),
}
