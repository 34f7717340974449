"""Problems of lives: parties, grants, facts and events."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {}
