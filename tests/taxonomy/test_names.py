"""Packages as people have them: under any name, packed in any way, and in one edition after another."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.taxonomy import examples, standin
from tests.taxonomy.examples import Files
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.profiles import choose_entry_point

pytestmark = pytest.mark.usefixtures("own_home")
HOST = "release/www.reports.example"


def _edition(edition: str, more: str = "") -> Files:
    """Return a taxonomy of which the address holds the date of its release."""
    place = f"{HOST}/{edition}"
    links = {
        f"{place}/{name}": text for name, text in (("links.xml", examples.LINKS), ("generic.xml", examples.GENERIC))
    }
    entry = examples.ENTRY_SCHEMA.replace("core.xsd", "../core.xsd")
    return {**links, f"{place}/core.xsd": examples.CORE, f"{place}/entrypoints/full.xsd": f"{entry}{more}"}


def _below(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": text for name, text in files.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NT 21 - taxonomyPackage", "nt-21"),
        ("NT21_20270105.a - Taxonomy Package", "nt21_20270105.a"),
        ("Onderwijs  (definitief)", "onderwijs-definitief"),
        ("taxonomyPackage", "taxonomie"),
    ],
)
def test_the_id_is_what_the_name_tells(tmp_path: Path, name: str, expected: str) -> None:
    as_folder = store.add(examples.write_folder(tmp_path / name, _edition("20270105"))).package
    assert as_folder.id == expected
    assert as_folder.names == {"": name}
    store.remove(expected)
    assert store.add(examples.write_zip(tmp_path / f"{name}.zip", _edition("20270105"))).package.id == expected


@pytest.mark.parametrize("files", [examples.package(), examples.published()], ids=["META-INF", "as published"])
def test_unpacked_zipped_and_zipped_once_more_are_the_same_package(tmp_path: Path, files: Files) -> None:
    inner = examples.write_zip(tmp_path / "NT 11 - taxonomyPackage.zip", files)
    again = standin.write_zip(
        tmp_path / "download.zip", {"The download/readme.txt": b"", f"The download/{inner.name}": inner.read_bytes()}
    )
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / inner.name).write_bytes(inner.read_bytes())
    unpacked = examples.write_folder(tmp_path / "NT 11", files)
    taken = [store.add(path) for path in (inner, again, folder, unpacked)]
    assert [each.known for each in taken] == [False, True, True, True]
    assert {each.package.id for each in taken} == {"nt-11"}


def test_a_zip_in_a_zip_is_held_against_the_same_limits(tmp_path: Path) -> None:
    bomb = examples.write_zip(tmp_path / "inner.zip", {**examples.published(), "bomb.bin": "\0" * 3_000_000})
    outer = standin.write_zip(tmp_path / "outer.zip", {"inner.zip": bomb.read_bytes()})
    with pytest.raises(PipelineError) as caught:
        store.add(outer)
    assert caught.value.code == "package.bomb"


def test_a_description_without_a_catalog_is_a_package_too(tmp_path: Path) -> None:
    entry = "http://www.reports.example/20270105/entrypoints/full.xsd"
    said = examples.DESCRIPTION.replace(examples.ENTRY, entry)
    files = _edition("20270105") | {"release/META-INF/taxonomyPackage.xml": said}
    package = store.add(examples.write_zip(tmp_path / "release.zip", files)).package
    assert [(each.url, each.name("nl")) for each in package.entry_points] == [(entry, "Full report")]


def test_editions_side_by_side_are_all_there_and_the_last_one_is_taken(tmp_path: Path) -> None:
    first, second = _below("NT21.a", _edition("20270105.a")), _below("NT21.b", _edition("20270105.b"))
    package = store.add(examples.write_zip(tmp_path / "both.zip", first | second)).package
    assert sorted(entry.edition for entry in package.entry_points) == ["20270105.a", "20270105.b"]
    assert choose_entry_point(package, "full").edition == "20270105.b"
    assert choose_entry_point(package, "").edition == "20270105.b"


def test_two_editions_of_one_document_are_refused(tmp_path: Path) -> None:
    first, second = _below("old", _edition("20270105")), _below("new", _edition("20270105", "<!-- corrected -->"))
    with pytest.raises(PipelineError) as caught:
        store.add(examples.write_zip(tmp_path / "both.zip", first | second))
    assert caught.value.code == "package.two_editions"
    assert caught.value.params["part"] == "http://www.reports.example/20270105/entrypoints/full.xsd"


def test_editions_in_packages_of_their_own_stand_side_by_side(tmp_path: Path) -> None:
    for edition in ("20270105.a", "20270105.b"):
        store.add(examples.write_zip(tmp_path / f"NT21 {edition}.zip", _edition(edition)))
    assert {"nt21-20270105.a", "nt21-20270105.b"} <= {package.id for package in store.packages()}


def test_a_corrected_package_takes_the_place_of_the_one_before_where_that_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = examples.write_zip(tmp_path / "NT21.zip", _edition("20270105"))
    new = examples.write_zip(tmp_path / "NT21 corrected.zip", _edition("20270105", "<!-- corrected -->"))
    assert guarded(["taxonomy", "add", str(old)]) == ExitCode.VALID
    assert guarded(["taxonomy", "add", str(new)]) == ExitCode.INPUT_REFUSED
    assert "--replace" in capsys.readouterr().err
    assert guarded(["taxonomy", "add", str(new), "--replace"]) == ExitCode.VALID
    assert "nt21" in capsys.readouterr().out
    assert [package.id for package in store.packages() if not package.shipped] == ["nt21-corrected"]
    assert guarded(["taxonomy", "add", str(old), "--id", "nt21-corrected", "--replace"]) == ExitCode.VALID
    assert [package.source for package in store.packages() if not package.shipped] == ["NT21.zip"]


def test_one_that_is_not_whole_replaces_nothing(tmp_path: Path) -> None:
    store.add(examples.write_zip(tmp_path / "NT21.zip", _edition("20270105")))
    broken = {name: text for name, text in _edition("20270105").items() if not name.endswith("core.xsd")}
    with pytest.raises(PipelineError) as caught:
        store.add(examples.write_zip(tmp_path / "broken.zip", broken), replacing=True)
    assert caught.value.code == "package.not_loaded"
    assert [package.id for package in store.packages() if not package.shipped] == ["nt21"]


def test_what_comes_with_the_program_is_never_replaced(tmp_path: Path) -> None:
    ours = {path.relative_to(standin.OURS).as_posix(): path.read_bytes() for path in standin.OURS.rglob("*.x*")}
    changed = {name: data + b"<!-- -->" for name, data in ours.items()}
    with pytest.raises(PipelineError) as caught:
        store.add(standin.write_zip(tmp_path / "mine.zip", changed), replacing=True)
    assert caught.value.code == "package.rival_of_ours"


def test_only_the_entry_point_that_lacks_a_part_is_named(tmp_path: Path) -> None:
    files = _edition("20270105")
    place = f"{HOST}/20270105/entrypoints"
    files[f"{place}/other.xsd"] = files[f"{place}/full.xsd"].replace("../core.xsd", "../gone.xsd")
    with pytest.raises(PipelineError) as caught:
        store.add(examples.write_zip(tmp_path / "release.zip", files))
    assert caught.value.params["entry_point"] == "other"
    assert caught.value.params["missing"] == ("http://www.reports.example/20270105/gone.xsd",)


def test_on_a_terminal_it_tells_how_many_documents_are_read(tmp_path: Path, own_home: Path) -> None:
    file = standin.write_zip(tmp_path / "NT21.zip", standin.release())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "xbrl_pipeline", "taxonomy", "add", str(file), "--lang", "nl"]
    surroundings = os.environ | {"XBRL_PIPELINE_HOME": str(own_home), "TERM": "xterm", "COLUMNS": "120"}
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=surroundings)
    os.close(theirs)
    shown = _all_of(ours)
    assert started.wait() == 0
    assert "Documenten gelezen" in shown


def _all_of(terminal: int) -> str:
    shown, deadline = b"", time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    return shown.decode("utf-8", "replace")
