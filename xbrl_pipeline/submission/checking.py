"""What the queue has checked itself: a dossier of its own, made anew from the input of the one that was brought.

The brought one is a claim. What it says counts only where the own one says the same, byte for byte; a difference is
refused and named. So whatever is later shown, approved or handed over is what this program made here.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from xbrl_pipeline.dossier.names import FACTS, INSTANCE, LEDGER, MANIFEST, REPORT
from xbrl_pipeline.dossier.seal import SealedManifest
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import Phrase, PipelineError

_FIRST: Final = (INSTANCE, FACTS, LEDGER, REPORT)  # what says most about a difference
_LONGEST: Final = 60  # characters of a value that is told
_ABSENT: Final = Phrase("submission.checking.absent")


@dataclass(frozen=True, slots=True)
class CheckedDossier:
    """A dossier that was made and validated here, and whose report its instance says it is.

    ``created`` is the one thing taken from the brought dossier, so that equal input gives equal bytes.
    """

    contents: Mapping[str, bytes]  # by file name, the manifest too
    bestuursnummer: str
    kvk: str
    verslagjaar: int
    report: str


class Checker(Protocol):
    """Validates the input of a dossier again, in full and in a fresh process, with what is installed here."""

    def __call__(self, brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:
        """Make a dossier of the input among these files, or of a file itself; PipelineError where that cannot be.

        ``lang``: the language of a dossier that did not exist yet.
        """


def refuse_different(brought: Mapping[str, bytes], own: Mapping[str, bytes]) -> None:
    """Refuse a brought dossier that is not what the queue has made of the same input; name the first difference."""
    _refuse_other_register(brought, own)
    others = sorted((brought.keys() | own.keys()) - {*_FIRST, MANIFEST})
    for name in (*_FIRST, *others, MANIFEST):
        theirs, ours = brought.get(name), own.get(name)
        if theirs == ours:
            continue
        if theirs is None or ours is None:
            code = "submission.checking.lacks" if theirs is None else "submission.checking.strange"
            raise PipelineError(code, file=name)
        place, said, found = _difference(name, theirs, ours)
        raise PipelineError("submission.checking.differs", file=name, place=place, said=said, found=found)


def _refuse_other_register(brought: Mapping[str, bytes], own: Mapping[str, bytes]) -> None:
    """Say so where a dossier was held against another register of boards: every difference may come from that."""
    said, found = map(_register, (brought, own))
    if said != found:
        raise PipelineError("submission.other_boards", said=said, found=found)


def _register(files: Mapping[str, bytes]) -> Phrase | str:
    """Return the register of boards that a report names, in short."""
    try:
        named = json.loads(files[REPORT])["boards"]
        return _told(f"{named['path']} ({named['sha256'][:8]})")
    except (KeyError, TypeError, ValueError, RecursionError):
        return _ABSENT


def refuse_disagreement(checked: CheckedDossier, manifest: SealedManifest) -> None:
    """Refuse a dossier of which the parts do not say that it is of the same board, year and report."""
    of_instance = (checked.bestuursnummer, checked.kvk, str(checked.verslagjaar), checked.report)
    of_manifest = (manifest.bestuursnummer, manifest.kvk, str(manifest.verslagjaar), manifest.report)
    for what, said, found in zip(("board", "kvk", "year", "report"), of_manifest, of_instance, strict=True):
        if said != found:
            field, claim, truth = (
                Phrase(f"submission.checking.{what}"),
                one_line(said, _LONGEST),
                one_line(found, _LONGEST),
            )
            raise PipelineError("submission.disagreement", what=field, said=claim, found=truth)


def _difference(name: str, theirs: bytes, ours: bytes) -> tuple[Phrase | str, Phrase | str, Phrase | str]:
    """Return where two files differ first, and what each of them says there."""
    if name.endswith(".json"):
        try:
            found = next(_leaves(json.loads(theirs), json.loads(ours), ""), None)
        except (ValueError, RecursionError):
            found = None
        if found is not None:
            return found
    if name.endswith((".xlsx", ".xlsm", ".ods")):
        return Phrase("submission.checking.somewhere"), "…", "…"
    lines = zip(theirs.splitlines(), ours.splitlines(), strict=False)
    number, said, here = next(
        ((place, *pair) for place, pair in enumerate(lines, 1) if pair[0] != pair[1]), (0, b"", b"")
    )
    if not number:
        return Phrase("submission.checking.end"), "…", "…"
    return f"{number}", _told(said.decode("utf-8", "replace").strip()), _told(here.decode("utf-8", "replace").strip())


def _leaves(theirs: object, ours: object, place: str) -> Iterator[tuple[str, Phrase | str, Phrase | str]]:
    """Give every place where two JSON values differ."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(theirs.keys() | ours.keys()):
            inside = f"{place}.{one_line(str(key), _LONGEST)}".lstrip(".")
            yield from _leaves(theirs.get(key, _ABSENT), ours.get(key, _ABSENT), inside)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for number, pair in enumerate(zip(theirs, ours, strict=True)):
            yield from _leaves(*pair, f"{place}[{number}]")
    elif theirs != ours:
        yield place, _told(theirs), _told(ours)


def _told(value: object) -> Phrase | str:
    if isinstance(value, Phrase):
        return value
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), _LONGEST) or "-"
