"""From the answers to the form about a concern to what they ask of the rules."""

from correspondence.arriving.reading import Statement
from mentoring.concern_cases import TICK, TOLD, WORDS
from mentoring.concerns import GiveBasis
from mentoring.words import Words


def basis(statement: Statement, member: str, number: int) -> GiveBasis:
    """Of a field that was answered twice the last answer counts; a box that is neither ticked nor denied stays open."""
    given = {each.key: each for each in statement.answers}
    boxes = {int(key.removeprefix(TICK)): each.text for key, each in given.items() if key.startswith(TICK)}
    told, words = given.get(TOLD), given.get(WORDS)
    return GiveBasis(
        member,
        number,
        ticks=tuple(box for box, text in boxes.items() if text == "yes"),
        denied=tuple(box for box, text in boxes.items() if text == "no"),
        told=told.day if told else None,
        words=Words(words.text) if words else None,
    )
