"""The program as a library, in the shape of a notebook: each ``# %%`` begins a cell.

Open this file in an editor that knows such cells, or run it as it is: ``python docs/voorbeeld.py``.
"""

# %% The samples come with the program; their boards do not exist.
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import xbrl_pipeline

samples = xbrl_pipeline.samples()
workbook = samples / "po-99001.xlsx"

# %% What is in the workbook: every cell is a fact or has a reason why not.
made = xbrl_pipeline.convert(workbook, lang="en")
print(
    f"{made.cells.read} cells: {made.cells.facts} facts, {made.cells.skipped} skipped, {made.cells.rejected} rejected"
)

# %% The facts as a table.
table = pd.DataFrame(
    [
        (fact.label, fact.end.year, fact.value, ", ".join(fact.cells))
        for fact in made.facts
        if fact.unit == "EUR" and fact.start is None
    ],
    columns=["line", "year", "amount", "cells"],
)
print(table.head(8).to_string(index=False))

# %% Is it a report that the receiver takes?
checked = xbrl_pipeline.validate(workbook, lang="en")
print(f"board {checked.board}, {checked.year}: {checked.verdict}, {len(checked.findings)} remarks")

# %% What is wrong in a workbook that is wrong on purpose, and in which cells?
wrong = xbrl_pipeline.validate(samples / "fout-balans-99005.xlsx", lang="en")
print(wrong.verdict, dict(Counter(finding.severity for finding in wrong.findings)))
first = next(finding for finding in wrong.findings if finding.severity == "error")
print(first.message, first.cells)

# %% What a taxonomy has on buildings.
taxonomy = xbrl_pipeline.open_taxonomy("onderwijs-2025", lang="en")
for line in taxonomy.find("buildings")[:3]:
    print(line.name, "-", line.label)

# %% The report in another form, and from that form an account that a person can read.
with TemporaryDirectory() as folder:
    for name, data in xbrl_pipeline.recast(workbook, form="xbrl-json", lang="en").files.items():
        Path(folder, name).write_bytes(data)
        shown = xbrl_pipeline.render(Path(folder, name), lang="en")
        print(f"{name}: {shown.shown} of {shown.facts} facts shown")

# %% What is refused says why, and what to do.
try:
    xbrl_pipeline.validate("no-such-report.xbrl", lang="en")
except xbrl_pipeline.NotAcceptedError as refused:
    print(refused, refused.advice)
