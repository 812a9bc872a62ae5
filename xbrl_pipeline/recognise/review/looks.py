"""How a review looks: its formats, its heights, and its first sheet."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from xbrl_pipeline.model.review import Review
from xbrl_pipeline.recognise.review.shape import AGREED

HEIGHT: Final = 13.5  # points, of a line of text
MOST_LINES: Final = 12
_BLUE, _INPUT, _OPEN, _GREY, _TOTAL, _DONE = "#1F3864", "#FFF8DC", "#FCE4D6", "#666666", "#EAF0F8", "#E7F3E7"
_AMOUNT: Final = "#,##0;[Red]-#,##0;0"
_CHECK: Final = '[=0]"\u2713";[Red]#,##0.00'
_COUNT: Final = '[=0]"0 \u2713";[Red]0'
_STATES: Final[dict[str, dict[str, object]]] = {
    "plain": {},
    "open": {"bg_color": _OPEN},
    "total": {"bold": True, "bg_color": _TOTAL},
}
_MORE_STATES: Final[dict[str, dict[str, object]]] = {
    "again": {"font_color": _GREY, "italic": True},
    "done": {"bg_color": _DONE},
}
_NOTES: Final = 15  # remarks that the first sheet shows


class ReviewFormats:
    """The formats by name; each is made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.book = book
        self.base: dict[str, object] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
        line: dict[str, object] = {"bottom": 1, "bottom_color": "#E3E3E3"}
        head: dict[str, object] = {"bold": True, "font_color": "white", "text_wrap": True, "valign": "vcenter"}
        border: dict[str, object] = {"border": 1, "border_color": "#BFBFBF"}
        self.made = {
            "title": self._add(bold=True, font_size=16, font_color=_BLUE),
            "text": self._add(text_wrap=True),
            "bold": self._add(bold=True),
            "grey": self._add(font_color=_GREY),
            "head": self._add(**head, bg_color=_BLUE),
            "input_head": self._add(**head, bg_color="#7F6000"),
            "input": self._add(text_wrap=True, bg_color=_INPUT, **border),
            "big_input": self._add(bold=True, font_size=14, align="center", bg_color=_INPUT, **border),
            "check": self._add(num_format=_CHECK, align="right", font_color="#2E7D32", **line),
            "count": self._add(num_format=_COUNT, align="left", bold=True, font_color="#2E7D32"),
            "warn": self._add(bold=True, text_wrap=True, bg_color=_OPEN),
            "fine": self._add(bold=True, text_wrap=True, bg_color=_DONE),
        }
        self.states = {name: {**line, **look} for name, look in {**_STATES, **_MORE_STATES}.items()}
        for name, look in self.states.items():
            self.made[name] = self._add(text_wrap=True, **look)
            self.made[f"{name}_amount"] = self._add(num_format=_AMOUNT, align="right", **look)
            self.made[f"{name}_link"] = self._add(text_wrap=True, **{**look, "font_color": "#0563C1"}, underline=1)

    def _add(self, **look: object) -> Any:  # noqa: ANN401
        return self.book.add_format({**self.base, **look})

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        return self.made[name]

    def indented(self, state: str, depth: int) -> Any:  # noqa: ANN401
        """Return a format for words that stand below others."""
        name = f"{state}_{depth}"
        if name not in self.made:
            self.made[name] = self._add(text_wrap=True, align="left", indent=depth, **self.states[state])
        return self.made[name]


def lines_in(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, near enough."""
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))


def write_start(
    sheet: Any,  # noqa: ANN401
    look: ReviewFormats,
    review: Review,
    say: Callable[..., str],
    untied: Sequence[str],
) -> None:
    """Write the first sheet: where things stand, the one cell that agrees, and what to do."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 2, 90)
    sheet.write(0, 0, say("title.start"), look["title"])
    sheet.set_row(0, HEIGHT * 1.8)
    sheet.write(1, 0, say("workbook"), look["bold"])
    sheet.write_string(1, 1, review.workbook, look["grey"])
    open_questions = sum(not asked.answer for asked in review.questions)
    missing = sum(not datum.value for datum in review.general)
    for row, (code, number) in enumerate((("open", open_questions), ("missing", missing)), 2):
        sheet.write(row, 0, say(f"fact.{code}"), look["bold"])
        sheet.write_string(row, 1, str(number), look["warn" if number else "fine"])
        sheet.write_string(row, 2, say(f"where.{code}"), look["grey"])
    sheet.write(4, 0, say("fact.untied"), look["bold"])
    if untied:
        sheet.write_formula(4, 1, f"={'+'.join(untied)}", look["count"], _untied(review))
    sheet.write_string(4, 2, say("where.untied"), look["grey"])
    row, column = AGREED
    sheet.write(row - 1, 0, say("agreed"), look["bold"])
    sheet.set_row(row - 1, HEIGHT * 2)
    sheet.write_string(row - 1, column - 1, "", look["big_input"])
    sheet.data_validation(
        row - 1, column - 1, row - 1, column - 1, {"validate": "list", "source": [say("yes")], "ignore_blank": True}
    )
    sheet.write_string(row - 1, column, say("agreed_help"), look["text"])
    place = row + 1
    for step in say("steps").split("\n"):
        sheet.merge_range(place, 0, place, 2, step, look["text"])
        sheet.set_row(place, HEIGHT * lines_in(step, 130))
        place += 1
    for note in review.notes[:_NOTES]:
        sheet.merge_range(place + 1, 0, place + 1, 2, note, look["grey"])
        place += 1
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _untied(review: Review) -> int:
    return sum(statement.untied for statement in review.statements)
