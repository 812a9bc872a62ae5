"""Which taxonomies a queue takes: the program's own, and those that a beheerder allowed by their bytes."""

from pathlib import Path

import pytest

from tests.submission.dossiers import TAXONOMY
from tests.submission.offices import ALICE, BEA, NOW, added, newer, refused_add
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.taxonomies import allow

ID, SHA256 = TAXONOMY["id"], TAXONOMY["sha256"]


@pytest.fixture
def backend() -> str:
    """Nothing here is of one database."""
    return "sqlite"


@pytest.fixture
def elsewhere(staffed: Office) -> Office:
    """An office whose taxonomy did not come with the program."""
    return newer(staffed, own=frozenset())


def test_a_taxonomy_that_nobody_answers_for_is_refused(elsewhere: Office, dossier: Path) -> None:
    refusal = refused_add(elsewhere, dossier)
    assert (refusal.code, refusal.params["sha256"]) == ("submission.taxonomy_not_allowed", SHA256)


def test_one_that_a_beheerder_allowed_counts(elsewhere: Office, dossier: Path) -> None:
    allow(elsewhere, BEA, ID, SHA256, now=NOW)
    assert added(elsewhere, dossier).taxonomy == ID


def test_only_a_beheerder_allows_and_only_what_is_installed(elsewhere: Office, dossier: Path) -> None:
    with pytest.raises(PipelineError) as refusal:
        allow(elsewhere, ALICE, ID, SHA256, now=NOW)
    assert (refusal.value.code, refusal.value.exit_code) == ("submission.no_role", ExitCode.NOT_AUTHORISED)
    for taxonomy, sha256 in ((ID, "0" * 64), ("weak", SHA256)):
        with pytest.raises(PipelineError, match="taxonomy_other"):
            allow(elsewhere, BEA, taxonomy, sha256, now=NOW)
    assert refused_add(elsewhere, dossier).code == "submission.taxonomy_not_allowed"
