"""Looking for circles less often while much is made that has none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

SELDOM = 50_000
"""After so many things made and not let go of Python looks through the young ones for circles, in place of 700."""

_lock = Lock()
_before: list[int] = []
"""What to go back to, once for each caller that is still at work."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Have Python look for circles less often, until all who asked for that are done.

    Each step of a long life makes tuples as long as the life and soon lets go of them. They are part of no circle, and
    while they are young Python goes through all of them some times, which took a third of the time. It is a setting of
    the whole process: who has set a higher one, or none, keeps it.
    """
    with _lock:
        usual, *_ = gc.get_threshold()
        _before.append(usual)
        if 0 < usual < SELDOM:
            gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    try:
        yield
    finally:
        with _lock:
            if len(_before) > 1:
                _before.pop()
            elif gc.get_threshold()[0] == SELDOM:
                gc.set_threshold(_before.pop(), *gc.get_threshold()[1:])
            else:  # somebody else has set it in the meantime
                _before.pop()
