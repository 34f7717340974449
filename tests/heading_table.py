"""The tables of headings in `docs/importing.md`, made from the words that the engine knows.

`python -m tests.heading_table` writes them anew.
"""

from kenri.importing.heading_words import BARE, HEADINGS
from tests.engine_source import ROOT

PAGE = ROOT / "docs" / "importing.md"


def page() -> str:
    """The page as it should be."""
    text = PAGE.read_text(encoding="utf-8")
    rows = "".join(f"| `{target}` | {', '.join(words)} |\n" for target, words in HEADINGS.items())
    bare = "".join(
        f"| {meaning} | {', '.join(BARE[part])} |\n"
        for part, meaning in (("on", "its day"), ("number", "its number"), ("key", "what names it"))
    )
    for name, head, table in (("headings", "stands for", rows), ("bare headings", "stands for", bare)):
        between = f"<!-- {name} -->\n\n| {head} | headings |\n|---|---|\n{table}\n<!-- end of {name} -->"
        before, _, rest = text.partition(f"<!-- {name} -->")
        text = before + between + rest.partition(f"<!-- end of {name} -->")[2]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
