"""The page as a PDF: tagged for who cannot see it (PDF/UA), with bookmarks, page numbers and a table of contents."""

from xbrl_pipeline.model.outcome import ExitCode, Phrase, PipelineError

_UA: str = "pdf/ua-1"


def as_pdf(page: bytes) -> bytes:
    """Return a page as a PDF; where WeasyPrint or Pango is not there that is a PipelineError.

    Nothing is fetched: a page that names anything from elsewhere is shown without it.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - need not be installed
    except ImportError as error:
        raise _lacking("library") from error
    except OSError as error:  # it loads Pango when it is imported
        raise _lacking("pango") from error
    data = HTML(string=page.decode(), url_fetcher=_refuse).write_pdf(pdf_variant=_UA)
    return bytes(data or b"")


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    raise ValueError(url)


def _lacking(what: str) -> PipelineError:
    return PipelineError("render.no_pdf", ExitCode.INPUT_REFUSED, cause=Phrase(f"render.no_pdf.{what}"))
