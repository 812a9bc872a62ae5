"""What is rendered and what comes of it."""

from dataclasses import dataclass
from enum import StrEnum

from xbrl_pipeline.taxonomy.model import TaxonomyModel


class RenderForm(StrEnum):
    """How an account is written."""

    HTML = "html"
    PDF = "pdf"
    IXBRL = "ixbrl"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of an account, how many facts an instance has, and how many of these it shows."""

    data: bytes
    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """An instance that is to be shown, under the name of its file, with its taxonomy."""

    name: str
    data: bytes
    model: TaxonomyModel
