"""Problems of a question: the names in it, its day, its number, and its facts."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "no-such-reading": ("there is no reading {name}", "解釈{name}はない。"),
}
