"""The command group and the one boundary where exceptions end."""

import sys
from importlib import import_module
from typing import Final

import click

from xbrl_pipeline.base.system import set_up_output
from xbrl_pipeline.cli.options import show_problem
from xbrl_pipeline.cli.wording import SPOKEN, default_lang, show_usage_error, words
from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

# command -> module; a module is imported when its command is used, so that --help answers at once
_COMMANDS: Final = {
    "run": "run",
    "convert": "convert",
    "validate": "validate",
    "compare": "compare",
    "render": "render",
    "template": "template",
    "migrate": "migrate",
    "mapping": "mapping",
    "taxonomy": "taxonomy",
    "boards": "boards",
    "queue": "queue",
    "role": "role",
    "token": "token",
    "audit": "audit",
    "explain": "explain",
    "engine": "engine",
    "scheduler": "cluster",
    "worker": "cluster",
    "serve": "serve",
    "doctor": "doctor",
    "demo": "demo",
}
_NAMES: Final = {"scheduler": "scheduler_command", "worker": "worker_command"}  # two in one module


class _LazyGroup(click.Group):
    """Lists commands by name and imports the module of the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands in the order of the work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return one command."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(
            import_module(f"xbrl_pipeline.cli.{_COMMANDS[cmd_name]}"), _NAMES.get(cmd_name, "command")
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List each command with a line of help, without importing it."""
        with formatter.section(words("commands")):
            formatter.write_dl([(name, words(f"{name}.short")) for name in _COMMANDS])


def _show_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Tell the versions of the program, its engine and the installed taxonomies, and leave."""
    if not wanted:
        return
    from xbrl_pipeline.base.program import identity
    from xbrl_pipeline.engine import NAME, engine_version
    from xbrl_pipeline.taxonomy.packages import versions

    click.echo(f"xbrl-pipeline {identity()}\n{NAME} {engine_version()}")
    for name, version in versions().items():
        click.echo(f"{name} {version}")
    context.exit()


@click.group(cls=_LazyGroup, help=words("help"))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=words("option.lang"))
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help=words("option.version")
)
def cli() -> None:
    """Group all commands; its help comes from the catalogue."""


def main() -> None:
    """Run the command line and leave with its exit code; no exception gets past this point."""
    set_up_output()
    sys.exit(guarded(sys.argv[1:]))


def guarded(arguments: list[str]) -> int:
    """Run one command and return its exit code, whatever happens."""
    spoken = SPOKEN.set(_lang(arguments))
    try:
        return _run(arguments, messages(default_lang()))
    finally:
        SPOKEN.reset(spoken)


def _run(arguments: list[str], texts: Messages) -> int:
    try:
        code = cli.main(arguments, standalone_mode=False)
        return code if isinstance(code, int) else ExitCode.VALID
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        show_usage_error(error)
        return ExitCode.USAGE
    except PipelineError as error:
        show_problem(error, texts)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(texts.text("internal.interrupted"), err=True)
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the boundary: no traceback reaches a user
        from xbrl_pipeline.batch.incidents import record_incident

        show_problem(record_incident(error), texts)
        return ExitCode.INTERNAL


def _lang(arguments: list[str]) -> str:
    """Return the language a user asked for, before click has looked at the arguments; empty where none was."""
    for place, argument in enumerate(arguments):
        given = arguments[place + 1 : place + 2] if argument == "--lang" else []
        chosen = given[0] if given else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and chosen in ("nl", "en"):
            return chosen
    return ""
