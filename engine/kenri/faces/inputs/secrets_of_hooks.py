"""How secrets are written by which webhooks are signed: as the standard has it, bytes in base64 after a mark."""

from __future__ import annotations

import base64
import secrets

__all__ = ["HOOK_PREFIX", "new_hook_secret"]

HOOK_PREFIX = "whsec_"


def new_hook_secret() -> str:
    """A random secret of 32 bytes."""
    return HOOK_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
