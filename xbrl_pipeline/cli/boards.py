"""``boards``: the register of school boards that reports are held against."""

import json
from pathlib import Path

import click

from xbrl_pipeline.cli.options import json_option, lang_option
from xbrl_pipeline.cli.wording import words
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.boards import Board, Register
from xbrl_pipeline.model.outcome import ExitCode


@click.group("boards", help=words("boards.help"))
def command() -> None:
    """Group the actions on the register of boards."""


@command.command("update", help=words("boards.update.help"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@lang_option
def update_command(files: tuple[Path, ...], lang: str) -> int:
    """Read lists of boards and keep them in place of the register that was there."""
    from xbrl_pipeline.boards.store import update_register
    from xbrl_pipeline.messages import messages

    texts = messages(lang)
    register, lists = update_register(files)
    for each in lists:
        if each.remarks:
            click.echo(texts.text("boards.remarks", name=each.ref.name, cells=each.remarks), err=True)
        if not each.has_kvk:
            click.echo(texts.text("boards.without_kvk", name=each.ref.name), err=True)
    _show_head(register, texts)
    return ExitCode.VALID


@command.command("list", help=words("boards.list.help"))
@lang_option
@json_option
def list_command(lang: str, as_json: bool) -> int:
    """Print where the register comes from, and every board in it."""
    from xbrl_pipeline.boards.store import RegisterFile, find_register
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.plain import escaped

    texts = messages(lang)
    register = find_register()
    if as_json:
        shown = "null" if register is None else RegisterFile.model_validate(register).model_dump_json(indent=2)
        click.echo(escaped(shown))
        return ExitCode.VALID
    if register is None:
        click.echo(texts.text("boards.nothing"))
        return ExitCode.VALID
    _show_head(register, texts)
    for board in register.boards:
        kvks = ", ".join(board.kvks) or "-"
        place = ", ".join(board.places[:1]) or "-"
        click.echo(texts.text("boards.line", number=board.number, name=board.names[0], place=place, kvks=kvks))
    return ExitCode.VALID


@command.command("show", help=words("boards.show.help"))
@click.argument("wanted", metavar="NAME")
@lang_option
@json_option
def show_command(wanted: str, lang: str, as_json: bool) -> int:
    """Print all that the register says of a board, by one of its numbers or a part of its name."""
    from xbrl_pipeline.boards.store import board_data, search_boards
    from xbrl_pipeline.messages import messages
    from xbrl_pipeline.messages.plain import escaped

    texts = messages(lang)
    found = search_boards(wanted)
    if as_json:
        click.echo(escaped(json.dumps(list(map(board_data, found)), ensure_ascii=False, indent=2)))
        return ExitCode.VALID
    for board in found:
        _show_board(board, texts)
    return ExitCode.VALID


@command.command("forget", help=words("boards.forget.help"))
@lang_option
def forget_command(lang: str) -> int:
    """Throw the register away, so that reports are held against none."""
    from xbrl_pipeline.boards.store import forget_register
    from xbrl_pipeline.messages import messages

    click.echo(messages(lang).text("boards.forgotten" if forget_register() else "boards.nothing"))
    return ExitCode.VALID


def _show_head(register: Register, texts: Messages) -> None:
    """Print how many boards there are, from which lists, and when these were read."""
    with_kvk = sum(bool(board.kvks) for board in register.boards)
    click.echo(texts.text("boards.head", n=len(register.boards), kvk=with_kvk, when=register.loaded.date()))
    for each in register.lists:
        click.echo(texts.text("boards.source", name=each.name, n=each.boards, sha256=each.sha256))
    click.echo(texts.text("boards.content", sha256=register.sha256))


def _show_board(board: Board, texts: Messages) -> None:
    click.echo(texts.text("boards.board", number=board.number))
    for code in ("names", "kvks", "places", "sectors"):
        shown = "; ".join(getattr(board, code)) or "-"
        click.echo(texts.text(f"boards.board.{code}", shown=shown))
