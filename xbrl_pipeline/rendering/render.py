"""An account in one of its forms, from the bytes of an instance."""

from typing import Final

from xbrl_pipeline.base.markup import parse
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.rendering.account import make_account
from xbrl_pipeline.rendering.forms import OpenedReport, Rendered, RenderForm
from xbrl_pipeline.rendering.page import Writer, account_page
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.model import TaxonomyModel

_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


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
