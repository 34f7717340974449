"""What stands around every page: in which language, at which address, of which issuer, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from kenri.model.sentences import Language

__all__ = ["PageFrame"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """What a page knows besides its facts."""

    lang: Language
    address: str = "/"
    """Where it stands, with its query, as the browser asked for it."""
    issuer: str = ""
    issuers: Sequence[str] = ()
    """Those that whoever looks may know of."""
    caller: str = ""
    """Who looks, in words; empty where nobody signed in."""
    menu: Sequence[tuple[str, str]] = ()
    """The pages that may be gone to: the key of the word of each, and its address."""
    csrf: str = ""
    """What a form that writes must send back as `csrf`; empty where none is asked for."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What people call parties, by their names in the register."""

    def link(self, path: str, *steps: str, **query: str | int | None) -> str:
        """An address within the service: steps are escaped, the issuer is kept where there are several.

        >>> PageFrame(lang="en", issuer="A", issuers=("A", "B")).link("/holders", "a/b", on="2025-01-01")
        '/holders/a%2Fb?issuer=A&on=2025-01-01'
        """
        where = self.place(path, *steps)
        said = {name: str(value) for name, value in query.items() if value not in (None, "")}
        if len(self.issuers) > 1:
            said = {"issuer": self.issuer, **said}
        return f"{where}?{urlencode(said)}" if said else where

    @staticmethod
    def place(path: str, *steps: str) -> str:
        """An address without a query, of which the steps are escaped."""
        return "/".join([path.rstrip("/"), *(quote(each, safe="") for each in steps)]) or "/"

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.address.partition("?")[0]

    def called(self, party: str) -> str:
        """What people call a party, where that is known, else its name."""
        return self.names.get(party, party)
