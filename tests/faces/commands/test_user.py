"""`kenri user`: people, what they are given for which days, and how they sign in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faces.commands.running import Kenri


@pytest.fixture
def register(kenri: Kenri, tmp_path: Path) -> str:
    path = str(tmp_path / "register.db")
    assert kenri("register", "create", path, "--issuer", "Acme").code == 0
    assert kenri("user", "create", path, "ann").code == 0
    return path


def given(kenri: Kenri, register: str) -> list[dict[str, object]]:
    (ann,) = kenri("user", "list", register, "--json").data
    found: list[dict[str, object]] = ann["given"]
    return found


def test_a_role_counts_on_the_days_that_are_said(kenri: Kenri, register: str) -> None:
    assert kenri("user", "role", register, "ann", "auditor", "--from", "2026-04-01", "--until", "2027-03-31").code == 0
    (role,) = given(kenri, register)
    assert (role["role"], role["from"], role["until"]) == ("auditor", "2026-04-01", "2027-03-31")


@pytest.mark.parametrize(
    "day", ["20260401", "2026-W14-3", "2026-4-1", "2026-04-31", "2026-04-01T00:00", "", "tomorrow"]
)
@pytest.mark.parametrize("option", ["--from", "--until"])
def test_a_day_is_written_as_in_a_rule_file(day: str, option: str, kenri: Kenri, register: str) -> None:
    answer = kenri("user", "role", register, "ann", "auditor", option, day)
    assert (answer.code, "option-no-day" in answer.err) == (2, True)
    assert given(kenri, register) == []


def test_a_password_comes_from_the_first_line_and_is_never_shown(kenri: Kenri, register: str) -> None:
    answer = kenri("user", "password", register, "ann", stdin="correct horse battery\nmore\n")
    assert answer.code == 0
    assert "horse" not in answer.out + answer.err
    assert kenri("user", "list", register, "--json").data[0]["signs_in_by"] == ["password"]
    assert kenri("user", "password", register, "ann", stdin="short\n").code == 2
    assert kenri("user", "password", register, "ann").code == 2
