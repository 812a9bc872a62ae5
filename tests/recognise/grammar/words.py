"""Choosing words: one choice a book for a line, with some variation, capitals and slips."""

from __future__ import annotations

from .draw import Draw

Lists = dict[str, tuple[str, ...]]


class Words:
    """The wordings of one book."""

    def __init__(self, draw: Draw, lists: Lists, typo: float = 0.0) -> None:
        self.draw = draw
        self.lists = lists
        self.typo = typo
        self.base: dict[str, str] = {}

    def label(self, line: str, used: set[str] | None = None) -> str:
        """A wording of a line that does not stand among `used`."""
        options = self.lists[line]
        if line not in self.base:
            self.base[line] = self.draw.sub(line).pick(options)
        word = self.base[line] if self.draw.chance(0.85) else self.draw.pick(options)
        if used is not None:
            taken = {u.casefold() for u in used}
            free = [w for w in options if w.casefold() not in taken]
            if word.casefold() in taken:
                if not free:
                    raise LookupError(f"no free wording for {line}")
                word = self.draw.pick(free)
            used.add(word)
        if self.draw.chance(self.typo) and len(word) > 9:
            word = slip(self.draw, word)
        return word

    def head(self, line: str, used: set[str] | None = None) -> str:
        """A wording for a head above the parts: not one that says it is a total."""
        for _ in range(6):
            word = self.label(line, None)
            if not word.lower().startswith(TOTALS):
                break
            options = [w for w in self.lists[line] if not w.lower().startswith(TOTALS)]
            if options:
                word = self.draw.pick(options)
                break
        if used is not None:
            used.add(word)
        return word


TOTALS = ("tot", "som ", "subtot", "saldo")


def slip(draw: Draw, word: str) -> str:
    """A typing slip: two letters changed places, a letter doubled or dropped, a double space."""
    places = [i for i in range(2, len(word) - 2) if word[i].isalpha() and word[i + 1].isalpha()]
    if not places:
        return word
    i = draw.pick(places)
    kind = draw.whole(0, 3)
    if kind == 0 and word[i] != word[i + 1]:
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    if kind == 1:
        return word[:i] + word[i] + word[i:]
    if kind == 2:
        return word[:i] + word[i + 1 :]
    return word.replace(" ", "  ", 1)
