"""A proposal as a review, and the answers of a review as the program takes them."""

from datetime import UTC, datetime
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line, told_apart
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.questions import Answers, Reading, Topic
from xbrl_pipeline.model.review import ReadReview, Review, ReviewAnswer, ReviewQuestion
from xbrl_pipeline.recognise.known import KnownAnswer, Memory
from xbrl_pipeline.recognise.offers import IGNORE, USE, WHOLE
from xbrl_pipeline.recognise.proposals import Proposal, told, told_all
from xbrl_pipeline.recognise.recognition import UserChoices
from xbrl_pipeline.recognise.review.content import asides_of, general_of, statements_of
from xbrl_pipeline.recognise.review.shape import code_of

_BETWEEN: Final = " · "  # the words of a line and its key


def review_of(proposal: Proposal, workbook: str, link: str, fresh: frozenset[Reading], texts: Messages) -> Review:
    """Return everything that a person is shown and asked."""
    answers = {name: answer_text(proposal, name, said, texts) for name, said in proposal.answers.said.items()}
    general = {datum.question for datum in proposal.general.data}
    asked = [question for question in proposal.questions if question.id not in general]
    answered = [proposal.asked[name] for name in answers if name in proposal.asked and name not in general]
    answered = [question for question in answered if question not in asked]
    listed = {question.id for question in answered}
    others = {name: text for name, text in answers.items() if name not in listed}
    memories = proposal.remembered.used
    recognition = proposal.recognition
    return Review(
        workbook,
        proposal.book.sha256,
        link,
        proposal.year,
        tuple(_settings(proposal.wishes, texts)),
        proposal.answers.said,
        tuple(
            ReviewQuestion(
                question,
                answers[question.id] if question.id in listed else "",
                told(memories[question.id], texts) if question.id in memories else "",
            )
            for question in (*asked, *answered)
        ),
        tuple(statements_of(recognition, others, fresh)),
        tuple(asides_of(recognition.asides, proposal.questions, others)),
        tuple(general_of(proposal.general, others, texts)),
        (texts.text("review.ignore"), *(_line(key, label) for key, label in proposal.lines.items())),
        {name: f"{memory.board} {memory.learned.isoformat()}" for name, memory in memories.items()},
        tuple(told_all(proposal.remembered, texts)),
    )


def _settings(wishes: UserChoices, texts: Messages) -> list[tuple[str, str]]:
    return [
        ("lang", texts.lang),
        ("taxonomy", wishes.taxonomy),
        ("report", wishes.report),
        ("verslagjaar", str(wishes.verslagjaar or "")),
        ("bestuursnummer", wishes.bestuursnummer),
        ("kvk", wishes.kvk),
        ("naam", wishes.naam),
    ]


def wishes_in(review: ReadReview) -> UserChoices:
    """Return what was asked for when a review was made."""
    said = dict(review.settings)
    year = int(said["verslagjaar"]) if said.get("verslagjaar") else None
    told = (said.get(name, "") for name in ("bestuursnummer", "kvk", "naam", "taxonomy", "report"))
    return UserChoices(year, *told)


def memories_of(review: ReadReview) -> dict[str, Memory]:
    """Return which of the answers with which a review was made were known before."""
    asked = {question.id: question for question in review.asked}
    found = {}
    for name, source in review.memory.items():
        board, _, when = source.partition(" ")
        said = review.said.get(name, "")
        question = asked.get(name)
        words = {choice.value: choice.shown for choice in question.choices} if question else {}
        answer = KnownAnswer(
            question=name,
            topic=question.topic if question else Topic.ROW,
            asked=one_line(question.text if question else name.rpartition(":")[2]),
            value=said,
            shown=one_line(words.get(said, said)),
        )
        found[name] = Memory(answer, board, datetime.fromisoformat(when).astimezone(UTC))
    return found


def answer_text(proposal: Proposal, name: str, said: str, texts: Messages) -> str:
    """Return an answer as it stands in a review: the words of a choice, else those of a line with its key."""
    question = proposal.question(name)
    choices = question.choices if question else ()
    words = dict(zip((choice.value for choice in choices), told_apart(each.shown for each in choices), strict=True))
    if said in words:
        return words[said]
    if said == IGNORE:
        return texts.text("review.ignore")
    if said == USE:
        return texts.text("review.use")
    return _line(said, proposal.lines[said]) if said in proposal.lines else one_line(proposal.shown(name, said))


def _line(key: str, label: str) -> str:
    return f"{one_line(label)}{_BETWEEN}{key}"


def answers_in(review: ReadReview, before: Proposal) -> Answers:
    """Return what was answered before and in a review; an answer that cannot be one is a PipelineError with its cell.

    A cell that was changed counts for more than one in which an earlier answer was left as it stood.
    """
    texts = before.texts
    filled: dict[str, list[tuple[str, ReviewAnswer]]] = {}
    names = {code_of(name): name for name in before.ids}
    for given in review.given:
        name = names.get(given.code)
        if name is None and given.text:
            raise PipelineError("review.no_question", cell=str(given.cell))
        if name is not None:
            filled.setdefault(name, [])
        if name is not None and given.text:
            filled[name].append((_value(name, given, before, texts), given))
    said = {name: value for name, value in review.said.items() if name not in filled}
    for name, found in filled.items():
        earlier = review.said.get(name)
        changed = [(value, given) for value, given in found if value != earlier]
        chosen = changed or found
        if len({value for value, _ in chosen}) > 1:
            cells = (str(chosen[0][1].cell), str(chosen[1][1].cell))
            raise PipelineError("review.twice", cell=cells[0], other=cells[1])
        if chosen:
            said[name] = chosen[0][0]
    return Answers(said)


def _value(name: str, given: ReviewAnswer, before: Proposal, texts: Messages) -> str:
    """Return an answer as the program takes it."""
    question = before.question(name)
    told_ = " ".join(given.text.split())
    choices = question.choices if question else ()
    shown = told_apart(choice.shown for choice in choices)
    pairs = zip(shown, choices, strict=True)
    meant = [choice.value for text, choice in pairs if text.casefold() == told_.casefold()]
    for choice in (IGNORE, USE):
        if not meant and told_.casefold() == texts.text(f"review.{choice}").casefold():
            meant = [choice]
    if not meant and _BETWEEN in told_:
        meant = [told_.rpartition(_BETWEEN)[2]]
    listed = question is not None and choices and not (question.free or before.is_general(name))
    value = None if listed and not meant else before.fit(name, meant[0] if meant else told_)
    if value is None:
        known = shown or texts.text("review.from_list")
        raise PipelineError("review.unknown_choice", cell=str(given.cell), shown=one_line(given.text), known=known)
    return value


def unseen(before: Proposal, after: Proposal) -> tuple[frozenset[Reading], int]:
    """Return the amounts that are reported otherwise than a person saw, and how many more parts are left out.

    What is so because that person said it of these very rows is no news.
    """
    changed = {name: said for name, said in after.answers.said.items() if before.answers.to(name) != said}
    said = {(cell.sheet, cell.row, value) for name, value in changed.items() for cell in _cells_of(name, after)}
    shown: dict[CellRef, list[Reading]] = {}
    for reading in before.recognition.readings:
        shown.setdefault(reading.cell, []).append(reading)
    fresh = frozenset(
        reading
        for reading in after.recognition.readings
        if not any(_same(reading, other) for other in shown.get(reading.cell, ()))
        and changed.get(reading.question) != reading.key
        and (reading.cell.sheet, reading.cell.row, reading.key) not in said
    )
    known = {(aside.cells, aside.reason) for aside in before.recognition.asides}
    new = [aside for aside in after.recognition.asides if (aside.cells, aside.reason) not in known]
    direct = bool({IGNORE, WHOLE} & set(changed.values()))
    return fresh, 0 if direct else len(new)


def unheeded(before: Proposal, after: Proposal) -> tuple[str, ...]:
    """Return the choices about shown rows and tables that recognition could not follow."""
    changed = {name: said for name, said in after.answers.said.items() if before.answers.to(name) != said}
    left_out = {aside.question for aside in after.recognition.asides}
    taken = {(reading.question, reading.key) for reading in after.recognition.readings}
    used = {question for question, _ in taken}
    found = []
    for name, said in changed.items():
        if name in before.asked or before.is_general(name):
            continue
        heeded = name not in left_out if said == USE else name not in used if said == IGNORE else (name, said) in taken
        if not heeded:
            found.append(f"{one_line(name.partition(':')[2])}: {answer_text(after, name, said, after.texts)}")
    return tuple(found)


def _cells_of(name: str, proposal: Proposal) -> tuple[CellRef, ...]:
    question = proposal.question(name)
    return question.cells if question is not None and question.topic in (Topic.ROW, Topic.ACCOUNT) else ()


def _same(one: Reading, other: Reading) -> bool:
    mine, theirs = ((each.key, each.period, each.scope, each.value, each.derived) for each in (one, other))
    return mine == theirs
