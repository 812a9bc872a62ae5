"""Texts with separators: what they are is decided only where there is no doubt."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.packages import saved
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.reader import read_workbook

DUTCH = 'nr;Omschrijving;2025\r\n1.1;Matériële vaste activa;1.234,50\r\n;;\r\n1.2;"Kas; bank";(5)\r\n'


def book_of(folder: Path, data: str | bytes, encoding: str = "utf-8", name: str = "Balans 2025.csv") -> Workbook:
    return read_workbook(saved(folder, data if isinstance(data, bytes) else data.encode(encoding), name))


def grid(book: Workbook) -> dict[str, object]:
    return {cell.ref.address: cell.value for cell in book.sheets[0].cells}


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("cp850", "DOS (850)"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, named: str) -> None:
    book = book_of(tmp_path, DUTCH, encoding)
    assert [sheet.name for sheet in book.sheets] == ["Balans 2025"]
    assert grid(book) == {
        "A1": "nr",
        "B1": "Omschrijving",
        "C1": "2025",
        "A2": "1.1",
        "B2": "Matériële vaste activa",
        "C2": "1.234,50",
        "A4": "1.2",
        "B4": "Kas; bank",
        "C4": "(5)",
    }
    assert book.untyped
    assert [(note.code, note.params) for note in book.notes] == [
        ("workbook.note.csv", {"encoding": named, "separator": "workbook.separator.semicolon"})
    ]


@pytest.mark.parametrize(
    ("words", "encoding", "named"),
    [
        ("Brümmen", "cp850", "DOS (850)"),  # a byte that Windows-1252 does not have
        ("privé", "cp850", "DOS (850)"),
        ("coöperatie; € 5", "cp858", "DOS (850)"),
        ("reünie “Het Zuid” \u2013 foto\u2019s", "cp1252", "Windows-1252"),
        ("31\u00a0december en “wacht…maar” \u2013 5‰ „ja”", "cp1252", "Windows-1252"),
        ("€ 5", "cp1252", "Windows-1252"),
        ("MATERIËLE", "cp1252", "Windows-1252"),
    ],
)
def test_the_letters_within_words_tell_dos_from_windows(tmp_path: Path, words: str, encoding: str, named: str) -> None:
    book = book_of(tmp_path, f'a;b\n"{words}";1\n', encoding)
    assert grid(book)["A2"] == words
    assert book.notes[0].params["encoding"] == named


def test_letters_of_both_are_left_to_windows(tmp_path: Path) -> None:
    book = book_of(tmp_path, "a;b\nreünie;".encode("cp1252") + "coëfficiënt\n".encode("cp850"))
    assert book.notes[0].params["encoding"] == "Windows-1252"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('="0100"', "0100"),
        ('="1.234.567,00"', "1.234.567,00"),
        ('"=""0100"""', "0100"),
        ('="zegt ""ja"""', 'zegt "ja"'),
        ('="0100"&"1"', '="0100"&"1"'),
        ("=SUM(A1)", "=SUM(A1)"),
    ],
)
def test_a_formula_that_is_a_text_is_that_text(tmp_path: Path, written: str, shown: str) -> None:
    assert grid(book_of(tmp_path, f"nr;naam\n{written};b\n"))["A2"] == shown


def test_an_empty_text_as_a_formula_is_an_empty_cell(tmp_path: Path) -> None:
    assert grid(book_of(tmp_path, 'a;b\n="";1\n')) == {"A1": "a", "B1": "b", "B2": "1"}


@pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\x1a\x1a\x1a"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_the_end_as_dos_marks_it(tmp_path: Path, end: str, encoding: str) -> None:
    assert grid(book_of(tmp_path, f"a;b\r\nc;1{end}", encoding)) == {"A1": "a", "B1": "b", "A2": "c", "B2": "1"}


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\n1,5;2,5\n", "semicolon"),
        ("a\tb\n1,5\t2,5\n", "tab"),
        ("a,b\nc,d\n", "comma"),
        ('a,b\n"1.234,50",d\n', "comma"),
        ("titel\na,b\nc,d\n", "comma"),
        ("een kolom\nmet tekst\n", "semicolon"),
        ("sep=,\na,1\nb;c,2\n", "comma"),
        ("Sep=;\na;b\n", "semicolon"),
    ],
)
def test_separators(tmp_path: Path, text: str, separator: str) -> None:
    (note,) = book_of(tmp_path, text).notes
    assert note.params["separator"] == f"workbook.separator.{separator}"


POINTED = "nr,naam,saldo\n" + "".join(f'"{1000 + place}","Rekening","{place}234.50"\n' for place in range(1, 7))


def test_a_decimal_point_is_read_where_a_whole_column_proves_it(tmp_path: Path) -> None:
    assert grid(book_of(tmp_path, POINTED))["C2"] == Decimal("1234.5")
    assert grid(book_of(tmp_path, POINTED))["A2"] == "1001"


@pytest.mark.parametrize("other", ["1.234", "1.234,50", "12,5"])
def test_a_column_with_an_amount_that_may_be_dutch_is_left_as_it_is(tmp_path: Path, other: str) -> None:
    assert grid(book_of(tmp_path, POINTED + f'"1007","Rekening","{other}"\n'))["C2"] == "1234.50"


@pytest.mark.parametrize(
    "text",
    [
        "a,1,5\nb,2\n",  # a decimal comma, or three columns
        "a;b\tc\nd;e\tf\n",
        "a,b; c\nd,e\nf,g\n",  # a semicolon as punctuation
        "a,5\n",  # one row proves nothing
    ],
)
def test_doubt_about_the_separator_is_an_error_that_asks(tmp_path: Path, text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        book_of(tmp_path, text)
    assert caught.value.code == "workbook.csv_separator"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'a;"b\nc;d\n', "workbook.csv_quotes"),
        (b'a;"b"c;d\n', "workbook.csv_quotes"),
        (b"a;b\n\x81\x8d\x8f;\xff\n", "workbook.csv_encoding"),
        (b"a;b\n" + b"x" * 5_000 + b"\0;c\n", "workbook.not_excel"),
        (b"\0\1\2\3", "workbook.not_excel"),
        (b"", "workbook.empty"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(PipelineError) as caught:
        book_of(tmp_path, data)
    assert caught.value.code == code


def test_long_texts_and_lines_within_quotes(tmp_path: Path) -> None:
    book = book_of(tmp_path, f'a;"een\r\ntwee"\n{"x" * 100_000};"zegt ""ja"""\n')
    assert grid(book) == {"A1": "a", "B1": "een\ntwee", "A2": "x" * 100_000, "B2": 'zegt "ja"'}


def test_a_row_far_away(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        book_of(tmp_path, "a;b\n" + "\n" * 100_000 + "c;d\n")
    assert caught.value.code == "workbook.far_cell"


def test_a_formula_is_text_and_never_worked_out(tmp_path: Path) -> None:
    assert grid(book_of(tmp_path, "=1+1;=cmd|' /C calc'!A0\n"))["A1"] == "=1+1"
