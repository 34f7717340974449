"""How pages come to the site: what stands outside `docs/`, and tables of contents of what is there."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from tests.committed_files import ROOT

SITE = ROOT / "docs" / "_site"


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SITE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.parametrize(
    ("text", "depth", "expected"),
    [
        ("[a](../README.md)", 0, "[a](index.md)"),
        ("[a](../README.md#from-python)", 0, "[a](index.md#from-python)"),
        ("[a](../../CHANGELOG.md)", 1, "[a](../changelog.md)"),
        ("[a](../docs/decisions/)", 0, "[a](decisions.md)"),
        ("[a](../scenarios/a.yaml)", 0, "[a](../scenarios/a.yaml)"),
        ("[a](README.md), [b](language.md#x), [c](#y), [d](https://example.com/README.md)", 0, None),
    ],
)
def test_links_that_lead_out_to_pages_of_the_site_lead_there(text: str, depth: int, expected: str | None) -> None:
    assert module("outside_pages").led_inside(text, depth) == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![p](docs/images/a.svg) [l](docs/limits.md#exit-codes)", "![p](images/a.svg) [l](limits.md#exit-codes)"),
        ("[c](CHANGELOG.md) [d](docs/decisions/)", "[c](changelog.md) [d](decisions.md)"),
        (
            "[r](rules/a.yaml) [h](#here) [w](https://example.com/docs/x)",
            "[r](../rules/a.yaml) [h](#here) [w](https://example.com/docs/x)",
        ),
    ],
)
def test_links_of_a_page_from_the_root_lead_into_the_site(text: str, expected: str) -> None:
    assert module("outside_pages")._from_root(text) == expected


def test_the_readme_is_taken_in_whole() -> None:
    text = module("outside_pages").taken_in("before\n\n<!-- page: README.md -->\n\nafter")
    assert text.startswith("before\n\n# kenri (権利)\n")
    assert text.endswith("\n\nafter")
    assert "](docs/" not in text


def folder_of(folder: Path, *pages: str) -> Path:
    for page in pages:
        (folder / page).parent.mkdir(exist_ok=True)
        (folder / page).touch()
    return folder


def table(*lines: str) -> str:
    return "\n".join(["```{toctree}", ":glob:", "", *lines, "```"])


def test_patterns_that_match_no_page_are_left_out_and_names_stay(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "guide.md", "reference/data.yaml")
    text = f"*a*\n{table('guide*', 'reference/*', 'missing')}\nreference/*\n"
    assert module("pages_there").there(text, folder, "index") == f"*a*\n{table('guide', 'missing')}\nreference/*\n"


def test_a_folder_with_an_index_is_named_by_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "cook/index.md", "cook/rice.md", "loose/leaf.md", "plan.md", "plan/a.md")
    expected = table("cook/index", "loose/leaf", "plan")
    assert module("pages_there").there(table("cook/*", "loose/*", "plan*", "plan/*"), folder, "index") == expected
    assert module("pages_there").there(table("plan*", "plan/*"), folder, "plan") == table("plan/a")


def test_a_table_of_no_page_at_all_is_left_out(tmp_path: Path) -> None:
    assert module("pages_there").there(f"a\n{table('guide*')}\nb", tmp_path, "index") == "a\n\nb"


def test_the_rest_is_what_no_other_line_names(tmp_path: Path) -> None:
    pages = (
        "index.md",
        "guide.md",
        "new.md",
        "a.ipynb",
        "cook/index.md",
        "cook/rice.md",
        "loose/leaf.md",
        "_x/x.md",
    )
    text = f"{table('guide*')}\n{table('(the rest)')}\n"
    expected = f"{table('guide')}\n{table('a', 'cook/index', 'loose/leaf', 'new')}\n"
    assert module("pages_there").there(text, folder_of(tmp_path, *pages), "index") == expected


def test_an_index_of_a_folder_lists_the_folder_unless_it_does_itself(tmp_path: Path) -> None:
    there = module("pages_there").there
    assert there("# Cook\n", tmp_path, "index").endswith(":hidden:\n:glob:\n\n*\n```\n")
    own = f"# Cook\n{table('rice')}\n"
    assert there(own, folder_of(tmp_path, "rice.md"), "index") == own


def test_every_page_of_this_checkout_has_its_place() -> None:
    """None is among the rest: they are to be read in an order that somebody thought of."""
    text = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert ":caption: More" in text
    assert ":caption: More" not in module("pages_there").there(text, ROOT / "docs", "index")


def test_every_name_a_user_of_python_meets_is_in_the_reference() -> None:
    import kenri

    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\.\. auto\w+:: ([\w.]+)", page, re.MULTILINE))
    assert {f"kenri.{name}" for name in kenri.__all__ if name != "__version__"} <= described
    methods = re.search(r"LoadedPlan\(\)\n   :members: (.*)", page)
    assert methods is not None
    assert set(methods[1].split(", ")) <= set(dir(kenri.LoadedPlan))


def test_what_makes_the_site_is_not_installed_to_run_the_tests() -> None:
    lock = (ROOT / "requirements" / "lock.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(sphinx|furo|myst-)", lock, re.MULTILINE)
