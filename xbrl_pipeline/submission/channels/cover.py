"""The cover sheet of a package: what lies in it, whose it is, and what to do with it; for people and for programs."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.submission.channels import Parcel
from xbrl_pipeline.submission.deadlines import last_day
from xbrl_pipeline.submission.schema import CoverFile, written
from xbrl_pipeline.submission.tables import parsed

STEPS: Final = ("login", "upload", "compare", "send", "status", "confirm")


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the sheet."""

    parcel: Parcel
    files: dict[str, str]  # in the package: path -> SHA-256
    contact: str
    missing: tuple[str, ...]  # PDFs that Mijn DUO asks for
    pdfs_checked: bool
    practice: bool  # made with a taxonomy that no receiver takes

    @property
    def has_pdfs(self) -> bool:
        """Whether any of them lies in the package."""
        return any(name.endswith(".pdf") for name in self.files)


def cover_json(cover: Cover) -> bytes:
    """Return the sheet for programs."""
    parcel, item = cover.parcel, cover.parcel.item
    return written(
        CoverFile(
            number=item.id,
            reference=parcel.reference,
            bestuursnummer=item.bestuursnummer,
            name=item.name,
            verslagjaar=item.verslagjaar,
            report=item.report,
            corrects=item.corrects_id,
            files=cover.files,
            taxonomy=item.taxonomy,
            taxonomy_sha256=item.taxonomy_sha256,
            rules=item.rules,
            warnings=item.warnings,
            manifest_sha256=item.manifest_sha256,
            prepared_by=item.prepared_by,
            approved_by=parcel.approved_by,
            approved_at=parsed(parcel.approved_at),
            handed_over_by=parcel.handed_over_by,
            contact=cover.contact,
            last_day=last_day(item.verslagjaar),
            pdfs_checked=cover.pdfs_checked,
            pdfs_missing=cover.missing,
            practice=cover.practice,
            event=parcel.head.seq,
            event_hash=parcel.head.hash,
        )
    )


def cover_html(cover: Cover, texts: Messages) -> bytes:
    """Return the sheet for people, on one page of paper."""

    def say(code: str, **gaps: object) -> str:
        return texts.text(f"submission.cover.{code}", **gaps)

    page = _template().render(cover=cover, say=say, lang=texts.lang, steps=STEPS, day=_day, **_facts(cover))
    return page.encode("utf-8")


def _facts(cover: Cover) -> dict[str, object]:
    item = cover.parcel.item
    instance = next(name for name in cover.files if name.endswith(".xbrl"))
    return {
        "item": item,
        "parcel": cover.parcel,
        "instance": instance,
        "instance_sha256": cover.files[instance],
        "deadline": last_day(item.verslagjaar),
        "approved": _day(parsed(cover.parcel.approved_at).astimezone().date()),
    }


def _day(value: date) -> str:
    return f"{value:%d-%m-%Y}"


@cache
def _template() -> Template:
    loader = PackageLoader("xbrl_pipeline.submission")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(
        "voorblad.html"
    )
