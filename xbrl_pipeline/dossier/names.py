"""The files of a dossier by name, each named once."""

from typing import Final

MANIFEST: Final = "manifest.json"  # binds the others
INSTANCE: Final = "instance.xbrl"  # the bytes for DUO
REPORT: Final = "report.json"
PAGE: Final = "report.html"
ACCOUNT: Final = "jaarrekening.html"  # the instance as a person reads it
SHEETS: Final = "report.xlsx"
ANNOTATED: Final = "annotated"  # the input with its findings marked, with the same suffix
FACTS: Final = "facts.json"
LEDGER: Final = "ledger.json"
SOURCE: Final = "source"  # the input, with the suffix that it came with
MAPPING: Final = "mapping.yaml"
RULES: Final = "rules.yaml"
PREVIOUS: Final = "previous.xbrl"  # last year's report, where one was given
