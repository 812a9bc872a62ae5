"""A trial balance to facts: every account on its line, every amount accounted for."""

from collections.abc import Sequence
from decimal import Context, localcontext
from typing import Final

from xbrl_pipeline.mapping.locate import find_headers
from xbrl_pipeline.mapping.plan import MappingPlan
from xbrl_pipeline.mapping.scale import find_other_scale
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.trial_balance.book import Books
from xbrl_pipeline.mapping.trial_balance.lines import make_lines
from xbrl_pipeline.mapping.trial_balance.place import Placer
from xbrl_pipeline.mapping.trial_balance.plan import PlannedTrial, join_trials
from xbrl_pipeline.mapping.trial_balance.rows import TrialWalk
from xbrl_pipeline.mapping.trial_balance.ties import check_closing, check_columns, check_total_row
from xbrl_pipeline.workbook.cells import SheetCells

_EXACT: Final = Context(prec=700)  # a cell holds at most 309 digits before its comma


def account_for_trial(plan: MappingPlan, parts: Sequence[tuple[PlannedTrial, SheetCells]], tally: Tally) -> None:
    """Give every cell of a trial balance its fate, its lines their facts, and say where it does not tie.

    ``parts`` are its sheets: one, or several of which each continues the first.
    """
    with localcontext(_EXACT):
        walks = [_walk(plan, trial, sheet, tally) for trial, sheet in parts]
        trial = join_trials([trial for trial, _ in parts])
        books = Books(trial, [account for walk in walks for account in walk.accounts.values()])
        for walk in walks:
            check_total_row(walk, tally)
        check_closing(books, tally)
        Placer(books, tally).place()
        sound = check_columns(books, tally)
        for book in books.years:
            make_lines(plan, trial, book, tally, sound=sound[book.means])


def _walk(plan: MappingPlan, trial: PlannedTrial, sheet: SheetCells, tally: Tally) -> TrialWalk:
    headers = find_headers(trial.columns, sheet)
    other_scale = find_other_scale(trial.columns, sheet, headers.last)
    for trouble in (*headers.remarks, *filter(None, [other_scale])):
        tally.note(trouble.remark, *trouble.cells)
    columns = {number: tally.note(trouble.remark, *trouble.cells) for number, trouble in headers.troubles.items()}
    walk = TrialWalk(plan, trial.columns, sheet, headers.rows, {}, columns, {}, tally, trial)
    walk.walk()
    return walk
