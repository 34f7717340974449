"""A register with holders whose windows close, subscribers of both kinds, and servers to which they are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")
pytest.importorskip("starlette")
pytest.importorskip("httpx")
pytest.importorskip("aiosmtpd")

from tests.faces.reminding.own_servers import Hooks, MailBox, hook_server, mail_server
from tests.faces.reminding.reminding import Company
from tests.register.conftest import address, server  # noqa: F401  its fixtures


@pytest.fixture
def mails() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    with hook_server() as found:
        yield found


@pytest.fixture
def company(tmp_path: Path, mails: MailBox, hooks: Hooks) -> Company:
    """In a file."""
    return Company.made(str(tmp_path / "register.db"), tmp_path, mails, hooks)


@pytest.fixture
def company_anywhere(address: str, tmp_path: Path, mails: MailBox, hooks: Hooks) -> Company:  # noqa: F811  a fixture
    """In a file, and on a server."""
    return Company.made(address, tmp_path, mails, hooks)
