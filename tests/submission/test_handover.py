"""Handing over: what lies in the package, once, and what happens when something gives way in between."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from markupsafe import escape

from tests.submission.dossiers import BOARD, instance, make_dossier, sha256
from tests.submission.offices import (
    ALICE,
    LATER,
    NOW,
    added,
    approved,
    contents,
    last_event,
    said,
    submitted,
    to_folder,
    to_portal,
    visible_items,
)
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.channels import Answer, Parcel
from xbrl_pipeline.submission.channels.folder import Folder
from xbrl_pipeline.submission.channels.portal import Portal
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.handover import attempts_of, handover, reference_of
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import Wish
from xbrl_pipeline.submission.schema import json_schema
from xbrl_pipeline.submission.states import State
from xbrl_pipeline.submission.store import Store

_OBJECTS = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n"
_TABLE = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer <</Size 2 /Root 1 0 R>>\n"
PDF = _OBJECTS + _TABLE + b"startxref\n%d\n%%%%EOF\n" % len(_OBJECTS)
_STREAM = b"2 0 obj <</Type /XRef /Root 1 0 R>> stream\nendstream endobj\n"
STREAM = _OBJECTS + _STREAM + b"startxref\n%d\n%%%%EOF\n" % len(_OBJECTS)
MINUTES = timedelta(minutes=5)


def _item(office: Office) -> QueueItem:
    (item,) = visible_items(office, ALICE, now=NOW)
    return item


def test_the_package_holds_what_was_validated_and_says_so(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    handed = to_portal(staffed, item, tmp_path / "out")
    package = Path(handed.answer.receipt)
    assert package == tmp_path / "out" / f"{BOARD}-2025-jaarverantwoording-{item.number}"
    assert {path.name for path in package.iterdir()} == {
        f"{BOARD}-2025-jaarverantwoording.xbrl",
        f"{BOARD}-2025-jaarverantwoording-validatierapport.html",
        "voorblad.html",
        "voorblad.json",
    }
    assert sha256(package / f"{BOARD}-2025-jaarverantwoording.xbrl") == item.instance_sha256
    cover = json.loads((package / "voorblad.json").read_text("utf-8"))
    Draft202012Validator(json_schema("handover")).validate(cover)
    for name, digest in cover["files"].items():
        assert sha256(package / name) == digest
    assert (cover["prepared_by"], cover["approved_by"], cover["handed_over_by"]) == ("alice", "bob", "alice")
    assert cover["contact"] == "Voorbeeldpersoon 000-0000001"
    assert (cover["last_day"], cover["pdfs_checked"]) == ("2026-06-30", False)
    intent = next(event for event in events(staffed.database) if event.seq == cover["event"])
    assert (intent.hash, intent.after) == (cover["event_hash"], "klaargezet")
    page = (package / "voorblad.html").read_text("utf-8")
    for word in (item.instance_sha256, item.number, "eHerkenning", "Voorbeeldpersoon", "30-06-2026", intent.hash):
        assert word in page


def test_the_name_obeys_the_filing_rules(staffed: Office, tmp_path: Path) -> None:
    from tests.submission.dossiers import edit_manifest  # noqa: PLC0415

    folder = make_dossier(tmp_path / "d")
    edit_manifest(folder, report="jaar.verslag_" + "x" * 80)
    package = Path(to_portal(staffed, approved(staffed, folder), tmp_path / "out").answer.receipt)
    assert package.parent == tmp_path / "out"
    (name,) = [path.stem for path in package.glob("*.xbrl")]
    assert len(name) <= 76
    assert set(name) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-")


def test_names_of_strangers_cannot_write_in_the_cover_sheet(staffed: Office, tmp_path: Path) -> None:
    evil = instance().replace("Voorbeeldpersoon", "&lt;script&gt;alert(1)&lt;/script&gt;")
    package = Path(
        to_portal(staffed, approved(staffed, make_dossier(tmp_path / "d", xbrl=evil)), tmp_path / "out").answer.receipt
    )
    assert "<script>" not in (package / "voorblad.html").read_text("utf-8")


def test_it_is_handed_over_once(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    to_portal(staffed, item, tmp_path / "out")
    before = contents(staffed)
    for out in ("out", "elsewhere"):
        with pytest.raises(PipelineError, match="not_possible"):
            to_portal(staffed, item, tmp_path / out)
    assert contents(staffed) == before
    assert not (tmp_path / "elsewhere").exists()


def test_a_package_that_is_there_stops_it_before_anything_is_recorded(
    staffed: Office, dossier: Path, tmp_path: Path
) -> None:
    item = approved(staffed, dossier)
    (tmp_path / "out" / f"{BOARD}-2025-jaarverantwoording-{item.number}").mkdir(parents=True)
    with pytest.raises(PipelineError, match="package_there"):
        to_portal(staffed, item, tmp_path / "out")
    assert _item(staffed) == item


def test_a_folder_that_cannot_be_made_leaves_it_approved(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(PipelineError, match="not_sent"):
        to_portal(staffed, item, tmp_path / "out")
    assert (_item(staffed).state, _item(staffed).reason) == (State.GOEDGEKEURD, "not-sent")
    assert to_portal(staffed, item, tmp_path / "other").item.state is State.KLAARGEZET
    assert examine(staffed).flaws == ()


# ---- the PDFs that Mijn DUO asks for


def _pdfs(folder: Path, *names: str, data: bytes = PDF) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(data)
    return folder


def _with_pdfs(office: Office, item: QueueItem, tmp_path: Path, *, complete: bool = False) -> Answer:
    channel = Portal(tmp_path / "out", messages("nl"), tmp_path / "pdf", complete)
    return handover(office, ALICE, item.id, channel, now=NOW).answer


ASKED = (f"Aanbiedingsformulier-{BOARD}.pdf", f"Jaarverslag-{BOARD}.pdf", f"Controleverklaring-{BOARD}.pdf")


def test_pdfs_go_along_under_their_exact_names(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    _pdfs(tmp_path / "pdf", *ASKED, f"Bevindingen-{BOARD}.pdf")
    (tmp_path / "pdf" / ASKED[0]).write_bytes(STREAM)  # as newer programs write it
    answer = _with_pdfs(staffed, approved(staffed, dossier), tmp_path, complete=True)
    there = Path(answer.receipt) / "mijn-duo"
    assert {path.name for path in there.iterdir()} == {*ASKED, f"Bevindingen-{BOARD}.pdf"}
    cover = json.loads((Path(answer.receipt) / "voorblad.json").read_text("utf-8"))
    assert (cover["pdfs_missing"], cover["pdfs_checked"], answer.remarks) == ([], True, ())
    assert cover["files"][f"mijn-duo/{ASKED[0]}"] == sha256(tmp_path / "pdf" / ASKED[0])


def test_a_pdf_that_comes_later_is_named(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    _pdfs(tmp_path / "pdf", ASKED[1], "notulen.pdf")
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError, match="pdf_missing"):
        _with_pdfs(staffed, item, tmp_path, complete=True)
    answer = _with_pdfs(staffed, item, tmp_path)
    assert ASKED[0] in answer.remarks[0]
    assert ASKED[2] in answer.remarks[0]
    assert "notulen.pdf" in answer.remarks[1]
    page = (Path(answer.receipt) / "voorblad.html").read_text("utf-8")
    assert ASKED[2] in page
    for code in ("pdf_complete", "step.login", "pdf_reference"):  # what is there is still to be delivered, and how
        assert escape(messages("nl").text(f"submission.cover.{code}", number=item.number)) in page


@pytest.mark.parametrize(
    "name",
    [
        f"jaarverslag-{BOARD}.pdf",
        f"Jaarverslag-{BOARD}.PDF",
        f"Jaarverslag_{BOARD}.pdf",
        f"Jaarverslag {BOARD}.pdf",
        "Jaarverslag-99002.pdf",
        f"Jaarverslag-{BOARD} (1).pdf",
        f"Jaarverslag-{BOARD}.pdf.docx",
        "Jaarverslag.pdf",
    ],
)
def test_a_misnamed_pdf_is_refused_with_the_right_name(
    staffed: Office, dossier: Path, tmp_path: Path, name: str
) -> None:
    _pdfs(tmp_path / "pdf", name)
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError) as refusal:
        _with_pdfs(staffed, item, tmp_path)
    assert (refusal.value.code, refusal.value.params["wanted"]) == ("submission.pdf_name", ASKED[1])
    assert _item(staffed) == item


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        PDF[:-7],
        b" " + PDF,
        PDF[: len(_OBJECTS)] + PDF[-30:],
        b"%PDF-1.7\n<html>no PDF at all</html>\n%%EOF\n",
        b"%PDF-1.7\n" + b"x" * 99 + b"\nstartxref\n20\n%%EOF\n",
    ],
)
def test_what_is_no_whole_pdf_is_refused(staffed: Office, dossier: Path, tmp_path: Path, data: bytes) -> None:
    _pdfs(tmp_path / "pdf", ASKED[1], data=data)
    with pytest.raises(PipelineError, match="pdf_broken"):
        _with_pdfs(staffed, approved(staffed, dossier), tmp_path)


def test_a_link_in_place_of_a_pdf_is_refused(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    folder = _pdfs(tmp_path / "pdf")
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (folder / ASKED[1]).symlink_to(tmp_path / "secret.pdf")
    with pytest.raises(PipelineError, match="unreadable_file"):
        _with_pdfs(staffed, approved(staffed, dossier), tmp_path)


# ---- corrections


def _corrected(tmp_path: Path, text: str = "<!-- v2 -->") -> Path:
    return make_dossier(tmp_path / f"v{len(text)}", xbrl=instance() + text)


def test_a_correction_names_what_it_corrects(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    first = submitted(staffed, dossier, tmp_path / "out")
    with pytest.raises(PipelineError) as refusal:
        added(staffed, _corrected(tmp_path))
    assert (refusal.value.code, refusal.value.params["number"]) == ("submission.needs_corrects", first.number)
    second = added(staffed, tmp_path / "v11", wish=Wish(corrects=first.number))
    assert second.corrects_id == first.id
    approve(staffed, Subject("bob"), second.id, now=NOW)
    assert to_portal(staffed, second, tmp_path / "out2").item.state is State.KLAARGEZET


def test_only_the_last_one_sent_can_be_corrected(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    first = submitted(staffed, dossier, tmp_path / "out")
    second = added(staffed, _corrected(tmp_path), wish=Wish(corrects=first.number))
    rival = added(staffed, _corrected(tmp_path, "<!-- rival -->"), wish=Wish(corrects=first.number))
    for each in (second, rival):
        approve(staffed, Subject("bob"), each.id, now=NOW)
    to_portal(staffed, second, tmp_path / "out2")
    with pytest.raises(PipelineError, match="overtaken"):
        to_portal(staffed, rival, tmp_path / "out3")
    with pytest.raises(PipelineError, match="corrects_other"):
        added(staffed, _corrected(tmp_path, "<!-- a third one -->"), wish=Wish(corrects=first.number))
    with pytest.raises(PipelineError, match="corrects_open"):
        added(staffed, tmp_path / "v20", wish=Wish(corrects=second.number))


def test_two_versions_that_wait_are_not_both_handed_over(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    first, second = approved(staffed, dossier), approved(staffed, _corrected(tmp_path))
    to_portal(staffed, first, tmp_path / "out")
    with pytest.raises(PipelineError, match="overtaken"):
        to_portal(staffed, second, tmp_path / "out2")


def test_a_number_that_is_not_there_cannot_be_corrected(staffed: Office, dossier: Path) -> None:
    with pytest.raises(PipelineError, match="unknown_item"):
        added(staffed, dossier, wish=Wish(corrects="deadbeef"))


# ---- the watched folder, and answers that are lost


def _acknowledge(place: Path, item: QueueItem, **changes: object) -> None:
    reference = reference_of(item, 1)
    content = {"reference": reference, "sha256": item.instance_sha256, "status": "accepted", "receipt": "R-1"}
    (place / f"{reference}.ack.json").write_text(json.dumps(content | changes), "utf-8")


def test_an_acknowledgement_is_a_receipt(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    place = tmp_path / "drop"
    place.mkdir()
    _acknowledge(place, item)
    handed = to_folder(staffed, item, place)
    assert (handed.item.state, handed.answer.receipt) == (State.INGEDIEND, "R-1")
    assert sha256(place / f"{reference_of(item, 1)}.xbrl") == item.instance_sha256


def test_without_an_answer_it_is_unknown_and_never_sent_again(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    place = tmp_path / "drop"
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, place)
    assert _item(staffed).state is State.ONBEKEND
    sent = place / f"{reference_of(item, 1)}.xbrl"
    sent.unlink()  # the receiver took it
    for _ in range(2):
        with pytest.raises(PipelineError, match="not_resent"):
            to_folder(staffed, item, place, now=NOW + MINUTES)
    assert list(place.iterdir()) == []
    _acknowledge(place, item)
    assert to_folder(staffed, item, place, now=NOW + MINUTES).item.state is State.INGEDIEND
    assert examine(staffed).flaws == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": "0" * 64},
        {"reference": "A" * 32},
        {"status": "ok"},
        {"extra": 1},
        {"receipt": "x" * 5000},
        {"receipt": None},
    ],
)
def test_an_acknowledgement_of_something_else_proves_nothing(
    staffed: Office, dossier: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    item = approved(staffed, dossier)
    place = tmp_path / "drop"
    place.mkdir()
    _acknowledge(place, item, **changes)
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, place)


def test_a_receiver_that_refuses_leaves_it_approved(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    place = tmp_path / "drop"
    place.mkdir()
    _acknowledge(place, item, status="refused", reason="onbekend bestuur")
    with pytest.raises(PipelineError) as refusal:
        to_folder(staffed, item, place)
    assert (refusal.value.code, refusal.value.params["reason"]) == ("submission.receiver_refused", "onbekend bestuur")
    assert _item(staffed).state is State.GOEDGEKEURD


def test_a_target_that_is_not_there_stops_it_before_anything_is_recorded(
    staffed: Office, dossier: Path, tmp_path: Path
) -> None:
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError, match="no_target"):
        handover(staffed, ALICE, item.id, Folder(tmp_path / "nowhere"), now=NOW)
    assert _item(staffed) == item


def test_a_person_can_settle_what_is_unknown(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, tmp_path / "drop")
    assert said(staffed, item, "niet-ingediend").state is State.GOEDGEKEURD
    place = tmp_path / "drop"
    with pytest.raises(PipelineError, match="answer_lost"):  # a second attempt has a mark of its own
        to_folder(staffed, item, place)
    assert {path.stem for path in place.glob("*.xbrl")} == {reference_of(item, 1), reference_of(item, 2)}


class _Crash(BaseException):
    """The process dies here."""


def _portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "out", messages("nl"))


def _folder(tmp_path: Path) -> Folder:
    (tmp_path / "drop").mkdir(exist_ok=True)
    return Folder(tmp_path / "drop", 0)


@pytest.mark.parametrize("late", [False, True], ids=["before it was made", "after it was made"])
def test_a_crash_while_the_package_is_made_is_made_good(
    staffed: Office, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    item = approved(staffed, dossier)
    _crash(staffed, item, _portal(tmp_path), monkeypatch, late=late)
    with pytest.raises(PipelineError, match="busy"):
        to_portal(staffed, item, tmp_path / "out")
    handed = to_portal(staffed, item, tmp_path / "out", now=NOW + MINUTES)
    assert (handed.item.state, len(list((tmp_path / "out").iterdir()))) == (State.KLAARGEZET, 1)
    assert examine(staffed).flaws == ()


def _crash(
    office: Office, item: QueueItem, channel: Portal | Folder, monkeypatch: pytest.MonkeyPatch, *, late: bool
) -> None:
    send = type(channel).send
    with monkeypatch.context() as patch:

        def dying(self: Portal | Folder, parcel: Parcel, store: Store) -> Answer:
            if late:
                send(self, parcel, store)  # type: ignore[arg-type]
            raise _Crash

        patch.setattr(type(channel), "send", dying)
        with pytest.raises(_Crash):
            handover(office, ALICE, item.id, channel, now=NOW)


@pytest.mark.parametrize("late", [False, True], ids=["before it was sent", "after it was sent"])
def test_a_crash_while_sending_is_unknown(
    staffed: Office, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    item = approved(staffed, dossier)
    _crash(staffed, item, _folder(tmp_path), monkeypatch, late=late)
    with pytest.raises(PipelineError, match="busy"):
        to_folder(staffed, item, tmp_path / "drop")
    with pytest.raises(PipelineError, match="busy"):
        said(staffed, item, "onbekend", now=NOW)
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, tmp_path / "drop", now=NOW + MINUTES)
    assert _item(staffed).state is State.ONBEKEND
    assert len(list((tmp_path / "drop").glob("*.xbrl"))) == int(late)


def test_what_another_learned_meanwhile_is_not_overwritten(
    staffed: Office, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two ask the receiver at the same moment; one of them gets the answer, the other asked just before it came."""

    class Early(Folder):
        def ask(self, reference: str, sha256: str, target: str) -> Answer | None:
            assert Folder.ask(self, reference, sha256, target) is None
            _acknowledge(self.place, item)
            assert to_folder(staffed, item, self.place, now=NOW + MINUTES).item.state is State.INGEDIEND
            return None

    item = approved(staffed, dossier)
    _crash(staffed, item, _folder(tmp_path), monkeypatch, late=True)
    with pytest.raises(PipelineError, match="answer_lost"):
        handover(staffed, ALICE, item.id, Early(tmp_path / "drop", 0), now=NOW + MINUTES)
    assert _item(staffed).state is State.INGEDIEND
    with staffed.database.reading() as connection:
        (attempt,) = attempts_of(connection, item)
    assert (attempt.outcome, attempt.receipt) == ("accepted", "R-1")
    assert examine(staffed).flaws == ()


def test_an_attempt_that_took_too_long_sends_nothing(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    class Slow(Folder):
        def send(self, parcel: Parcel, store: Store) -> Answer:
            return Folder.send(self, replace(parcel, until=0.0), store)

    item = approved(staffed, dossier)
    (tmp_path / "drop").mkdir()
    with pytest.raises(PipelineError, match="not_sent"):
        handover(staffed, ALICE, item.id, Slow(tmp_path / "drop", 0), now=NOW)
    assert list((tmp_path / "drop").iterdir()) == []


def test_another_channel_does_not_send_what_one_has_sent(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, tmp_path / "drop")
    with pytest.raises(PipelineError, match="other_channel"):
        to_portal(staffed, item, tmp_path / "out", now=LATER)
    assert not (tmp_path / "out").exists()
    assert last_event(staffed).refused


def _renamed_never(_source: object, _target: object) -> None:
    raise OSError(5, "Input/output error")


def test_what_an_attempt_left_half_made_is_taken_away_later(
    staffed: Office, dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, drop = approved(staffed, dossier), tmp_path / "drop"
    monkeypatch.setattr(os, "rename", _renamed_never)
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, drop)
    monkeypatch.undo()
    (left,) = drop.iterdir()
    with pytest.raises(PipelineError, match="not_resent"):
        to_folder(staffed, item, drop, now=LATER)
    assert not left.exists()
    left.write_text("of a crash", "utf-8")
    (drop / ".of-somebody-else.part").write_text("theirs", "utf-8")
    said(staffed, item, "niet-ingediend")
    with pytest.raises(PipelineError, match="answer_lost"):
        to_folder(staffed, item, drop, now=LATER)
    hidden, sent = sorted(path.name for path in drop.iterdir())
    assert (hidden, sent.endswith(".xbrl")) == (".of-somebody-else.part", True)
