"""How secrets are written by which webhooks are signed: as the standard has it, bytes in base64 after a mark."""

from __future__ import annotations

__all__ = ["HOOK_PREFIX"]

HOOK_PREFIX = "whsec_"
