"""Problems of a question: the names in it, its day, its number, and its facts."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "no-such-reading": ("there is no reading {name}", "解釈{name}はない。"),
    "no-such-event": ("there is no event {name}", "事由{name}はない。"),
    "no-such-action": ("there is no action {name}", "行為{name}はない。"),
    "no-such-figure": ("there is no figure {name}", "算出値{name}はない。"),
    "no-such-claim": ("there is no claim {name}", "主張{name}はない。"),
    "no-such-grant": ("there is no grant {name}", "割当て{name}はない。"),
    "no-such-party": ("there is no party {name}", "関係者{name}はいない。"),
    "not-some-rights": (
        "a question is about some rights, found {number}",
        "照会できるのは0より大きい数の権利だが、{number}である。",
        "write a number above 0",
        "0より大きい数を書く。",
    ),
    "no-such-role": ("there is no role {name}", "役割{name}はない。"),
}
