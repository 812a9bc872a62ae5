"""``render``: an instance as an annual account that a person can read."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import out_option, quiet_option
from xbrl_pipeline.cli.wording import default_lang, words
from xbrl_pipeline.messages import LANGUAGES

FORMATS = click.Choice(["html", "pdf", "ixbrl"])
_SUFFIXES = {"html": ".html", "pdf": ".pdf", "ixbrl": ".xbri"}


@click.command("render", help=words("render.help"))
@click.argument("path", metavar="INSTANCE|DOSSIER", type=click.Path(path_type=Path))
@click.option("--format", "kind", type=FORMATS, default="html", show_default=True, help=words("render.format"))
@click.option("--lang", type=click.Choice(LANGUAGES), default=None, help=words("render.lang"))
@out_option(None)
@quiet_option
def command(path: Path, kind: str, lang: str | None, out: Path | None, quiet: bool) -> int:
    """Write the account, named after the instance or the dossier."""
    from xbrl_pipeline.base.files import write_all
    from xbrl_pipeline.cli.progress import busy
    from xbrl_pipeline.engine import Engine
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.plain import visible
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.rendering.forms import RenderForm
    from xbrl_pipeline.showing import show

    texts = messages(lang or default_lang())
    with busy(texts, "cli.busy.form", quiet=quiet), Engine() as engine:
        stem, made = show(path, RenderForm(kind), engine, lang or "")
    folder = out or Path()
    name = f"{stem}{_SUFFIXES[kind]}"
    write_all(folder, {name: made.data})
    if not quiet:
        gaps = {"shown": made.shown, "total": made.total}
        click.echo(texts.text("cli.render.done", path=visible(str(folder / name)), **gaps))
    return ExitCode.VALID
