"""The child that reads: what it gave up, what becomes of it when a file is too much, and what it may answer."""

import json
import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.workbook.packages import packed, parts, saved
from xbrl_pipeline.base.starting import start
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.workbook.gate import Admitted, Container, admit
from xbrl_pipeline.workbook.raw import RefusalError
from xbrl_pipeline.workbook.reader import Reader, ReadingLimits
from xbrl_pipeline.workbook.sandbox import close_off
from xbrl_pipeline.workbook.wire import encode, receive


def _connect() -> None:
    socket.socket()


def _write() -> None:
    Path("/tmp/geschreven-door-de-lezer").write_text("x", "utf-8")  # noqa: S108 - it must not come into being


def _read() -> None:
    Path("/etc/hosts").read_text("utf-8")


def _run() -> None:
    os.system("true")  # noqa: S605, S607


def _fork() -> None:
    os.fork()


def _fill() -> None:
    bytearray(1 << 30)


ATTEMPTS: dict[str, Callable[[], None]] = {
    "connect": _connect,
    "write": _write,
    "read": _read,
    "run": _run,
    "fork": _fork,
    "fill": _fill,
}


def attempt_all(connection: Connection) -> None:
    close_off(512 * 1024 * 1024)
    outcomes = {}
    for name, attempt in ATTEMPTS.items():
        try:
            attempt()
        except (OSError, MemoryError) as error:
            outcomes[name] = type(error).__name__
        else:
            outcomes[name] = "allowed"
    connection.send_bytes(json.dumps(outcomes).encode())


def test_what_the_child_can_no_longer_do() -> None:
    child = start(attempt_all)
    child.wait_until_ready()
    outcomes = json.loads(child.connection.recv_bytes())
    child.end()
    assert outcomes == {name: "MemoryError" if name == "fill" else "PermissionError" for name in ATTEMPTS}


@pytest.fixture
def book(tmp_path: Path) -> Admitted:
    return admit(saved(tmp_path, packed(parts())))


def heavy(folder: Path) -> Admitted:
    strings = "".join(f"<si><t>{number:0>100}</t></si>" for number in range(200_000))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return admit(saved(folder, packed(with_strings(f"<sst xmlns='{main}'>{strings}</sst>")), "zwaar.xlsx"))


def with_strings(xml: str) -> dict[str, bytes]:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f"<Relationship Id='rId9' Type='{relation}' Target='sharedStrings.xml'/></Relationships>"
    found = parts()
    found["xl/_rels/workbook.xml.rels"] = found["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", more.encode()
    )
    return found | {"xl/sharedStrings.xml": xml.encode()}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (ReadingLimits(wall=0.001), "workbook.too_slow"),
        (ReadingLimits(memory=48 * 1024 * 1024), "workbook.too_heavy"),
        (ReadingLimits(processor=0), "workbook.too_heavy"),
    ],
)
def test_a_file_that_is_too_much_is_refused_and_the_next_is_read(
    limits: ReadingLimits, code: str, tmp_path: Path, book: Admitted
) -> None:
    reader = Reader(limits)
    try:
        with pytest.raises(PipelineError) as caught:
            reader.read(heavy(tmp_path))
        assert (caught.value.code, caught.value.exit_code) == (code, ExitCode.INPUT_REFUSED)
    finally:
        reader.stop()
    fresh = Reader()
    assert fresh.read(book).sheets
    fresh.stop()


def test_one_child_reads_many_files_and_a_dead_one_is_replaced(book: Admitted, tmp_path: Path) -> None:
    reader = Reader()
    reader.read(book)
    first = reader.pid
    with pytest.raises(PipelineError):
        reader.read(Admitted(tmp_path / "x.xlsx", b"PK", Container.ZIP))
    reader.read(book)
    assert reader.pid == first
    assert first is not None
    os.kill(first, signal.SIGKILL)
    with pytest.raises(PipelineError) as caught:
        reader.read(book)
    assert caught.value.code == "workbook.too_heavy"
    assert reader.read(book).sheets
    assert reader.pid != first
    reader.stop()


def test_a_refusal_half_way_leaves_nothing_for_the_next_file(book: Admitted, tmp_path: Path) -> None:
    reader = Reader()
    rows = "".join(f"<row r='{number}'><c r='A{number}'><v>1</v></c></row>" for number in range(1, 60_000))
    twice = admit(saved(tmp_path, packed(parts(rows + "<row r='1'><c r='A1'><v>1</v></c></row>")), "dubbel.xlsx"))
    with pytest.raises(PipelineError) as caught:
        reader.read(twice)
    assert caught.value.code == "workbook.cell_twice"
    assert [len(sheet.cells) for sheet in reader.read(book).sheets] == [1]
    reader.stop()


SHEET = encode("sheet", "Balans", False)


@pytest.mark.parametrize(
    "messages",
    [
        [b"\x80\x04\x95"],
        [b"[" * 100_000],
        [encode("cells", [])],
        [encode("done")],
        [encode("surprise", 1)],
        [SHEET, encode("cells", [[0, 1, "n", "1", "", None]])],
        [SHEET, encode("cells", [[1, 5_000, "n", "1", "", None]])],
        [SHEET, encode("cells", [[1, 1, "n", "NaN", "", None]])],
        [SHEET, encode("cells", [[1, 1, "n", "Infinity", "", None]])],
        [SHEET, encode("cells", [[1, 1, "x", "1", "", None]])],
        [SHEET, encode("cells", [[1, 1, "d", "gisteren", "", None]])],
        [SHEET, encode("cells", [[1, 1, "s", 5, "", None]])],
        [SHEET, encode("cells", [[1, 1, "e", "geen fout", "", None]])],
        [encode("refused", "cli.help", {})],
        [encode("refused", "workbook.bomb", {"part": ["x"]})],
        [SHEET, encode("end", ["x"], [], [])],
    ],
)
def test_an_answer_that_no_reader_of_ours_gives(messages: list[bytes]) -> None:
    with pytest.raises((ValueError, TypeError, KeyError, IndexError, ArithmeticError, RecursionError)):
        receive([*messages, encode("done", False)])


def test_the_limit_of_cells_is_for_the_whole_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xbrl_pipeline.workbook.wire.MAX_CELLS", 4)

    def sheets(number: int) -> list[bytes]:
        cells = encode("cells", [[1, column, "n", "1", "", None] for column in (1, 2)])
        return [*([SHEET, cells, encode("end", [], [], [])] * number), encode("done", False)]

    assert receive(sheets(2)).cells == 4
    with pytest.raises(RefusalError) as caught:
        receive(sheets(3))
    assert caught.value.code == "workbook.too_many_cells"


def test_an_answer_that_stops_too_early_or_refuses() -> None:
    with pytest.raises(EOFError):
        receive([SHEET])
    with pytest.raises(RefusalError):
        receive([encode("refused", "workbook.damaged", {})])
