"""What was found of one account: its line, the lines that it may be on, or why it is left out."""

from dataclasses import dataclass

from xbrl_pipeline.recognise.trial_balance.ledger import Item


@dataclass(frozen=True)
class AccountPlacement:
    """Where an account belongs. ``line`` is empty while it is open; ``other`` is its line with a credit balance.

    While ``within`` is empty, an open account is on one of its ``choices``.
    """

    item: Item
    line: str = ""
    other: str = ""
    choices: tuple[str, ...] = ()
    within: tuple[str, ...] = ()  # totals below which it may be on another line than the choices too
    why: tuple[str, ...] = ()
    ignore: str = ""  # the reason to leave it out
    outside: bool = False  # it holds no money

    @property
    def open(self) -> bool:
        """Whether nobody knows yet."""
        return not (self.line or self.ignore)
