"""The list of leading bodies: what runs out, what has run out, what is missing."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries.bodies import Term, reminder_months, term_of
from dangwu.organisations.queries.gates import visible_organisations
from dangwu.organisations.queries.rulebook import checkable_posts
from dangwu.organisations.ruling import rulings_for
from dangwu.sharding.queries import UnitQuerySet

PAGE = 50
STATES: Final = {
    "overdue": "任期已满",
    "expiring": "即将届满",
    "vacant": "班子缺职",
    "none": "没有登记班子",
}
# Kinds that have no term of their own: a group has a leader, a temporary branch ends with its task.
WITHOUT_TERM: Final = ("group", "temporary_branch")


def terms_page(access: Access, *, state: str, on: date, page: str) -> tuple[Page[Any], list[Term]]:
    """Return a page of leading bodies in reach, in the order of the tree, with their verdicts.

    state: one of STATES, or empty for all that are in office. page: as the address has it.
    """
    if state == "none":
        return _without_body(access, on, page)
    rows = _in_office(access, on)
    if state == "vacant":
        # The few that may lack a post are judged: what one is exempt from is not lacking.
        judged = _terms(list(rows.filter(_vacant(_books(access, on), on))), on)
        short = Paginator([term for term in judged if term.missing], PAGE).get_page(page)
        return short, list(short.object_list)
    if state == "overdue":
        rows = rows.filter(_over_by(on))
    elif state == "expiring":
        rows = rows.exclude(_over_by(on)).filter(_over_soon(_books(access, on), on))
    found = Paginator(rows, PAGE).get_page(page)
    return found, _terms(list(found.object_list), on)


def _terms(bodies: list[LeadingBody], on: date) -> list[Term]:
    organisations = [body.organisation for body in bodies]
    held = _posts_held(organisations, on)
    rulings = rulings_for(organisations, on)
    return [
        term_of(
            body.organisation,
            ruling=rulings[body.unit_id, body.organisation_id],
            body=body,
            held=held.get(body.organisation_id, ()),
            on=on,
        )
        for body in bodies
    ]


def _in_office(access: Access, on: date) -> UnitQuerySet[LeadingBody]:
    seen = visible_organisations(access).standing().values("id")
    return (
        LeadingBody.objects.filter(
            unit_id__in=sorted(access.units), served__contains=on, organisation__in=seen
        )
        .select_related("organisation")
        .order_by("unit_id", "organisation__path")
    )


def _books(access: Access, on: date) -> dict[Rulebook, list[int]]:
    """Return the packs in force, those of the units themselves among them, with their units."""
    tops = Organisation.objects.filter(unit_id__in=sorted(access.units), parent__isnull=True)
    found: dict[Rulebook, list[int]] = {}
    for top, ruling in zip(tops, rulings_for(tops, on).values(), strict=True):
        found.setdefault(ruling.book, []).append(top.unit_id)
    return found


def _over_soon(books: Mapping[Rulebook, list[int]], on: date) -> Q:
    """The condition that the term ends within the months that the unit's packs give notice."""
    soon = Q(pk__in=[])
    for book, units in books.items():
        soon |= Q(unit_id__in=units) & _over_by(add_months(on, reminder_months(book, on)))
    return soon


def _over_by(on: date) -> Q:
    """The condition that the term, with its extension, is over by that day."""
    return Q(extended_to__lte=on) | Q(extended_to__isnull=True, term__endswith__lte=on)


def _vacant(books: Mapping[Rulebook, list[int]], on: date) -> Q:
    """The condition that a post which a rule in force demands is not filled."""
    condition = Q(pk__in=[])
    for book, units in books.items():
        for rule, posts in _demands(book, on):
            for post in posts:
                condition |= Q(_scope(rule), ~_filled(post, on), unit_id__in=units)
    return condition


def _filled(post: str, on: date) -> Exists:
    # `posts` is the relation that the room of members makes: no person is read here.
    return Exists(
        Organisation.objects.filter(
            unit_id=OuterRef("unit_id"),
            id=OuterRef("organisation_id"),
            posts__post=post,
            posts__period__contains=on,
        )
    )


def _demands(book: Rulebook, on: date) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    for rule in book.rules():
        shape = rule.shape
        if not rule.in_force(on):
            continue
        if isinstance(shape, shapes.Composition) and checkable_posts(shape.contains):
            yield rule, shape.contains
        elif isinstance(shape, shapes.Headcount) and shape.verdict == "must":
            posts = tuple(post for post in shape.sets_up if post in terms.POSTS)
            if posts:
                yield rule, posts


def _scope(rule: Rule) -> Q:
    scope = rule.scope
    condition = Q(organisation__regime__in=sorted(scope.regimes))
    if scope.kinds:
        kinds = sorted(scope.kinds)
        condition &= Q(organisation__kind__in=kinds) | Q(organisation__fire_kind__in=kinds)
    if scope.categories:
        condition &= Q(organisation__category__in=sorted(scope.categories))
    if isinstance(rule.shape, shapes.Composition):
        condition &= Q(has_committee=True)
    return condition


def _posts_held(organisations: list[Organisation], on: date) -> dict[uuid.UUID, tuple[str, ...]]:
    """Return the posts filled on that day by organisation, in one query."""
    if not organisations:
        return {}
    rows = (
        Organisation.objects.filter(
            unit_id__in=sorted({row.unit_id for row in organisations}),
            id__in=[row.id for row in organisations],
        )
        .values_list("id")
        .annotate(
            held=ArrayAgg(
                "posts__post", filter=Q(posts__period__contains=on), distinct=True, default=[]
            )
        )
    )
    return {organisation_id: tuple(held) for organisation_id, held in rows}


def _without_body(access: Access, on: date, page: str) -> tuple[Page[Any], list[Term]]:
    bodies = LeadingBody.objects.filter(
        unit_id=OuterRef("unit_id"), organisation_id=OuterRef("id"), served__contains=on
    )
    rows = (
        visible_organisations(access)
        .standing()
        .exclude(kind__in=WITHOUT_TERM)
        .filter(~Exists(bodies))
        .order_by("unit_id", "path")
    )
    found = Paginator(rows, PAGE).get_page(page)
    return found, [Term(row, None, None, (), ()) for row in found.object_list]
