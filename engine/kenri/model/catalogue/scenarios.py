"""Problems of scenario files: where they are, and what they expect."""

from kenri.model.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "no-such-scenarios": (
        "there is no {name}",
        "{name}はない。",
        "name a scenario file, a folder of them, or a shipped plan",
        "シナリオのファイル、そのフォルダー、または付属の規約を指定する。",
    ),
    "no-scenario-in-folder": (
        "there is no scenario in {folder}",
        "{folder}にシナリオがない。",
        "name a file",
        "ファイルを指定する。",
    ),
}
