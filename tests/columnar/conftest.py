"""The tables of these tests are small: what is done with many rows is done with theirs too, in C where there is a
compiler. `test_many.py` holds that to what is done without, and tables of other tests are judged without.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kenri.columnar import many


@pytest.fixture(autouse=True, scope="session")
def _few_are_many() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "ENOUGH", 0)
        yield
