"""`docs/reference/calendars.md`: the table of the calendars that come with kenri, with their years and sources.

`python -m tests.calendar_table` writes it anew and keeps all other text.
"""

import re
from collections.abc import Iterator

from kenri.loader.calendars import CALENDARS, business_days, made_from
from tests.engine_source import ROOT

PAGE = ROOT / "docs" / "reference" / "calendars.md"

_TABLE = re.compile(r"(<!-- shipped calendars -->\n).*(<!-- end of shipped calendars -->\n)", re.DOTALL)


def page() -> str:
    """The page as it should be."""
    table = "\n".join(_rows())
    return _TABLE.sub(lambda found: f"{found[1]}\n{table}\n\n{found[2]}", PAGE.read_text(encoding="utf-8"))


def _rows() -> Iterator[str]:
    yield "| name | business days | years | made from |"
    yield "|---|---|---|---|"
    for name, says in CALENDARS.items():
        first, last = business_days(name).years
        years = f"{first}–{last}" if made_from(name) else "all"
        yield f"| `{name}` | {says} | {years} | {made_from(name) or '–'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
