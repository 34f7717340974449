"""A plan by a path within the folder in which what it extends is looked for."""

from pathlib import Path

from kenri.register.plan_versions import files_of
from tests.engine_source import ROOT


def test_a_family_beside_the_plan_goes_by_the_id_under_which_it_is_extended(tmp_path: Path) -> None:
    (tmp_path / "iij").mkdir()
    for name in ("2015-5th-series.yaml", "stock-compensation-options.yaml"):
        text = (ROOT / "rules" / "iij" / name).read_text(encoding="utf-8")
        (tmp_path / "iij" / name).write_text(f"{text}# ours\n", encoding="utf-8")
    id_, files = files_of(str(tmp_path / "iij" / "2015-5th-series.yaml"), [tmp_path])
    assert files[f"{id_}.yaml"].endswith("# ours\n")
    assert files["iij/stock-compensation-options.yaml"].endswith("# ours\n")
