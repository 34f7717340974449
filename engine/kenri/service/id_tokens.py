"""What another service says of who signed in (an ID token of OpenID Connect Core 1.0, 3.1.3.7), believed or not.

Seen of joserfc 1.8: it takes the algorithms that it is told and no others, and a key for its own kind of algorithm
alone. Claims whose absence would mean something are looked at here, as it passes over what is not there.
"""

from __future__ import annotations

import warnings
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, RSAKey

from kenri.register.records import MICROSECONDS, Microsecond
from kenri.service.openid import BegunSignIn, OpenIdProvider, subject_of

__all__ = ["ALGORITHMS", "LEEWAY", "IdTokenRefusedError", "subject_told"]

ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""By what an ID token may be signed, and with which kind of key: none that is shared, and never by nothing."""

LEEWAY = 60
"""Seconds by which the clock of another service may differ from ours."""

_MOST_KEYS = 50
_LEAST_BITS = 2_048
_LONGEST = 20_000


class IdTokenRefusedError(Exception):
    """An ID token is not believed. It says why in one word, for the log alone."""


def subject_told(token: object, keys: object, provider: OpenIdProvider, begun: BegunSignIn, now: Microsecond) -> str:
    """Whom an ID token means, by the name that the other service has for them.

    `keys` is its JWK set as it was read. Raises `IdTokenRefusedError`.
    """
    if not isinstance(token, str) or not token.isascii() or len(token) > _LONGEST:
        raise IdTokenRefusedError("token")
    claims = _signed_claims(token, keys)
    _validate(claims, provider, now)
    if not begun.is_nonce(claims.get("nonce")):
        raise IdTokenRefusedError("nonce")
    subject = subject_of(claims.get("sub"))
    if subject is None:
        raise IdTokenRefusedError("subject")
    return subject


def _signed_claims(token: str, keys: object) -> dict[str, Any]:
    """What a token says, where one of the keys signed it."""
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError):
        raise IdTokenRefusedError("token") from None
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise IdTokenRefusedError("algorithm")
    for key in _candidates(keys, algorithm, kid):
        try:
            return jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, TypeError):
            continue  # another may be the one
    raise IdTokenRefusedError("signature")


def _candidates(keys: object, algorithm: str, kid: object) -> list[RSAKey | ECKey]:
    """The keys by which something signed by an algorithm may be: public ones, to sign with, of the name it gives."""
    listed = keys.get("keys") if isinstance(keys, dict) else None
    found: list[RSAKey | ECKey] = []
    for each in (listed if isinstance(listed, list) else [])[:_MOST_KEYS]:
        if not isinstance(each, dict) or each.get("kty") != ALGORITHMS[algorithm]:
            continue
        if each.get("use", "sig") != "sig" or each.get("alg", algorithm) != algorithm:
            continue
        if kid is not None and each.get("kid") != kid:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of short keys, which are left out
                key = JWKRegistry.import_key(each)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if (isinstance(key, RSAKey) and key.public_key.key_size >= _LEAST_BITS) or (
            isinstance(key, ECKey) and key.curve_name == "P-256"
        ):
            found.append(key)
    return found


def _validate(claims: dict[str, Any], provider: OpenIdProvider, now: Microsecond) -> None:
    seconds = now // MICROSECONDS
    if claims.get("iss") != provider.issuer:
        raise IdTokenRefusedError("issuer")
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    if provider.client not in several:
        raise IdTokenRefusedError("audience")
    is_asker_told = "azp" in claims or len(several) > 1  # what is meant for several must say who asked for it
    if is_asker_told and claims.get("azp") != provider.client:
        raise IdTokenRefusedError("audience")
    ends, made, begins = _time(claims.get("exp")), _time(claims.get("iat")), _time(claims.get("nbf", 0))
    if not (seconds - LEEWAY < ends and made <= seconds + LEEWAY and begins <= seconds + LEEWAY):
        raise IdTokenRefusedError("time")


def _time(value: object) -> float:
    """Seconds since 1970; what is infinite or no number is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e12:
        raise IdTokenRefusedError("time")
    return float(value)
