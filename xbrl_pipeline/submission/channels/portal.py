"""The portal of DUO: a package for the person who goes there. Nothing leaves the machine by itself.

The package is a folder: the instance under a name that the filing rules allow, the account as a person reads it, the
validation report, a cover sheet
with hashes and steps, and the PDFs for Mijn DUO. It is made under another name and appears in one move.
"""

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from xbrl_pipeline.base.system import sync_folder
from xbrl_pipeline.dossier.names import ACCOUNT, INSTANCE, PAGE
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import Phrase, PipelineError, os_cause
from xbrl_pipeline.submission.channels import Answer, AttemptOutcome, ChannelKind, HandoverWish, Parcel, folder_of
from xbrl_pipeline.submission.channels.cover import Cover, cover_html, cover_json
from xbrl_pipeline.submission.channels.pdfs import LIMIT, Pdfs, read_pdfs
from xbrl_pipeline.submission.files import make_output_folder, write_output
from xbrl_pipeline.submission.instance import contact_in, is_practice
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.store import Store

COVER: Final = ("voorblad.html", "voorblad.json")
FOR_MIJN_DUO: Final = "mijn-duo"
_SECONDS: Final = 60.0
_MOST: Final = 60  # characters before the extension: short enough for every receiver


@dataclass
class Portal:
    """A person who logs in with eHerkenning. ``out``: where the package is to lie."""

    out: Path
    texts: Messages
    pdf_folder: Path | None = None
    pdf_complete: bool = False  # refuse when one that Mijn DUO asks for is not there
    name: str = "portal"
    stays: bool = True
    waits: float = _SECONDS
    _pdfs: dict[str, str] = field(default_factory=dict)  # name -> SHA-256 in the store
    _remarks: list[str] = field(default_factory=list)
    _missing: tuple[str, ...] = ()

    def check(self, item: QueueItem, store: Store, *, again: bool = False) -> str:
        """Refuse a package that is there already, and PDFs that are not as Mijn DUO wants them."""
        target = self.out.absolute() / package_name(item)
        if target.exists() and not again:
            raise PipelineError("submission.package_there", folder=str(target))
        self._take_pdfs(item, store)
        return folder_of(target)

    def _take_pdfs(self, item: QueueItem, store: Store) -> None:
        if self.pdf_folder is None:
            self._remarks.append(self.texts.text("submission.pdf_unchecked"))
            return
        pdfs = read_pdfs(self.pdf_folder, item.bestuursnummer)
        if pdfs.missing and self.pdf_complete:
            raise PipelineError("submission.pdf_missing", files=pdfs.missing)
        self._pdfs = {name: store.take_in(path, LIMIT).sha256 for name, path in pdfs.found.items()}
        self._missing = pdfs.missing
        self._remark(pdfs)

    def _remark(self, pdfs: Pdfs) -> None:
        if pdfs.missing:
            self._remarks.append(self.texts.text("submission.pdf_still", files=pdfs.missing))
        if pdfs.left_out:
            self._remarks.append(self.texts.text("submission.pdf_left_out", files=pdfs.left_out))

    def send(self, parcel: Parcel, store: Store) -> Answer:
        """Make the package; what cannot be made leaves nothing behind."""
        target = Path(parcel.target)
        try:
            make_output_folder(target.parent)
            _sweep(target)
            scratch = Path(mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        except OSError as problem:
            return Answer(AttemptOutcome.NOT_SENT, reason=os_cause(problem))
        try:
            scratch.chmod(target.parent.stat().st_mode & 0o777)
            self._fill(scratch, parcel, store)
            return self._appear(scratch, target)
        except OSError as problem:
            return Answer(AttemptOutcome.NOT_SENT, reason=os_cause(problem))
        except PipelineError as problem:
            return Answer(AttemptOutcome.NOT_SENT, reason=self.texts.text(problem.code, **problem.params))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def ask(self, reference: str, sha256: str, target: str) -> Answer | None:  # noqa: ARG002 - the interface
        """Nobody can be asked: only a person can look in the portal."""
        return None

    def _appear(self, scratch: Path, target: Path) -> Answer:
        if target.exists() and same_package(scratch, target):  # a crash came between making and recording it
            return Answer(AttemptOutcome.PREPARED, str(target), remarks=tuple(self._remarks))
        if target.exists():
            return Answer(AttemptOutcome.NOT_SENT, reason=Phrase("submission.reason.package"))
        os.rename(scratch, target)  # noqa: PTH104 - beside the other calls of os that crash tests stop at
        sync_folder(target.parent)
        return Answer(AttemptOutcome.PREPARED, str(target), remarks=tuple(self._remarks))

    def _fill(self, folder: Path, parcel: Parcel, store: Store) -> None:
        named = {instance_name(parcel.item): parcel.files[INSTANCE]}
        if PAGE in parcel.files:
            named[report_name(parcel.item)] = parcel.files[PAGE]
        if ACCOUNT in parcel.files:
            named[account_name(parcel.item)] = parcel.files[ACCOUNT]
        if self._pdfs:
            (folder / FOR_MIJN_DUO).mkdir()
        named |= {f"{FOR_MIJN_DUO}/{name}": sha256 for name, sha256 in self._pdfs.items()}
        for name, sha256 in named.items():
            store.copy_out(sha256, folder / name)
        instance = (folder / instance_name(parcel.item)).read_bytes()
        contact, practice = contact_in(instance), is_practice(instance)
        cover = Cover(parcel, named, contact, self._missing, self.pdf_folder is not None, practice)
        self._write_cover(folder, cover)
        for place in (folder / FOR_MIJN_DUO, folder):
            if place.exists():
                sync_folder(place)

    def _write_cover(self, folder: Path, cover: Cover) -> None:
        for name, data in zip(COVER, (cover_html(cover, self.texts), cover_json(cover)), strict=True):
            write_output(folder / name, data)


def _sweep(target: Path) -> None:
    """Take away what a crash left half made; of one item no two attempts ever run at once."""
    for left in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(left, ignore_errors=True)


def package_name(item: QueueItem) -> str:
    """Return the name of the folder: unique for the item and its revision."""
    return f"{_stem(item)}-{item.number}"


def instance_name(item: QueueItem) -> str:
    """Return the name of the instance: only 0-9 A-Z a-z _ and - before the extension (FR-NL-1.06)."""
    return f"{_stem(item)}.xbrl"


def report_name(item: QueueItem) -> str:
    """Return the name of the validation report."""
    return f"{_stem(item)}-validatierapport.html"


def account_name(item: QueueItem) -> str:
    """Return the name of the account that a person reads."""
    return f"{_stem(item)}-leesbaar.html"


def _stem(item: QueueItem) -> str:
    report = re.sub(r"[^0-9A-Za-z_-]+", "-", item.report).strip("-") or "verslag"
    return f"{item.bestuursnummer}-{item.verslagjaar}-{report}"[:_MOST]


def same_package(made: Path, there: Path) -> bool:
    """Say whether two packages hold the same bytes, apart from the moment on the cover sheet."""
    names = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    if names != {path.relative_to(there) for path in there.rglob("*") if path.is_file()}:
        return False
    compared = [name for name in names if str(name) not in COVER]
    return all((made / name).read_bytes() == (there / name).read_bytes() for name in compared)


def _open(wish: HandoverWish) -> Portal:
    return Portal(wish.out, wish.texts, wish.pdf, wish.pdf_complete)


KIND: Final = ChannelKind("portal", _open, "submission.handed.portal")
