"""Words that make one line the opposite of another: a label and a line that differ in one are never taken together."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from xbrl_pipeline.recognise.tokens import plain_letters

Traits = Mapping[str, frozenset[str]]

_PATTERNS: Final[dict[str, dict[str, str]]] = {
    "term": {
        "long": r"langlop|lange termijn|\blang\b|\blgl|long.?term|non.?current",
        "short": r"kortlop|korte termijn|\bkort\b|\bkrtl|short.?term|(?<!non)(?<!non[ -])\bcurrent\b",
    },
    "matter": {
        "intangible": r"immat|\biva\b|intangible|amorti[sz]",
        "tangible": r"(?<!im)\bmat(?:\.|eri)|\bmva\b|(?<!in)tangible|property, plant",
        "financial": r"\bfin(?:\.|anciele (?:vaste )?activa|anciele va)|\bfva\b|financial (?:fixed )?assets",
    },
    "earmark": {"no": r"niet[- ]?geoorm|not earmarked", "yes": r"(?<!niet)(?<!niet[- ])\bgeoorm|(?<!not )earmarked"},
    "means": {"public": r"publiek(?!recht)|public", "private": r"priva|private"},
    "side": {
        "receivable": r"vordering|debiteur|\bvord\b|\bvord\.|te ontvangen|receivable|debtor|te vorderen",
        "payable": r"schuld|crediteur|te betalen|payable|creditor|leverancier|af te dragen",
    },
    "paid": {
        "received": r"(?<!vooruit)(?<!vooruit )\bontvangen\b|\breceived\b",
        "paid": r"(?<!vooruit)(?<!vooruit )\bbetaa?ld|(?<!pre)\bpaid\b",
    },
    "ahead": {"received": r"vooruit ?ontv", "paid": r"vooruit ?bet|prepa"},
    "asset": {
        "buy": r"(?<!des)\binvester|aankoop|aanschaf|verwerving|purchase",
        "sell": r"desinvest|verkoop|vervreemd|proceeds|disposal",
    },
    "loan": {"new": r"opgenomen|opname|nieuwe|aangetrokken|new borrow", "back": r"aflos|repay"},
    "moment": {
        "begin": r"\bbegin|1 jan|\b0?1[-/]0?1\b|opening|aanvang|start",
        "end": r"\beind|31 dec|\b31[-/]12\b|closing|\bultimo",
    },
    "flow": {
        "income": r"baten|opbrengst|\bincome\b|inkomsten",
        "expense": r"lasten|kosten|expense|\bcosts?\b|uitgaven",
    },
    "tax": {
        "before": r"\b(?:voor|vr\.?|v\.) (?:de )?(?:belasting|vpb|vennootschaps|winstbelasting)|before tax|pre-?tax",
        "after": r"\bna (?:de )?(?:belasting|vpb|vennootschaps|winstbelasting)|after tax",
    },
    "fixed": {"fixed": r"\bvaste? activa|\bvaste\b|fixed", "current": r"vlottend|current assets"},
    "funder": {"ocw": r"\bocw\b", "ez": r"\bez\b|\blnv\b|\begz\b", "municipality": r"gemeent"},
    "rest": {"rest": r"\boverig|\bandere\b|\bdivers|\bother\b|\brestant|\bov\."},
    "kind": {"reserve": r"reserve\b|reserves\b", "fund": r"fonds"},
    "use": {"add": r"dotati|toevoeging|\bdot\.", "stock": r"$^"},
    "party": {"third": r"\bderden\b|minderheid|minority", "group": r"$^"},
    "person": {"parent": r"ouder", "student": r"student", "participant": r"deelnemer"},
}
_COMPILED: Final = {
    trait: {value: re.compile(pattern) for value, pattern in values.items()} for trait, values in _PATTERNS.items()
}
# where a label that does not say it cannot be the line that does say it, and the other way round
_NEVER_SILENT: Final = ("rest", "use", "asset", "loan")
_SUPPORTS: Final = ("ahead", "paid")


@lru_cache(maxsize=20_000)
def traits_of(text: str) -> Traits:
    """Return what a text says on each point."""
    plain = plain_letters(text)
    found = {
        trait: frozenset(value for value, pattern in values.items() if pattern.search(plain))
        for trait, values in _COMPILED.items()
    }
    return {trait: values for trait, values in found.items() if values}


def contradicts(label: Traits, line: Traits) -> bool:
    """Tell whether a label says the opposite of a line on some point."""
    return any(label[trait].isdisjoint(line[trait]) for trait in label.keys() & line.keys())


def leaves_out(label: Traits, line: Traits) -> bool:
    """Tell whether a label is silent where the line speaks, or speaks where the line is silent."""
    return any((trait in label) != (trait in line) for trait in _NEVER_SILENT)
