"""Registers that several tests begin with: made once by the commands, and copied from then on."""

from __future__ import annotations

from pathlib import Path

from tests.faces.commands.running import Kenri

REGISTER = "register.db"

_MADE: dict[tuple[str, ...], bytes] = {}


def made_register(kenri: Kenri, plan: str, *files: str) -> None:
    """The register `register.db` of Acme in this folder, with a plan and what files tell."""
    texts = tuple(Path(file).read_text(encoding="utf-8") for file in files)
    key = (Path(plan).read_text(encoding="utf-8") if Path(plan).is_file() else plan, *texts)
    if key in _MADE:
        Path(REGISTER).write_bytes(_MADE[key])
        return
    assert kenri("register", "create", REGISTER, "--issuer", "Acme").code == 0
    assert kenri("register", "plan", REGISTER, plan).code == 0
    assert kenri("register", "import", REGISTER, *files, "--apply").code == 0
    _MADE[key] = Path(REGISTER).read_bytes()
