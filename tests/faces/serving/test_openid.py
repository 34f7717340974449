"""Signing in by another service, from a running one to a running one: who is let in, and what is not believed."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

pytest.importorskip("joserfc")
pytest.importorskip("httpx")

import httpx

from kenri.faces.inputs.registers import now
from kenri.register.database import Database
from kenri.register.records import MICROSECONDS
from kenri.service.credentials import begin_totp
from kenri.service.openid import MINUTES, OpenIdProvider, begin_sign_in, take_sign_in
from kenri.service.people import add_person, find_person, shut_out
from kenri.service.sessions import sessions_of
from tests.faces.serving.asking import filled
from tests.faces.serving.openid_provider import CLIENT, SECRET, Claims, SmallProvider, small_provider
from tests.faces.serving.running import Answer, Service, served
from tests.hostile import run as ran


def run(*words: str, ends: int) -> str:
    """What a command says."""
    with pytest.MonkeyPatch.context() as patch:
        done = ran(patch, words)
    assert done.code == ends, done.err or done.out
    return done.err + done.out


SPOILT = ("impostor", "moved", "large", "odd", "plain")
"""Under which paths the other service says what nobody should believe."""


@pytest.fixture(scope="module")
def running() -> Iterator[SmallProvider]:
    with small_provider() as found:
        yield found


@pytest.fixture
def provider(running: SmallProvider) -> SmallProvider:
    running.as_it_should_be()
    return running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, running: SmallProvider) -> Path:
    """A register with somebody in it, whom the other service knows, and the settings."""
    folder = tmp_path_factory.mktemp("openid")
    file = str(folder / "register.db")
    filled(file, folder)
    run("user", "create", file, "ann", ends=0)
    run("user", "role", file, "ann", "auditor", ends=0)
    run("user", "openid", file, "ann", running.url, "ann at acme", ends=0)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    several = {"acme": running.url, "down": nowhere, **{each: f"{running.url}/{each}" for each in SPOILT}}
    tables = [
        f"[{key}]\nname = {json.dumps(key.upper())}\nissuer = {json.dumps(issuer)}\nclient = {json.dumps(CLIENT)}\n"
        f"secret = {json.dumps(SECRET)}\n"
        for key, issuer in several.items()
    ]
    (folder / "openid.toml").write_text("".join(tables), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with served(folder, "--register", "register.db", "--openid", "openid.toml") as found:
        while found.ask("/ready").status != 200:
            pass
        yield found


def begun(service: Service, key: str = "acme", back: str = "/account") -> tuple[str, str]:
    """Where somebody is sent who begins to sign in, and the cookie they have from then on."""
    answer = service.ask(f"/sign-in/openid/{key}", back=back)
    assert answer.status == 303, answer.body.decode()
    return answer.headers["location"], answer.headers["set-cookie"].partition(";")[0]


def let_in(where: str) -> str:
    """The address to which the other service leads back."""
    return str(httpx.get(where, trust_env=False).headers["location"])


def came_back(service: Service, address: str, cookie: str) -> Answer:
    assert address.startswith(f"{service.url}/sign-in/openid/acme/back?")
    headers = {"cookie": cookie, "sec-fetch-site": "cross-site"}
    return service.ask(address.removeprefix(service.url), headers=headers)


def signed_in(service: Service, back: str = "/account") -> Answer:
    where, cookie = begun(service, back=back)
    return came_back(service, let_in(where), cookie)


def why_refused(service: Service, answer: Answer) -> str:
    """The word in the log; whoever is refused is told alike, and is not signed in."""
    assert answer.status == 401
    assert b"nobody was signed in by the other service" in answer.body
    assert "set-cookie" not in answer.headers
    first, second = service.log[-1]["codes"]
    assert first == "openid-refused"
    return str(second).removeprefix("openid-")


def test_who_signed_in_elsewhere_is_led_back_and_signed_in(service: Service, provider: SmallProvider) -> None:
    assert b'href="/sign-in/openid/acme?back=/account"' in service.ask("/sign-in", back="/account").body
    answer = signed_in(service)
    assert (answer.status, answer.headers["location"]) == (303, "/account")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kenri=")
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    account = service.ask("/account", headers={"cookie": cookie.partition(";")[0]})
    assert account.status == 200
    assert b"<code>openid</code>" in account.body


def test_a_key_on_a_curve_signs_too(service: Service, provider: SmallProvider) -> None:
    provider.signed = provider.by_ec
    assert signed_in(service).status == 303


def test_one_is_led_to_pages_of_the_service_alone(service: Service, provider: SmallProvider) -> None:
    for back in ("//evil.example", "https://evil.example/", "/\\evil.example", "/a\r\nb: c"):
        assert signed_in(service, back).headers["location"] == "/"


def test_nothing_secret_is_kept_logged_shown_or_sent_along(
    service: Service, provider: SmallProvider, folder: Path, tmp_path: Path
) -> None:
    where, cookie = begun(service)
    query = {name: each[0] for name, each in parse_qs(urlsplit(where).query).items()}
    on_the_way = [query["state"], query["nonce"], cookie.partition("=")[2]]
    assert not told_in(kept_in(folder, tmp_path / "on the way.db"), on_the_way)
    back = let_in(where)
    session = came_back(service, back, cookie).headers["set-cookie"].partition(";")[0].partition("=")[2]
    code = parse_qs(urlsplit(back).query)["code"][0]
    typed = ["a passphrase that was typed", "typed-for-a-name-by-mistake", "kenri_token-of-nobody", "feed-of-nobody"]
    fields = urlencode({"name": typed[1], "password": typed[0]}).encode()
    form = {"content-type": "application/x-www-form-urlencoded"}
    shown = [
        service.ask("/sign-in", method="POST", body=fields, headers=form),
        service.ask("holders", headers={"authorization": f"Bearer {typed[2]}"}),
        service.ask(f"/feeds/{typed[3]}.ics"),
        service.ask("/account", headers={"cookie": f"kenri={session}x"}),
        service.ask(urlsplit(back).path, state=query["state"], code=code, headers={"cookie": cookie}),
    ]
    assert [each.status for each in shown] == [401, 401, 404, 303, 401]
    codes = [each["codes"] for each in service.log[-5:] if "codes" in each]
    assert codes[0] == ["sign-in-refused"]
    secret = [SECRET, *on_the_way, code, session, *typed, "ann at acme"]
    processes = [service.process.pid, *service.workers()]
    assert len(processes) == 3
    words = b"".join(Path(f"/proc/{each}/{of}").read_bytes() for each in processes for of in ("cmdline", "environ"))
    assert not told_in(words, secret)
    assert not told_in(json.dumps(service.log, ensure_ascii=False).encode(), secret)
    assert not told_in(kept_in(folder, tmp_path / "after.db"), [each for each in secret if each != "ann at acme"])
    pages = b"".join(each.body for each in shown)
    assert not told_in(pages, [each for each in secret if each != typed[1]])  # a name stays in its field
    assert SECRET not in where


def told_in(content: bytes, secret: list[str]) -> list[str]:
    """Which of these are in it."""
    return [each for each in secret if each.encode() in content]


def kept_in(folder: Path, copy: Path) -> bytes:
    """What a register has on the disk, and in a copy of it."""
    run("register", "backup", str(folder / "register.db"), str(copy), ends=0)
    return b"".join(each.read_bytes() for each in (*folder.glob("register.db*"), copy))


SPOILS: dict[str, tuple[Callable[[Claims], Claims], str]] = {
    "another nonce": (lambda claims: {**claims, "nonce": "x"}, "nonce"),
    "no nonce": (lambda claims: {name: each for name, each in claims.items() if name != "nonce"}, "nonce"),
    "for another": (lambda claims: {**claims, "aud": "another"}, "audience"),
    "for nobody": (lambda claims: {**claims, "aud": []}, "audience"),
    "for several, asked by nobody": (lambda claims: {**claims, "aud": [CLIENT, "another"]}, "audience"),
    "asked by another": (lambda claims: {**claims, "azp": "another"}, "audience"),
    "of another service": (lambda claims: {**claims, "iss": claims["iss"] + "/"}, "issuer"),
    "ended": (lambda claims: {**claims, "exp": claims["iat"] - 120}, "time"),
    "without an end": (lambda claims: {name: each for name, each in claims.items() if name != "exp"}, "time"),
    "never ending": (lambda claims: {**claims, "exp": float("inf")}, "time"),
    "made later": (lambda claims: {**claims, "iat": claims["iat"] + 600}, "time"),
    "not yet": (lambda claims: {**claims, "nbf": claims["iat"] + 600}, "time"),
    "of nobody": (lambda claims: {**claims, "sub": ""}, "subject"),
    "of a number": (lambda claims: {**claims, "sub": 7}, "subject"),
    "of whom no database keeps": (lambda claims: {**claims, "sub": "ann at acme\0"}, "subject"),
    "of somebody unknown": (lambda claims: {**claims, "sub": "bob at acme"}, "nobody"),
    "of somebody by another case": (lambda claims: {**claims, "sub": "Ann at acme"}, "nobody"),
}


@pytest.mark.parametrize("name", SPOILS)
def test_what_does_not_fit_is_not_believed(name: str, service: Service, provider: SmallProvider) -> None:
    provider.spoilt, why = SPOILS[name]
    assert why_refused(service, signed_in(service)) == why


def test_what_is_for_several_is_believed_where_it_says_that_we_asked(service: Service, provider: SmallProvider) -> None:
    provider.spoilt = lambda claims: {**claims, "aud": ["another", CLIENT], "azp": CLIENT}
    assert signed_in(service).status == 303


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("by_nothing", "algorithm"),
        ("by_public_key_as_secret", "algorithm"),
        ("by_a_longer_hash", "algorithm"),
        ("by_a_key_of_another", "signature"),
        ("with_another_payload", "signature"),
    ],
)
def test_what_is_signed_otherwise_is_not_believed(
    way: str, why: str, service: Service, provider: SmallProvider
) -> None:
    provider.signed = getattr(provider, way)
    assert why_refused(service, signed_in(service)) == why


def test_a_way_back_counts_once_in_the_browser_that_began(service: Service, provider: SmallProvider) -> None:
    where, cookie = begun(service)
    back = let_in(where)
    _, of_another = begun(service)
    asked = len(provider.asked)
    for spoilt, by in (
        (back, of_another), (back, ""), (back.replace("state=", "state=x"), cookie),
        (back.partition("&state")[0], cookie),
    ):  # fmt: skip
        assert why_refused(service, came_back(service, spoilt, by)) == "state"
    assert len(provider.asked) == asked  # nobody was asked for a token
    other = back.replace("/acme/", "/down/")  # as if another service answered for it
    assert service.ask(other.removeprefix(service.url), headers={"cookie": cookie}).status == 401
    assert came_back(service, back, cookie).status == 303
    assert why_refused(service, came_back(service, back, cookie)) == "state"


def test_a_code_that_was_used_or_never_was_is_not_believed(service: Service, provider: SmallProvider) -> None:
    used = parse_qs(urlsplit(let_in(begun(service)[0])).query)["code"][0]
    where, cookie = begun(service)
    own = let_in(where)
    address, _, query = own.partition("?")
    state = parse_qs(query)["state"][0]
    answer = came_back(service, f"{address}?code={used}&state={state}", cookie)  # of another sign-in: PKCE
    assert (answer.status, service.log[-1]["codes"]) == (503, ["openid-unreachable", "openid-status"])
    where, cookie = begun(service)
    state = parse_qs(urlsplit(where).query)["state"][0]
    assert why_refused(service, came_back(service, f"{address}?error=access_denied&state={state}", cookie)) == "code"
    where, cookie = begun(service)
    assert why_refused(service, came_back(service, f"{let_in(where)}&iss=https://evil.example", cookie)) == "issuer"


@pytest.mark.parametrize("key", ["down", *SPOILT])
def test_a_service_that_does_not_answer_as_it_must_signs_nobody_in(
    key: str, service: Service, provider: SmallProvider
) -> None:
    answer = service.ask(f"/sign-in/openid/{key}")
    assert answer.status == 503
    assert b"the other service does not answer as it must" in answer.body
    wanted = {"down": "network", "impostor": "issuer", "moved": "status", "large": "size", "odd": "json"}
    assert service.log[-1]["codes"] == ["openid-unreachable", f"openid-{wanted.get(key, 'endpoints')}"]


def test_another_site_begins_nothing_and_there_is_no_other_service(service: Service, provider: SmallProvider) -> None:
    answer = service.ask("/sign-in/openid/acme", headers={"sec-fetch-site": "cross-site"})
    assert (answer.status, "set-cookie" in answer.headers) == (403, False)
    assert service.ask("/sign-in/openid/nobody").status == 404
    assert service.ask("/sign-in/openid/nobody/back", state="x", code="y").status == 404


def test_no_code_of_the_moment_is_asked_for_and_who_is_shut_out_is_not_let_in(
    service: Service, provider: SmallProvider, folder: Path
) -> None:
    database = Database(str(folder / "register.db"))
    with database.writing() as connection:
        bob = add_person(connection, "bob", now=now(), author="local")
        begin_totp(connection, bob.id, now())
    run("user", "openid", str(folder / "register.db"), "bob", provider.url, "bob", ends=0)
    provider.subject = "bob"
    assert signed_in(service).status == 303
    with database.writing() as connection:
        shut_out(connection, find_person(connection, "bob"), today=date(2026, 1, 1), now=now(), author="local")
    assert why_refused(service, signed_in(service)) == "nobody"


def test_a_link_is_of_one_person_and_ends_with_every_session(
    service: Service, provider: SmallProvider, folder: Path
) -> None:
    file = str(folder / "register.db")
    run("user", "create", file, "eve", ends=0)
    link = ("user", "openid", file, "eve", provider.url)
    run(*link, "eve", ends=0)
    (told,) = (each for each in json.loads(run("user", "list", file, "--json", ends=0)) if each["name"] == "eve")
    assert (told["signs_in_by"], told["openid"]) == (["openid"], [{"issuer": provider.url, "subject": "eve"}])
    assert f"{provider.url} calls them eve" in run("user", "list", file, ends=0)
    assert "subject-linked" in run("user", "openid", file, "ann", provider.url, "eve", ends=2)
    assert "not-linked" in run(*link, "ann at acme", "--off", ends=2)
    assert "subject-not-taken" in run(*link, "", ends=2)
    assert "issuer-address-not-taken" in run("user", "openid", file, "eve", "http://login.example.com", "eve", ends=2)
    provider.subject = "eve"
    assert signed_in(service).status == 303
    database = Database(file)
    with database.reading() as connection:
        eve = find_person(connection, "eve").id
        assert len(sessions_of(connection, eve, now())) == 1
    run(*link, "eve", "--off", ends=0)
    with database.reading() as connection:
        assert sessions_of(connection, eve, now()) == []
    assert why_refused(service, signed_in(service)) == "nobody"


def test_a_sign_in_ends_after_ten_minutes(folder: Path) -> None:
    database = Database(str(folder / "register.db"))
    other = OpenIdProvider(key="a", name="A", issuer="https://a.example", client="c", secret="s")
    late = MINUTES * 60 * MICROSECONDS
    sent = [begin_sign_in(database, other, "/", "192.0.2.7", now()) for _ in range(2)]
    in_time, too_late = (
        take_sign_in(database, other, each.state, each.cookie, now() + after)
        for each, after in zip(sent, (late - 30 * MICROSECONDS, late), strict=True)
    )
    assert in_time is not None
    assert in_time.is_nonce(sent[0].nonce)
    assert too_late is None


def test_what_begins_and_never_ends_is_limited_by_address(service: Service, provider: SmallProvider) -> None:
    from_elsewhere = {"x-forwarded-for": "192.0.2.9"}
    told = [service.ask("/sign-in/openid/acme", headers=from_elsewhere).status for _ in range(51)]
    assert told == [303] * 50 + [429]
    assert signed_in(service).status == 303


def test_settings_are_told_wrong_all_at_once_and_without_what_they_say(tmp_path: Path) -> None:
    file = tmp_path / "openid.toml"
    file.write_text(
        '[a]\nissuer = "http://login.example.com"\nclient = ""\nsecret = 77123\nmore = "x"\n["B c"]\n', encoding="utf-8"
    )
    told = run("serve", "--openid", str(file), "--register", "none.db", ends=2)
    wrong = [name for name in ("a.issuer", "a.client", "a.secret", "a.more", "B c") if f"`{name}`" in told]
    assert len(wrong) == 5
    assert "77123" not in told
    file.write_text("secret = 77123 x", encoding="utf-8")
    told = run("serve", "--openid", str(file), "--register", "none.db", ends=2)
    assert "openid-no-toml" in told
    assert "77123" not in told
