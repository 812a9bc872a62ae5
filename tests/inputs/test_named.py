"""What is named on the command line becomes files with names that their user knows."""

import zipfile
from pathlib import Path

import pytest

from xbrl_pipeline.inputs.named import opened
from xbrl_pipeline.inputs.plan import left_out, mapping_beside, plan, why_left_out
from xbrl_pipeline.model.outcome import ExitCode, PipelineError


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def test_a_folder_gives_its_workbooks_and_the_tables_that_have_a_mapping(tmp_path: Path) -> None:
    _touch(tmp_path, "a.xlsx", "~$a.xlsx", "deep/b.ods", "c.csv", "d.csv", "d.mapping.yaml", "notes.docx")
    found = plan([tmp_path])
    assert [each.path.name for each in found] == ["a.xlsx", "d.csv", "b.ods"]
    unread = list(left_out([tmp_path], [*(each.path for each in found), mapping_beside(tmp_path / "d.csv")]))
    assert {each.name: why_left_out(each) for each in unread} == {
        "c.csv": "input.left_out.csv",
        "notes.docx": "input.left_out.other",
    }


def test_what_a_run_made_is_not_read_again(tmp_path: Path) -> None:
    _touch(tmp_path, "a.xlsx", "dossier/manifest.json", "dossier/report.xlsx")
    assert [each.path.name for each in plan([tmp_path])] == ["a.xlsx"]


def test_a_file_that_is_named_twice_is_checked_once(tmp_path: Path) -> None:
    _touch(tmp_path, "a.xlsx")
    assert len(plan([tmp_path, tmp_path / "a.xlsx"])) == 1


@pytest.mark.parametrize(
    ("names", "mapping", "code"),
    [((), None, "input.nothing_to_do"), (("a.xlsx", "b.xlsx"), Path("m.yaml"), "input.mapping_for_many")],
)
def test_what_cannot_be_done_is_an_error_and_no_success(
    tmp_path: Path, names: tuple[str, ...], mapping: Path | None, code: str
) -> None:
    _touch(tmp_path, *names)
    with pytest.raises(PipelineError) as refused:
        plan([tmp_path], mapping)
    assert (refused.value.code, refused.value.exit_code) == (code, ExitCode.USAGE)


def test_lists_patterns_and_comments(tmp_path: Path) -> None:
    _touch(tmp_path, "a.xlsx", "b.xlsx", "c.ods")
    (tmp_path / "these.txt").write_text('# boards\n\n"c.ods"\n*.xlsx\n', "utf-8")
    with opened([], [tmp_path / "these.txt"]) as (files, _):
        assert [file.name for file in files] == ["c.ods", "a.xlsx", "b.xlsx"]
    with opened([Path(f"@{tmp_path / 'these.txt'}"), tmp_path / "none-*.xlsx"]) as (files, _):
        assert [file.name for file in files] == ["c.ods", "a.xlsx", "b.xlsx", "none-*.xlsx"]


def test_a_zip_is_spoken_of_as_a_folder_and_goes_away_again(tmp_path: Path) -> None:
    packed = tmp_path / "boards.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("deep/a.xlsx", b"cells")
    with opened([packed]) as (files, names):
        (only,) = plan(files, named=names.short)
        assert only.path.read_bytes() == b"cells"
        assert only.name == "boards.zip/deep/a.xlsx"
        assert names.shown(only.path) == packed / "deep" / "a.xlsx"
        told = names.told(PipelineError("input.no_mapping", path=str(only.path), expected="m.yaml"))
        assert told.params["path"] == str(packed / "deep" / "a.xlsx")
    assert not only.path.exists()


def test_a_broken_zip_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "boards.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(PipelineError) as refused, opened([tmp_path / "boards.zip"]):
        pass
    assert refused.value.code == "batch.zip_refused"
    assert refused.value.params["path"] == str(tmp_path / "boards.zip")
