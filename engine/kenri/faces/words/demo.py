"""What `kenri demo` says of itself."""

from __future__ import annotations

from kenri.faces.words.phrases import PhraseTable

_PHRASES = {
    "extras": (
        'A year of a company with its register needs more: pip install "kenri[register,tables]"',
        '会社の1年を原簿で見るには、さらに必要なものがある：pip install "kenri[register,tables]"',
    ),
    "try": (
        "Try: kenri due {register} --on 2021-03-15, kenri holder {register} 1002 --plan iij/2015-5th-series",
        "試しに：kenri due {register} --on 2021-03-15、kenri holder {register} 1002 --plan iij/2015-5th-series",
    ),
}

word = PhraseTable(_PHRASES)
