from pathlib import Path

import pytest

from tests.readme_commands import Command, commands, run

DOCUMENT = """
<!-- ci:run -->
```console
$ echo one
one
$ echo "two
$ exit 2  # exit 2
```

```console
$ not marked
```
<!-- ci:run output -->

```bash
$ echo a \\
    b
a b
$ seq 1 9
1
...
9
```
"""


def test_marked_blocks_give_commands_with_their_lines() -> None:
    assert list(commands(DOCUMENT)) == [
        Command(4, "echo one"),
        Command(6, 'echo "two'),
        Command(7, "exit 2  # exit 2", exit_code=2),
        Command(16, "echo a \\\n    b", output=("a b",)),
        Command(19, "seq 1 9", output=("1", "...", "9")),
    ]


@pytest.mark.parametrize(
    ("output", "printed", "is_kept"),
    [
        (("a",), "a  \n", True),
        (("a",), "a\n\n", True),
        (("a",), "b\n", False),
        (("a",), "a\nb\n", False),
        (("a", "..."), "a\nb\nc\n", True),
        (("...", "c"), "a\nb\nc\n", True),
        (("...", "b"), "a\nb\nc\n", False),
        ((), "", True),
        ((), "a\n", False),
        (None, "anything\n", True),
    ],
)
def test_output_is_compared_where_promised(output: tuple[str, ...] | None, printed: str, is_kept: bool) -> None:
    assert (Command(1, "x", output=output).shortfall(0, printed) is None) == is_kept


def test_exit_code_is_compared() -> None:
    assert Command(1, "x", exit_code=2).shortfall(0, "") == "exit code 0, promised 2"


def test_commands_run_in_a_copy_of_the_project(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "greet").write_text("#!/bin/sh\necho hello\n")
    (tmp_path / "greet").chmod(0o755)
    good = tmp_path / "good.md"
    good.write_text("<!-- ci:run output -->\n```console\n$ greet && ls pyproject.toml\nhello\npyproject.toml\n```\n")
    bad = tmp_path / "bad.md"
    bad.write_text(DOCUMENT)
    assert run(good, tmp_path) == 0
    assert run(bad, tmp_path) == 1
    assert 'echo "two: exit code' in capfd.readouterr().out


def test_a_document_that_runs_nothing_is_broken(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("nothing\n")
    assert run(tmp_path / "empty.md", tmp_path) == 1


def test_a_command_may_bring_its_input_along() -> None:
    document = "<!-- ci:run -->\n```console\n$ cat <<'END'\nsome text\nEND\n$ true\n```\n"
    assert [command.text for command in commands(document)] == ["cat <<'END'\nsome text\nEND", "true"]
