"""``mapping known``: what was answered before, and is used for workbooks with the same layout."""

import json

import click

from xbrl_pipeline.cli.options import json_option, lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.model.outcome import ExitCode


@click.group("known", help=words("mapping.known.help"))
def command() -> None:
    """Group the actions on earlier answers."""


@command.command("list", help=words("mapping.known.list.help"))
@lang_option
@json_option
def list_command(lang: str, as_json: bool) -> int:
    """Print each board and layout of which answers are known."""
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.plain import one_line
    from xbrl_pipeline.recognise.known import list_known

    texts = messages(lang)
    files, damaged = list_known()
    for name in damaged:
        click.echo(texts.text("known.damaged", name=name), err=True)
    if as_json:
        click.echo(json.dumps([_summary(json.loads(file.model_dump_json())) for file in files], indent=2))
        return ExitCode.VALID
    for file in files:
        click.echo(
            texts.text(
                "known.line",
                name=file.name,
                board=file.bestuursnummer,
                n=len(file.answers),
                workbook=one_line(file.workbook),
                when=file.learned.date(),
            )
        )
    if not files:
        click.echo(texts.text("known.nothing"))
    return ExitCode.VALID


def _summary(data: dict[str, object]) -> dict[str, object]:
    """Return what a list says of one entry: all but the answers themselves and the words of the layout."""
    answers = data.pop("answers")
    data.pop("marks")
    return {**data, "answers": len(answers) if isinstance(answers, list) else 0}


@command.command("show", help=words("mapping.known.show.help"))
@click.argument("name")
@lang_option
@json_option
def show_command(name: str, lang: str, as_json: bool) -> int:
    """Print the answers of one board and layout."""
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.plain import one_line
    from xbrl_pipeline.recognise.known import find_known

    texts = messages(lang)
    file = find_known(name)
    if as_json:
        click.echo(file.model_dump_json(indent=2))
        return ExitCode.VALID
    click.echo(
        texts.text("known.head", board=file.bestuursnummer, workbook=one_line(file.workbook), n=len(file.answers))
    )
    for answer in file.answers:
        topic = texts.text(f"review.topic.{answer.topic}")
        shown, asked = one_line(answer.shown), one_line(answer.asked)
        click.echo(texts.text("known.answer", topic=topic, question=asked, answer=shown, id=one_line(answer.question)))
    return ExitCode.VALID


@command.command("forget", help=words("mapping.known.forget.help"))
@click.argument("name", required=False)
@click.option("--question", default="", help=words("mapping.known.question"))
@click.option("--all", "everything", is_flag=True, help=words("mapping.known.all"))
@lang_option
def forget_command(name: str | None, question: str, everything: bool, lang: str) -> int:
    """Throw answers away: one, those of a board and layout, or all."""
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.model.outcome import PipelineError
    from xbrl_pipeline.recognise.known import forget, forget_all

    texts = messages(lang)
    if everything == (name is not None):
        raise PipelineError("known.which", ExitCode.USAGE)
    if name is None:
        click.echo(texts.text("known.forgotten_all", n=forget_all()))
    else:
        forget(name, question)
        click.echo(texts.text("known.forgotten", name=name))
    return ExitCode.VALID
