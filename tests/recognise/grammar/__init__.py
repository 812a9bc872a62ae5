"""A grammar of layouts: invented annual accounts (2025) of Dutch school boards as workbooks, each with an answer key.

    python -m tests.recognise.grammar OUT --first 0 --count 100 [--part seen|unseen]
    python -m tests.recognise.grammar.verify OUT

A workbook and its key follow from a number and the part alone, byte for byte. ``README.md`` says what stands in a key.
"""

YEAR = 2025
