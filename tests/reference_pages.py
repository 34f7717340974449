"""`docs/reference/`: pages with a table of keys for each construct, which is made from the model.

`python -m tests.reference_pages` writes the tables anew, with links to the pages of the constructs that they name, and
keeps all other text.
"""

from kenri.faces.explaining.construct_pages import Page, pages, with_tables
from kenri.faces.explaining.construct_tables import table
from kenri.model.expressions import Node
from tests.engine_source import ROOT

FOLDER = ROOT / "docs" / "reference"


def written_anew(page: Page) -> str:
    """The page as it should be."""
    home = {construct: each for each in pages() for construct in each.constructs}

    def link(construct: type[Node], name: str) -> str:
        elsewhere = construct in home and home[construct].name != page.name
        return f"[{name}]({home[construct].name}.md)" if elsewhere else name

    return with_tables(page.text, lambda construct: table(construct, "en", link))


if __name__ == "__main__":
    for page in pages():
        (FOLDER / f"{page.name}.md").write_text(written_anew(page), encoding="utf-8")
    print(f"wrote the tables of {len(pages())} pages in {FOLDER.relative_to(ROOT)}")
