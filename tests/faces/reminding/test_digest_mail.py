"""Digests by mail: what stands in them, whatever names hold, and what a server that refuses comes to."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from kenri.faces.reminding.mail_server import mail_server_at
from kenri.model.problems import ProblemsError
from kenri.service.outbox import MOST_ATTEMPTS, try_again
from tests.faces.reminding.own_servers import mail_server
from tests.faces.reminding.reminding import SENDER, Company, instant
from tests.register.small_register import codes, entry

ON = "2025-04-05"


def test_one_mail_tells_all_of_a_day(company: Company) -> None:
    company.record("bob", "2025-03-02")
    company.subscribe("hr")
    company.remind(ON)
    (mail,) = company.mails.mails
    assert (mail["To"], mail["Subject"]) == ("hr@acme.example", "Acme: 4 dates to note")
    assert str(mail["From"]) == f"kenri <{SENDER}>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == f"<mailto:{SENDER}?subject=unsubscribe>"
    assert re.fullmatch(r"<[0-9a-f]{32}@kenri\.acme\.example>", str(mail["Message-ID"]))
    assert mail["Date"] == "Sat, 05 Apr 2025 08:00:00 +0000"
    (said,) = company.said()
    assert (
        said
        == """\
What comes under the plans of Acme, as recorded on 2025-04-05 (Sat).

What comes

- 2025-04-10 (Thu) (in 5 days) · ann · exercise rights: last day, 100
  clause 1: Holders.
- 2025-04-11 (Fri) (in 6 days) · bob · exercise rights: last day, 100
  clause 1: Holders.
- 2025-04-20 (Sun) (in 15 days) · ann · badge: must be done by ann
  clause 3: Badges come back.
- 2025-04-21 (Mon) (in 16 days) · bob · badge: must be done by bob
  clause 3: Badges come back.

-- 
Each of these is announced so many days before: 30, 21, 10, 5, 1; and when it changes.
To get no more of these, write to kenri@acme.example.
"""  # noqa: W291  # where a signature begins
    )


def test_it_ends_with_one_click_where_the_service_is_reached(company: Company) -> None:
    company.subscribe("hr")
    company.remind(ON, service="https://rights.acme.example")
    (mail,) = company.mails.mails
    link = "https://rights.acme.example/unsubscribe/secret-of-hr"
    assert mail["List-Unsubscribe"] == f"<{link}>, <mailto:{SENDER}?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in company.said()[0]


HOSTILE = "<script>alert(1)</script>\r\nBcc: eve@evil.example\r\n\r\n\u202e\u0000\u2028</ul>\"'&"


def test_no_name_says_anything_else_than_itself(company: Company) -> None:
    """A holder whom people call by an end of a line, a header, a script, and what turns text around."""
    register = company.register
    party = entry("party", "ann", {"role": "grantee"}, details={"name": HOSTILE.replace("\u0000", "")})
    register.apply([party], author="ann", now=instant("2025-01-03"))
    company.subscribe("hr")
    company.remind(ON)
    (mail,) = company.mails.mails
    assert sorted(mail.keys()) == sorted(set(mail.keys()))
    assert mail["Bcc"] is None
    html = mail.get_body(("html",))
    assert html is not None
    shown = html.get_content()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert shown.count("</ul>") == shown.count("<ul>")
    for text in (shown, company.said()[0]):
        assert "\u202e" not in text
        assert not re.search("^Bcc", text, re.MULTILINE)


def test_an_issuer_of_a_long_name_in_any_script_stands_in_headers_as_they_are_written(
    company: Company, tmp_path: Path
) -> None:
    from kenri.register.register import Register
    from kenri.service.subscriptions import make_subscription
    from tests.faces.reminding.reminding import LIFE, PLAN
    from tests.register.small_register import at, written_life

    path = tmp_path / "other.yaml"
    path.write_text(PLAN, encoding="utf-8")
    name = "株式会社" + "と\u00e9" * 90 + '", <eve@evil.example>'
    register = Register.create(company.register.database.name, name)
    register.add_plan(str(path), author="ann", now=at("2025-01-01"))
    register.apply(
        written_life(LIFE.format(name="ann", left="2025-03-01"), "acme/options"), author="ann", now=at("2025-01-02")
    )
    other = Company(register, company.mails, company.hooks)
    with register.database.writing() as connection:
        make_subscription(
            connection, other.number, "hr", "mail", "hr@acme.example", secret="s", lang="ja", now=at("2025-01-04")
        )
    assert other.remind(ON).sent == 1
    (raw,) = company.mails.raw
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) <= 78
    mail = message_from_bytes(raw, policy=policy.default)
    assert str(mail["Subject"]).startswith("株式会社とé")
    assert str(mail["To"]) == "hr@acme.example"


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "@acme.example", "a@b@c", "ann@acme.example, eve@evil.example", "ann@acme.example\nBcc: eve",
     "<ann@acme.example>", "ann @acme.example", '"ann"@acme.example', "ann@acme..example", "花子@acme.example",
     f"{'a' * 250}@acme.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(company: Company, address: str) -> None:
    with pytest.raises(ProblemsError) as error:
        company.subscribe("hr", target=address or " ")
    assert codes(error.value.problems) == ["no-mail-address"]


def test_what_a_server_does_not_take_is_sent_again_later_and_later_and_then_given_up(company: Company) -> None:
    """After 1, 5 and 15 minutes, 1, 2, 4, 8 hours, and three times 12 hours: eleven times in all."""
    company.subscribe("hr", kinds=("must",))
    company.mails.at_rcpt = ["451 4.7.1 Come later"] * MOST_ATTEMPTS
    minutes = (0, 1, 5, 15, 60, 120, 240, 480, 720, 720, 720)
    assert len(minutes) == MOST_ATTEMPTS == 11
    when = datetime(2025, 4, 5, 8, tzinfo=UTC)
    for number, each in enumerate(minutes, 1):
        when += timedelta(minutes=each)
        if each:
            early = company.remind((when - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S"))
            assert (early.sent, early.waiting, early.failed) == (0, 0, 0)
        done = company.remind(when.strftime("%Y-%m-%dT%H:%M:%S"))
        assert (done.waiting, done.failed) == ((1, 0) if number < MOST_ATTEMPTS else (0, 1))
    ((name, message),) = company.queue()
    assert (name, message.state, message.attempts) == ("hr", "failed", MOST_ATTEMPTS)
    assert "451 4.7.1 Come later" in message.reason
    assert company.mails.mails == []


def test_what_is_given_up_is_shown_and_can_be_put_back(company: Company) -> None:
    company.subscribe("hr")
    company.mails.at_rcpt = ["550 5.1.1 Nobody here"]
    assert company.remind(ON).failed == 1
    ((_, message),) = company.queue()
    assert (message.state, message.attempts) == ("failed", 1)
    assert "550 5.1.1 Nobody here" in message.reason
    assert company.remind("2025-04-05T12:00:00").sent == 0
    with company.register.database.writing() as connection:
        assert try_again(connection, company.number, instant("2025-04-05T13:00:00")) == 1
    assert company.remind("2025-04-05T13:00:00").sent == 1
    assert company.queue() == []


def test_a_mail_that_was_taken_and_not_answered_comes_again_as_it_was(company: Company) -> None:
    company.subscribe("hr")
    company.mails.after_data = ["lost"]
    company.remind(ON)
    ((_, message),) = company.queue()
    assert message.state == "begun"
    company.remind("2025-04-05T08:01:00")
    assert len(company.mails.raw) == 2
    assert len(set(company.mails.raw)) == 1


def test_a_server_that_is_not_there_holds_up_nobody_else(company: Company) -> None:
    company.subscribe("hr")
    company.subscribe("hook", "webhook")
    there, company.mails.url = company.mails.url, "smtp://127.0.0.1:9"
    done = company.remind(ON)
    assert (done.sent, done.waiting) == (1, 1)
    company.mails.url = there
    assert company.remind("2025-04-05T08:01:00").sent == 1


def test_mail_waits_where_no_server_is_known(company: Company) -> None:
    from kenri.faces.reminding.one_run import Sending, remind

    company.subscribe("hr")
    company.subscribe("hook", "webhook")
    done = remind(company.register, Sending(), lambda: instant(ON))
    assert (done.sent, codes(done.problems)) == (1, ["no-mail-server"])
    assert company.remind(ON).sent == 1


@pytest.mark.parametrize("address", ["mail.example.com", "http://a", "smtp://", "smtp://a:x", "smtp://u:secret@a:b"])
def test_what_is_no_address_of_a_server_is_refused_without_its_password(address: str) -> None:
    with pytest.raises(ProblemsError, match="no address of a mail server") as error:
        mail_server_at(address)
    assert "secret" not in str(error.value)


def test_a_server_elsewhere_is_spoken_to_by_tls_alone(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is taken for one that is elsewhere; it offers no TLS."""
    monkeypatch.setattr("kenri.faces.reminding.mail_server._is_here", lambda host: False)
    company.subscribe("hr")
    assert company.remind(ON).waiting == 1
    assert company.mails.mails == []
    assert "STARTTLS" in company.queue()[0][1].reason


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for `localhost` that is its own authority, and its key."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_server_is_told_a_mail_only_under_a_certificate_that_is_trusted(
    company: Company, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, is_trusted: bool
) -> None:
    monkeypatch.setattr("kenri.faces.reminding.mail_server._is_here", lambda host: False)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    company.subscribe("hr")
    with mail_server(tls_context=context, require_starttls=True) as box:
        company.mails.url = box.url.replace("127.0.0.1", "localhost")
        done = company.remind(ON)
        assert (done.sent, done.waiting) == ((1, 0) if is_trusted else (0, 1))
        assert len(box.mails) == int(is_trusted)
