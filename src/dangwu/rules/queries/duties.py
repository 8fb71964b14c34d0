"""Named reads of duties: for a page of one organisation, for the command."""

from datetime import date

from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.engine import duties_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.duties.values import Duty
from dangwu.rules.queries.rulebook import books_for


def duties(over: Over, *, on: date, today: date) -> list[Duty]:
    """Return the duties of the organisations as of a day, judged by the rules of their units."""
    return duties_of(over, on=on, today=today, book_of=books_for(over.units, on).__getitem__)


def duties_of_organisation(organisation: Organisation, *, on: date, today: date) -> list[Duty]:
    """Return the duties of one organisation as of a day."""
    return judged_duties(organisation, on=on, today=today)[0]


def judged_duties(
    organisation: Organisation, *, on: date, today: date
) -> tuple[list[Duty], Rulebook]:
    """Return the duties of one organisation as of a day, with the rules they were judged by."""
    books = books_for([organisation.unit_id], on)
    found = duties_of(Over.one(organisation), on=on, today=today, book_of=books.__getitem__)
    return found, books[organisation.unit_id].rulebook
