"""The list of leading bodies: what runs out, what has run out, what is missing."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Rule
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
    found = Paginator(_in_state(_in_office(access, on), state, on), PAGE).get_page(page)
    bodies = list(found.object_list)
    organisations = [body.organisation for body in bodies]
    held = _posts_held(organisations, on)
    rulings = rulings_for(organisations, on)
    return found, [
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


def _in_state(rows: UnitQuerySet[LeadingBody], state: str, on: date) -> UnitQuerySet[LeadingBody]:
    if state == "overdue":
        return rows.filter(_over_by(on))
    if state == "expiring":
        return rows.exclude(_over_by(on)).filter(
            _over_by(add_months(on, reminder_months(load_rulebook(), on)))
        )
    if state == "vacant":
        return rows.filter(_vacant(on))
    return rows


def _over_by(on: date) -> Q:
    """The condition that the term, with its extension, is over by that day."""
    return Q(extended_to__lte=on) | Q(extended_to__isnull=True, term__endswith__lte=on)


def _vacant(on: date) -> Q:
    """The condition that a post which a rule demands is not filled."""
    condition = Q(pk__in=[])
    for rule, posts in _demands(on):
        for post in posts:
            filled = Organisation.objects.filter(
                unit_id=OuterRef("unit_id"),
                id=OuterRef("organisation_id"),
                posts__post=post,
                posts__period__contains=on,
            )
            condition |= Q(_scope(rule), ~Exists(filled))
    return condition


def _demands(on: date) -> Iterator[tuple[Rule, tuple[str, ...]]]:
    for rule in load_rulebook().rules():
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
    # `posts` is the relation that the room of members makes: no person is read here.
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
