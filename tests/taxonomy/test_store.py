"""The store: what is taken in, what is refused, and that nothing is left behind."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.taxonomy import examples
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.compiled import model_file, read_model


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a store of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(folder))
    return folder


def _everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def accounts(tmp_path: Path) -> Path:
    return examples.write_zip(tmp_path / "Accounts 2024.zip", examples.package())


@pytest.mark.usefixtures("own_home")
def test_a_package_is_taken_with_its_entry_points_in_words(accounts: Path) -> None:
    taken = store.add(accounts)
    package = store.find_package("accounts-2024")
    assert not taken.known
    assert package == taken.package
    assert [(entry.name("nl"), entry.url) for entry in package.entry_points] == [("Full report", examples.ENTRY)]
    assert package.remarks == ()
    assert package.missing == ()
    assert all(each.sound for each in store.verify())


def test_taking_the_same_contents_again_changes_nothing(own_home: Path, accounts: Path, tmp_path: Path) -> None:
    first = store.add(accounts).package
    before = _everything(own_home)
    again = store.add(examples.write_folder(tmp_path / "as a folder", examples.package()))
    assert again.known
    assert again.package == first
    assert _everything(own_home) == before


@pytest.mark.usefixtures("own_home")
def test_files_as_published_get_a_catalog_and_entry_points_from_their_names(tmp_path: Path) -> None:
    package = store.add(examples.write_zip(tmp_path / "release.zip", examples.published())).package
    assert [entry.url for entry in package.entry_points] == [f"{examples.HOST}entrypoints/full.xsd"]
    assert package.entry_points[0].name("nl") == "full"


@pytest.mark.usefixtures("own_home")
def test_several_packages_in_one_zip_become_one(tmp_path: Path) -> None:
    other = {
        name.replace("accounts/", "other/"): text.replace("taxonomy.example/acc", "taxonomy.example/other")
        for name, text in examples.package().items()
    }
    package = store.add(examples.write_zip(tmp_path / "both.zip", examples.package() | other)).package
    assert {entry.url.split("/")[3] for entry in package.entry_points} == {"acc", "other"}


@pytest.mark.usefixtures("own_home")
def test_only_the_chosen_entry_points_are_taken(accounts: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        store.add(accounts, only=["nothing-like-it"])
    assert caught.value.code == "package.no_such_entry_point"
    assert len(store.add(accounts, only=["full*"]).package.entry_points) == 1


def test_removing_takes_a_package_out_and_leaves_ours(own_home: Path, accounts: Path) -> None:
    store.packages()
    before = _everything(own_home)
    store.add(accounts)
    store.remove("accounts-2024")
    assert {name for name in _everything(own_home) - before if not name.startswith("models")} == set()
    with pytest.raises(PipelineError) as caught:
        store.remove("onderwijs-2025")
    assert caught.value.code == "package.shipped"
    with pytest.raises(PipelineError) as caught:
        store.find_package("accounts-2024")
    assert caught.value.code == "taxonomy.unknown"


@pytest.mark.usefixtures("own_home")
def test_a_changed_package_is_noticed(accounts: Path) -> None:
    package = store.add(accounts).package
    with package.path.open("ab") as file:
        file.write(b"more")
    assert [each.package.id for each in store.verify() if not each.sound] == ["accounts-2024"]
    with pytest.raises(PipelineError) as caught:
        store.find_package("accounts-2024")
    assert caught.value.code == "package.changed"


@pytest.mark.usefixtures("own_home")
def test_a_changed_package_can_be_taken_anew(accounts: Path) -> None:
    package = store.add(accounts).package
    package.path.write_bytes(b"broken")
    store.remove("accounts-2024")
    store.add(accounts)
    assert all(each.sound for each in store.verify())


@pytest.mark.usefixtures("own_home")
def test_other_contents_under_a_name_in_use_are_refused(accounts: Path, tmp_path: Path) -> None:
    store.add(accounts)
    files = examples.package() | {"accounts/our files/readme.txt": "Changed."}
    with pytest.raises(PipelineError) as caught:
        store.add(examples.write_zip(tmp_path / "accounts-2024.zip", files))
    assert caught.value.code == "package.id_taken"
    with pytest.raises(PipelineError) as caught:
        store.add(tmp_path / "accounts-2024.zip", name="../newer")
    assert caught.value.code == "package.wrong_id"
    with pytest.raises(PipelineError) as caught:
        store.add(tmp_path / "accounts-2024.zip", name="newer")
    assert (caught.value.code, caught.value.params["id"]) == ("package.rival", "accounts-2024")
    store.remove("accounts-2024")
    assert store.add(tmp_path / "accounts-2024.zip", name="newer").package.id == "newer"


@pytest.mark.usefixtures("own_home")
def test_a_record_that_cannot_be_read_does_not_stop_the_program(accounts: Path) -> None:
    package = store.add(accounts).package
    package.path.with_name("record.json").write_text("{", "utf-8")
    assert "accounts-2024" not in {each.id for each in store.packages()}


@pytest.mark.usefixtures("own_home")
def test_the_models_are_compiled_while_checking(accounts: Path) -> None:
    package = store.add(accounts, checking=True).package
    model = read_model(package, examples.ENTRY)
    assert model is not None
    assert model.find("Profit") is not None
    model_file(package, examples.ENTRY).write_bytes(b"damaged")
    assert read_model(package, examples.ENTRY) is None


def _link(path: Path) -> None:
    entry = zipfile.ZipInfo("accounts/our files/link.xsd")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(entry, "/etc/passwd")


def _append(name: str, text: str | bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, text)

    return change


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


BOMB = b"\0" * (3 * 1024 * 1024)
ENTITY = '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_link, "package.unsafe_part"),
        (_append("../outside.xsd", "<a/>"), "package.unsafe_part"),
        (_append("/absolute.xsd", "<a/>"), "package.unsafe_part"),
        (_append("c:/drive.xsd", "<a/>"), "package.unsafe_part"),
        (_append("accounts/bomb.bin", BOMB), "package.bomb"),
        (_append("accounts/entity.xml", ENTITY), "package.doctype"),
        (_append("accounts/broken.xsd", "<a><b></a>"), "package.not_xml"),
        (_cut, "package.damaged"),
        (_empty, "package.damaged"),
    ],
)
def test_what_is_not_safe_is_refused_and_leaves_nothing(
    own_home: Path, accounts: Path, change: Callable[[Path], None], code: str
) -> None:
    store.packages()
    before = _everything(own_home)
    change(accounts)
    with pytest.raises(PipelineError) as caught:
        store.add(accounts)
    assert caught.value.code == code
    assert _everything(own_home) == before


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"readme.txt": "Nothing here."}, "package.no_layout"),
        ({"www.taxonomy.example/notes.xml": "<a/>"}, "package.no_entry_points"),
        ({**examples.package(), "accounts/our files/core.xsd": "<a/>"}, "package.not_loaded"),
        (
            {name: text for name, text in examples.package().items() if not name.endswith("core.xsd")},
            "package.not_loaded",
        ),
    ],
)
def test_what_is_no_whole_taxonomy_is_refused_and_leaves_nothing(
    own_home: Path, tmp_path: Path, files: examples.Files, code: str
) -> None:
    store.packages()
    before = _everything(own_home)
    with pytest.raises(PipelineError) as caught:
        store.add(examples.write_zip(tmp_path / "wrong.zip", files))
    assert caught.value.code == code
    assert _everything(own_home) == before


@pytest.mark.usefixtures("own_home")
def test_the_schemas_of_the_w3c_may_have_their_doctype(tmp_path: Path) -> None:
    files = examples.published() | {"release/www.w3.org/2001/XMLSchema.xsd": ENTITY}
    assert store.add(examples.write_zip(tmp_path / "release.zip", files)).package.remarks == ()


@pytest.mark.usefixtures("own_home")
def test_a_missing_file_is_a_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        store.add(tmp_path / "nowhere.zip")
    assert caught.value.code == "package.missing"


@pytest.mark.usefixtures("own_home")
def test_a_package_that_builds_on_another_is_checked_with_it(tmp_path: Path) -> None:
    core = {name: text for name, text in examples.package().items() if "full" not in name}
    core["accounts/META-INF/taxonomyPackage.xml"] = examples.DESCRIPTION.replace("full%20report", "core")
    schema = examples.ENTRY_SCHEMA.replace('schemaLocation="core.xsd"', f'schemaLocation="{examples.HOST}core.xsd"')
    extension = {"ext/taxonomy.extension.example/entrypoints/ext.xsd": schema.replace(f"{examples.HOST}full", "urn:e")}
    file = examples.write_zip(tmp_path / "ext.zip", extension)
    with pytest.raises(PipelineError):
        store.add(file)
    store.add(examples.write_zip(tmp_path / "core.zip", core))
    package = store.add(file).package
    assert package.needs == ("core",)
    assert len(package.paths) == 2
