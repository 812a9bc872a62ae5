"""Every account to a line: by its name, its group, its neighbours and its balance; in doubt not at all."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.recognise.trial_balance.ledger import AccountLedger, Item
from xbrl_pipeline.recognise.trial_balance.neighbours import ENOUGH, Neighbours, clear
from xbrl_pipeline.recognise.trial_balance.reach import find_hidden, find_reach
from xbrl_pipeline.recognise.trial_balance.series import Series, settle_series
from xbrl_pipeline.recognise.trial_balance.stems import unite_parts
from xbrl_pipeline.recognise.trial_balance.tree import Side, Tree
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement
from xbrl_pipeline.recognise.trial_balance.vocabulary import Half, Match, clean, either, is_plain, matches

_SHORTEST_HEADING: Final = 2  # letters: W and V are no names
_LONGER: Final = 1.5  # times the letters of the next
_WHOLE: Final = 0.8  # of the letters of a name
_MOST_CHOICES: Final = 5
_EITHER: Final = re.compile(
    r"afschr|aanschaf|dotati|onttrek|vrijval|toevoeg|desinvest|invester|mutatie"
)  # of asset or provision
_KEPT: Final = re.compile(
    r"aanschafw|aanschafp|boekwaarde|cumulatie|\bcum\b|\bstand\b|afschrijvingen t/m|afgeschreven|\baw\b|\bafs\b|"
    r"\(balans\)"
)
_REST: Final = "OtherOperationalExpensesOther"  # its accounts have names of any kind
_INTEREST: Final = ("InterestIncomeRelatedIncome", "InterestExpensesRelatedExpenses")
_KEEPS: Final = frozenset({"PropertyPlantEquipment", "IntangibleAssets", "SecuritiesCurrent"})
_ASSET: Final = re.compile(r"aanschaf|afschr|afgeschr|\bcum|boekwaarde|invester|activa|\baw\b|\bafs\b")
_SUFFIX: Final = re.compile(r"\s*(?:\([^)]*\)|\b(?:[IVX]{1,4}|[0-9]{1,2}))\s*$")
_TERMS: Final = ({"LiabilitiesNoncurrent", "LiabilitiesCurrent"}, {"FinancialAssets", "Receivables"})
_TERM: Final = re.compile(r"langlop|kortlop|lange termijn|korte termijn|\bkort\b|\blang\b")
_SIGNED: Final = frozenset(
    {"Receivables", "CashAndCashEquivalents", "LiabilitiesCurrent", "LiabilitiesNoncurrent", "FinancialAssets"}
)
_FLOWS: Final = ("Income", "Expenses", "FinancialIncomeExpenses")
_CLAIMS: Final = ("FinancialAssetsOther",)  # what a debit balance of a debt may be besides a short claim
_PLAIN: Final = Match("", "balance", 2, 1, 0)  # how strong a name of a line itself is
_CONTRA: Final = re.compile(
    r"afschrijving|\bafschr|cumul|\bcum\b|\bcum\.|desinvest|onttrek|vrijval|vermindering|dubieu|oninba|waardever|correctie|besteding|"
    r"aflossing|afgelost|afbetaald|verrekening|kruispost|onderweg|mutatie|afboek"
)


@dataclass
class Assigner:
    """Places the accounts of one book; those with a verdict already are left alone."""

    ledger: AccountLedger
    tree: Tree
    verdicts: dict[int, AccountPlacement] = field(default_factory=dict)
    _signed: bool = field(default=False, init=False)

    def assign(self) -> dict[int, AccountPlacement]:
        """Return a verdict for every account that holds amounts, by the identity of the account."""
        for voting in ("_sections", "_lines", "_sides"):  # from here on the signs of balances are known
            self.__dict__.pop(voting, None)
        self._signed = True
        for item in self._free:
            self.verdicts[id(item)] = self._widened(self._decide(item))
        for item in self._free:
            if self.verdicts[id(item)].open and not self.verdicts[id(item)].choices:
                self.verdicts[id(item)] = self._by_place(item)
        unite_parts([item for item in self.ledger.accounts if id(item) in self.verdicts], self.verdicts)
        self.verdicts |= settle_series(
            self._free, Series(self._near, self.tree, self.verdicts, self._contradicts, self._said_of)
        )
        return self.verdicts

    @cached_property
    def _near(self) -> Neighbours:
        return Neighbours(self.ledger)

    @cached_property
    def _free(self) -> list[Item]:
        return [item for item in self.ledger.accounts if item.used and not item.group and id(item) not in self.verdicts]

    @cached_property
    def _anchors(self) -> dict[int, tuple[Match, ...]]:
        """The strongest lines by name alone of each account, over both statements."""
        found = {}
        for item in self.ledger.accounts:
            known = [match for match in self._pool(item) if not match.weak]
            found[id(item)] = tuple(match for match in known if match.rank[:2] == known[0].rank[:2])
        return found

    def _pool(self, item: Item) -> list[Match]:
        pool = [match for match in matches(item.name) if self.tree.is_leaf(match.key)]
        pool = [match for match in pool if item.half is None or match.half == item.half]
        known = {match.key for match in pool}
        said = any(not match.weak for match in pool)
        for key in () if said else self.tree.named(_SUFFIX.sub("", item.name)):
            if self.tree.is_leaf(key) and key not in known:
                pool.append(Match(key, self.tree.half(key), _PLAIN.tier, _PLAIN.terms, len(item.name)))
        pool = sorted(pool, key=lambda match: match.rank, reverse=True)
        return [match for match in pool if item.half is None or match.half == item.half]

    def agreement(self, items: Iterable[Item], means: Year) -> Decimal | None:
        """Return which share of the accounts stands on the side of its line, by the names that leave no doubt."""
        found: list[bool] = []
        for item in items:
            keys = [match.key for match in self._anchors[id(item)] if match.half == item.half]
            balance = item.balances.get(means, Decimal(0))
            doubt = _is_contra(item)
            if balance and keys and not doubt and len({self.tree.debit(key) for key in keys}) == 1:
                found.append((balance > 0) == self.tree.debit(keys[0]))
        return Decimal(sum(found)) / len(found) if found else None

    def settle_halves(self) -> None:
        """Say of each account whether it stands on the balance sheet: what its group says goes before its name."""
        known = {id(item): item.half or self._half_of(item) for item in self.ledger.accounts}
        for item in self.ledger.accounts:
            if item.half is None:
                votes = self._near.ruling(item, {key: half for key, half in known.items() if half})
                item.half = clear(votes) or known[id(item)] or None  # type: ignore[assignment]
        self.__dict__.pop("_anchors", None)

    def _half_of(self, item: Item) -> Half | None:
        if _KEPT.search(item.name.casefold()):
            return "balance"
        if _EITHER.search(item.name.casefold()):
            return None
        halves = {match.half for match in self._anchors[id(item)]}
        return halves.pop() if len(halves) == 1 else None

    @cached_property
    def _sections(self) -> dict[int, str]:
        """The section of each account whose name points to one only."""
        return self._told(lambda match: self.tree.section(match.key))

    def _told(self, say: Callable[[Match], str]) -> dict[int, str]:
        """Return what the names of accounts say with one voice; not of those whose balance contradicts their name."""
        found = {}
        for item in self.ledger.accounts:
            told = {say(match) for match in self._anchors[id(item)]}
            against = (self._contradicts(item, match.key) for match in self._anchors[id(item)])
            if len(told) == 1 and not (self._signed and all(against)):
                found[id(item)] = told.pop()
        return found

    def _said_of(self, item: Item) -> set[str]:
        """Return the lines that the name of an account says outright and its balance allows."""
        said = {match.key for match in self._pool(item) if not (match.weak or is_plain(item.name))}
        return {key for key in said if not self._contradicts(item, key)}

    def _contradicts(self, item: Item, key: str) -> bool:
        """Tell whether a balance has the other sign than a line of either statement, where no word says why."""
        doubt = self.tree.half(key) == "balance" or _is_contra(item)
        return self._wrong_sign(item, key) if doubt else not self._natural(item, key)

    @cached_property
    def _lines(self) -> dict[int, str]:
        """The line of each account whose name points to one only."""
        return {key: matches[0].key for key, matches in self._anchors.items() if len(matches) == 1}

    @cached_property
    def _sides(self) -> dict[int, str]:
        return self._told(lambda match: self.tree.side(match.key))

    def side_of(self, item: Item) -> Side | None:
        """Return the side of a statement on which an account stands.

        Of income and expenses its number says so, where those that begin alike are of one mind; else its name does.
        """
        ruling = clear(self._near.ruling(item, self._sides)) if item.half == "income" else None
        sides = {self.tree.side(match.key) for match in self._anchors[id(item)] if item.half in (None, match.half)}
        near = self._near.votes(item, self._sides)
        own = sides.pop() if len(sides) == 1 else None
        return ruling or own or (near.most_common(1)[0][0] if near else None)  # type: ignore[return-value]

    def is_debit(self, item: Item) -> bool:
        """Tell whether a debit balance is positive on the line that the name of an account points to."""
        keys = [match.key for match in self._anchors[id(item)]]
        return bool(keys) and self.tree.debit(keys[0])

    # one account

    def _widened(self, verdict: AccountPlacement) -> AccountPlacement:
        """Let an open account whose balance has the other sign than all its choices be what that may be too."""
        item, choices = verdict.item, verdict.choices
        if not (verdict.open and choices and all(self._contradicts(item, key) for key in choices)):
            return verdict
        if item.half == "income":
            return replace(verdict, within=(*verdict.within, *_FLOWS))
        beside = _CLAIMS if item.balance > 0 else ()
        found = [*choices, *self._mirror(choices[0]), *(key for key in beside if self.tree.is_leaf(key))]
        within = tuple(dict.fromkeys((*verdict.within, *self._reach(item, found))))
        return replace(verdict, choices=self._listed(found, ()), within=within)

    def _decide(self, item: Item) -> AccountPlacement:
        pool = self._pool(item)
        around = self._around(item)
        either = self._either(item, around)
        if either is not None:
            return either
        inside = [match for match in pool if match.key in around]
        if item.half == "income" and inside:
            side = clear(self._near.ruling(item, self._sides))
            inside = [match for match in inside if side in (None, self.tree.side(match.key))]
        supported = bool(inside)
        if inside and inside[0].tier < pool[0].tier:
            return self._ask(item, [pool[0], inside[0]], (), sure=True)
        pool = inside or pool
        if (
            item.half is None
            and pool
            and (len({match.half for match in pool}) > 1 or _EITHER.search(item.name.lower()))
        ):
            return self._ask(item, pool, (), sure=not pool[0].weak)
        if item.half == "income" and not supported:
            pool, wrong = self._on_side(item, pool)
            if wrong:
                return self._ask(item, pool, self._likely(item))
        return self._choose(item, pool, supported=supported) if pool else self._by_group(item, around)

    def _choose(self, item: Item, pool: Sequence[Match], *, supported: bool) -> AccountPlacement:
        """Choose the line that a name fits best, between several by what else is known."""
        tied = [match for match in pool if match.rank[:2] == pool[0].rank[:2]]
        if len(tied) > 1:
            return self._between(item, tied, supported=supported)
        return self._check(item, pool[0], pool, supported=supported)

    def _either(self, item: Item, around: set[str]) -> AccountPlacement | None:
        """Ask about a name that boards use for several lines, unless its heading allows one of them only."""
        rule = either(item.name)
        lines = [key for key in rule.lines if self.tree.is_leaf(key)] if rule is not None else []
        lines = [key for key in lines if item.half in (None, self.tree.half(key))]
        side = clear(self._near.ruling(item, self._sides)) if item.half == "income" else None
        free = side in (None, "financial") or rule is None or rule.strict
        lines = [key for key in lines if free or self.tree.side(key) == side]
        if len(lines) == 1 and side is not None and self._natural(item, lines[0]):
            return AccountPlacement(item, lines[0], why=("words", "group"))
        natural = [key for key in lines if not self._wrong_sign(item, key)]
        lines = natural if len(natural) > 1 else lines
        inside = [key for key in lines if key in around]
        near = clear(self._near.votes(item, self._sections))
        if not (inside or rule is None or rule.strict):
            inside = [key for key in lines if self.tree.section(key) == near]
        if len(inside) == 1:
            return AccountPlacement(item, inside[0], why=("words", "group"))
        choices = tuple(inside or lines)
        within = () if inside or self._agree(item, choices) else self._reach(item, choices)
        return AccountPlacement(item, choices=choices, within=within) if len(lines) > 1 else None

    def _agree(self, item: Item, keys: Iterable[str]) -> bool:
        """Tell whether lines are of the section that the accounts with numbers alike, or the code, point to."""
        told = {
            clear(self._near.votes(item, self._sections)),
            self.tree.section_of_code(item.code) if item.code else None,
        }
        sections = {self.tree.section(key) for key in keys}
        return all(section in sections for section in told - {None})

    def _around(self, item: Item) -> set[str]:
        """Return the lines that the group of an account allows: all below the names of headings and totals."""
        for text in (text for text in reversed(item.about) if len(text) > _SHORTEST_HEADING):
            named = [key for key in self.tree.named(text) if item.half is None or self.tree.half(key) == item.half]
            if named:
                return self.tree.within(named, item.half)
        return set()

    def _on_side(self, item: Item, pool: list[Match]) -> tuple[list[Match], bool]:
        """Keep the lines on the side of the neighbours (income, expenses); tell whether the name contradicts it."""
        side = clear(self._near.ruling(item, self._sides))
        kept = [match for match in pool if side in (None, self.tree.side(match.key))]
        if kept or not pool:
            return kept or pool, False
        outspoken = pool[0].tier == _PLAIN.tier and (pool[0].terms > 1 or self.tree.side(pool[0].key) == "financial")
        return pool, not (outspoken and self._natural(item, pool[0].key))

    def _natural(self, item: Item, key: str) -> bool:
        return item.balance == 0 or (item.balance > 0) == self.tree.debit(key)

    def _between(self, item: Item, tied: Sequence[Match], *, supported: bool) -> AccountPlacement:
        """Choose between lines that the name fits alike: by group, by RGS code, by sign, by the longer words."""
        near = clear(self._near.votes(item, self._sections))
        for section, why in ((near, "group"), (self.tree.section_of_code(item.code) if item.code else None, "code")):
            kept = [match for match in tied if self.tree.section(match.key) == section]
            if len(kept) == 1:
                return self._check(item, kept[0], tied, supported=True, why=why)
        if item.balance and {match.key for match in tied} == set(_INTEREST):
            line = next(key for key in _INTEREST if self._natural(item, key))
            return AccountPlacement(item, line, why=("words", "sign"))
        twins = self._twins(tied)
        if twins:
            return AccountPlacement(item, twins[0], twins[1], why=("words", "sign"))
        natural = [match for match in tied if self._natural(item, match.key)]
        sides = {self.tree.side(match.key) for match in tied}
        if item.balance and sides == {"income", "expense"} and len(natural) == 1 and not natural[0].weak:
            return self._check(item, natural[0], tied, supported=supported)
        sections = {self.tree.section(match.key) for match in tied}
        longest, second = sorted(tied, key=lambda match: -match.letters)[:2]
        if len(sections) == 1 and longest.letters >= _LONGER * second.letters and not longest.weak:
            return self._check(item, longest, tied, supported=supported)
        return self._ask(item, tied, (), sure=not tied[0].weak)

    def _twins(self, tied: Sequence[Match]) -> tuple[str, str] | None:
        """Return claim and debt where the words fit one of each: the sign of the balance tells them apart."""
        if len(tied) == 2 and all(match.half == "balance" for match in tied):  # noqa: PLR2004 - one of each
            sides = {self.tree.side(match.key): match.key for match in tied}
            if len(sides) == len(tied):
                return sides["asset"], sides["funding"]
        return None

    def _check(
        self, item: Item, match: Match, others: Sequence[Match], *, supported: bool, why: str = "words"
    ) -> AccountPlacement:
        """Accept a line unless its group or its sign speaks against it."""
        votes = self._near.votes(item, self._sections)
        section = self.tree.section(match.key)
        near = clear(votes)
        coded = self.tree.section_of_code(item.code) == section if item.code else False
        if coded and why == "words" and not match.weak:
            supported, why = True, "code"
        if self._is_slight(item, match, near, supported=supported):
            return self._ask(item, others, self._likely(item))
        if not supported and self._is_against(item, match, votes):
            return self._ask(item, [match], self._likely(item))
        rivals = self._rivals(item, match, supported=supported)
        if rivals:
            return self._ask(item, [match], rivals)
        if self._wrong_sign(item, match.key):
            found = [match.key, *self._mirror(match.key)]
            within = () if section == "CashAndCashEquivalents" or match.key in _INTEREST else self._reach(item, found)
            return AccountPlacement(item, choices=self._listed(found, ()), within=within)
        reasons = ("words", "group") if near == section or supported else ("words",)
        return AccountPlacement(item, match.key, why=reasons if why == "words" else ("words", why))

    def _is_against(self, item: Item, match: Match, votes: Counter[str]) -> bool:
        """Tell whether accounts with numbers alike speak against a line; they always do where a name was cut off."""
        section, near = self.tree.section(match.key), clear(votes)
        if near == section or (section in self._sections_beside(item) and not item.cut):  # or the last of its group
            return False
        if item.half == "income" and not item.cut and self._near.is_alone(item):
            return False  # its class holds several sections
        if item.cut or (near is not None and {near, section} in _TERMS and not _TERM.search(item.name.casefold())):
            return True
        whole = match.terms > 1 or match.letters >= _WHOLE * len(item.name)  # the name says nothing else
        alone = match.key == section and whole  # no other lines there, as of tax on profit
        outspoken = match.tier == _PLAIN.tier and (item.half == "balance" or alone)
        return near is not None and votes[section] == 0 and sum(votes.values()) > ENOUGH and not outspoken

    def _sections_beside(self, item: Item) -> set[str]:
        return {self._sections.get(id(other), "") for other in self._near.rows_beside(item)} - {""}

    def _rivals(self, item: Item, match: Match, *, supported: bool) -> tuple[str, ...]:
        """Return the lines of the same section that the numbers, or letters that were cut off, may mean instead."""
        rest = self._in_doubt_with_rest(item, match)
        if rest or not item.cut:
            return (rest,) if rest else ()
        hidden = find_hidden(item, match, self.tree)
        beside = "" if supported else self._beside(item, match.key)
        return hidden or ((beside,) if beside else ())

    def _in_doubt_with_rest(self, item: Item, match: Match) -> str:
        """Return the line of the accounts with numbers alike, where it or the own one is what is left of expenses."""
        line = clear(self._near.votes(item, self._lines))
        if line in (None, match.key) or _REST not in (line, match.key) or match.terms > 1:
            return ""
        if match.key in {self._lines.get(id(other)) for other in self._near.rows_beside(item)}:
            return ""  # the last of its group
        return line if self.tree.section(line) == self.tree.section(match.key) else ""

    def _is_slight(self, item: Item, match: Match, near: str | None, *, supported: bool) -> bool:
        """Tell whether a name says too little: general words among others, or a thing that is no fixed asset here."""
        section = self.tree.section(match.key)
        grouped = supported or near == section
        if match.weak:
            return not (grouped and is_plain(item.name))
        if match.tier == _PLAIN.tier or grouped or section not in _KEEPS or _ASSET.search(item.name.casefold()):
            return False
        sections = self._sections_beside(item)
        return bool(sections) and not sections & _KEEPS

    def _beside(self, item: Item, key: str) -> str:
        """Return the line of the accounts just beside one whose name was cut off, where that is another."""
        near = [other for other in self._near.beginning(item.digits[:-1]) if other is not item]
        lines = {found[0].key for other in near if (found := self._anchors[id(other)])}
        return "" if key in lines or not lines else min(lines)

    def _wrong_sign(self, item: Item, key: str) -> bool:
        """Tell whether a balance has the other sign than its line, where no word says that it may have."""
        if key in _INTEREST:
            return not self._natural(item, key)
        if self.tree.half(key) != "balance" or self._natural(item, key) or _is_contra(item):
            return False
        return self.tree.section(key) in _SIGNED

    def _mirror(self, key: str) -> tuple[str, ...]:
        """Return what a balance with the other sign may be."""
        if key in _INTEREST:
            return _INTEREST
        if self.tree.section(key) == "CashAndCashEquivalents":
            return ("PayablesCreditInstitutionsCurrent",)
        return ("PayablesOtherCurrent",) if self.tree.side(key) == "asset" else ("ReceivablesOtherCurrent",)

    # accounts whose names say nothing

    def _by_group(self, item: Item, around: set[str]) -> AccountPlacement:
        """Place an account by the heading above it, where that is a line or a section with a rest."""
        leaves = [key for key in self.tree.entries if key in around and self.tree.is_leaf(key)]
        if len(leaves) == 1:
            return AccountPlacement(item, leaves[0], why=("group",))
        return AccountPlacement(item, choices=tuple(leaves) if 0 < len(leaves) <= _MOST_CHOICES else ())

    def _by_place(self, item: Item) -> AccountPlacement:
        """Place an account among accounts that all stand on one line; else name the lines of its neighbours."""
        near = [other for other in self._near.beginning(item.digits[:-1]) if other is not item]
        lines = {self.verdicts[id(other)].line for other in near if id(other) in self.verdicts and other.used}
        beside = {
            self.verdicts[id(other)].line if id(other) in self.verdicts else ""
            for other in self._near.rows_beside(item)
        }
        if len(near) >= ENOUGH and len(lines) == 1 and beside == lines and "" not in lines:
            line = lines.pop()
            if not self._wrong_sign(item, line):
                return AccountPlacement(item, line, why=("place",))
        choices = self._listed([], self._likely(item)) or self._anything(item)
        return AccountPlacement(item, choices=choices, within=self._reach(item, choices))

    def _reach(self, item: Item, keys: Iterable[str]) -> tuple[str, ...]:
        return find_reach(item, keys, self.tree, self._near, self._sections)

    def _likely(self, item: Item) -> tuple[str, ...]:
        """Return the lines of the accounts around one, the most frequent first."""
        for length in range(len(item.digits) - 1, 0, -1):
            found = Counter(
                verdict.line
                for other in self._near.beginning(item.digits[:length])
                if (verdict := self.verdicts.get(id(other))) is not None and verdict.line
            )
            if found:
                return tuple(key for key, _ in found.most_common(_MOST_CHOICES - 2))
        return ()

    def _anything(self, item: Item) -> tuple[str, ...]:
        lines = ("ReceivablesOtherCurrent", "PayablesOtherCurrent", "OtherIncomeOther", "OtherOperationalExpensesOther")
        return tuple(key for key in lines if key in self.tree.entries and item.half in (None, self.tree.half(key)))

    def _ask(self, item: Item, found: Iterable[Match], more: Iterable[str], *, sure: bool = False) -> AccountPlacement:
        """Ask about an account; ``sure``: its name leaves no other lines than those found."""
        keys = tuple(dict.fromkeys(match.key for match in found))
        choices = self._listed(keys, more)
        sure = sure and set(keys) <= set(choices) and (item.half == "balance" or self._agree(item, keys))
        return AccountPlacement(item, choices=choices, within=() if sure else self._reach(item, (*keys, *choices)))

    def _listed(self, first: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
        keys = dict.fromkeys([*first, *more])
        return tuple(key for key in keys if key in self.tree.entries)[:_MOST_CHOICES]


def _is_contra(item: Item) -> bool:
    """Tell whether a name says that the balance may have the other sign than its line."""
    return _CONTRA.search(f"{item.name.casefold()} {clean(item.name)}") is not None
