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
    "revoked-at": (", taken back {instant}", "、{instant}に取消"),
    "token-revoked": ("The token {name} is taken back.", "トークン{name}を取り消した。"),
}

word = PhraseTable(_PHRASES)


def instant(microsecond: int) -> str:
    """An instant of a register, in UTC.

    >>> instant(0)
    '1970-01-01T00:00:00+00:00'
    """
    return datetime.fromtimestamp(microsecond // 1_000_000, UTC).isoformat()
