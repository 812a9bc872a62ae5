"""An account in one of its forms, from the bytes of an instance, or from a file or dossier that a user names."""

from pathlib import Path
from typing import Final

from xbrl_pipeline.base.markup import parse
from xbrl_pipeline.dossier.names import INSTANCE, MANIFEST
from xbrl_pipeline.dossier.seal import read_kept
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.reader import parse_instance, read_instance
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.rendering.account import make_account
from xbrl_pipeline.rendering.forms import OpenedReport, Rendered, RenderForm
from xbrl_pipeline.rendering.page import Writer, account_page
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import profile_of
from xbrl_pipeline.taxonomy.store import load_model

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def open_named(path: Path, engine: Engine) -> OpenedReport:
    """Read an instance, or that of a dossier; without its taxonomy nothing can be shown: PipelineError."""
    if path.is_dir():
        kept = read_kept(path) if (path / MANIFEST).is_file() else {}
        if INSTANCE not in kept:
            raise PipelineError("render.no_dossier", ExitCode.USAGE, path=str(path))
        given, name = parse_instance(kept[INSTANCE], INSTANCE), path.resolve().name
    else:
        given, name = read_instance(path), path.stem
    found = (profile for url in given.schema_refs if (profile := profile_of(url)) is not None)
    profile = next(found, None)
    if profile is None:
        url = next(iter(given.schema_refs), "-")
        raise PipelineError("render.no_taxonomy", ExitCode.NOT_VALIDATED, path=str(path), url=url)
    return OpenedReport(name, given.data, load_model(profile, engine))


def language_of(data: bytes) -> str:
    """Return the language that a report is in, of those that the program speaks (SCP-10)."""
    lang = parse(data).get(_LANG, "")[:2].lower()
    return lang if lang in LANGUAGES else LANGUAGES[0]


def as_page(data: bytes, model: TaxonomyModel, lang: str = "") -> Rendered:
    """Return a well-formed instance as a page, in its own language unless another one is asked for."""
    words = AccountWords(model, messages(lang or language_of(data)))
    account, writer = make_account(data, model, words.messages), Writer(words)
    page = account_page(account, writer, data)
    return Rendered(page, len(writer.written), len(account.facts))


def render(opened: OpenedReport, form: RenderForm, lang: str = "") -> Rendered:
    """Return an account in one of its forms."""
    match form:
        case RenderForm.HTML:
            return as_page(opened.data, opened.model, lang)
        case RenderForm.PDF:
            from xbrl_pipeline.rendering.pdf import as_pdf  # noqa: PLC0415 - takes a second, and need not be installed

            page = as_page(opened.data, opened.model, lang)
            return Rendered(as_pdf(page.data), page.shown, page.total)
        case RenderForm.IXBRL:
            from xbrl_pipeline.rendering.inline import as_package  # noqa: PLC0415 - beside the form that is not always there

            return as_package(opened, lang or language_of(opened.data))
