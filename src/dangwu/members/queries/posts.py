"""Posts of an organisation and their holders."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import Access
from dangwu.core.errors import InputError
from dangwu.core.rulebook import terms
from dangwu.members.models import Person, PostHolding
from dangwu.members.permissions import STRUCTURE
from dangwu.members.queries.gates import HEAVY, people_of
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.structure import INSPECTION

ORDER = {post: place for place, post in enumerate(terms.POSTS)}
PAST = 50
# Work for the organisation, not a place in what leads it: no public fact.
NOT_PUBLIC = ("clerk", "organiser")
STANDING, INSPECTORS = "常务委员会", "纪律检查委员会"


def posts_on(organisation: Organisation, on: date) -> list[PostHolding]:
    """Return the posts held on that day, in the order of rank."""
    rows = PostHolding.objects.filter(
        organisation=organisation, period__contains=on
    ).select_related("person", "body")
    found = list(rows.defer(*(f"person__{name}" for name in HEAVY)))
    return sorted(found, key=lambda row: (ORDER[row.post], row.person.sort_key))


def by_body(held: Iterable[PostHolding]) -> list[tuple[str, list[PostHolding]]]:
    """Return the posts by the body they belong to, the committee itself without a name.

    Source: XJ2020 art. ~16, art. ~17
    """
    found: dict[str, list[PostHolding]] = {}
    for row in held:
        found.setdefault(_body_of(row.post), []).append(row)
    return [(name, found[name]) for name in ("", STANDING, INSPECTORS) if name in found]


def _body_of(post: str) -> str:
    if post in INSPECTION:
        return INSPECTORS
    return STANDING if post == "standing_member" else ""


def public_posts(organisation: Organisation, on: date) -> list[PostHolding]:
    """Return who leads the organisation: what its own members and its community may know.

    How the party organisation is led is open in its own place; how somebody came to a post, and
    who held it before, is not asked for by that.
    Source: GK2017 art. ~8, art. ~11
    """
    return [row for row in posts_on(organisation, on) if row.post not in NOT_PUBLIC]


def former_posts(organisation: Organisation, on: date) -> list[PostHolding]:
    """Return the posts that had ended by that day, newest first."""
    rows = PostHolding.objects.filter(
        organisation=organisation, period__endswith__lte=on
    ).select_related("person")
    return list(rows.defer(*(f"person__{name}" for name in HEAVY)).order_by("-period")[:PAST])


def holding_for(organisation: Organisation, holding_id: uuid.UUID) -> PostHolding:
    """Return a post of an organisation held through its gate, else raise Http404."""
    row = (
        PostHolding.objects.filter(organisation=organisation, id=holding_id)
        .select_related("person", "organisation")
        .first()
    )
    if row is None:
        raise Http404
    return row


def person_named(access: Access, organisation: Organisation, text: str, *, field: str) -> Person:
    """Return the person of this name or number, first in the organisation, then in reach.

    Raises InputError where nobody or several are meant.
    """
    asked = text.strip()
    people = people_of(access, roles=STRUCTURE).filter(unit_id=organisation.unit_id)
    meant = people.filter(Q(name=asked) | Q(number=asked)).exclude(standing="")
    below = Organisation.objects.under(organisation).values("id")
    own = list(meant.filter(organisation_id__in=below)[:3])
    found = own or list(meant[:3])
    if len(found) == 1:
        return found[0]
    if not found:
        raise InputError(field, f"没有找到“{asked}”。请填写姓名或者党员编号。")
    numbers = "、".join(person.number for person in found if person.number)
    raise InputError(field, f"有多名“{asked}”，请填写党员编号，如：{numbers}。")


def people_in(organisation: Organisation) -> list[Person]:
    """Return those who belong to the organisation itself, by strokes."""
    rows = Person.objects.filter(organisation=organisation).defer(*HEAVY)
    return list(rows.order_by("sort_key", "id"))
