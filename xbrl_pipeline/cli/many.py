"""What commands over many files share: their options, and a line of JSON for each file."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages.plain import visible

if TYPE_CHECKING:  # importing the engine would make --help wait
    from xbrl_pipeline.engine import EngineSettings
    from xbrl_pipeline.messages import Messages

Command = Callable[..., Any]
_WORTH_IT: Final = 4  # files for each worker process, where the user names no number
_SECONDS: Final = 300.0
_MEBIBYTES: Final = 2048


def many_options(command: Command) -> Command:
    """Add ``--list``, ``--jobs``, ``--jsonl``, ``--no-cache``, ``--keep``, ``--cluster``, ``--shared`` and limits."""
    file = click.Path(path_type=Path, dir_okay=False)
    for option in (
        click.option("--memory-limit", type=click.IntRange(64), default=_MEBIBYTES, help=words("option.memory_limit")),
        click.option("--time-limit", type=click.FloatRange(1), default=_SECONDS, help=words("option.time_limit")),
        click.option("--keep/--no-keep", default=True, envvar="XBRL_PIPELINE_KEEP", help=words("option.keep")),
        click.option("--shared", is_flag=True, help=words("option.shared")),
        click.option(
            "--cluster", envvar="XBRL_PIPELINE_CLUSTER", metavar="tcp://HOST:PORT", help=words("option.cluster")
        ),
        click.option("--no-cache", is_flag=True, help=words("option.no_cache")),
        click.option("--jsonl", is_flag=True, help=words("option.jsonl")),
        click.option("--jobs", type=click.IntRange(1), default=None, help=words("option.jobs")),
        click.option("--list", "lists", multiple=True, type=file, help=words("option.list")),
    ):
        command = option(command)
    return command


def jobs_for(files: int, chosen: int | None) -> int:
    """Return how many files to check at the same time."""
    return chosen or max(1, min(os.cpu_count() or 1, files // _WORTH_IT))


def engine_settings(*, time_limit: float, memory_limit: int, no_cache: bool, keep: bool = False) -> "EngineSettings":
    """Return the settings of the engine; what was said before is kept with the state of the program."""
    from xbrl_pipeline.engine import EngineSettings
    from xbrl_pipeline.taxonomy.store import home

    results = None if no_cache else home() / "results"
    return EngineSettings(time_limit=time_limit, memory_limit=memory_limit, results=results, keep=keep)


def print_line(line: bytes) -> None:
    """Write a line of JSON at once, so that another program can follow."""
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def print_left_out(unread: Iterable[Path], texts: "Messages") -> None:
    """Write a line of JSON for each file that was not read."""
    from xbrl_pipeline.inputs.plan import why_left_out
    from xbrl_pipeline.reporting.lines import left_out_line

    for file in unread:
        print_line(left_out_line(file, why_left_out(file), texts))


def sentence_about(path: Path, sentence: str) -> str:
    """Return a sentence that names its file in full, and once."""
    name_in_full = visible(str(path))
    for name in (name_in_full, visible(path.name)):
        if sentence.startswith(f"{name} "):
            return f"{name_in_full}{sentence.removeprefix(name)}"
    if name_in_full in sentence:
        return sentence
    return f"{name_in_full}: {sentence}"
