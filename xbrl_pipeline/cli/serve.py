"""``serve``: the workbench, a server for the browser on this machine."""

from pathlib import Path

import click

from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode


@click.command("serve", help=words("serve.help"))
@click.option("--host", default="127.0.0.1", show_default=True, help=words("serve.host"))
@click.option("--port", type=click.IntRange(0, 65_535), default=8470, show_default=True, help=words("serve.port"))
@click.option("--open/--no-open", "show", default=True, help=words("serve.open"))
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=None, help=words("serve.folder"))
@click.option("--samples", is_flag=True, help=words("serve.samples"))
@lang_option
def command(host: str, port: int, show: bool, folder: Path | None, samples: bool, lang: str) -> int:
    """Serve until it is stopped."""
    import secrets
    import webbrowser

    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.taxonomy.store import home
    from xbrl_pipeline.web.serving import listen, serve
    from xbrl_pipeline.web.settings import WebSettings, refuse_open_address

    refuse_open_address(host)
    texts, place = messages(lang), folder or home() / "workbench"
    with listen(host, port) as listening:
        number = listening.getsockname()[1]
        settings = WebSettings(place, secrets.token_urlsafe(24), host, number)

        def ready() -> None:
            address = f"http://{f'[{host}]' if ':' in host else host}:{number}/start?sleutel={settings.start_key}"
            click.echo(f"{texts.text('cli.serve.ready')}\n{address}\n{texts.text('cli.serve.stop')}")
            if show:
                webbrowser.open(address)

        serve(settings, listening, ready, samples=samples, lang=lang)
    return ExitCode.VALID
