"""Finding people by name, pinyin, initials or a number."""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.identity import clean_id_number
from dangwu.core.names import QueryKind, SearchTerms, search_terms
from dangwu.members.models import Person, PersonQuerySet
from dangwu.members.permissions import LISTERS
from dangwu.members.queries.gates import HEAVY, people_of, whole_units
from dangwu.members.secrets import id_digest, phone_digest

FOUND_AT_MOST = 50
# Pairs of characters find the place; from three on the text itself is compared.
COMPARED_FROM = 3
_AFTER_LETTERS = "{"
_AFTER_DIGITS = "["  # the sign after Z


def find_people(
    access: Access,
    query: str,
    *,
    most: int = FOUND_AT_MOST,
    roles: Iterable[Role] = LISTERS,
) -> list[Person]:
    """Return people whom these roles reach, in the order of strokes, with their organisation.

    Raises InputError when there is nothing to search for.
    """
    found = matching(access, query, most=most, roles=roles)
    return list(
        found.select_related("organisation")
        .defer(*HEAVY)
        .order_by("unit_id", "sort_key", "id")[:most]
    )


def matching(
    access: Access, query: str, *, most: int, roles: Iterable[Role] = LISTERS
) -> PersonQuerySet:
    """Return the people a query finds, at most `most` where it is a part of a name.

    Raises InputError when there is nothing to search for.
    """
    asked = search_terms(query)
    if asked.kind is QueryKind.HAN:
        return _by_name(access, asked, most, roles)
    return people_of(access, roles=roles).filter(_condition(asked, query))


def _condition(asked: SearchTerms, query: str) -> Q:
    if asked.kind is QueryKind.NUMBER:
        return _by_number(asked.text, clean_id_number(query))
    by_initials = _range("initials", asked.text)
    if asked.kind is QueryKind.INITIALS:
        return by_initials
    by_pinyin = _range("pinyin", asked.text)
    return by_pinyin | by_initials if asked.may_be_initials else by_pinyin


def _by_number(number: str, whole: str) -> Q:
    if len(whole) == 18:
        return Q(id_digest=id_digest(whole)) | Q(number=number)
    if len(number) == 11:
        return Q(phone_digest=phone_digest(number)) | _range("number", number, _AFTER_DIGITS)
    return _range("number", number, _AFTER_DIGITS)


def _range(field: str, text: str, after: str = _AFTER_LETTERS) -> Q:
    # A range and not LIKE: the index serves it under row security.
    return Q((f"{field}__gte", text), (f"{field}__lt", text + after))


def _by_name(
    access: Access, asked: SearchTerms, most: int, roles: Iterable[Role]
) -> PersonQuerySet:
    reaches = access.reaches_as(roles)
    whole = whole_units(reaches)
    places = [(unit, "") for unit in sorted(whole)]
    places += [(reach.unit_id, reach.path) for reach in reaches if reach.unit_id not in whole]
    if not places:
        return Person.objects.none()
    part = asked.text if len(asked.text) >= COMPARED_FROM else ""
    units = [unit for unit, _ in places]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, id FROM members_search(%s::bigint[], %s::text[], %s::text[], %s, %s)",
            [units, [path for _, path in places], list(asked.grams), part, most],
        )
        rows: list[tuple[int, uuid.UUID]] = cursor.fetchall()
    return Person.objects.filter(
        unit_id__in=sorted({unit for unit, _ in rows}), id__in=[row for _, row in rows]
    )
