"""What the language has, and what of it the examples of the pages show."""

from collections.abc import Iterator

from kenri.loader.decode import decode
from kenri.loader.hints import Hint, fields_of
from kenri.loader.overlay import pruned
from kenri.loader.tree import Tree, read
from kenri.model.expressions import Node
from kenri.model.plan import Document
from kenri.model.problems import Report
from kenri.model.scenario import ScenarioFile
from kenri.model.walk import everything
from tests.docs.language_examples import SECTIONS, examples


def constructs() -> tuple[type[Node], ...]:
    """Every construct that a rule file or a scenario file can hold."""
    found: dict[type[Node], None] = {}

    def visit(construct: type[Node]) -> None:
        if construct not in found:
            found[construct] = None
            for field in fields_of(construct).values():
                for each in _in_hint(field.hint):
                    visit(each)

    visit(Document)
    visit(ScenarioFile)
    return tuple(found)


def _in_hint(hint: Hint) -> Iterator[type[Node]]:
    yield from hint.constructs
    for item in (*hint.items, *([hint.values] if hint.values is not None else [])):
        yield from _in_hint(item)


def shown(page: str = "") -> set[tuple[type[Node], str]]:
    """Constructs with the keys that some example, of one page or of all, gives a value other than what leaving the key
    out means.
    """
    return {
        (type(node), key)
        for node in shown_values(page)
        if isinstance(node, Node)
        for key, field in fields_of(type(node)).items()
        if field.is_required or getattr(node, field.name) != field.default
    }


def shown_values(page: str = "") -> Iterator[object]:
    """Every value in the examples of one page, or of all."""
    for text, root in _files(page):
        for tree in read("x.yaml", text, report=Report()):
            report = Report()
            decoded: Node | None = decode(root, _without_lives(tree), report=report)
            assert report.problems == ()
            yield from (part.value for part in everything(decoded))


def _files(page: str) -> Iterator[tuple[str, type[Document] | type[ScenarioFile]]]:
    for example in examples():
        if page not in ("", example.page):
            continue
        if example.kind == "plan":
            yield example.plan, Document
        elif example.kind in SECTIONS:
            yield example.shown_plan(), Document
        elif example.kind in ("ask", "scenario"):
            yield example.scenario("plan.yaml"), ScenarioFile


def _without_lives(tree: Tree) -> Tree:
    """The tree with a word for each life, as the reader of scenarios decodes it."""
    scenarios = tree.value.get("scenarios", {}) if isinstance(tree.value, dict) else {}
    names = list(scenarios) if isinstance(scenarios, dict) else []
    return pruned(tree, [("life",), *(("scenarios", name, "life") for name in names)], leaving="written")
