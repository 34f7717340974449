"""Copies of registers in files: made while others write, and verified before anybody relies on them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from kenri.loader.source import is_folder
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.chain import VerifiedChain, verified
from kenri.register.database import Database
from kenri.register.ledger import issuers
from kenri.register.register import Register

__all__ = ["copied"]


def copied(database: Database, to: Path) -> dict[str, VerifiedChain]:
    """Copy a register that is in a file to a new file; the chains of its issuers, as verified in the copy.

    The copy has its name only once it is whole and verified. Raises `ProblemsError`, and then there is none.
    """
    if database.file is None:
        raise refused(Sentence("backup-of-server", register=quote(database.shown, limit=4096)))
    database.open()
    if os.path.lexists(to):
        raise refused(Sentence("copy-there", file=quote(str(to), limit=4096)))
    if not is_folder(to.parent):
        raise refused(Sentence("no-such-folder", folder=quote(str(to.parent), limit=4096)))
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        chains = _verified(unfinished)
        for left in ("-wal", "-shm"):
            unfinished.with_name(unfinished.name + left).unlink(missing_ok=True)
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        os.link(unfinished, to)  # unlike renaming, it never takes the place of a file that came meanwhile
    except (OSError, sqlite3.Error) as error:
        name = quote(str(to), limit=4096)
        raise refused(Sentence("database-failed", register=name, reason=quote(str(error), limit=4096))) from None
    finally:
        with suppress(OSError):  # whose name is too long to be looked for
            unfinished.unlink(missing_ok=True)
    return chains


def _verified(file: Path) -> dict[str, VerifiedChain]:
    copy = Database(str(file))
    copy.open()
    with copy.reading() as connection:
        names = issuers(connection)
    chains = {}
    for name in sorted(names):
        with Register.open(str(file), name).reading() as ledger:
            chains[name] = verified(ledger)
    if problems := [problem for chain in chains.values() for problem in chain.problems]:
        raise ProblemsError(problems)
    return chains
