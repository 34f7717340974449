"""Packages as files: archives and folders, paths that lead out, bombs, and JSON that is none."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kenri.importing import ocf_objects
from kenri.importing.ocf_objects import is_package
from kenri.importing.ocf_package import read_package
from kenri.model.limits import Limit
from kenri.model.sentences import Sentence
from tests.importing.small_package import package, wrong, zipped


def damaged(folder: Path, name: str, body: bytes) -> Path:
    path = package(folder / "harbour")
    (path / name).write_bytes(body)
    return path


def manifest(folder: Path, **more: Any) -> Path:
    path = package(folder / "harbour") / "Manifest.ocf.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **more}), "utf-8")
    return path.parent


def test_what_looks_like_a_package(tmp_path: Path) -> None:
    folder = package(tmp_path / "harbour")
    assert is_package(folder)
    assert is_package(zipped(folder))
    assert not is_package(tmp_path)
    assert not is_package(folder / "Manifest.ocf.json")


@pytest.mark.parametrize(
    ("version", "codes"),
    [
        ("1.2.0", []),
        ("1.1.1-alpha+main", ["Manifest.ocf.json package-version?"]),
        ("~~~ SAMPLE ~~~", ["Manifest.ocf.json package-version?"]),
        ("2.0.0", ["Manifest.ocf.json package-version"]),
    ],
)
def test_the_version_is_told_where_it_is_another(tmp_path: Path, version: str, codes: list[str]) -> None:
    assert wrong(read_package(package(tmp_path / "harbour", version=version))) == codes


@pytest.mark.parametrize(
    "path", ["../secret.json", "/etc/passwd", "a/../../b.json", "C:\\b.json", "\\\\host\\b.json", 7, None]
)
def test_a_path_that_leads_out_of_the_package_is_refused(tmp_path: Path, path: object) -> None:
    (tmp_path / "secret.json").write_text("{}", "utf-8")
    found = read_package(manifest(tmp_path, valuations_files=[{"filepath": path}]))
    assert wrong(found) == ["Manifest.ocf.json package-path"]


def test_a_file_that_is_missing_and_one_that_was_changed(tmp_path: Path) -> None:
    found = read_package(manifest(tmp_path, valuations_files=[{"filepath": "none.json"}]))
    assert wrong(found) == ["Manifest.ocf.json package-file-missing"]
    path = package(tmp_path / "2")
    name = path / "stakeholders.ocf.json"
    name.write_bytes(name.read_bytes() + b" ")
    found = read_package(path)
    assert wrong(found) == ["Manifest.ocf.json package-files-changed?"]
    assert found.is_usable


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"\xff\xfe", b'{"items": [NaN]}', b'{"items": [], "items": []}', b"[" * 100_000, b'{"a":' * 2_000,
        b'{"items": [' + b"9" * 5_000 + b"]}",
    ],
)  # fmt: skip
def test_json_that_is_none(tmp_path: Path, body: bytes) -> None:
    found = read_package(damaged(tmp_path, "stock_classes.ocf.json", body))
    assert wrong(found)[:1] == ["Manifest.ocf.json package-files-changed?"]
    assert wrong(found)[1] in ("stock_classes.ocf.json no-json", "items[0] object-without-id")


def test_a_file_without_items(tmp_path: Path) -> None:
    found = read_package(damaged(tmp_path, "stock_classes.ocf.json", b"[]"))
    assert wrong(found)[1:] == ["stock_classes.ocf.json package-file-without-items"]


def test_an_archive_that_is_none_or_has_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.ocf.zip").write_bytes(b"PK\x03\x04")
    assert wrong(read_package(tmp_path / "a.ocf.zip")) == ["a.ocf.zip no-package"]
    with zipfile.ZipFile(tmp_path / "b.ocf.zip", "w") as archive:
        archive.writestr("x.json", "{}")
    assert wrong(read_package(tmp_path / "b.ocf.zip")) == ["b.ocf.zip no-package"]
    assert [each.code for each in read_package(tmp_path / "c.ocf.zip").problems] == ["no-such-file"]


def test_two_manifests_are_none(tmp_path: Path) -> None:
    path = package(tmp_path / "harbour")
    (path / "Manifest2.ocf.json").write_bytes((path / "Manifest.ocf.json").read_bytes())
    assert wrong(read_package(path)) == ["harbour several-manifests"]


def test_what_unpacks_to_too_much_is_refused_before_it_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(package(tmp_path / "harbour"))
    monkeypatch.setattr(ocf_objects, "PACKAGE_SIZE", Limit("package-size", 3_000, Sentence("of-bytes")))
    for each in (path, path.with_name("harbour")):
        (problem,) = read_package(each).problems
        assert "the limit `package-size` is 3,000 bytes" in problem.message


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["2024-01-31", "+10.00", "option-1", "four-years"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "amount", "date", "type", "length"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_value_anywhere_is_read_or_told(tmp_path: Path, data: st.DataObject) -> None:
    path = package(tmp_path / "harbour")
    name = data.draw(st.sampled_from(["transactions", "vesting_terms", "stakeholders", "stock_plans", "stock_classes"]))
    file = path / f"{name}.ocf.json"
    body = json.loads(file.read_text("utf-8"))
    item: Any = data.draw(st.sampled_from(body["items"]))
    for _ in range(data.draw(st.integers(0, 3))):
        inside = [
            each
            for each in (item.values() if isinstance(item, dict) else item)
            if isinstance(each, dict | list) and each
        ]
        if not inside:
            break
        item = data.draw(st.sampled_from(inside))
    if isinstance(item, dict):
        item[data.draw(st.sampled_from([*item, "comments"]))] = data.draw(VALUES)
    else:
        item[0] = data.draw(VALUES)
    file.write_text(json.dumps(body), "utf-8")
    found = read_package(path)
    for problem in found.problems:
        assert problem.render("ja")
    for entry in found.entries:
        assert "float" not in {type(each).__name__ for each in dict(entry.data).values()}  # type: ignore[arg-type]  # no facts
