"""How a template looks: one place for colours and number formats."""

from typing import Any, Final

from xbrl_pipeline.taxonomy.model import Concept, Kind
from xbrl_pipeline.template.layout import SlotKind

GREY: Final = "#A6A6A6"
_INPUT: Final = "#FFF9E5"
_MUST: Final = "#FFE08A"
_TOTAL: Final = "#EEF1F5"
_INK: Final = "#1F3A5F"
_EDGE: Final = "#BFC7D1"
_FORMATS: Final = {Kind.NUMBER: "General", Kind.DATE: "dd-mm-yyyy", Kind.TEXT: "@", Kind.CODE: "@"}
_DEEPEST: Final = 8


class TemplateFormats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}
        self.code = self._get(font_size=7, font_color=GREY, bg_color="#E6E6E6", num_format="@",
                              align="fill")  # so that a long code does not run into the next cell  # fmt: skip
        self.title = self._get(bold=True, font_size=14, font_color=_INK)
        self.section = self._get(bold=True, font_size=11, font_color=_INK)
        self.plain = self._get()
        self.link = self._get(font_color="#0B5CAD", underline=1)
        self.hint = self._get(italic=True, font_color="#595959")
        self.hint_wrapped = self._get(italic=True, font_color="#595959", text_wrap=True, valign="top")
        self.note = self._get(font_color="#595959", text_wrap=True, valign="top", font_size=9)
        self.number = self._get(font_color="#595959", valign="top")
        self.group = self._get(bold=True, font_color=_INK, align="left")
        self.head = self._get(bold=True, text_wrap=True, align="center", valign="vcenter", bg_color="#DCE4EE", border=1,
                              border_color=_EDGE)  # fmt: skip
        self.head_left = self._get(bold=True, text_wrap=True, valign="vcenter", bg_color="#DCE4EE", border=1,
                                   border_color=_EDGE)  # fmt: skip
        self.check = self._get(num_format="#,##0.00;-#,##0.00;0", font_color="#2E7D32", border=1, border_color=_EDGE)
        self.wrong = self._get(bg_color="#FFC7CE", font_color="#9C0006", bold=True)
        self.doubtful = self._get(bg_color="#FFE2B8", font_color="#8A4B00", bold=True)

    def label(self, depth: int, *, bold: bool) -> object:
        """Return the look of the words of a line."""
        return self._get(align="left", indent=min(depth, _DEEPEST), bold=bold, text_wrap=True, valign="top")

    def slot(self, kind: SlotKind, concept: Concept | None, *, mandatory: bool = False) -> object:
        """Return the look of a cell: input cells are the only ones that are not locked."""
        base: dict[str, object] = {"border": 1, "border_color": _EDGE, "valign": "top", "num_format": "@"}
        if concept is not None:
            base["num_format"] = number_format(concept)
            base["text_wrap"] = concept.kind is Kind.TEXT
        match kind:
            case SlotKind.INPUT | SlotKind.KEY:
                return self._get(**base, bg_color=_MUST if mandatory else _INPUT, locked=False)
            case SlotKind.TOTAL:
                return self._get(**base, bg_color=_TOTAL, bold=True)
            case SlotKind.LINK:
                return self._get(**base, bg_color=_TOTAL, font_color="#44546A")
            case _:
                return self._get(border=1, border_color=_EDGE, pattern=14, fg_color="#D9D9D9", bg_color="#F7F7F7")

    @staticmethod
    def tab(*, table: bool) -> str:
        """Return the colour of a tab."""
        return "#7FA7C9" if table else _INK

    def _get(self, **properties: object) -> Any:  # noqa: ANN401
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": "Calibri", "font_size": 10, **properties})
        return self._made[key]


def number_format(concept: Concept) -> str:
    """Return how Excel shows a value; it never decides what is reported."""
    if concept.kind is Kind.MONETARY:
        return "#,##0" if concept.whole else "#,##0.00"
    return _FORMATS.get(concept.kind, "@")
