"""``queue``: from a valid dossier to what DUO said of it."""

from datetime import UTC, datetime
from pathlib import Path

import click

from xbrl_pipeline.cli.compare import FORMATS
from xbrl_pipeline.cli.options import Command, database_option, json_option, lang_option, quiet_option
from xbrl_pipeline.cli.wording import words

_FILE = click.Path(path_type=Path)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_DATE = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
_DAY = click.DateTime(["%Y-%m-%d", "%d-%m-%Y", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M"])


def _common(command: Command) -> Command:
    """Add ``--database``, ``--lang`` and ``--json``."""
    return database_option(lang_option(json_option(command)))


def _version(command: Command) -> Command:
    """Add ``--version``: what the user looked at."""
    return click.option("--version", "seen", type=int, default=None, help=words("queue.version"))(command)


@click.group("queue", help=words("queue.help"))
def command() -> None:
    """Group the actions of the queue."""


@command.command("add", help=words("queue.add.help"))
@click.argument("dossiers", nargs=-1, required=True, type=_FILE)
@click.option("--strict", is_flag=True, help=words("queue.add.strict"))
@click.option("--hold", is_flag=True, help=words("queue.add.hold"))
@click.option("--corrects", default="", metavar="NR", help=words("queue.add.corrects"))
@click.option("--reason", default="", help=words("queue.add.reason"))
@_common
@quiet_option
def add_command(
    dossiers: tuple[Path, ...],
    strict: bool,
    hold: bool,
    corrects: str,
    reason: str,
    database: str | None,
    lang: str,
    as_json: bool,
    quiet: bool,
) -> int:
    """Add dossiers, or all dossiers in a folder."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import add_all
    from xbrl_pipeline.submission.queue import IntakeRequest

    return add_all(
        desk(database, lang),
        dossiers,
        IntakeRequest(strict, hold, corrects, reason, lang),
        as_json=as_json,
        quiet=quiet,
    )


@command.command("list", help=words("queue.list.help"))
@click.option("--open", "only_open", is_flag=True, help=words("queue.list.open"))
@_common
def list_command(only_open: bool, database: str | None, lang: str, as_json: bool) -> int:
    """Show the items of the boards that the subject may see, most urgent first."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import show_list

    return show_list(desk(database, lang), only_open=only_open, as_json=as_json)


@command.command("show", help=words("queue.show.help"))
@click.argument("number", metavar="NR")
@_common
def show_command(number: str, database: str | None, lang: str, as_json: bool) -> int:
    """Show everything about one item."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import show_item

    return show_item(desk(database, lang), number, as_json=as_json)


@command.command("open", help=words("queue.open.help"))
@click.argument("number", metavar="NR")
@click.option("--out", type=_FOLDER, default=None, help=words("queue.open.out"))
@click.option("--no-browser", is_flag=True, help=words("queue.open.no_browser"))
@_common
def open_command(
    number: str, out: Path | None, no_browser: bool, database: str | None, lang: str, as_json: bool
) -> int:
    """Lay the report out from the store and open it."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import open_report

    return open_report(desk(database, lang), number, out, browser=not no_browser, as_json=as_json)


@command.command("compare", help=words("queue.compare.help"))
@click.argument("number", metavar="NR")
@click.option("--format", "kind", type=FORMATS, default="text", show_default=True, help=words("compare.format"))
@click.option("--out", type=_FOLDER, default=None, help=words("option.out"))
@database_option
@lang_option
def compare_command(number: str, kind: str, out: Path | None, database: str | None, lang: str) -> int:
    """Show what differs from the version before."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_versions import show_versions

    return show_versions(desk(database, lang), number, kind, out)


@command.command("approve", help=words("queue.approve.help"))
@click.argument("numbers", nargs=-1, required=True, metavar="NR...")
@_version
@_common
def approve_command(numbers: tuple[str, ...], seen: int | None, database: str | None, lang: str, as_json: bool) -> int:
    """Approve what somebody else prepared."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import approve_all

    return approve_all(desk(database, lang), numbers, seen, as_json=as_json)


@command.command("reject", help=words("queue.reject.help"))
@click.argument("number", metavar="NR")
@click.option("--reason", required=True, help=words("queue.reason"))
@_common
def reject_command(number: str, reason: str, database: str | None, lang: str, as_json: bool) -> int:
    """Send an item back."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import done
    from xbrl_pipeline.submission.approvals import reject

    at = desk(database, lang)
    return done(at, reject(at.office, at.subject, number, reason, now=at.now), as_json=as_json)


@command.command("withdraw", help=words("queue.withdraw.help"))
@click.argument("number", metavar="NR")
@click.option("--reason", required=True, help=words("queue.reason"))
@_common
def withdraw_command(number: str, reason: str, database: str | None, lang: str, as_json: bool) -> int:
    """Take an item out."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import done
    from xbrl_pipeline.submission.queue import withdraw

    at = desk(database, lang)
    return done(at, withdraw(at.office, at.subject, number, reason, now=at.now), as_json=as_json)


@command.command("handover", help=words("queue.handover.help"))
@click.argument("numbers", nargs=-1, required=True, metavar="NR...")
@click.option("--channel", default="portal", show_default=True, metavar="portal|folder|…", help=words("queue.channel"))
@click.option("--out", type=_FOLDER, default="indienen", show_default=True, help=words("queue.handover.out"))
@click.option("--pdf", type=_FOLDER, default=None, help=words("queue.handover.pdf"))
@click.option("--pdf-complete", is_flag=True, help=words("queue.handover.pdf_complete"))
@click.option("--to", "target", type=_FOLDER, default=None, help=words("queue.handover.to"))
@click.option("--wait", type=click.FloatRange(0, 3600), default=10.0, help=words("queue.handover.wait"))
@_version
@_common
def handover_command(
    numbers: tuple[str, ...],
    channel: str,
    out: Path,
    pdf: Path | None,
    pdf_complete: bool,
    target: Path | None,
    wait: float,
    seen: int | None,
    database: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """Hand approved items over."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import hand_over_all
    from xbrl_pipeline.submission.channels import HandoverWish
    from xbrl_pipeline.submission.channels.kinds import find_kind

    kind = find_kind(channel)  # before the queue is opened: what is asked for cannot be done in any
    at = desk(database, lang)
    wish = HandoverWish(at.texts, out, pdf, pdf_complete, target, wait)
    return hand_over_all(at, numbers, kind, wish, seen, as_json=as_json)


@command.command("confirm", help=words("queue.confirm.help"))
@click.argument("number", metavar="NR")
@click.argument("outcome", metavar="[AFLOOP]", default="")
@click.option("--evidence", type=_FILE, default=None, help=words("queue.confirm.evidence"))
@click.option("--note", default="", help=words("queue.confirm.note"))
@click.option("--at", "moment", type=_DAY, default=None, help=words("queue.confirm.at"))
@click.option("--mijn-duo", "reference", default="", metavar="KENMERK", help=words("queue.confirm.reference"))
@click.option("--mijn-duo-on", "received", type=_DATE, default=None, help=words("queue.confirm.reference_on"))
@click.option("--status", default="", help=words("queue.confirm.status"))
@click.option("--status-on", "shown", type=_DATE, default=None, help=words("queue.confirm.status_on"))
@_version
@_common
def confirm_command(
    number: str,
    outcome: str,
    evidence: Path | None,
    note: str,
    moment: datetime | None,
    reference: str,
    received: datetime | None,
    status: str,
    shown: datetime | None,
    seen: int | None,
    database: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """Record what the portal said."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import done
    from xbrl_pipeline.submission.confirmation import Confirmation, Notice, NoticeKind, confirm
    from xbrl_pipeline.submission.office import today

    at = desk(database, lang)
    told = ((NoticeKind.REFERENCE, reference, received), (NoticeKind.STATUS, status, shown))
    day = today(at.now)
    notices = tuple(Notice(kind, text.strip(), on.date() if on else day) for kind, text, on in told if text or on)
    what = Confirmation(outcome.strip().lower(), evidence, note, _on_the_wall(moment), notices)
    return done(at, confirm(at.office, at.subject, number, what, now=at.now, version=seen), as_json=as_json)


@command.command("verify", help=words("queue.verify.help"))
@_common
def verify_command(database: str | None, lang: str, as_json: bool) -> int:
    """Hash everything again."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import verify

    return verify(desk(database, lang), as_json=as_json)


@command.command("allow", help=words("queue.allow.help"))
@click.argument("taxonomy", metavar="ID")
@click.argument("sha256", metavar="SHA-256")
@_common
def allow_command(taxonomy: str, sha256: str, database: str | None, lang: str, as_json: bool) -> int:
    """Let the queue take reports by a taxonomy that did not come with the program."""
    from xbrl_pipeline.cli.office import desk, print_json
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.taxonomies import allow

    at = desk(database, lang)
    known = sha256.strip().lower()
    allow(at.office, at.subject, taxonomy, known, now=at.now)
    if as_json:
        print_json({"taxonomy": taxonomy, "sha256": known})
    else:
        click.echo(at.texts.text("cli.queue.allowed", taxonomy=taxonomy, sha256=known))
    return ExitCode.VALID


@command.command("recover", help=words("queue.recover.help"))
@click.option("--reason", default="", help=words("queue.recover.reason"))
@_common
def recover_command(reason: str, database: str | None, lang: str, as_json: bool) -> int:
    """Say what is missing of a queue that is gone or older than it was, and go on without it when told why."""
    from xbrl_pipeline.cli.office import remains
    from xbrl_pipeline.cli.recovering import tell_loss
    from xbrl_pipeline.messages import messages

    return tell_loss(remains(database), reason, messages(lang), as_json=as_json)


@command.command("week", help=words("queue.week.help"))
@_common
def week_command(database: str | None, lang: str, as_json: bool) -> int:
    """Show what to look at this week."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import show_week

    return show_week(desk(database, lang), as_json=as_json)


@command.command("calendar", help=words("queue.calendar.help"))
@click.option("--out", type=_FILE, default="deadlines.ics", show_default=True, help=words("queue.calendar.out"))
@_common
def calendar_command(out: Path, database: str | None, lang: str, as_json: bool) -> int:
    """Write the deadlines as a calendar file."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.cli.queue_actions import write_calendar

    return write_calendar(desk(database, lang), out, as_json=as_json)


def _on_the_wall(moment: datetime | None) -> datetime | None:
    """Take a moment for one on the clock of this place; the first days of the calendar have none."""
    try:
        return moment.astimezone() if moment else None
    except (OverflowError, ValueError):
        return moment.replace(tzinfo=UTC) if moment else None
