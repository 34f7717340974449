"""`kenri demo`."""

from __future__ import annotations

from tests.faces.commands.running import Kenri


def test_the_demonstration_runs(kenri: Kenri) -> None:
    answer = kenri("demo")
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.splitlines() if line.startswith(("ALLOWED", "DENIED"))] == [
        "DENIED",
        "ALLOWED",
        "DENIED",
        "ALLOWED",
    ]
    assert "first day" in answer.out.lower()
    assert [each["outcome"] for each in kenri("demo", "--json").data] == ["denied", "allowed", "denied", "allowed"]
    assert "退任後10日目" in kenri("demo", "--lang", "ja").out


def test_every_command_of_the_demonstration_can_be_typed(kenri: Kenri) -> None:
    commands = [line[2:].split() for line in kenri("demo").out.splitlines() if line.startswith("$ ")]
    assert len(commands) == 6
    assert all(kenri(*command[1:]).code == 0 for command in commands)
