"""The notebooks of the documentation, run from the first cell to the last, and what they promise looked for."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.committed_files import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
SECONDS = 300


def read(path: Path) -> Any:
    import nbformat  # it takes long to import, and collecting tests does not need it

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]  # it has no types


def executed(path: Path) -> Any:
    """The notebook with its outputs. An error in a cell fails."""
    from nbclient import NotebookClient

    client = NotebookClient(read(path), timeout=SECONDS, kernel_name="python3")
    return client.execute()


@pytest.fixture(scope="module", autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A kernel reads and leaves nothing in the home of who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        patch.delenv("KENRI_LANG", raising=False)
        yield


def outputs(notebook: Any, kind: str) -> list[str]:
    """What cells show of one kind, in their order."""
    return [
        output["data"][kind]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if kind in output.get("data", {})
    ]


def test_the_tour_of_the_5th_series_shows_what_it_says() -> None:
    notebook = executed(ROOT / "docs" / "notebooks" / "fifth-series.ipynb")
    rulings = outputs(notebook, "text/html")
    badges = [found[0] for each in rulings if (found := re.search("ALLOWED|DENIED|UNKNOWN", each))]
    assert badges == [
        "ALLOWED",  # the tenth day after 25 June
        "DENIED",  # the eleventh
        "ALLOWED",  # six months after 3 March
    ]
    windows, sweep = outputs(notebook, "image/svg+xml")
    assert "Sat 5 Jul 2025" in windows
    assert "2045-07-13 – 2045-07-20: no window" in sweep
    texts = outputs(notebook, "text/plain")
    assert texts[3] == "'allowed'"  # as the reading that it turns on is chosen
    assert re.fullmatch(r"\(\(\), \(Window\(2025-03-03\.\.2025-09-03, allowed, most 10\),?\)\)", texts[-3])
    assert texts[-1] == "[(datetime.date(2025, 3, 3), datetime.date(2025, 9, 3), 10)]"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    """They are made anew wherever it is shown, so that none is older than the engine."""
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_every_notebook_is_run_here() -> None:
    assert [path.name for path in NOTEBOOKS] == ["fifth-series.ipynb"]
