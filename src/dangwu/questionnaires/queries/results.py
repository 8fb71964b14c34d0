"""What came back, counted by one statement; texts in an order that tells nothing."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from dangwu.questionnaires.counting import (
    FEWEST,
    Cross,
    Result,
    cross_of,
    result_of,
    summed,
)
from dangwu.questionnaires.models import (
    AnonymousAnswer,
    KeptTotals,
    NamedAnswer,
    Question,
    Questionnaire,
)
from dangwu.questionnaires.queries.listing import questions_of

TEXTS: Final = 200  # of one question on the page; the export has all
ByPart = dict[str, dict[str, dict[int, int]]]

_COUNTS: Final = """
SELECT a.part, e.key, (e.value)::int, count(*)
FROM {table} a CROSS JOIN LATERAL jsonb_each(a.content) e
WHERE a.unit_id = %s AND a.questionnaire_id = %s AND jsonb_typeof(e.value) = 'number'
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that was written; by whom only in a named questionnaire and for its keepers."""

    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The results as one person may see them.

    answers: how many have come. shown: how many of them the figures below count; zero while
    there are too few.
    """

    answers: int
    shown: int
    results: tuple[Result, ...] = ()
    crosses: tuple[Cross, ...] = ()
    texts: Mapping[int, tuple[Text, ...]] | None = None


def counted(questionnaire: Questionnaire) -> int:
    """Return how many answers have come."""
    model = NamedAnswer if questionnaire.named else AnonymousAnswer
    return model.objects.filter(
        unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
    ).count()


def counts_by_part(questionnaire: Questionnaire) -> ByPart:
    """Return part → key → value → how many, of all answers."""
    model = NamedAnswer if questionnaire.named else AnonymousAnswer
    found: ByPart = {}
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS.format(table=connection.ops.quote_name(model._meta.db_table)),
            [questionnaire.unit_id, questionnaire.id],
        )
        for part, key, value, number in cursor.fetchall():
            found.setdefault(part, {}).setdefault(key, {})[value] = number
    return found


def report_of(questionnaire: Questionnaire, *, over: bool, persons: bool) -> Report:
    """Return the results. over: no answer can come any more. persons: names may be seen.

    While an anonymous one is open its figures move by several answers at once, and texts and
    cross tables wait for the end.
    """
    questions = questions_of(questionnaire)
    answers = counted(questionnaire)
    guarded = not (questionnaire.named and persons)
    if not questionnaire.named and not over:
        return _kept_report(questionnaire, questions, answers)
    if not answers or (guarded and answers < FEWEST):
        return Report(answers, 0)
    parts = counts_by_part(questionnaire)
    whole = summed(parts.values())
    crosses = (cross_of(question, parts, guarded=guarded) for question in questions)
    return Report(
        answers,
        answers,
        tuple(result_of(question, whole) for question in questions),
        tuple(cross for cross in crosses if cross),
        {
            question.position: texts_of(questionnaire, question, persons=persons)
            for question in questions
            if question.kind == Question.Kind.TEXT
        },
    )


def texts_of(
    questionnaire: Questionnaire, question: Question, *, persons: bool, most: int = TEXTS
) -> tuple[Text, ...]:
    """Return what was written, in an order of its own for each question.

    Two texts of one sheet do not stand in the same place twice, so they cannot be put together.
    """
    key = f"q{question.position}"
    where = {
        "unit_id": questionnaire.unit_id,
        "questionnaire_id": questionnaire.id,
        "content__has_key": key,
    }
    rows: list[tuple[uuid.UUID, str, str]]
    if questionnaire.named:
        named = NamedAnswer.objects.filter(**where)
        rows = list(named.values_list("person_id", f"content__{key}", "person__name"))
    else:
        found = AnonymousAnswer.objects.filter(**where).values_list("id", f"content__{key}")
        rows = [(row, text, "") for row, text in found]
    rows.sort(key=lambda row: _shuffled(question.id, row[0]))
    return tuple(Text(text, name if persons else "") for _id, text, name in rows[:most])


def _kept_report(questionnaire: Questionnaire, questions: list[Question], answers: int) -> Report:
    kept = KeptTotals.objects.filter(
        unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
    ).first()
    if kept is None or kept.answers < FEWEST:
        return Report(answers, 0)
    # JSON has words for keys.
    whole = {key: {int(v): n for v, n in given.items()} for key, given in kept.counts.items()}
    return Report(answers, kept.answers, tuple(result_of(q, whole) for q in questions))


def _shuffled(question: uuid.UUID, row: uuid.UUID) -> bytes:
    return hashlib.sha256(question.bytes + row.bytes).digest()
