"""By which other services people sign in, as a file says it: secrets stand neither on a command line nor in a log."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kenri.loader.system_reason import system_reason
from kenri.model.problems import Problem, ProblemsError, quote, refused
from kenri.model.sentences import Sentence
from kenri.service.openid import OpenIdProvider, is_provider_address

__all__ = ["NO_OPENID", "OpenIdSettings", "openid_settings"]

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FIELDS = ("issuer", "client", "secret")
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """Other services by which people sign in, and the address of this one, to which they lead back."""

    url: str
    providers: Sequence[OpenIdProvider]

    def provider(self, key: str) -> OpenIdProvider | None:
        """The one of a key; None if there is none."""
        return next((each for each in self.providers if each.key == key), None)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The key and the name of each, for a page."""
        return [(each.key, each.name) for each in self.providers]

    def back_to(self, provider: OpenIdProvider) -> str:
        """The address to which another service leads back: each has its own, so that none answers for another."""
        return f"{self.url}/sign-in/openid/{provider.key}/back"

    def data(self) -> dict[str, Any]:
        """As a process that answers is told of it."""
        return {"url": self.url, "providers": [asdict(each) for each in self.providers]}

    @classmethod
    def of_data(cls, data: Mapping[str, Any] | None) -> OpenIdSettings:
        """What a process was told of."""
        if data is None:
            return NO_OPENID
        return cls(data["url"], tuple(OpenIdProvider(**each) for each in data["providers"]))


NO_OPENID = OpenIdSettings("", ())
"""Nobody signs in by another service."""


def openid_settings(file: str, url: str) -> OpenIdSettings:
    """What a file in TOML says, a table for each service. Raises `ProblemsError` with everything that is wrong."""
    try:
        with Path(file).open("rb") as read:
            content = read.read(_MOST_BYTES)
        tables = tomllib.loads(content.decode())
    except OSError as error:
        raise refused(Sentence("openid-file-not-read", file=quote(file), reason=system_reason(error))) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):  # what is in it is told by no message
        raise refused(Sentence("openid-no-toml", file=quote(file))) from None
    problems: list[Problem] = []
    found = [_provider(key, table, problems) for key, table in tables.items()]
    if not tables:
        problems.append(Problem(None, Sentence("openid-setting-wrong", setting=quote("issuer"))))
    if problems:
        raise ProblemsError(problems)
    return OpenIdSettings(url, tuple(each for each in found if each is not None))


def _provider(key: str, table: object, problems: list[Problem]) -> OpenIdProvider | None:
    if not _KEY.fullmatch(key) or not isinstance(table, dict):
        problems.append(Problem(None, Sentence("openid-setting-wrong", setting=quote(key))))
        return None
    wrong = [
        name
        for name in dict.fromkeys((*_FIELDS, *table))
        if name not in (*_FIELDS, "name") or not _is_text(table.get(name, ""))
    ]
    if "issuer" not in wrong and (not is_provider_address(table["issuer"]) or "?" in table["issuer"]):
        wrong.append("issuer")
    problems += [Problem(None, Sentence("openid-setting-wrong", setting=quote(f"{key}.{name}"))) for name in wrong]
    return None if wrong else OpenIdProvider(key=key, **{"name": key, **table})


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 500 and value.isprintable()
