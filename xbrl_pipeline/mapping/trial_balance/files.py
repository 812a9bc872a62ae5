"""The trial balance in a mapping file: its columns, and which accounts make which line."""

from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from xbrl_pipeline.mapping.strict import ColumnLetters, Decimals, SheetScale, Strict, first_double, wrong
from xbrl_pipeline.mapping.trial_balance.numbers import Name, read_accounts, read_codes, read_names, shared

Year = Literal["current", "previous", "budget"]
RowNumber = Annotated[int, Field(ge=1)]


class Amounts(Strict):
    """The amounts of one year: two columns (debit and credit), or one column with a balance."""

    means: Year
    form: Literal["debit_credit", "balance", "reversed", "letter"] = Field(
        description="balance: a debit balance is positive; reversed: a credit balance is positive; "
        "letter: another column says D or C"
    )
    holds: Literal["closing", "opening", "movement"] = Field(
        "closing", description="Without a closing balance, opening and movement are added up"
    )
    part: str | None = Field(
        None, description="The school or cost centre of these columns, where a year has several: they are added up"
    )
    column: ColumnLetters | None = Field(None, description="For balance, reversed and letter")
    letter: ColumnLetters | None = Field(None, description="For letter: the column that says D or C")
    header: str | None = Field(None, description="Text above the column, or above the debit column; checked")
    debit: ColumnLetters | None = None
    credit: ColumnLetters | None = None
    credit_header: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        two = self.form == "debit_credit"
        lettered = (self.form == "letter") == (self.letter is not None)
        if not lettered or two != (self.debit is not None and self.credit is not None) or two == bool(self.column):
            raise wrong("amounts_columns", means=self.means)
        return self

    @property
    def columns(self) -> list[tuple[str, str | None]]:
        """The columns with the text above each."""
        pairs = [(self.column, self.header), (self.debit, self.header), (self.credit, self.credit_header)]
        return [(column, header) for column, header in pairs if column is not None]


class AsideColumn(Strict):
    """A column that holds no amounts to report, and why."""

    column: ColumnLetters
    header: str | None = None
    ignore: str = Field(min_length=1, description="Reason why the column is left out")


class IgnoredRow(Strict):
    """A row without an account, such as a subtotal, and why its amounts are left out."""

    label: str = Field(description="Words of the row; with * at the end: how they begin; empty: a row without words")
    reason: str = Field(min_length=1)
    unnumbered: bool = Field(
        default=False, description="Only rows without an account number: an account may have a name alike"
    )


class AccountEntry(Strict):
    """Accounts, by number or RGS code, and the line they make: several accounts to one line are added up."""

    accounts: str | None = Field(None, description="Numbers and ranges: 4000-4099, 4210")
    rgs: str | None = Field(None, description="RGS codes: WPerLes*, BLimKas")
    but: str | None = Field(None, alias="except", description="Accounts or codes that do not belong to it")
    result: bool = Field(default=False, description="Adds the result: the sum of all income and expense accounts")
    concept: str | None = Field(None, description="Local name or prefix:name of the concept")
    ignore: str | None = Field(None, min_length=1, description="Reason why these accounts are left out")
    open: Annotated[list[str], Field(min_length=1)] | None = Field(
        None, description="Concepts between which nobody has chosen yet: an error, and none of them is reported"
    )
    within: Annotated[list[str], Field(min_length=1)] | None = Field(
        None, description="With open: totals below any of which the accounts may be on another line than those too"
    )
    outside: bool = Field(
        default=False, description="With ignore: no money (pupils, fte), so not counted in debit and credit either"
    )
    shown: Literal["debit", "credit"] = Field(
        "debit",
        description="For a column with one balance: the side on which a positive amount of these accounts stands",
    )
    side: Literal["debit", "credit", "both"] = Field(
        "both", description="debit: only while the account has a debit balance; so one account is split by its sign"
    )
    sign: Literal["natural", "debit", "credit"] = Field(
        "natural", description="Which balance is positive; natural: as the concept's own balance attribute says"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.accounts is None and self.rgs is None) != self.result:
            raise wrong("entry_unnamed")
        aims = [aim for aim in (self.concept, self.ignore, self.open) if aim is not None]
        if len(aims) != 1 or (self.result and self.concept is None) or (self.outside and self.ignore is None):
            raise wrong("entry_aimless")
        if self.within is not None and self.open is None:
            raise wrong("entry_aimless")
        try:
            names = (self.names, self.excepted)
        except ValueError as error:
            raise wrong("entry_accounts", part=str(error.args[0])) from error
        if self.result and (names[1] or self.side != "both"):
            raise wrong("entry_result")
        return self

    @cached_property
    def names(self) -> list[Name]:
        """What the entry claims."""
        spans = read_accounts(self.accounts) if self.accounts is not None else []
        codes = read_codes(self.rgs) if self.rgs is not None else []
        return [*spans, *codes]

    @cached_property
    def excepted(self) -> list[Name]:
        """What the entry does not claim after all."""
        return read_names(self.but) if self.but else []

    @property
    def title(self) -> str:
        """The entry as its writer knows it: ``4000-4099 (WagesSalaries)``."""
        aim = self.concept or self.ignore or ", ".join(self.open or ())
        return f"{', '.join(filter(None, [self.accounts, self.rgs])) or 'result'} ({aim})"

    def beside(self, other: "AccountEntry") -> bool:
        """Tell whether two entries may claim one account: the one its debit, the other its credit balance."""
        return {self.side, other.side} == {"debit", "credit"}


class TrialBalance(Strict):
    """A sheet with one account a row."""

    sheet: str
    continues: str | None = Field(
        None, description="The sheet on which this trial balance begins, where it has several"
    )
    statement: Literal["separate", "consolidated"] = "separate"
    header_row: RowNumber | Annotated[list[RowNumber], Field(min_length=1, max_length=4)] | None = Field(
        None, description="The row with the headers, or the rows where a header is spread over several"
    )
    account_column: ColumnLetters
    description_column: ColumnLetters | None = Field(
        None, description="Column with the words; without it they stand behind the number, in its column"
    )
    rgs_column: ColumnLetters | None = None
    scale: SheetScale = 1
    decimals: Decimals = "comma"
    amounts: Annotated[list[Amounts], Field(min_length=1)]
    beside: list[AsideColumn] = Field([], description="Columns with figures that are left out")
    total: str | None = Field(None, description="Words of the row with the total of each column; checked")
    ignore_rows: list[IgnoredRow] = Field([], description="Rows without an account that hold amounts: subtotals")
    repeats: Literal["error", "add"] = Field(
        "error", description="add: an account may stand in several rows (one for each cost centre)"
    )
    unclosed: bool | Annotated[list[Year], Field(min_length=1)] = Field(
        default=False,
        description="The reserves hold the result while income and expenses are open: only the balance sheet ties; "
        "a list names the years of which this is so",
    )
    totals: Literal["derive"] | None = Field(
        None, description="derive: totals of balance sheet and income statement follow from the taxonomy's own sums"
    )
    rounding: list[str] = Field([], description="Concepts that share the difference of rounding to whole euros")
    plan: str | None = Field(None, description="Account plan by RGS code for accounts that no entry names")
    accounts: list[AccountEntry] = Field([], description="Accounts onto lines; what is named nowhere is an error")

    @property
    def amount_columns(self) -> list[tuple[str, str | None, Year]]:
        """Every column with amounts, what stands above it and what it means."""
        return [(column, header, amounts.means) for amounts in self.amounts for column, header in amounts.columns]

    def is_unclosed(self, means: Year) -> bool:
        """Tell whether the reserves of a year hold the result while its income and expenses are open."""
        return self.unclosed if isinstance(self.unclosed, bool) else means in self.unclosed

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named = [column for column, _, _ in self.amount_columns] + [beside.column for beside in self.beside]
        words = [self.description_column, self.rgs_column, *(amounts.letter for amounts in self.amounts)]
        double = first_double([*named, self.account_column, *filter(None, words)])
        if double is not None:
            raise wrong("column_twice", sheet=self.sheet, column=double)
        headers = [header for _, header, _ in self.amount_columns] + [beside.header for beside in self.beside]
        if self.header_row is None and any(header is not None for header in headers):
            raise wrong("header_without_row", sheet=self.sheet)
        self._check_years()
        for first, second in self._overlaps():
            raise wrong("entries_overlap", sheet=self.sheet, first=first, second=second)
        return self

    def _check_years(self) -> None:
        double = first_double((amounts.means, amounts.holds, amounts.part) for amounts in self.amounts)
        if double is not None:
            raise wrong("amounts_twice", sheet=self.sheet)
        for year in {amounts.means for amounts in self.amounts}:
            held = {amounts.holds for amounts in self.amounts if amounts.means == year}
            if "closing" not in held and held != {"opening", "movement"}:
                raise wrong("amounts_half", sheet=self.sheet, means=year)

    def _overlaps(self) -> Iterator[tuple[str, str]]:
        if not self.accounts and self.plan is None:
            raise wrong("no_accounts", sheet=self.sheet)
        for one, other in combinations(self.accounts, 2):
            if not one.beside(other) and shared(one.names, other.names, [*one.excepted, *other.excepted]):
                yield one.title, other.title


class AccountPlan(Strict):
    """A plan that several boards can share: RGS codes onto lines."""

    source: str
    version: str
    accounts: list[AccountEntry]
