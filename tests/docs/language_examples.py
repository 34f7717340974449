"""The examples of the guide, the reference and the cookbook: fenced blocks that stand on one another, made into files
that can be loaded. Each page begins anew.

`yaml plan` sets the plan that the blocks after it speak of, `yaml life` the life. `yaml days`, `yaml condition` and
`yaml number` hold expressions, each with its value in a comment `# -> ...`; `yaml ask` holds questions as a scenario
file has them, `yaml scenario` a whole one; `yaml wrong` holds a plan with mistakes, and the `text` block after it the
report.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGES = (
    DOCS / "guide.md",
    DOCS / "ja" / "guide.md",
    *sorted((DOCS / "reference").glob("*.md")),
    *sorted((DOCS / "cookbook").glob("*.md")),
)

SECTIONS = {"days": "dates", "condition": "states", "number": "amounts"}

FRAGMENT_OF_A_PLAN = {"plan": "plan: example", "extends": "extends: vocabulary/equity"}
FRAGMENT_OF_A_LIFE = {
    "parties": "parties: {ann: {role: grantee}}",
    "grants": "grants: [{grantee: ann, on: 2024-01-01, number: 100}]",
}

_FENCE = re.compile(r"^```(?P<kind>yaml [a-z-]+|text)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_ANSWER = re.compile(r"# -> (.*)$")


@dataclass(frozen=True)
class Example:
    """A block of a page with the plan and the life that it speaks of; `line` is where its text begins."""

    page: str
    kind: str
    text: str
    line: int
    plan: str
    life: str

    @property
    def id(self) -> str:
        return f"{self.page}-line-{self.line}-{self.kind}"

    def entries(self) -> dict[str, tuple[str, str]]:
        """The expressions by name, each with its text and its answer."""
        found: dict[str, tuple[str, str]] = {}
        name = ""
        for line in self.text.splitlines():
            if line.strip() and not line.startswith((" ", "#")):
                name, _, rest = line.partition(":")
                found[name] = (rest, "")
            elif name:
                found[name] = (f"{found[name][0]}\n    {line}", found[name][1])
            if answer := _ANSWER.search(line):
                found[name] = (found[name][0], answer[1].strip())
        return found

    def shown_plan(self) -> str:
        """A plan that extends the current one by the expressions of this block."""
        base = re.sub(r"^plan:", "family:", self.plan, flags=re.MULTILINE)
        id_ = re.search(r"^family: *(\S+)", base, re.MULTILINE)
        assert id_ is not None
        entries = [f"  {name}:\n    is:{text}" for name, (text, _) in self.entries().items()]
        section = SECTIONS[self.kind]
        return "\n".join([base, "---", "plan: shown", f"extends: [{id_[1]}]", f"{section}:", *entries, ""])

    def scenario(self, plan: str) -> str:
        """A scenario file that asks the questions of this block, or the one that the block is."""
        if self.kind == "scenario":
            return self.text
        return "\n".join(
            [
                f"plan: {plan}",
                "life:",
                _indented(self.life, 2),
                "scenarios:",
                "  example:",
                "    because: worked out by hand in the text",
                "    asks:",
                _indented(self.text, 6),
                "",
            ]
        )


def examples(paths: Iterable[Path] = PAGES) -> list[Example]:
    """All blocks of some pages in order."""
    return [example for path in paths for example in _examples(path)]


def _examples(path: Path) -> list[Example]:
    text = path.read_text("utf-8")
    page = path.relative_to(DOCS).with_suffix("").as_posix()
    found: list[Example] = []
    plan, life = completed("", FRAGMENT_OF_A_PLAN), completed("", FRAGMENT_OF_A_LIFE)
    for match in _FENCE.finditer(text):
        kind = match["kind"].removeprefix("yaml ")
        if kind == "plan":
            plan, life = completed(match["text"], FRAGMENT_OF_A_PLAN), completed("", FRAGMENT_OF_A_LIFE)
        elif kind == "life":
            life = completed(match["text"], FRAGMENT_OF_A_LIFE)
        elif kind == "wrong":
            found.append(_example(page, kind, match, text, completed(match["text"], FRAGMENT_OF_A_PLAN), life))
            continue
        found.append(_example(page, kind, match, text, plan, life))
    return found


def completed(text: str, parts: dict[str, str]) -> str:
    """A fragment with the parts that it leaves out after it, so that its own lines keep their numbers."""
    if re.search(r"^(family|vocabulary|plan): ", text, re.MULTILINE) and "plan" in parts:
        return text
    lacking = [part for key, part in parts.items() if not re.search(rf"^{key}:", text, re.MULTILINE)]
    return text + "".join(f"{part}\n" for part in lacking)


def _example(page: str, kind: str, match: re.Match[str], text: str, plan: str, life: str) -> Example:
    return Example(page, kind, match["text"], text.count("\n", 0, match.start("text")) + 1, plan, life)


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.rstrip().splitlines())
