"""The version of the language that rule files, lives and scenarios are written in."""

from typing import Final

LANGUAGE: Final = 1
"""It grows when a file that was right is refused, or means something else: not when the language learns a new word.

Files need not say it; `kenri --version` does.
"""
