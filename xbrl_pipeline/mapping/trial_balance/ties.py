"""What must tie in a trial balance before its lines can be believed."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.trial_balance.book import Book, Books, Share, sum_of, total, year_words
from xbrl_pipeline.mapping.trial_balance.files import Amounts, Year
from xbrl_pipeline.mapping.trial_balance.rows import Posting, TrialWalk
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.findings import Comparison, Finding, FindingValue
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.workbook.notation import plain


def check_columns(books: Books, tally: Tally) -> dict[Year, bool]:
    """Check that debit equals credit, and balance sheet the result; return which years may be built upon.

    Accounts whose line is open do no harm: what is on which side of the books does not depend on it.

    A budget need not balance: few boards make one for their balance sheet.
    """
    sound: dict[Year, bool] = {}
    for book in books.years:
        kinds = {amounts.holds: amounts for amounts in (*book.amounts, *book.checked)}
        even = [_check_sides(books, amounts, tally) for amounts in kinds.values()]
        placed = not (book.astray or book.lost)  # but for accounts whose line is open
        sound[book.means] = placed and all(even) and (bool(book.opened) or _check_balance(books, book, tally))
    return sound


def _check_sides(books: Books, amounts: Amounts, tally: Tally) -> bool:
    untied = amounts.means == "budget" or books.trial.trial.is_unclosed(amounts.means)
    if untied or not books.readable(amounts):
        return untied
    postings = books.postings(amounts)
    debit = [posting for posting in postings if not posting.credit]
    credit = [posting for posting in postings if posting.credit]
    left, right = total(debit), -total(credit)
    if left == right:
        return True
    columns = books.columns(amounts)
    remark = Remark(
        "mapping.trial.sides", {"columns": columns, "left": left, "right": right, "difference": left - right}
    )
    words = tally.pen.messages.text
    values = (
        _value(words("mapping.trial.debit"), left, (posting.cell.ref for posting in debit if posting.value), "left"),
        _value(
            words("mapping.trial.credit"), right, (posting.cell.ref for posting in credit if posting.value), "right"
        ),
    )
    note_difference(tally, remark, left, right, values)
    return False


def _check_balance(books: Books, book: Book, tally: Tally) -> bool:
    """Check that the accounts of the balance sheet, with the result where that is put on a line, come to nothing."""
    balance, result = sum_of(book.balance_sheet), sum_of(book.result)
    results = books.trial.results_of(book.means)
    if not book.balance_sheet or balance + (result if results else 0) == 0:
        return True
    undeclared = not results and balance + result == 0
    code = "mapping.trial.no_result" if undeclared else "mapping.trial.balance"
    params = {
        "year": year_words(book, tally),
        "balance": balance,
        "result": -result,
        "ignored": sum_of(book.ignored),
        "difference": balance + (result if results else 0),
    }
    words = tally.pen.messages.text
    values = (
        _value(words("mapping.trial.balance_sheet"), balance, _filled(book.balance_sheet), "left"),
        _value(words("mapping.trial.result_side"), -result, _filled(book.result), "right"),
    )
    note_difference(tally, Remark(code, params), balance, -result, values)
    return False


def check_closing(books: Books, tally: Tally) -> None:
    """Check, where all three are there, that opening and movement come to the closing balance of each account."""
    for book in books.years:
        held: dict[str, list[Amounts]] = {}
        for amounts in (*book.amounts, *book.checked):
            held.setdefault(amounts.holds, []).append(amounts)
        if len(held) == len(("opening", "movement", "closing")):
            _check_accounts(books, held, tally)


def _check_accounts(books: Books, held: dict[str, list[Amounts]], tally: Tally) -> None:
    kinds = [amounts for group in held.values() for amounts in group]
    for account in books.accounts:
        parts = {name: [posting for posting in account.postings if posting.amounts in held[name]] for name in held}
        moved, closing = total([*parts["opening"], *parts["movement"]]), total(parts["closing"])
        if moved != closing and not account.broken:
            refs = [posting.cell.ref for posting in account.postings if posting.amounts in kinds]
            params = {"account": account.title, "left": moved, "right": closing, "difference": moved - closing}
            note_difference(tally, Remark("mapping.trial.closing", params), moved, closing, (), cells=refs)


def check_total_row(walk: TrialWalk, tally: Tally) -> None:
    """Check the total of each column as the sheet shows it; a total that is not there is a finding too."""
    label = walk.trial.trial.total
    if label is None:
        return
    if len(walk.totals) != 1:
        code = "mapping.trial.total_missing" if not walk.totals else "mapping.trial.total_twice"
        tally.note(
            Remark(code, {"label": label, "sheet": walk.sheet.name}), *(cells[0].ref for cells in walk.totals if cells)
        )
    for cell, shown in walk.total_values():
        postings = [posting for posting in _all(walk) if posting.cell.ref.column == cell.ref.column]
        added = sum((_as_shown(posting) for posting in postings), Decimal(0))
        if cell.ref.column in walk.unread:
            tally.skip(cell, Fate.IGNORED, tally.pen.messages.text("ledger.trial.total_unchecked"))
        elif shown in _totals(walk, postings):
            tally.skip(cell, Fate.IGNORED, tally.pen.messages.text("ledger.trial.total"))
        else:
            tally.reject(cell, _wrong_total(walk, cell.ref, added, shown, postings))


def _totals(walk: TrialWalk, postings: list[Posting]) -> set[Decimal]:
    """Return what a column can come to: with or without accounts that hold no money, by side or in all."""
    outside = {
        id(posting)
        for account in walk.accounts.values()
        if walk.trial.outside(account.number, account.code)
        for posting in account.postings
    }
    money = [posting for posting in postings if id(posting) not in outside]
    sums = {sum((_as_shown(posting) for posting in kept), Decimal(0)) for kept in (postings, money)}
    if any(posting.amounts.letter for posting in postings):
        sums |= {sum((abs(posting.value) for posting in kept), Decimal(0)) for kept in (postings, money)}
    return sums


def _wrong_total(walk: TrialWalk, ref: CellRef, added: Decimal, shown: Decimal, postings: list[Posting]) -> Finding:
    tally, words = walk.tally, walk.tally.pen.messages.text
    column = column_letters(ref.column)
    params = {"column": column, "left": added, "right": shown, "difference": added - shown}
    refs = [posting.cell.ref for posting in postings if posting.value]
    values = (
        _value(words("mapping.trial.accounts"), added, refs, "left"),
        _value(words("mapping.trial.total_row"), shown, [ref], "right"),
    )
    return note_difference(tally, Remark("mapping.trial.total", params), added, shown, values, cells=[ref, *refs])


def _all(walk: TrialWalk) -> Iterable[Posting]:
    return (posting for account in walk.accounts.values() for posting in account.postings)


def _as_shown(posting: Posting) -> Decimal:
    turned = posting.amounts.form == "reversed" or (posting.amounts.form == "debit_credit" and posting.credit)
    return -posting.value if turned else posting.value


def _filled(shares: Iterable[Share]) -> list[CellRef]:
    return [posting.cell.ref for share in shares for posting in share.postings if posting.value]


def _value(label: str, value: Decimal, cells: Iterable[CellRef], role: str = "") -> FindingValue:
    return FindingValue(label, format(plain(value), "f"), tuple(cells), role, "EUR")


def note_difference(
    tally: Tally,
    remark: Remark,
    left: Decimal,
    right: Decimal,
    values: tuple[FindingValue, ...],
    *,
    cells: Iterable[CellRef] = (),
) -> Finding:
    """Write a finding with both sides, their difference and every cell that took part."""
    refs = tuple(dict.fromkeys(cells)) or tuple(dict.fromkeys(ref for value in values for ref in value.cells))
    sides = [format(plain(side), "f") for side in (left, right, left - right)]
    finding = replace(tally.pen.write(remark, *refs), values=values, comparison=Comparison(*sides))
    tally.findings.append(finding)
    return finding
