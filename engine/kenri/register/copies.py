"""Copies of registers in files: made while others write, and verified before anybody relies on them."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from kenri.loader.source import is_folder
from kenri.model.problems import ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.register.chain import VerifiedChain, verified
from kenri.register.database import Database
from kenri.register.ledger import issuers
from kenri.register.register import Register

__all__ = ["copied"]

_BESIDE = ("-wal", "-shm", "-journal")
"""How the files of SQLite beside a register end. Left by one that is gone, they are taken for a part of the next of
that name, which then says other things than it was copied from."""

_LONGEST_NAME = 40
"""Of the name of a copy so much is in the name of the folder in which it is made."""


def copied(database: Database, to: Path) -> dict[str, VerifiedChain]:
    """Copy a register that is in a file to a new file; the chains of its issuers, as verified in the copy.

    The copy has its name only once it is whole, verified and on the disk. It is made in a hidden folder beside it,
    which only one who is killed leaves behind. Raises `ProblemsError`, and then there is no copy.
    """
    if database.file is None:
        raise refused(Sentence("backup-of-server", register=quote(database.shown, limit=4096)))
    database.open()
    for suffix in ("", *_BESIDE):
        if os.path.lexists(there := f"{to}{suffix}"):
            raise refused(Sentence("copy-there", file=quote(there, limit=4096)))
    if not is_folder(to.parent):
        raise refused(Sentence("no-such-folder", folder=quote(str(to.parent), limit=4096)))
    chains: dict[str, VerifiedChain] = {}
    is_named = False
    try:
        with TemporaryDirectory(
            prefix=f".{to.name[:_LONGEST_NAME]}.", suffix=".unfinished", dir=to.parent, ignore_cleanup_errors=True
        ) as folder:
            unfinished = Path(folder, "copy.db")
            with closing(sqlite3.connect(database.file)) as source, closing(sqlite3.connect(unfinished)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            chains = _verified(unfinished)
            _kept(unfinished)
            os.link(unfinished, to)  # unlike renaming, it never takes the place of a file that came meanwhile
            is_named = True
            _kept(to.parent)
    except (OSError, sqlite3.Error) as error:
        is_perhaps_there = is_named and not _is_removed(to)
        name, reason = quote(str(to), limit=4096), quote(str(error), limit=4096)
        said = Sentence("perhaps-written" if is_perhaps_there else "database-failed", register=name, reason=reason)
        raise refused(said) from None
    return chains


def _is_removed(file: Path) -> bool:
    try:
        file.unlink()
    except OSError:
        return False
    return True


def _kept(path: Path) -> None:
    """Wait until a file, or which names there are in a folder, is on the disk."""
    if path.is_dir() and sys.platform == "win32":
        return  # where no folder can be opened
    opened = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


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
