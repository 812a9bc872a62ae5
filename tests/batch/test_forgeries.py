"""What somebody could do to a dossier who knows this program, has worked out all hashes again and hopes to get it in.

The queue makes its own dossier of the same input. So most of these need no engine: what it said of that input is kept.
"""

import hashlib
import json
import os
import re
import shutil
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.batch.forging import BOARD, Change, in_instance, in_report, now, refused, reseal
from tests.conftest import SAMPLES
from tests.submission.dossiers import sha256
from tests.submission.offices import ALICE, contents
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.queue import add


def _in(name: str, before: str, after: str) -> Change:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

    return change


def _before_the_end(text: str) -> Change:
    return _in("instance.xbrl", "</xbrli:xbrl>", f"{text}</xbrli:xbrl>")


def _in_workbook(before: str, after: str) -> Change:
    """Change the workbook that was read, and nothing of what was made of it."""

    def change(folder: Path) -> None:
        path, made = folder / "source.xlsx", folder / "new.zip"
        with ZipFile(path) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            parts = {name: old.read(name).decode("utf-8") for name in old.namelist()}
            assert any(before in text for text in parts.values())
            for name, text in parts.items():
                new.writestr(name, text.replace(before, after))
        made.replace(path)
        said = json.loads((folder / "report.json").read_text("utf-8"))["input"]
        in_report(folder, input=said | {"sha256": sha256(path)})

    return change


def _swap(folder: Path) -> None:
    """Let two amounts change places."""
    path = folder / "instance.xbrl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    names = ("GeneralReserve", "TradeReceivables")
    first, second = [next(place for place, line in enumerate(lines) if f":{name} " in line) for name in names]
    one, two = (lines[place].split(">")[1].split("<")[0] for place in (first, second))
    lines[first] = lines[first].replace(f">{one}<", f">{two}<")
    lines[second] = lines[second].replace(f">{two}<", f">{one}<")
    path.write_text("".join(lines), "utf-8")


def _findings_gone(folder: Path) -> None:
    in_report(folder, findings=[], counts={"error": 0, "warning": 0, "info": 0})


def _findings_turned(folder: Path) -> None:
    found = json.loads((folder / "report.json").read_text("utf-8"))["findings"]
    assert len(found) > 1
    in_report(folder, findings=found[::-1])


def _phases_skipped(folder: Path) -> None:
    phases = json.loads((folder / "report.json").read_text("utf-8"))["phases"]
    in_report(folder, phases=[each for each in phases if each["name"] != "formula"])


def _twice(folder: Path) -> None:
    """Say the verdict twice: readers of JSON take the last."""
    path = folder / "report.json"
    path.write_text(path.read_text("utf-8").replace("{", '{"verdict": "INVALID", ', 1), "utf-8")


def _ledger_short(folder: Path) -> None:
    path = folder / "ledger.json"
    ledger = json.loads(path.read_text("utf-8"))
    ledger["entries"].pop()
    path.write_text(json.dumps(ledger, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _other_board(folder: Path) -> None:
    """Bring workbook and mapping of another board under the old name."""
    for kept, brought in (("source.xlsx", "vo-99002.xlsx"), ("mapping.yaml", "vo-99002.mapping.yaml")):
        shutil.copy(SAMPLES / brought, folder / kept)
    said = json.loads((folder / "report.json").read_text("utf-8"))
    in_report(
        folder,
        input=said["input"] | {"sha256": sha256(folder / "source.xlsx")},
        mapping=said["mapping"] | {"sha256": sha256(folder / "mapping.yaml")},
    )


def _renamed(old: str, new: str) -> Change:
    return lambda folder: (folder / old).rename(folder / new)


def _copied(old: str, new: str) -> Change:
    return lambda folder: shutil.copy(folder / old, folder / new)


def _said_of(field: str, **changes: object) -> Change:
    def change(folder: Path) -> None:
        said = json.loads((folder / "report.json").read_text("utf-8"))
        in_report(folder, **{field: said[field] | changes})

    return change


def _shown_as(field: str, path: str) -> Change:
    return _said_of(field, path=path)


def _packed(*more: Callable[[str, bytes], Iterable[tuple[str, bytes]]]) -> Change:
    """Pack the workbook anew: each member that has the amount becomes what is made of it."""

    def change(folder: Path) -> None:
        path, made = folder / "source.xlsx", folder / "new.zip"
        with ZipFile(path) as old, ZipFile(made, "w", ZIP_DEFLATED) as new, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of a name that stands there twice
            parts = [(name, old.read(name)) for name in old.namelist()]
            assert any(AMOUNT in data for _, data in parts)
            for name, data in parts:
                for written in (each for one in more for each in one(name, data)) if AMOUNT in data else [(name, data)]:
                    new.writestr(*written)
        made.replace(path)
        said = json.loads((folder / "report.json").read_text("utf-8"))["input"]
        in_report(folder, input=said | {"sha256": sha256(path)})

    return change


def _as_is(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data


def _higher(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data.replace(AMOUNT, OTHER_AMOUNT)


def _higher_in_capitals(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name.upper(), data.replace(AMOUNT, OTHER_AMOUNT)


def _cell_twice(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, CELL.sub(lambda found: found[0] + found[0].replace(AMOUNT, OTHER_AMOUNT), data)


def _cell_by_choice(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Let one program see one amount and another program the other."""
    before = b'<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    choice = b'<mc:Choice Requires="x15">%b</mc:Choice><mc:Fallback>%b</mc:Fallback></mc:AlternateContent>'
    yield name, CELL.sub(lambda found: before + choice % (found[0], found[0].replace(AMOUNT, OTHER_AMOUNT)), data)


def _script_in_front(folder: Path) -> None:
    """Make the workbook a program as well: a zip is read from its end."""
    path = folder / "source.xlsx"
    path.write_bytes(b"#!/bin/sh\n" + path.read_bytes())
    said = json.loads((folder / "report.json").read_text("utf-8"))["input"]
    in_report(folder, input=said | {"sha256": sha256(path)})


def _nested(folder: Path) -> None:
    path = folder / "report.json"
    deep = 100_000
    path.write_text(path.read_text("utf-8").replace("{", f'{{"x": {"[" * deep}{"]" * deep}, ', 1), "utf-8")


def _half_a_letter(folder: Path) -> None:
    path = folder / "report.json"
    text = path.read_text("utf-8")
    assert '"po-99001.xlsx"' in text
    path.write_text(text.replace('"po-99001.xlsx"', '"\\ud800.xlsx"'), "utf-8")


AMOUNT, OTHER_AMOUNT = b">8764553<", b">9764553<"
CELL = re.compile(rb"<c [^>]*>(?:(?!</c>).)*<v>8764553</v></c>")
EQUITY = "</ow-i:Equity>"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
FORGERIES: dict[str, Change] = {
    "two amounts that changed places": _swap,
    "amounts called exact to the thousand": lambda folder: in_instance(folder, 'decimals="INF"', 'decimals="-3"'),
    "last year's context for this year's": lambda folder: in_instance(folder, "I20251231_", "I20241231_"),
    "contexts of another year": lambda folder: in_instance(folder, "<xbrli:instant>2025-", "<xbrli:instant>2026-"),
    "another scheme with the same number": lambda folder: in_instance(folder, "www.kvk.nl/kvk-id", "www.rsin.nl"),
    "a second schemaRef": lambda folder: in_instance(
        folder,
        "<xbrli:context",
        '<link:schemaRef xlink:type="simple" xlink:href="http://elders.example/x.xsd"/><xbrli:context',
    ),
    "a linkbase of one's own": _before_the_end('<link:linkbaseRef xlink:type="simple" xlink:href="eigen.xml"/>'),
    "a footnote": _before_the_end('<link:footnoteLink xlink:type="extended" xlink:role="http://x.example"/>'),
    "a style sheet": _in("instance.xbrl", "<xbrli:xbrl", '<?xml-stylesheet href="x.xsl"?><xbrli:xbrl'),
    "a base address": _in("instance.xbrl", "<xbrli:xbrl ", '<xbrli:xbrl xml:base="http://elders.example/" '),
    "an inclusion": _before_the_end('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>'),
    "an amount as character references": _in("instance.xbrl", EQUITY, f"&#48;{EQUITY}"),
    "a zero in front": _in("instance.xbrl", 'decimals="INF">8764553<', 'decimals="INF">08764553<'),
    "a plus in front": _in("instance.xbrl", 'decimals="INF">8764553<', 'decimals="INF">+8764553<'),
    "an amount that is nil": _in(
        "instance.xbrl",
        'decimals="INF">8764553</ow-i:PropertyPlantEquipment>',
        'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:nil="true"/>',
    ),
    "a fact twice": lambda folder: in_instance(
        folder, "</xbrli:xbrl>", '<ow-i:Sector contextRef="D20250101-20251231">PO</ow-i:Sector></xbrli:xbrl>'
    ),
    "a board of another name": _before_the_end('<CompetentAuthorityNumber xmlns="x:y">9</CompetentAuthorityNumber>'),
    "a line end more": _in("instance.xbrl", "</xbrli:xbrl>", "</xbrli:xbrl>\n\n"),
    "a workbook with another amount": _in_workbook("<v>8764553</v>", "<v>8764554</v>"),
    "a workbook with another formula": _in_workbook("SUM(D11:D13)", "SUM(D11:D12)"),
    "a workbook with a remark in it": _in_workbook("</worksheet>", "<!-- x --></worksheet>"),
    "workbook and mapping of another board": _other_board,
    "a mapping that turns signs": _in("mapping.yaml", "sign: reversed", "sign: as_shown"),
    "a mapping with another remark": _in("mapping.yaml", "# ", "#  "),
    "a mapping nobody confirmed": _in("mapping.yaml", "version: 1\n", "version: 1\nconfirmed: false\n"),
    "a mapping of another board": _in("mapping.yaml", "bestuursnummer: '99001'", "bestuursnummer: '99002'"),
    "a workbook under another extension": _renamed("source.xlsx", "source.xlsm"),
    "an instance in capitals beside it": _copied("instance.xbrl", "INSTANCE.XBRL"),
    "a name with a letter of another alphabet": _copied("instance.xbrl", "inst\u0430nce.xbrl"),
    "a mapping under a second name": _copied("mapping.yaml", "source.mapping.yaml"),
    "an empty rule set": lambda folder: (folder / "rules.yaml").write_bytes(b""),
    "an empty report of last year": lambda folder: (folder / "previous.xbrl").write_bytes(b""),
    "no findings": _findings_gone,
    "findings in another order": _findings_turned,
    "a phase less": _phases_skipped,
    "a verdict twice": _twice,
    "a report in French": lambda folder: in_report(folder, lang="fr"),
    "a report in English whose pages are Dutch": lambda folder: in_report(folder, lang="en"),
    "a taxonomy with another hash": _said_of("taxonomy", sha256="0" * 64),
    "an engine that looked nothing up": _said_of("engine", cached=True),
    "a cell less in the ledger": _ledger_short,
    "facts of other cells": _in("facts.json", "Balans!", "Balanz!"),
    "a page that leads away": _in("report.html", "<head>", '<head><meta http-equiv="refresh" content="0;url=//x">'),
    "a page that runs on loading": _in("report.html", "<body", '<body onload="x()"'),
    "a page that fetches a picture": _in("report.html", "</body>", '<img src="https://x.example/a.png"></body>'),
    "a page with another amount": _in("report.html", "8.764.553", "8.764.554"),
    "an amount in the sheet of the report": _copied("annotated.xlsx", "report.xlsx"),
    "a sheet that is packed twice": _packed(_as_is, _higher),
    "a sheet that is packed again in capitals": _packed(_as_is, _higher_in_capitals),
    "a cell that stands there twice": _packed(_cell_twice),
    "a cell that each program reads otherwise": _packed(_cell_by_choice),
    "a workbook that is a program as well": _script_in_front,
    "a name too long for any folder": _shown_as("input", "é" * 150 + ".xlsx"),
    "a mapping with a name too long for any folder": _shown_as("mapping", "é" * 150 + ".yaml"),
    "a workbook that comes from elsewhere": _shown_as("input", "/etc/cron.d/po-99001.xlsx"),
    "a name that is read from right to left": _shown_as("input", "po-99001\u202excel.xlsx"),
    "a name with half a letter": _half_a_letter,
    "a report nested without end": _nested,
    "a mapping with a key twice": _in("mapping.yaml", "version: 1\n", "version: 1\nversion: 1\n"),
    "a mapping that runs a program": _in("mapping.yaml", "version: 1\n", "version: !!python/name:os.system x\n"),
    "amounts in dollars": lambda folder: in_instance(folder, "iso4217:EUR", "iso4217:USD"),
    "amounts of a precision": lambda folder: in_instance(folder, 'decimals="INF"', 'precision="INF"'),
    "an amount of another type": _in(
        "instance.xbrl",
        "<ow-i:Equity ",
        f'<ow-i:Equity xmlns:x="{XSI}" x:type="xbrli:stringItemType" ',
    ),
    "a context of another board that nothing uses": _before_the_end(
        '<xbrli:context id="x"><xbrli:entity><xbrli:identifier scheme="http://www.kvk.nl/kvk-id">99990002'
        "</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2025-12-31</xbrli:instant></xbrli:period>"
        "</xbrli:context>"
    ),
    "a page under a second name": lambda folder: os.link(folder / "report.html", folder / "report2.html"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_dossier_is_refused(office: Office, dossier: Path, name: str) -> None:
    FORGERIES[name](dossier)
    reseal(dossier)
    known = contents(office)
    refused(office, dossier)
    assert contents(office) == known


def _bytes(change: Callable[[bytes], bytes]) -> Change:
    return lambda folder: (folder / "manifest.json").write_bytes(change((folder / "manifest.json").read_bytes()))


def _shouted(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["files"] = {name: digest.upper() for name, digest in manifest["files"].items()}
    path.write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def _linked(folder: Path) -> None:
    outside = folder.parent / "elsewhere"
    (folder / "report.html").rename(outside)
    os.link(outside, folder / "report.html.part")
    (folder / "report.html").symlink_to(outside)


def _sparse(folder: Path) -> None:
    """Make a file of 3 GiB that takes no room."""
    with (folder / "annotated.xlsx").open("r+b") as file:
        file.truncate(3 * 2**30)


MANIFESTS: dict[str, Change] = {
    "hashes in capitals": _shouted,
    "a byte-order mark": _bytes(lambda data: b"\xef\xbb\xbf" + data),
    "line ends of Windows": _bytes(lambda data: data.replace(b"\n", b"\r\n")),
    "a verdict twice": _bytes(lambda data: data.replace(b"{", b'{"verdict": "INVALID", ', 1)),
    "a name twice": _bytes(lambda data: data.replace(b'"kvk"', b'"kvk": "99990002", "kvk"', 1)),
    "no white space": _bytes(lambda data: json.dumps(json.loads(data)).encode()),
    "a link in the place of a page": _linked,
    "a file of 3 GiB": _sparse,
}  # fmt: skip


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_dossier_with_another_manifest_is_refused(office: Office, dossier: Path, name: str) -> None:
    MANIFESTS[name](dossier)
    refused(office, dossier)


def test_the_report_of_one_board_is_not_taken_for_another(
    office: Office, alone: Path, made: Path, tmp_path: Path
) -> None:
    """An instance alone, with the instance of another board in its place."""
    folder = shutil.copytree(alone, tmp_path / "d")
    shutil.copy(made / "99005-2025-jaarverantwoording" / "instance.xbrl", folder / "instance.xbrl")
    digest = hashlib.sha256((folder / "instance.xbrl").read_bytes()).hexdigest()
    said = json.loads((folder / "report.json").read_text("utf-8"))
    in_report(folder, input=said["input"] | {"sha256": digest}, instance=said["instance"] | {"sha256": digest})
    reseal(folder)
    refused(office, folder)


@pytest.mark.parametrize(
    ("hint", "code"),
    [
        ('x:schemaLocation="urn:x file:///srv/eigen.xsd"', "submission.own_schema"),
        ('x:schemaLocation="http://www.xbrl.org/2003/instance eigen.xsd"', "submission.own_schema"),
        ('x:noNamespaceSchemaLocation="../eigen.xsd"', "submission.own_schema"),
    ],
)
def test_an_instance_that_leads_to_a_schema_of_its_own_is_refused(
    office: Office, alone: Path, tmp_path: Path, hint: str, code: str
) -> None:
    """Made by the program from such a file, so that only what is in the instance is wrong."""
    folder = shutil.copytree(alone, tmp_path / "d")
    in_instance(folder, "<xbrli:xbrl ", f'<xbrli:xbrl xmlns:x="{XSI}" {hint} ')
    digest = sha256(folder / "instance.xbrl")
    said = json.loads((folder / "report.json").read_text("utf-8"))
    in_report(folder, input=said["input"] | {"sha256": digest}, instance=said["instance"] | {"sha256": digest})
    reseal(folder)
    assert refused(office, folder).code == code


def _waiting(name: str) -> Change:
    """Put a pipe in the place of a file: who opens it waits for ever."""

    def change(folder: Path) -> None:
        (folder / name).unlink()
        os.mkfifo(folder / name)

    return change


@pytest.mark.parametrize("name", ["report.html", "instance.xbrl", "manifest.json"])
def test_a_pipe_in_the_place_of_a_file_holds_nobody_up(office: Office, dossier: Path, name: str) -> None:
    _waiting(name)(dossier)
    refused(office, dossier)


def test_a_folder_inside_a_dossier_is_refused(office: Office, dossier: Path) -> None:
    (dossier / "bijlagen").mkdir()
    assert refused(office, dossier).code == "submission.file_extra"


def test_a_dossier_that_was_taken_is_not_taken_as_another_one(office: Office, dossier: Path) -> None:
    """Once the right one is in, a changed one beside it changes nothing."""
    item = add(office, dossier, ALICE, now=now()).item
    _swap(dossier)
    reseal(dossier)
    with pytest.raises(PipelineError):
        add(office, dossier, ALICE, now=now())
    again = contents(office)
    assert [row for row in again["item"] if item.id in row] == again["item"]
    assert item.bestuursnummer == BOARD
