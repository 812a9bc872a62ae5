"""An item from its dossier to what DUO said of it."""

from pathlib import Path

from tests.submission.offices import (
    ALICE,
    LATER,
    said,
    submitted,
)
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.stocktaking import verify_queue


def test_from_dossier_to_duo(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = submitted(staffed, dossier, tmp_path / "out")
    item = said(staffed, item, "goedgekeurd")
    assert item.state == "duo-goedgekeurd"
    steps = [event.detail["step"] for event in events(staffed.database) if "step" in event.detail]
    assert steps == [
        "take-in", "validate", "offer", "approve", "handover", "prepared", "ingediend", "goedgekeurd"
    ]  # fmt: skip
    assert examine(staffed).flaws == ()
    assert verify_queue(staffed, ALICE, now=LATER).flaws == ()
