"""Problems of questions: the names in them, their day, their number, and their facts."""

from kenri.model.catalogue.entry import Entry

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
}
