"""Words that have broken programs before, as they may stand in a file or on a command line."""

from __future__ import annotations

WORDS: tuple[str, ...] = (
    "", " ", "0", "-0", "1", "-1", "0.5", "-0.5", "1.0", "100", "1e5", "1e9999999999", "999999999999", "9" * 99,
    "9" * 5000, "0.000000000000000000000001", "0x10", "010", "1_000", "1/2", "1/0", "1:2", "3:2", "nan", "inf",
    "-inf", ".inf", "Infinity", "yes", "no", "on", "off", "true", "false", "True", "null", "~", "never", "always",
    "unlimited", "all", "held", "asker", "grantee", "others", "who", "plan", "number", "today", "first", "last",
    "noon", "banana", "0001-01-01", "0001-01-02", "0000-00-00", "9999-12-31", "9999-12-30", "10000-01-01",
    "2024-02-29", "2024-02-30", "2023-02-29", "2024-1-1", "2015-07-13", "2015-07-14", "2045-07-13", "2045-07-14",
    "2025-06-25", "2025-07-05", "2025-07-06", "2025-07-07T14:59:59Z", "2025-07-07T15:00:00+09:00",
    "2025-07-07T15:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "2025-03-30T02:30:00", "12:30",
    "2025-W01", "2025-07-05 ", "a", "A", "a" * 64, "a" * 300, "a" * 5000, "-", "--", "-x", "--on", "=", "a=b", "a=",
    "=b", "[]", "{}", "[a]", "{a: b}", "*a", "&a b", "!!python/object:os.system x", "!x", "%YAML 1.2", "---", "...",
    "|", ">", "?", ": ", "# x", "- ", "'", '"', "\\", "`", "../x", "../../etc/passwd", "/dev/null", "/dev/zero",
    "/dev/full", "/", ".", "x.yaml", "iij/2015-5th-series", "vocabulary/equity", "vocabulary/japan", "japan",
    "weekdays", "Asia/Tokyo", "UTC", "Nowhere/Land", "civil-code", "corresponding-day", "\x1b[31mred",
    "\x1b]0;title\x07", "\x9b31m", "\x00", "\x07", "\r", "a\nb", "a\tb", "[bold]x[/bold]", "[/e2]", "[link=x]",
    ":smile:", "<script>alert(1)</script>", "&lt;", "%s%n", "{0}", "{x}", "${x}", "\u202e", "\u200b", "\ufeff",
    "\ud7ff", "\U0001f600", "権利", "行使", "e\u0301", "ß", "İ",
)  # fmt: skip
