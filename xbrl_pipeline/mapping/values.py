"""From a cell to the value of a fact: taken, nothing there, or refused with the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from xbrl_pipeline.mapping.plan import Target
from xbrl_pipeline.mapping.texts import check_text, find_code, strange
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.amounts import fits
from xbrl_pipeline.model.facts import FactValue
from xbrl_pipeline.model.findings import PhaseName, Severity
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.workbook.cells import Cell, CellError
from xbrl_pipeline.workbook.notation import DASHES, NotADate, Number, Unread, plain, read_date, read_number
from xbrl_pipeline.workbook.stored import turning_mark


@dataclass(frozen=True, slots=True)
class TakenValue:
    """A value for a fact; the remarks say what was done to it."""

    value: FactValue
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """The cell says that there is no amount."""


@dataclass(frozen=True, slots=True)
class Refused:
    """No value, and why."""

    remark: Remark


Reading = TakenValue | Nothing | Refused

NUMBER_AS_TEXT: Final = "mapping.number_as_text"
_ERROR_CODES: Final = {
    CellError.NOT_CALCULATED: "workbook.cell.not_calculated",
    CellError.DAMAGED: "workbook.cell.damaged",
    CellError.DIGITS: "workbook.cell.digits",
    CellError.NO_DAY: "workbook.cell.no_day",
}
_WIDE: Final = Context(prec=400)  # a double has at most 309 digits before its comma
_NUMBER_CODES: Final = {
    Unread.AMBIGUOUS: "mapping.ambiguous_number",
    Unread.NOT_A_NUMBER: "mapping.not_a_number",
}
_DATE_CODES: Final = {
    NotADate.SHORT_YEAR: "mapping.short_year",
    NotADate.NO_SUCH_DAY: "mapping.no_such_day",
    NotADate.NOT_A_DATE: "mapping.not_a_date",
}


def read_value(cell: Cell, target: Target) -> Reading:
    """Read the value that a cell gives to its fact."""
    if isinstance(cell.value, CellError):
        return Refused(error_remark(cell, cell.value))
    return _READERS[target.concept.kind](cell, target)


def error_remark(cell: Cell, error: CellError) -> Remark:
    """Say that a cell holds an error instead of a value."""
    code = _ERROR_CODES.get(error, "workbook.cell.error")
    return Remark(code, {"shown": cell.shown}, phase=PhaseName.READ)


def _refuse(code: str, cell: Cell) -> Refused:
    turning = turning_mark(cell.shown)
    if turning is not None:
        return Refused(strange(turning))
    return Refused(Remark(code, {"shown": cell.shown, **_both_ways(cell.shown)}))


def _both_ways(shown: str) -> dict[str, object]:
    """Return a number with one separator read as thousands and as decimals."""
    whole, _, rest = shown.strip().replace(",", ".").rpartition(".")
    return {"thousands": whole + rest, "decimals": f"{whole},{rest}"}


def _read_amount(cell: Cell, target: Target) -> Reading:
    match cell.value:
        case Decimal():
            return _within(cell, _fit(cell.value, target, *_changed_by_noise(cell, target)))
        case bool():
            return _refuse("mapping.not_a_number", cell)
        case date():
            return _refuse("mapping.date_for_amount", cell)
        case _:
            return _read_written_amount(cell, target)


def _read_written_amount(cell: Cell, target: Target) -> Reading:
    number = read_number(cell.shown, decimals=target.decimals)
    if number is Unread.NIL:
        return Nothing()
    if isinstance(number, Unread):
        pointed = number is Unread.NOT_A_NUMBER and isinstance(read_number(cell.shown, decimals="point"), Number)
        return _refuse("mapping.pointed_number" if pointed else _NUMBER_CODES[number], cell)
    if number.percent and target.concept.kind is Kind.MONETARY:
        return _refuse("mapping.not_a_number", cell)
    return _within(cell, _fit(number.value, target, _written(cell, number)))


def _within(cell: Cell, taken: TakenValue) -> Reading:
    """Refuse a number with which sums would no longer be exact: no accounts hold one."""
    if isinstance(taken.value, Decimal) and not fits(taken.value):
        return _refuse("mapping.number_too_long", cell)
    return taken


def _written(cell: Cell, number: Number) -> Remark:
    return Remark(NUMBER_AS_TEXT, {"shown": cell.shown, "value": number.value}, Severity.INFO)


def _fit(stored: Decimal, target: Target, *remarks: Remark) -> TakenValue:
    value = _shift(stored.copy_negate() if target.negated else stored, target.power)
    rounded = plain(value.to_integral_value(ROUND_HALF_UP)) if target.concept.whole else value
    if rounded != value:
        remarks = (*remarks, Remark("mapping.rounded", {"value": value, "rounded": rounded}, Severity.WARNING))
    return TakenValue(rounded, remarks)


def _changed_by_noise(cell: Cell, target: Target) -> list[Remark]:
    """Say that the noise of binary arithmetic would have given another figure in the report."""
    if cell.noise is None or not isinstance(cell.value, Decimal):
        return []
    stored, clean = (_fit(value, target).value for value in (cell.noise, cell.value))
    if not target.concept.whole and isinstance(stored, Decimal) and isinstance(clean, Decimal):
        stored = plain(stored.quantize(Decimal((0, (1,), min(0, int(clean.as_tuple().exponent)))), context=_WIDE))
    if stored == clean:
        return []
    return [Remark("mapping.noise", {"stored": cell.noise, "value": cell.value}, Severity.WARNING)]


def _shift(value: Decimal, power: int) -> Decimal:
    """Multiply by a power of ten, exactly, also beyond the digits that Decimal arithmetic keeps."""
    sign, digits, exponent = value.as_tuple()
    return plain(Decimal((sign, digits, int(exponent) + power)))


def _read_day(cell: Cell, _target: Target) -> Reading:
    if isinstance(cell.value, date):
        return TakenValue(cell.value)
    if not isinstance(cell.value, str):
        return _refuse("mapping.not_a_date", cell)
    if read_number(cell.shown) is Unread.NIL:
        return Nothing()
    day = read_date(cell.shown)
    return _refuse(_DATE_CODES[day], cell) if isinstance(day, NotADate) else TakenValue(day)


def _read_code(cell: Cell, target: Target) -> Reading:
    code = find_code(cell.shown, target.concept.codes, target.codes)
    if code is not None:
        return TakenValue(code)
    if isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL:
        return Nothing()
    return Refused(Remark("mapping.not_a_code", {"shown": cell.shown, "codes": target.concept.codes}))


def _read_text(cell: Cell, target: Target) -> Reading:
    if cell.shown in DASHES:
        return Nothing()
    if isinstance(cell.value, bool):
        return _refuse("mapping.not_a_text", cell)
    remark = check_text(cell.shown, target.concept)
    return Refused(remark) if remark else TakenValue(cell.shown)


_READERS: Final[dict[Kind, Callable[[Cell, Target], Reading]]] = {
    Kind.MONETARY: _read_amount,
    Kind.NUMBER: _read_amount,
    Kind.DATE: _read_day,
    Kind.CODE: _read_code,
    Kind.TEXT: _read_text,
}
