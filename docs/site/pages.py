"""What the site has besides ``docs/``: the papers of the project, and a page for each code, out of the catalogue."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from xbrl_pipeline.cli.explain import parts_of
from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.messages.explanations import explained_codes

_ROOT: Final = Path(__file__).resolve().parents[2]
_PAPERS: Final = {
    "index.md": "README.md",
    "CONTRIBUTING.md": "CONTRIBUTING.md",
    "CHANGELOG.md": "CHANGELOG.md",
    "SECURITY.md": "SECURITY.md",
    "LICENSE.md": "LICENSE",
}
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>()#+.!|~-])")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages; called by mkdocs."""
    pages = (*_papers(), *(page for lang in LANGUAGES for page in code_pages(messages(lang))))
    for address, text in pages:
        files.append(File.generated(config, address, content=text))
    return files


def _papers() -> Iterator[tuple[str, str]]:
    """Give the papers of the project, with links as they are on the site."""
    for address, name in _PAPERS.items():
        text = (_ROOT / name).read_text("utf-8")
        yield (
            address,
            text.replace("](docs/", "](").replace("](README.md", "](index.md").replace("](LICENSE)", "](LICENSE.md)"),
        )


def code_pages(texts: Messages) -> Iterator[tuple[str, str]]:
    """Give the address and the text of the page of each code, and of the list of them, in one language."""
    codes = {code: page_name(code) for code in explained_codes(texts)}
    if len({name.casefold() for name in codes.values()}) < len(codes):
        msg = "two codes would have one page"
        raise ValueError(msg)
    listed = [f"# {texts.text('report.explanations')}\n\n{texts.text('report.explanations.more')}\n"]
    for room, among in groupby(codes, key=lambda code: re.split(r"[.:]", code)[0]):
        links = "\n".join(f"- [{_plain(code)}]({texts.lang}/{codes[code]}.md)" for code in among)
        listed.append(f"\n## {_plain(room)}\n\n{links}\n")
    yield f"codes/{texts.lang}.md", "".join(listed)
    for code, name in codes.items():
        told = "".join(f"## {title}\n\n{_plain(text)}\n\n" for title, text in parts_of(code, texts) or ())
        yield f"codes/{texts.lang}/{name}.md", f"# {_plain(code)}\n\n{told}"


def page_name(code: str) -> str:
    """Return the name of the page of a code; a code that ends in ``*`` stands for a family."""
    return re.sub(r"[^\w.-]", "-", code.replace("*", "all"))


def _plain(text: str) -> str:
    """Write a text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\n", "  \n")
