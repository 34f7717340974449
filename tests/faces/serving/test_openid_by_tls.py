"""Signing in by another service behind TLS, certified by an authority of one's own, with a register on PostgreSQL."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("joserfc")
pytest.importorskip("httpx")
pytest.importorskip("psycopg")

import httpx

from kenri.faces.inputs.registers import now
from kenri.faces.serving import openid_network
from kenri.faces.serving.openid_settings import OpenIdSettings
from kenri.faces.serving.openid_signing import OpenIdRefusedError, signed_in_elsewhere, to_another_service
from kenri.register.database import Database
from kenri.register.register import Register
from kenri.service.credentials import link_openid
from kenri.service.openid import OpenIdProvider
from kenri.service.people import add_person
from kenri.service.sessions import session_of
from tests.faces.serving.openid_provider import CLIENT, SECRET, small_provider
from tests.faces.serving.own_authority import OwnAuthority, own_authority
from tests.register.databases import new_database


@dataclass(frozen=True)
class SignIns:
    """A register in which somebody is linked, the other service, and who certified it."""

    address: str
    settings: OpenIdSettings
    authority: OwnAuthority

    def begun(self, database: Database) -> dict[str, Any]:
        """What a browser brings back that began here and was let in there."""
        sent = to_another_service(database, self.settings, self._header(), now())
        trusted = ssl.create_default_context(cafile=self.authority.certificate)
        back = httpx.get(sent.headers["location"], trust_env=False, verify=trusted).headers["location"]
        cookie = sent.headers["set-cookie"].partition(";")[0].partition("=")[2]
        return self._header({name: each[0] for name, each in parse_qs(urlsplit(back).query).items()}, cookie)

    @staticmethod
    def _header(fields: dict[str, str] | None = None, cookie: str | None = None) -> dict[str, Any]:
        return {
            "provider": "acme", "fields": fields or {}, "sign_in": cookie, "is_secure": True, "address": "192.0.2.7",
        }  # fmt: skip

    def ends(self, database: Database, header: dict[str, Any]) -> str:
        """`in`, or why nobody is signed in."""
        try:
            text, _ = signed_in_elsewhere(database, self.settings, header, now())
        except OpenIdRefusedError as error:
            return error.why
        with database.reading() as connection:
            return "in" if session_of(connection, text, now()) is not None else text


@pytest.fixture(scope="module")
def sign_ins(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignIns]:
    authority = own_authority(tmp_path_factory.mktemp("authority"))
    address = new_database(server)
    Register.create(address, "Acme")
    with small_provider(authority) as other:
        assert other.url.startswith("https://")
        provider = OpenIdProvider(key="acme", name="Acme", issuer=other.url, client=CLIENT, secret=SECRET)
        database = Database(address)
        with database.writing() as connection:
            ann = add_person(connection, "ann", now=now(), author="local")
            link_openid(connection, ann.id, other.url, "ann at acme", now())
        yield SignIns(address, OpenIdSettings("https://rights.acme.example", (provider,)), authority)


@pytest.fixture(autouse=True)
def trusted(sign_ins: SignIns, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The authority of one's own is trusted, as an administrator says it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(sign_ins.authority.certificate))
    openid_network._trusted.cache_clear()
    openid_network._offered.clear()
    yield
    openid_network._trusted.cache_clear()


def test_who_signed_in_by_tls_is_signed_in_once(sign_ins: SignIns) -> None:
    database = Database(sign_ins.address)
    header = sign_ins.begun(database)
    assert [sign_ins.ends(database, header) for _ in range(2)] == ["in", "state"]


def test_a_service_that_nobody_trusted_certified_signs_nobody_in(
    sign_ins: SignIns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sign_ins.address)
    header = sign_ins.begun(database)
    for trusted_instead in (str(own_authority(tmp_path).certificate), ""):
        monkeypatch.setenv("SSL_CERT_FILE", trusted_instead)
        openid_network._trusted.cache_clear()
        openid_network._offered.clear()
        with pytest.raises(OpenIdRefusedError) as error:
            sign_ins.begun(database)
        assert error.value.why == "network"
    assert sign_ins.ends(database, header) == "network"


def test_of_two_who_redeem_one_code_at_once_one_is_signed_in(sign_ins: SignIns) -> None:
    both = [Database(sign_ins.address) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            header, together = sign_ins.begun(both[0]), Barrier(2)

            def redeem(database: Database, header: dict[str, Any] = header, together: Barrier = together) -> str:
                together.wait()
                return sign_ins.ends(database, header)

            assert sorted(pool.map(redeem, both)) == ["in", "state"]
