"""."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {}
