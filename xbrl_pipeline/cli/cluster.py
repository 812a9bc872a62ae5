"""``scheduler`` and ``worker``: machines that check files for runs elsewhere."""

import os
from importlib.util import find_spec

import click

from xbrl_pipeline.cli.options import lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode, PipelineError


def _refuse_without_dask() -> None:
    if find_spec("distributed") is None:
        raise PipelineError("cluster.not_installed", ExitCode.USAGE)


@click.command("scheduler", help=words("scheduler.help"))
@click.argument("address", default="tcp://127.0.0.1:8786")
@lang_option
def scheduler_command(address: str, lang: str) -> int:
    """Hand out work until this process is ended."""
    _refuse_without_dask()
    from xbrl_pipeline.batch.dask_setup import run_scheduler
    from xbrl_pipeline.messages import messages

    texts = messages(lang)
    run_scheduler(address, lambda place: click.echo(texts.text("cli.cluster.scheduler", address=place)))
    return ExitCode.VALID


@click.command("worker", help=words("worker.help"))
@click.argument("address", envvar="XBRL_PIPELINE_CLUSTER")
@click.option("--jobs", type=click.IntRange(1), default=None, help=words("option.jobs"))
@lang_option
def worker_command(address: str, jobs: int | None, lang: str) -> int:
    """Check files for a scheduler until that or this process ends."""
    _refuse_without_dask()
    from xbrl_pipeline.batch.dask_setup import run_worker
    from xbrl_pipeline.messages import messages

    texts, checkers = messages(lang), jobs or os.cpu_count() or 1
    run_worker(
        address,
        checkers,
        lambda place: click.echo(texts.text("cli.cluster.worker", n=checkers, address=address, place=place)),
    )
    return ExitCode.VALID
