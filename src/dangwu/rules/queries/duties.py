"""Named reads of duties: for a page of one organisation, for the command, for today's list."""

from collections.abc import Iterable
from datetime import date

from dangwu.accounts.access import READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.engine import duties_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.duties.values import Duty, State
from dangwu.rules.queries.rulebook import books_for

# What a person has to act on, the most pressing first.
OPEN = (State.OVERDUE, State.DUE, State.LATE, State.UNKNOWN)


def duties(over: Over, *, on: date, today: date) -> list[Duty]:
    """Return the duties of the organisations as of a day, judged by the rules of their units."""
    return duties_of(over, on=on, today=today, book_of=books_for(over.units, on).__getitem__)


def duties_of_organisation(organisation: Organisation, *, on: date, today: date) -> list[Duty]:
    """Return the duties of one organisation as of a day."""
    return duties(Over.one(organisation), on=on, today=today)


def duties_today(access: Access, organisation: Organisation) -> list[Duty]:
    """Return what is open in one organisation that `access` reaches: overdue first, then by day."""
    if not access.covers(organisation.unit_id, organisation.path, roles=READERS):
        return []
    found = duties_of_organisation(organisation, on=access.today, today=access.today)
    return by_urgency(duty for duty in found if duty.state in (State.OVERDUE, State.DUE))


def by_urgency(found: Iterable[Duty]) -> list[Duty]:
    """Return duties in the order in which a person acts on them."""
    order = {state: place for place, state in enumerate(OPEN)}
    return sorted(
        found, key=lambda d: (order.get(d.state, len(order)), d.due_on or date.min, d.rule)
    )
