"""What is said of a service: where it is, and by which tokens it is asked."""

from __future__ import annotations

from datetime import UTC, datetime

from kenri.faces.words.phrases import PhraseTable

__all__ = ["instant", "word"]

_PHRASES = {
    "serves": ("{register} is served at {url}", "{register}を{url}で提供している。"),
    "demo-made": (
        "It was made just now, with a year of a company in it. `--register` serves another.",
        "会社の1年を例として入れて新しく作成した。別の原簿は`--register`で指定する。",
    ),
    "token-made": (
        "The token {name} is made. It is shown this once:",
        "トークン{name}を作成した。表示するのは今回だけである。",
    ),
    "no-tokens": (
        "There is no token: everybody on this machine is served.",
        "トークンはない。このマシンの利用者には誰にでも提供する。",
    ),
    "token-line": ("{name}: {scopes}", "{name}：{scopes}"),
    "of-issuers": (", of {names}", "、発行者{names}"),
    "ends-at": (", ends {instant}", "、期限{instant}"),
    "used-at": (", used {instant}", "、最終利用{instant}"),
    "revoked-at": (", taken back {instant}", "、{instant}に取消"),
    "user-made": (
        "{name} can be given roles, and a password to sign in with.",
        "{name}を登録した。役割とサインイン用のパスワードを与えることができる。",
    ),
    "no-users": ("There is nobody who signs in.", "サインインする利用者はいない。"),
    "user-line": ("{name}, by {ways}", "{name}、サインイン：{ways}"),
    "openid-line": ("{issuer} calls them {subject}", "{issuer}では{subject}"),
    "no-way": ("nothing", "なし"),
    "user-given": ("{name} is given: {given}", "{name}に付与：{given}"),
    "given-role": ("{role} from {first}", "{role}、{first}から"),
    "given-until": (" through {last}", "{last}まで"),
    "given-holder": (", of {holder}", "、保有者{holder}"),
    "given-by": (" ({author}, {instant})", "（{author}、{instant}）"),
    "user-revoked": ("What {name} was given has ended.", "{name}に与えたものを終了した。"),
    "password-asked": ("Password: ", "パスワード："),
    "password-set": (
        "{name} has another password. Every session has ended.",
        "{name}のパスワードを設定した。セッションはすべて終了した。",
    ),
    "password-link": (
        "{name} can set another password by this until {instant}. It is shown this once:",
        "{name}は{instant}まで、次のリンクで新しいパスワードを設定できる。表示するのは今回だけである：",
    ),
    "totp-on": (
        "{name} is asked for a code of the moment too. It is shown this once, for the device:",
        "{name}のサインインにはワンタイムコードも必要になった。端末に入れるものを今回だけ表示する：",
    ),
    "totp-spare": (
        "Codes for when the device is lost, each of which counts once:",
        "端末を失くしたときのコード（各1回限り）：",
    ),
    "totp-off": ("No code is wanted of {name}.", "{name}のサインインにコードは不要になった。"),
    "openid-on": (
        "{name} can sign in by {issuer} too, as {subject}.",
        "{name}は{issuer}の{subject}としてもサインインできる。",
    ),
    "openid-off": (
        "{name} can sign in by {issuer} no more, as {subject}.",
        "{name}は{issuer}の{subject}としてはサインインできない。",
    ),
    "feed-revoked": (
        "The feed {name} is taken back: its address leads nowhere.",
        "フィード{name}を取り消した。アドレスは無効である。",
    ),
    "subscription-revoked": ("{name} is told of no more deadlines.", "{name}へは今後通知しない。"),
    "token-revoked": ("The token {name} is taken back.", "トークン{name}を取り消した。"),
}

word = PhraseTable(_PHRASES)


def instant(microsecond: int) -> str:
    """An instant of a register, in UTC.

    >>> instant(0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(microsecond // 1_000_000, UTC).isoformat()
