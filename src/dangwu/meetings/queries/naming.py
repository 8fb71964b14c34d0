"""People as they are typed in about a meeting: by name or by number."""

from collections.abc import Iterable

from django.db.models import Q

from dangwu.core.errors import InputError
from dangwu.meetings.models import AgendaItem, ItemPerson, Meeting
from dangwu.members.models import Person
from dangwu.members.queries.gates import HEAVY
from dangwu.organisations.models import Organisation


def person_named(meeting: Meeting, text: str, *, field: str) -> Person:
    """Return the person of the unit with this name or number, first below the organisation.

    Raises InputError where nobody or several are meant.
    """
    asked = "".join(text.split())
    meant = (
        Person.objects.filter(Q(name=asked) | Q(number=asked), unit_id=meeting.unit_id)
        .exclude(standing="")
        .defer(*HEAVY)
    )
    below = Organisation.objects.under(meeting.organisation).values("id")
    own = list(meant.filter(organisation_id__in=below)[:3])
    found = own or list(meant[:3])
    if not asked or not found:
        raise InputError(field, f"没有找到“{asked}”，请填写姓名或者党员编号。")
    if len(found) > 1:
        raise InputError(field, f"有多名“{asked}”，请填写党员编号。")
    return found[0]


def people_named(meeting: Meeting, lines: Iterable[str]) -> list[Person]:
    """Return the persons of these lines, in their order. Raises InputError."""
    return [person_named(meeting, line, field="people") for line in lines if line.strip()]


def names_of(item: AgendaItem) -> list[str]:
    """Return the names of the persons an item is about, in their order.

    One who shares the name with another of the unit is given by number.
    """
    rows = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    return list(rows.order_by("position").values_list("person__name", flat=True))
