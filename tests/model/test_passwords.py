"""What is shown of addresses: names of users may be, passwords never, however they are typed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kenri.model.passwords import without_password
from kenri.model.problems import quote

_PIECES = st.lists(st.sampled_from(["Zq0", "Zq1", "Zq2"]), min_size=1, max_size=3)
_BETWEEN = st.sampled_from(
    ["", "@", ":", "/", "?", "#", "&", "=", "%", " ", "\n", "：", "://", "'", "password=", "[", "\\"]
)


@st.composite
def passwords(draw: st.DrawFn) -> str:
    """Pieces that stand nowhere else, with all between, before and after them that an address might trip over."""
    pieces = draw(_PIECES)
    between = draw(st.lists(_BETWEEN, min_size=len(pieces) + 1, max_size=len(pieces) + 1))
    return "".join(a + b for a, b in zip(between, (*pieces, ""), strict=True))


_SCHEMES = st.sampled_from(["postgresql://", "smtps://", "POSTGRESQL+x://", "postgresql:/", "//"])
_USERS = st.sampled_from(["", "ann", "ann@example.com", "an%40n", "佐藤", "a.n-n_1+x"])
_COLONS = st.sampled_from([":", "%3a", "%3A", "："])
_HOSTS = st.sampled_from(["host", "host:5432", "[::1]:5432", "host/base", "host:5432/base?connect_timeout=10", ""])


@given(
    scheme=_SCHEMES, user=_USERS, colon=_COLONS, password=passwords(), host=_HOSTS, before=st.sampled_from(["", "see "])
)
@example(scheme="postgresql://", user="user", colon=":", password="Zq0@Zq1", host="host", before="")
@example(scheme="smtp://", user="ann@example.com", colon=":", password="Zq0", host="host", before="")
@example(scheme="//", user="ann", colon=":", password=" Zq0", host="host", before="")
def test_no_piece_of_a_password_of_an_address_is_shown(
    scheme: str, user: str, colon: str, password: str, host: str, before: str
) -> None:
    if before and "://" not in scheme:
        return  # amid a text only this says that something is an address
    shown = without_password(f"{before}{scheme}{user}{colon}{password}@{host}")
    assert "Zq" not in shown
    assert f"{scheme}{user}{colon}***" in shown or scheme == "postgresql:/"


@given(user=_USERS, password=passwords(), host=_HOSTS)
def test_none_is_shown_where_the_beginning_was_forgotten(user: str, password: str, host: str) -> None:
    if password[0].isspace():
        return  # a blank behind a colon is that of a sentence
    assert "Zq" not in without_password(f"{user}:{password}@{host}")


@given(password=passwords().filter(lambda each: each[0] not in "/?#" and not each[0].isspace()), user=_USERS)
def test_none_is_shown_where_the_host_was_forgotten(user: str, password: str) -> None:
    if "://" not in password and "@" not in user + password:
        assert "Zq" not in without_password(f"postgresql://{user}:{password}")


@given(
    password=passwords().filter(lambda each: "&" not in each),
    key=st.sampled_from(["password", "PassWord", "sslpassword", "pass%77ord", "%70assword", "passfile", "pwd"]),
    user=st.sampled_from(["", "ann@", "ann:secret@", "ann@example.com:secret@"]),
    after=st.sampled_from(["", "&connect_timeout=10"]),
)
def test_none_is_shown_of_what_follows_a_host(password: str, key: str, user: str, after: str) -> None:
    shown = without_password(f"postgresql://{user}host/base?connect_timeout=10&{key}={password}{after}")
    assert "Zq" not in shown
    assert "secret" not in shown


@given(
    scheme=st.sampled_from(["postgresql://", "smtp://", "postgresql+psycopg://"]),
    user=st.sampled_from(["ann@", "佐藤@", "a.n-n@", ""]),
    host=_HOSTS.filter(bool),
)
def test_an_address_without_a_password_is_shown_as_it_is(scheme: str, user: str, host: str) -> None:
    """A name without a colon before the `@` is no password, and a port is none."""
    assert without_password(f"{scheme}{user}{host}") == f"{scheme}{user}{host}"


@pytest.mark.parametrize(
    "text",
    [
        "note: ask ann@example.com",
        "ann@example.com",
        "12:30",
        "sqlite:///C:/acme.db",
        "passes=yes",
        "smtp://host:587, no",
    ],
)
def test_what_is_no_address_with_a_password_is_shown_as_it_is(text: str) -> None:
    assert without_password(text) == text


def test_none_is_quoted_however_long_it_is() -> None:
    """Only the beginning of a long text was looked at, in which nothing said that it was an address with a host."""
    assert "Zq" not in quote(f"postgresql://ann:{'Zq' * 5000}@host/base")
    assert "Zq" not in quote("connect with user=ann password='Zq \\' Zq' host=host", limit=400)


@pytest.mark.parametrize(
    "part", ["a", "9", "://a:", "a://", "password=", "x://a:b@", "://:", "://[", "：", "pass ", "%41"]
)
def test_a_text_of_any_length_is_looked_at_in_time(part: str) -> None:
    """What is looked for in it would take hours of a text of millions, tried from each of its characters on."""
    assert len(quote(part * 10**6)) <= 63
