"""Every account to its line, or a finding that says why not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.trial_balance.book import Book, Books, Opened, Share, sum_of, year_words
from xbrl_pipeline.mapping.trial_balance.numbers import Span
from xbrl_pipeline.mapping.trial_balance.plan import PlannedEntry
from xbrl_pipeline.mapping.trial_balance.rows import Account, Posting
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate


@dataclass
class Placer:
    """Places the accounts of all years."""

    books: Books
    tally: Tally
    homeless: list[tuple[Book, Share]] = field(default_factory=list)  # of the account at hand

    def place(self) -> None:
        """Give every amount of every account its fate, but for those that make a fact: these follow with their line."""
        for account in self.books.accounts:
            twice, claims = self._repeated(account), self.books.trial.claims(account.number, account.code)
            for book in self.books.years:
                self._place(account, book, twice, claims)
            self._note_homeless(account)
        for book in self.books.years:
            self._note_ignored(book)

    def _repeated(self, account: Account) -> Finding | None:
        filled = {posting.cell.ref.row for posting in account.postings if posting.value}
        if len(filled) < 2 or self.books.trial.trial.repeats == "add":  # noqa: PLR2004 - twice
            return None
        cells = [posting.cell.ref for posting in account.postings if posting.value]
        params = {"account": account.title, "rows": tuple(str(row) for row in sorted(filled))}
        return self.tally.note(Remark("mapping.trial.account_twice", params), *cells)

    def _place(self, account: Account, book: Book, twice: Finding | None, claims: list[PlannedEntry]) -> None:
        share = Share(account, tuple(posting for posting in account.postings if posting.amounts in book.amounts))
        self._settle_checked(account, book)
        broken = twice or next((finding for amounts, finding in account.broken if amounts in book.amounts), None)
        if broken is not None:
            self._lose(book, share, broken, claims)
        elif all(posting.value == 0 for posting in share.postings):
            self._skip(share.postings, Fate.NIL, self.tally.pen.messages.text("ledger.trial.zero"))
        else:
            self._choose(book, share, claims)

    def _choose(self, book: Book, share: Share, claims: list[PlannedEntry]) -> None:
        taking = [entry for entry in claims if entry.takes(share.balance)]
        if not claims:
            self.homeless.append((book, share))
        elif len(taking) != 1:
            self._lose(book, share, self._undecided(share, taking, claims), claims)
        elif taking[0].choices:
            self._leave_open(book, share, taking[0])
        elif taking[0].concept is None:
            (book.outside if taking[0].entry.outside else book.ignored).append(share)
            self._skip(share.postings, Fate.IGNORED, taking[0].entry.ignore or "")
        elif not taking[0].concept.instant and (opening := _opening(share)):
            remark = Remark("mapping.trial.opening_of_result", {"account": share.account.title})
            finding = self.tally.note(remark, *(posting.cell.ref for posting in opening))
            self._lose(book, share, finding, taking)
        else:
            book.placed.append((taking[0], taking[0].concept, share))

    def _leave_open(self, book: Book, share: Share, entry: PlannedEntry) -> None:
        """Report none of the lines that an account may belong to: each could miss its amount."""
        words = tuple(self.tally.pen.label(concept) for concept in entry.choices)
        params = {"account": share.account.title, "balance": share.balance, "lines": words}
        finding = self.tally.note(Remark("mapping.trial.account_open", params), *share.refs)
        for posting in share.postings:
            self.tally.reject(posting.cell, finding)
        book.faults.append(finding)
        book.opened.append(Opened(entry, share, finding))

    def _undecided(self, share: Share, taking: list[PlannedEntry], claims: list[PlannedEntry]) -> Finding:
        code = "mapping.trial.two_entries" if taking else "mapping.trial.other_side"
        entries = tuple(entry.entry.title for entry in taking or claims)
        params = {"account": share.account.title, "balance": share.balance, "entries": entries}
        return self.tally.note(Remark(code, params), *share.refs)

    def _lose(self, book: Book, share: Share, finding: Finding, entries: Iterable[PlannedEntry]) -> None:
        for posting in share.postings:
            self.tally.reject(posting.cell, finding)
        book.faults.append(finding)
        book.astray = True
        book.lost |= {entry.concept.name: finding for entry in entries if entry.concept is not None}

    def _settle_checked(self, account: Account, book: Book) -> None:
        postings = [posting for posting in account.postings if posting.amounts in book.checked]
        self._skip(postings, Fate.IGNORED, self.tally.pen.messages.text("ledger.trial.checked"))

    def _skip(self, postings: Iterable[Posting], fate: Fate, reason: str) -> None:
        for posting in postings:
            self.tally.skip(posting.cell, fate, reason)

    def _note_homeless(self, account: Account) -> None:
        """Say once of an account that it is nowhere, whatever the number of years."""
        homeless, self.homeless = self.homeless, []
        if not homeless:
            return
        near = tuple(self._neighbours(account))
        params = {
            "account": account.shown,
            "words": account.words or self.tally.pen.messages.text("mapping.no_words"),
            "amounts": tuple(share.balance for _, share in homeless),
            "near": near,
        }
        code = "mapping.trial.account_unmapped" if near else "mapping.trial.account_unmapped.alone"
        if account.code:
            code, params = "mapping.trial.account_unmapped.code", {**params, "code": account.code}
        cells = [posting.cell.ref for _, share in homeless for posting in share.postings if posting.value]
        finding = self.tally.note(Remark(code, params), *cells)
        for book, share in homeless:
            self._lose(book, share, finding, ())

    def _neighbours(self, account: Account) -> list[str]:
        """Return the entries just below and just above an account."""
        if account.number is None:
            return []
        spans = [
            (span, entry) for entry in self.books.trial.entries for span in entry.entry.names if isinstance(span, Span)
        ]
        below = [pair for pair in spans if pair[0].last < account.number]
        above = [pair for pair in spans if pair[0].first > account.number]
        found = [max(below, key=lambda pair: pair[0].last)] if below else []
        found += [min(above, key=lambda pair: pair[0].first)] if above else []
        return list(
            dict.fromkeys(f"{span.written} ({entry.entry.concept or entry.entry.ignore})" for span, entry in found)
        )

    def _note_ignored(self, book: Book) -> None:
        refs = [ref for share in book.ignored for ref in share.refs]
        if not refs:
            return
        params = {
            "year": year_words(book, self.tally),
            "count": len(book.ignored),
            "sum": sum_of(book.ignored),
        }
        self.tally.note(Remark("mapping.trial.ignored", params, Severity.INFO), *refs)


def _opening(share: Share) -> list[Posting]:
    return [posting for posting in share.postings if posting.amounts.holds == "opening" and posting.value]
