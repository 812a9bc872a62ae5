"""What the commands of ``queue`` do: ask the room, and print."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console

from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.cli.office import QueueSession, each, print_json
from xbrl_pipeline.cli.queue_versions import difference_of
from xbrl_pipeline.cli.queue_view import (
    detail_lines,
    plain_details,
    plain_item,
    plain_row,
    plain_week,
    table,
    week_lines,
)
from xbrl_pipeline.dossier.names import MANIFEST
from xbrl_pipeline.messages.plain import visible
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.calendar import calendar
from xbrl_pipeline.submission.channels import ChannelKind, HandoverWish
from xbrl_pipeline.submission.deadlines import worklist
from xbrl_pipeline.submission.details import details
from xbrl_pipeline.submission.files import sweep
from xbrl_pipeline.submission.handover import handover
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.queue import IntakeRequest, add
from xbrl_pipeline.submission.stocktaking import verify_queue
from xbrl_pipeline.submission.viewing import LaidOut, lay_out
from xbrl_pipeline.submission.week import this_week


def add_all(at: QueueSession, folders: tuple[Path, ...], wish: IntakeRequest, *, as_json: bool, quiet: bool) -> int:
    """Add dossiers; one that is refused does not stop the others."""
    made: list[dict[str, object]] = []

    def add_one(folder: Path) -> None:
        added = add(at.office, folder, at.subject, now=at.now, wish=wish)
        made.append(plain_item(added.item) | {"already": added.already})
        if not (as_json or quiet):
            _say(at, "already" if added.already else "added", added.item)

    code = each(_dossiers(folders), add_one, at.texts)
    if as_json:
        print_json(made[0] if len(folders) == len(made) == 1 else made)
    return code


def _dossiers(folders: Iterable[Path]) -> Iterator[Path]:
    """Give each dossier; of a folder without a manifest of its own the dossiers in it."""
    for folder in folders:
        inside = [] if (folder / MANIFEST).exists() else sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
        yield from inside or [folder]


def _say(at: QueueSession, code: str, item: QueueItem) -> None:
    gaps = {"bestuursnummer": item.bestuursnummer, "verslagjaar": str(item.verslagjaar), "report": item.report}
    click.echo(at.texts.text(f"cli.queue.{code}", item=item.number, state=item.state.phrase, **gaps))


def done(at: QueueSession, item: QueueItem, *, as_json: bool) -> int:
    """Say where an item stands now."""
    if as_json:
        print_json(plain_item(item))
    else:
        _say(at, "now", item)
    return ExitCode.VALID


def show_list(at: QueueSession, *, only_open: bool, as_json: bool) -> int:
    """Show the queue, most urgent first."""
    rows = [row for row in worklist(at.office, at.subject, now=at.now) if row.open or not only_open]
    if as_json:
        print_json([plain_row(row, at.texts) for row in rows])
    elif rows:
        Console().print(table(rows, at.texts))
    else:
        click.echo(at.texts.text("cli.queue.empty"))
    return ExitCode.VALID


def show_item(at: QueueSession, number: str, *, as_json: bool) -> int:
    """Show one item with all its papers."""
    found = details(at.office, at.subject, number, now=at.now)
    told, difference = difference_of(at, found.item)
    if as_json:
        print_json(plain_details(found) | {"difference": difference})
    else:
        for line in detail_lines(found, at.texts, told):
            click.echo(visible(line))
    return ExitCode.VALID


def open_report(at: QueueSession, number: str, out: Path | None, *, browser: bool, as_json: bool) -> int:
    """Lay the report of an item out from the store, and open it where there is somebody to see it."""
    own = at.office.store.folder.parent / "bekijken"
    sweep(own, "*-*")
    laid = lay_out(at.office, at.subject, number, out or own, now=at.now)
    if as_json:
        print_json(plain_item(laid.item) | {"folder": str(laid.folder), "page": str(laid.page)} | _account(laid))
        return ExitCode.VALID
    _say(at, "now", laid.item)
    click.echo(at.texts.text("cli.queue.opened", page=str(laid.page), version=str(laid.item.version)))
    if laid.account is not None:
        click.echo(at.texts.text("cli.queue.opened_account", page=str(laid.account)))
    if browser and sys.stdout.isatty():
        click.launch(str(laid.page))
    return ExitCode.VALID


def _account(laid: LaidOut) -> dict[str, str]:
    return {} if laid.account is None else {"account": str(laid.account)}


def approve_all(at: QueueSession, numbers: tuple[str, ...], seen: int | None, *, as_json: bool) -> int:
    """Approve items one by one."""

    def approve_one(number: str) -> None:
        done(at, approve(at.office, at.subject, number, now=at.now, seen=seen), as_json=as_json)

    return each(numbers, approve_one, at.texts)


def hand_over_all(
    at: QueueSession,
    numbers: tuple[str, ...],
    kind: ChannelKind,
    wish: HandoverWish,
    seen: int | None,
    *,
    as_json: bool,
) -> int:
    """Hand items over one by one."""

    def hand_over_one(number: str) -> None:
        handed = handover(at.office, at.subject, number, kind.open(wish), now=at.now, seen=seen)
        if as_json:
            print_json(plain_item(handed.item) | {"receipt": handed.answer.receipt, "remarks": handed.answer.remarks})
            return
        _say(at, "now", handed.item)
        click.echo(at.texts.text(kind.handed, place=handed.answer.receipt, item=handed.item.number))
        for remark in handed.answer.remarks:
            click.echo(f"! {remark}")

    return each(numbers, hand_over_one, at.texts)


def verify(at: QueueSession, *, as_json: bool) -> int:
    """Hash the store and the dossiers again."""
    stock = verify_queue(at.office, at.subject, now=at.now)
    if as_json:
        print_json({"files": stock.files, "items": stock.items, "flaws": stock.flaws, "remarks": stock.remarks})
        return ExitCode.INVALID if stock.flaws else ExitCode.VALID
    for flaw in (*stock.flaws, *stock.remarks):
        click.echo(f"{at.texts.text(f'submission.flaw.{flaw.code}')}: {flaw.place}")
    code = "flawed" if stock.flaws else "sound"
    counts = {"files": stock.files, "items": stock.items, "flaws": len(stock.flaws)}
    click.echo(at.texts.text(f"cli.queue.verify.{code}", **counts))
    return ExitCode.INVALID if stock.flaws else ExitCode.VALID


def show_week(at: QueueSession, *, as_json: bool) -> int:
    """Show what to look at this week."""
    week = this_week(at.office, at.subject, now=at.now)
    if as_json:
        print_json(plain_week(week, at.texts))
    else:
        for line in week_lines(week, at.texts):
            click.echo(visible(line))
    return ExitCode.VALID


def write_calendar(at: QueueSession, out: Path, *, as_json: bool) -> int:
    """Write the deadlines to a file."""
    rows = worklist(at.office, at.subject, now=at.now)
    write_all(out.absolute().parent, {out.name: calendar(rows, at.texts, now=at.now)})
    count = len({(row.bestuursnummer, row.verslagjaar, row.report) for row in rows if row.open})
    if as_json:
        print_json({"file": str(out), "deadlines": count})
    else:
        click.echo(at.texts.text("cli.queue.calendar.written", path=str(out), count=count))
    return ExitCode.VALID
