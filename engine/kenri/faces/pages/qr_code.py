"""What a device reads with its camera, drawn as a part of a page."""

from __future__ import annotations

from markupsafe import Markup

__all__ = ["qr_code"]


def qr_code(text: str) -> Markup:
    """A text as a QR code (ISO/IEC 18004) in SVG, dark on white in every scheme."""
    import segno

    drawn = segno.make(text, error="m", micro=False).svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)
    return Markup(drawn)  # squares alone, and no text
