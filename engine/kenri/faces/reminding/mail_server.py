"""The server through which mail goes out, by SMTP: always by TLS, but to this machine itself."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from kenri.faces.reminding.handed_over import HandedOver
from kenri.model.problems import quote, refused
from kenri.model.sentences import Sentence

__all__ = ["MailServer", "mail_server_at"]

_SECONDS = 30.0
"""So long the server may take for one step."""


@dataclass(frozen=True, slots=True)
class _At:
    host: str
    port: int
    is_tls: bool
    user: str
    password: str = field(repr=False)


def mail_server_at(address: str) -> MailServer:
    """The server at an address: `smtp://USER:PASSWORD@HOST:PORT`, or `smtps://…`. Raises `ProblemsError`.

    It is spoken to only when a mail is sent.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise refused(Sentence("no-mail-server-address", found=quote(address, limit=300)))
    is_tls = parts.scheme == "smtps"
    usual = 465 if is_tls else 587
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(_At(parts.hostname, port or usual, is_tls, user, password))


class MailServer:
    """A server to which mails are handed one after another, by one connection as long as it holds."""

    def __init__(self, at: _At) -> None:
        self._at = at
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close(is_polite=kind is None)

    def send(self, sender: str, to: str, mail: str) -> HandedOver:
        """Hand over a mail as it is sent, and say what became of it."""
        try:
            server = self._opened()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return HandedOver("refused", _reason(error))
        try:
            return self._handed(server, sender, to, mail)
        finally:
            if self._open is not None and self._open.sock is None:
                self._close()

    def _handed(self, server: smtplib.SMTP, sender: str, to: str, mail: str) -> HandedOver:
        try:
            server.ehlo_or_helo_if_needed()
            for step, address in ((server.mail, sender), (server.rcpt, to)):
                refusal = _refusal(*step(address))
                if refusal is not None:
                    server.rset()
                    return refusal
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return HandedOver("refused", _reason(error))  # none of it has gone out yet
        try:
            code, said = server.data(mail.encode("ascii"))
        except smtplib.SMTPDataError as error:  # it did not want to hear of it
            self._close()
            return _refusal(error.smtp_code, error.smtp_error) or HandedOver("refused", _reason(error))
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            return HandedOver("not-known", _reason(error))
        return _refusal(code, said) or HandedOver("sent")

    def _opened(self) -> smtplib.SMTP:
        if self._open is None:
            at = self._at
            context = ssl.create_default_context()
            if at.is_tls:
                self._open = smtplib.SMTP_SSL(at.host, at.port, timeout=_SECONDS, context=context)
            else:
                self._open = smtplib.SMTP(at.host, at.port, timeout=_SECONDS)
                self._open.ehlo()
                if self._open.has_extn("starttls") and not (_is_here(at.host) and not at.user):
                    self._open.starttls(context=context)
                    self._open.ehlo()
                elif not _is_here(at.host):
                    raise smtplib.SMTPNotSupportedError("no STARTTLS")
            if at.user:
                self._open.login(at.user, at.password)
        return self._open

    def _close(self, *, is_polite: bool = False) -> None:
        server, self._open = self._open, None
        if server is not None:
            try:
                if is_polite:
                    server.quit()
            except (smtplib.SMTPException, OSError):
                pass  # what was handed over is handed over
            finally:
                server.close()


def _is_here(host: str) -> bool:
    """Whether a host is this machine, whatever names lead where."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refusal(code: int, said: bytes | str) -> HandedOver | None:
    if 200 <= code < 300:
        return None
    return HandedOver("refused-for-good" if 500 <= code < 600 else "refused", _answer(code, said))


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return quote(f"{code} {' '.join(text.split())}", limit=200)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return quote(f"{type(error).__name__}: {' '.join(str(error).split())}", limit=200)
