"""What a question leaves room for: the fields that may be answered in a reply to it."""

from correspondence.arriving.reading import FormField
from mentoring.concern_cases import TICK, form_of
from mentoring.letters import Ask, Question
from mentoring.programme import ANYONE, Programme


def fields_for(programme: Programme, question: Question, role: str) -> tuple[FormField, ...]:
    """The fields that a role (its key) may answer, in the letter's order.

    Of the form that was asked, else of the programme's first document; of a survey, its questions as q1, q2, ...
    """
    about = question.about.partition("/")[0]
    if question.kind is Ask.CONCERN_BASIS:
        return _about_a_concern(programme, role)
    if question.kind is Ask.SURVEY:
        survey = next((each for each in programme.surveys if each.key == about), None)
        questions = survey.questions if survey else ()
        return tuple(FormField(f"q{n}", text) for n, text in enumerate(questions, start=1))
    documents = [rules for rules in programme.documents if rules.key == about] or list(programme.documents[:1])
    fields = (field for rules in documents for field in rules.fields if field.by in (role, ANYONE))
    return tuple(FormField(field.key, field.label, field.kind, field.options, field.prompt) for field in fields)


def _about_a_concern(programme: Programme, role: str) -> tuple[FormField, ...]:
    """Only whom the programme binds has a basis to give."""
    rules = programme.confidentiality
    if rules.binds not in (role, ANYONE):
        return ()
    said = {f"{TICK}{number}": tick.words for number, tick in enumerate(rules.ticks, start=1)}
    form = form_of(programme)
    return tuple(FormField(f.key, f.label, f.kind, prompt=f.prompt, said=said.get(f.key, ())) for f in form)


def first_document(programme: Programme) -> str:
    """The key of the document that is meant where no letter asked for one; "" without documents."""
    return next((rules.key for rules in programme.documents), "")
