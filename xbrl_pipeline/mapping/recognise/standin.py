"""Stand-in until recognise() itself gives questions, readings and asides. Never merged."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from xbrl_pipeline.mapping.recognise.findings import Why
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Aside, Choice, Question, Reading, Topic


def qid(seen: Any, found: Any) -> str:
    return f"row:{seen.block.statement}:{fold(found.row.number + ' ' + found.row.label)}"


def bid(seen: Any) -> str:
    topic = "scale" if "scale" in seen.trouble else "scope" if "kind" in seen.trouble else "table"
    return f"{topic}:{seen.block.statement}:{fold(seen.block.table.sheet.name)}"


def answered(rec: Any, answers: Any) -> Any:
    seen = []
    for item in rec.seen:
        said = answers.to(bid(item)) if item.trouble else None
        if said in ("1", "1000"):
            item = replace(item, scale=int(said), trouble="")
        elif said in ("separate", "consolidated"):
            item = replace(item, kind=said, trouble="")
        rows = []
        for found in item.rows:
            said = answers.to(qid(item, found))
            if said == "ignore":
                found = replace(found, key=None, ignored=True, confidence=1.0, reasons=(Why.PERSON,))
            elif said:
                found = replace(found, key=said, ignored=False, confidence=1.0, reasons=(Why.PERSON,))
            rows.append(found)
        seen.append(replace(item, rows=tuple(rows)))
    return replace(rec, seen=tuple(seen))


def fill(rec: Any) -> Any:
    questions, readings, asides = [], [], []
    for item in rec.seen:
        sheet = item.block.table.sheet.name
        means = {c.column.number: c.means for c in item.columns if c.means in ("current", "previous", "budget")}
        cells = [CellRef(sheet, f.row.index, n) for f in item.rows for n in f.row.values]
        if item.trouble:
            topic = Topic(bid(item).split(":")[0])
            choices = {
                "scale": (Choice("1", "euro's"), Choice("1000", "duizenden euro's", ("de kasstroom past dan",))),
                "scope": (Choice("separate", "enkelvoudig"), Choice("consolidated", "geconsolideerd")),
            }.get(topic.value, ())
            choices = (*choices, Choice("ignore", "niet overnemen"))
            questions.append(
                Question(
                    bid(item),
                    topic,
                    f"Wat is de tabel op blad {sheet}?",
                    tuple(cells),
                    choices,
                    money=Decimal(1000),
                    settles=len(cells),
                )
            )
            asides.append(
                Aside(f"{sheet}!{item.block.first_row}-{item.block.last_row}", sheet, item.trouble, bid(item))
            )
            continue
        for found in item.rows:
            if not found.row.values:
                continue
            mine = tuple(CellRef(sheet, found.row.index, n) for n in found.row.values if n in means)
            if found.ignored:
                asides.append(Aside(f"{sheet}!{mine[0].address}", found.row.label, "negeren", qid(item, found)))
            elif found.open:
                lex = rec.lexica[item.block.statement]
                ch = tuple(
                    Choice(k, lex.entries[k].label, ("de omschrijving past",))
                    for k in found.options
                    if k in lex.entries
                )
                money = sum((abs(v or 0) * item.scale for v in found.row.values.values()), Decimal(0))
                questions.append(
                    Question(
                        qid(item, found),
                        Topic.ROW,
                        f"Welke post is de rij '{found.row.label}'?",
                        mine,
                        (*ch, Choice("ignore", "niet overnemen")),
                        free=True,
                        money=money,
                        settles=len(mine),
                    )
                )
            else:
                lex = rec.lexica[item.block.statement]
                for n, v in found.row.values.items():
                    if n in means and v is not None:
                        entry = lex.entries.get(found.key)
                        col = next(c for c in item.columns if c.column.number == n)
                        readings.append(
                            Reading(
                                CellRef(sheet, found.row.index, n),
                                found.row.label,
                                item.block.statement,
                                found.key,
                                entry.label if entry else found.key,
                                means[n],
                                col.statement or item.kind,
                                v * item.scale * (-1 if found.reversed else 1),
                                found.confidence,
                                ("de omschrijving is een naam van deze post",),
                                qid(item, found),
                            )
                        )
    for sheet in rec.unknown:
        asides.append(Aside(f"{sheet.name}!A1", sheet.name, "niets herkend", f"table:unknown:{fold(sheet.name)}"))
    if rec.board.year is None:
        questions.append(
            Question(
                "year",
                Topic.YEAR,
                "Over welk jaar gaat deze jaarrekening?",
                (),
                (Choice("2025", "2025"), Choice("2024", "2024")),
                free=True,
                personal=True,
            )
        )
    if rec.board.number is None:
        questions.append(
            Question(
                "entity:bestuursnummer",
                Topic.ENTITY,
                "Wat is het bestuursnummer (vijf cijfers)?",
                (),
                (),
                free=True,
                personal=True,
            )
        )
    order = list(Topic)
    questions.sort(key=lambda q: (order.index(q.topic), -q.money))
    return replace(rec, questions=tuple(questions), readings=tuple(readings), asides=tuple(asides))
