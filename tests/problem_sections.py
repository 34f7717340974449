"""`docs/problems.md`: a section for each kind of problem, whose head is made from the catalogue and whose text is ours.

`python -m tests.problem_sections` writes the heads anew, in the order of the catalogue, and keeps what is written under
them; a new kind of problem gets an empty section, which a test complains about.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from kenri.model import catalogue
from kenri.model.sentences import PLACEHOLDER
from tests.engine_source import ROOT

PAGE = ROOT / "docs" / "problems.md"

INTRODUCTION = """\
# Problems

Every kind of problem that kenri reports has a code, which the terminal shows in brackets and `--json` gives as `code`.
A code keeps its meaning: programs may rely on it, while the words may get better. Here is what each means, in the order
in which input is read. `…` stands for what was written.

```console
$ kenri lint rules/acme/options.yaml
rules/acme/options.yaml:41:5: rule `expiry` (clause 5): the key `unles` is not known here [unknown-key]
  help: the nearest known name is `unless`
1 problem
```

With `--lang ja` the same is said in Japanese. With `--json` a command that cannot use its input prints this to standard
output and nothing else, with exit code 2; `kenri schema problems` describes it. `kenri lint` and `kenri test` print the
list beside what they looked at.

```json
{
  "problems": [
    {
      "code": "unknown-key",
      "severity": "error",
      "file": "rules/acme/options.yaml",
      "sheet": null,
      "line": 41,
      "column": 5,
      "subject": "rule `expiry`",
      "clause": "5",
      "message": "the key `unles` is not known here",
      "help": "the nearest known name is `unless`"
    }
  ]
}
```

In Python, `ProblemsError.problems` holds the same: each has `code`, `place`, `text("ja")`, `help_text("ja")` and
`render("ja")`.
"""

_HEAD = re.compile(r"^### (?P<code>[a-z0-9-]+)\n\n(?:>.*\n)*\n?", re.MULTILINE)
_NEXT = re.compile(r"^##", re.MULTILINE)
_FENCE = re.compile(r"^```(?P<kind>yaml (?:wrong|right)[a-z ]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A block of a section: what causes the problem (`yaml wrong`), or what is right instead (`yaml right`)."""

    code: str
    kind: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.code}-{self.kind.removeprefix('yaml ')}"


def page() -> str:
    """The page as it should be."""
    return "".join(_page(written()))


def written() -> dict[str, str]:
    """What is written under each head of the page."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    found = {}
    for head in _HEAD.finditer(text):
        following = _NEXT.search(text, head.end())
        found[head["code"]] = text[head.end() : following.start() if following else len(text)].strip()
    return found


@cache
def examples() -> tuple[Example, ...]:
    return tuple(
        Example(code, fence["kind"], fence["text"])
        for code, text in written().items()
        for fence in _FENCE.finditer(text)
    )


def _page(texts: dict[str, str]) -> Iterator[str]:
    yield INTRODUCTION
    for area in catalogue.AREAS:
        if not area.PROBLEMS:
            continue
        yield f"\n## {_title(area)}\n"
        for code, (english, japanese, *_) in area.PROBLEMS.items():
            yield f"\n### {code}\n\n> {_shown(english)}\\\n> {_shown(japanese)}\n"
            if texts.get(code):
                yield f"\n{texts[code]}\n"


def _title(area: ModuleType) -> str:
    first = (inspect.getdoc(area) or "").splitlines()[0]
    return first.partition(":")[0].rstrip(".")


def _shown(template: str) -> str:
    return PLACEHOLDER.sub("…", template)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
