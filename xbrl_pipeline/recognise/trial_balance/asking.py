"""What a person is asked about a trial balance: open accounts by cause, and what the columns do not say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.questions import Answers, Choice, Question, Topic
from xbrl_pipeline.recognise.identities import plain
from xbrl_pipeline.recognise.trial_balance.amounts import Amount
from xbrl_pipeline.recognise.trial_balance.shape import Shape
from xbrl_pipeline.recognise.trial_balance.tree import Tree
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement

EACH: Final = "each"
IGNORE: Final = "ignore"
_MOST: Final = 10  # questions about accounts; more are taken together
_MOST_CHOICES: Final = 7
_SHOWN: Final = 6  # accounts in the text of a question


@dataclass(frozen=True)
class Group:
    """Accounts that are open for one reason: the same lines are possible."""

    id: str
    verdicts: tuple[AccountPlacement, ...]
    choices: tuple[str, ...]
    alone: bool = False  # one account, or accounts with one name

    @property
    def money(self) -> Decimal:
        """What stands on the accounts, whatever the side."""
        return sum((abs(verdict.item.balance) for verdict in self.verdicts), Decimal(0))


def group_open(verdicts: Iterable[AccountPlacement]) -> list[Group]:
    """Take open accounts together by what they may be, most money first; what is smallest joins its like."""
    found: dict[tuple[str, ...], list[AccountPlacement]] = {}
    for verdict in verdicts:
        if verdict.open:
            found.setdefault(verdict.choices, []).append(verdict)
    groups = _sorted(_group(choices, members) for choices, members in found.items())
    while len(groups) > _MOST:
        *rest, last = groups
        other = max(rest, key=lambda group: (_likeness(group, last), -group.money))
        choices = tuple(dict.fromkeys([*other.choices, *last.choices]))[:_MOST_CHOICES]
        joined = _group(choices, [*other.verdicts, *last.verdicts])
        groups = _sorted([*(group for group in rest if group is not other), joined])
    return groups


def _likeness(one: Group, other: Group) -> tuple[bool, int]:
    halves = {verdict.item.half for verdict in (*one.verdicts, *other.verdicts)}
    return len(halves) == 1, len(set(one.choices) & set(other.choices))


def _sorted(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-group.money, group.id))


def _group(choices: tuple[str, ...], members: Sequence[AccountPlacement]) -> Group:
    names = {plain(verdict.item.words) for verdict in members}
    return Group(f"account:{'+'.join(choices)}", tuple(members), choices, alone=len(names) == 1)


def settle(group: Group, answers: Answers, tree: Tree) -> Iterator[AccountPlacement | Group]:
    """Give the accounts of a group with what was said of them; what is still open comes back as a group to ask."""
    said = answers.to(group.id)
    if said != EACH:
        done = [_answered(verdict, said, tree) for verdict in group.verdicts]
        yield from [group] if any(verdict.open for verdict in done) else done
        return
    names: dict[str, list[AccountPlacement]] = {}
    for verdict in group.verdicts:
        names.setdefault(plain(verdict.item.words) or verdict.item.number, []).append(verdict)
    for name, members in names.items():
        own = f"account:{name}"
        done = [_answered(verdict, answers.to(own), tree) for verdict in members]
        alone = Group(own, tuple(members), group.choices, alone=True)
        yield from [alone] if any(verdict.open for verdict in done) else done


def _answered(verdict: AccountPlacement, said: str | None, tree: Tree) -> AccountPlacement:
    if said == IGNORE:
        return replace(verdict, ignore="person", choices=())
    if said is not None and said in tree.entries and tree.is_leaf(said):
        return replace(verdict, line=said, choices=(), why=("answer",))
    return verdict


def ask_accounts(group: Group, shape: Shape, tree: Tree, messages: Messages, scale: int) -> Question:
    """Write the question about a group of accounts."""
    titles = [verdict.item.title for verdict in group.verdicts[:_SHOWN]]
    more = len(group.verdicts) - len(titles)
    code = "recognise.trial.ask_account" if len(group.verdicts) == 1 else "recognise.trial.ask_accounts"
    text = messages.text(code, count=len(group.verdicts), accounts=tuple(titles), more=more)
    cells = tuple(CellRef(shape.sheet.name, row, shape.account) for each in group.verdicts for row in each.item.rows)
    choices = [Choice(key, tree.label(key)) for key in group.choices]
    choices.append(Choice(IGNORE, messages.text("recognise.trial.choose_ignore")))
    if not group.alone:
        choices.append(Choice(EACH, messages.text("recognise.trial.choose_each")))
    settles = len(cells)
    return Question(
        group.id, Topic.ACCOUNT, text, cells, tuple(choices), free=True, money=group.money * scale, settles=settles
    )


def column_id(amount: Amount) -> str:
    """Return the id of the question what a column is."""
    return f"column:{plain(amount.head)}"


def ask_column(amount: Amount, shape: Shape, messages: Messages) -> Question:
    """Write the question what a column is."""
    letters = tuple(column_letters(column) for column in amount.columns)
    cells = tuple(CellRef(shape.sheet.name, max(shape.heads, default=1), column) for column in amount.columns)
    text = messages.text("recognise.trial.ask_column", columns=letters, head=amount.head, sheet=shape.sheet.name)
    money = sum((abs(balance) for balance in amount.balances), Decimal(0)) / 2
    choices = tuple(
        Choice(value, messages.text(f"recognise.trial.column_{value}"))
        for value in ("current", "part", "previous", "budget")
    )
    ignore = Choice(IGNORE, messages.text("recognise.trial.choose_ignore"))
    return Question(
        column_id(amount), Topic.COLUMN, text, cells, (*choices, ignore), money=money, settles=amount.filled
    )


def ask_sign(means: str, amounts: Sequence[Amount], shape: Shape, messages: Messages) -> Question:
    """Write the question which balance is positive in a column."""
    columns = [column for amount in amounts for column in amount.columns]
    cells = tuple(CellRef(shape.sheet.name, max(shape.heads, default=1), column) for column in columns)
    letters = tuple(map(column_letters, columns))
    text = messages.text("recognise.trial.ask_sign", columns=letters, sheet=shape.sheet.name)
    choices = tuple(Choice(value, messages.text(f"recognise.trial.sign_{value}")) for value in ("balance", "reversed"))
    settles = sum(amount.filled for amount in amounts)
    return Question(f"sign:{plain(shape.sheet.name)}|{means}", Topic.SIGN, text, cells, choices, settles=settles)


def ask_scale(shape: Shape, messages: Messages, settles: int) -> Question:
    """Write the question in which unit the amounts are."""
    cells = (CellRef(shape.sheet.name, max(shape.heads, default=1), shape.amounts[0]),)
    text = messages.text("recognise.trial.ask_scale", sheet=shape.sheet.name)
    choices = tuple(Choice(str(scale), messages.text(f"recognise.trial.scale_{scale}")) for scale in (1, 1000))
    return Question(scale_id(shape), Topic.SCALE, text, cells, choices, settles=settles, personal=True)


def scale_id(shape: Shape) -> str:
    """Return the id of the question in which unit a sheet is."""
    return f"scale:{plain(shape.sheet.name)}|trial"


def sign_id(shape: Shape, means: str) -> str:
    """Return the id of the question which balance is positive."""
    return f"sign:{plain(shape.sheet.name)}|{means}"
