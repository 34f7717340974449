"""The shape of an entry of the catalogue."""

from typing import TypeAlias

Entry: TypeAlias = tuple[str, str] | tuple[str, str, str, str]
"""What is said in English and in Japanese, and after them, where there is some, the help in both."""
