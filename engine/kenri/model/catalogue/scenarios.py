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
    "figure-is-day": (
        "{name} is a day, found {found}",
        "{name}は日であるが、{found}がある。",
        "write a day, such as `2024-03-31`",
        "`2024-03-31`のように日を書く。",
    ),
    "figure-is-number": (
        "a figure is a number, found {found}",
        "算出値は数であるが、{found}がある。",
        "write a number",
        "数を書く。",
    ),
    "figure-without-stated": (
        "the document states nothing for {name} that could differ",
        "文書には、{name}と異なりうるものが示されていない。",
        "add `stated:` to the figure",
        "算出値に`stated:`を加える。",
    ),
    "audit-is-true": (
        "`audit` is written `true`",
        "`audit`は`true`と書く。",
        "leave the whole item out if it is not meant",
        "監査しないのであれば、項目ごと省く。",
    ),
}
