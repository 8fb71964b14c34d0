"""Leading bodies: who is in office till when, what runs out, what is missing."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from dangwu.core.calendar import add_months
from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.days import later
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries.rulebook import (
    Check,
    check_under,
    checkable_posts,
    rules_for,
    scope_of,
)
from dangwu.organisations.ruling import Ruling, ruling_for


@dataclass(frozen=True, slots=True)
class Term:
    """An organisation's leading body in office with the verdicts on it.

    ending: whether its term is over, or so near its end that a change of term is announced.
    """

    organisation: Organisation
    body: LeadingBody | None
    ends_on: date | None
    missing: tuple[str, ...]
    checks: tuple[Check, ...]
    ending: bool = False


def body_on(organisation: Organisation, on: date) -> LeadingBody | None:
    """Return the leading body in office on that day."""
    return LeadingBody.objects.filter(organisation=organisation, served__contains=on).first()


def body_for(organisation: Organisation, body_id: uuid.UUID) -> LeadingBody | None:
    """Return one term of an organisation that the caller holds through its gate."""
    return LeadingBody.objects.filter(organisation=organisation, id=body_id).first()


def posts_held(organisation: Organisation, on: date) -> tuple[str, ...]:
    """Return the posts of the organisation that are filled on that day, each once."""
    # `posts` is the relation that the room of members makes: no person is read here.
    rows = Organisation.objects.filter(unit_id=organisation.unit_id, id=organisation.id)
    held = rows.aggregate(
        held=ArrayAgg("posts__post", filter=Q(posts__period__contains=on), distinct=True)
    )["held"]
    return tuple(held or ())


def ends_on(body: LeadingBody) -> date:
    """Return the day on which the term is over, an approved extension counted."""
    return body.extended_to or body.term.upper


def term_years(organisation: Organisation, on: date) -> int | None:
    """Return the years of a term for this organisation, None where no rule says."""
    book = ruling_for(organisation, on).book
    for rule in rules_for(book, shapes.Term, scope_of(organisation, on), on):
        if isinstance(rule.shape, shapes.Term):
            return rule.shape.years
    return None


def term_end(organisation: Organisation, elected_on: date) -> date | None:
    """Return the day a term begun on that day ends by the rules in force then."""
    years = term_years(organisation, elected_on)
    return later(elected_on, years, "year") if years else None


def reminder_months(book: Rulebook, on: date) -> int:
    """Return how many months ahead a book has an ending term announced on that day.

    Source: RQ2018 art. ~提醒
    """
    months = [
        rule.shape.n
        for rule in book.rules()
        if isinstance(rule.shape, shapes.Reminder)
        and rule.shape.event == "term_end"
        and rule.shape.unit == "month"
        and rule.in_force(on)
    ]
    return max(months, default=0)


def required_posts(
    organisation: Organisation, *, book: Rulebook, has_committee: bool, on: date
) -> dict[str, Rule]:
    """Return the posts that rules of the book demand, each with its rule.

    Source: ZB2018 art. 20; JG2019 art. 9
    """
    facts = scope_of(organisation, on)
    found: dict[str, Rule] = {}
    if has_committee:
        for rule in rules_for(book, shapes.Composition, facts, on):
            if isinstance(rule.shape, shapes.Composition) and checkable_posts(rule.shape.contains):
                found |= {post: rule for post in rule.shape.contains if post not in found}
    for rule in rules_for(book, shapes.Headcount, facts, on):
        shape = rule.shape
        if isinstance(shape, shapes.Headcount) and shape.verdict == "must":
            found |= {p: rule for p in shape.sets_up if p in terms.POSTS and p not in found}
    return found


def term_of(
    organisation: Organisation,
    *,
    ruling: Ruling,
    body: LeadingBody | None,
    held: tuple[str, ...],
    on: date,
) -> Term:
    """Return the verdicts on an organisation's leading body as it stands."""
    if body is None:
        return Term(organisation, None, None, (), ())
    required = required_posts(
        organisation, book=ruling.book, has_committee=body.has_committee, on=on
    )
    missing = tuple(
        post
        for post, rule in required.items()
        if post not in held and rule.id not in ruling.exempt
    )
    checks = (
        *_term_checks(organisation, ruling, body, on),
        *_post_checks(ruling, required, held),
    )
    labels = tuple(terms.POSTS[post] for post in missing)
    soon = ends_on(body) <= add_months(on, reminder_months(ruling.book, on))
    return Term(organisation, body, ends_on(body), labels, checks, ending=soon)


def _term_checks(
    organisation: Organisation, ruling: Ruling, body: LeadingBody, on: date
) -> Iterator[Check]:
    end = ends_on(body)
    facts = {
        **scope_of(organisation, body.elected_on),
        "term_began": body.term.lower,
        "term_ends": end,
    }
    for rule in rules_for(ruling.book, shapes.Term, facts, body.elected_on):
        found = judge(rule, facts)
        check = check_under(ruling, found)
        if check.state == "exempt":
            pass
        elif end <= on:
            text = f"任期已于{end}届满，应当换届。{found.text}"
            check = replace(check, state="overdue", text=text)
        elif end <= add_months(on, reminder_months(ruling.book, on)):
            text = f"任期将于{end}届满，应当准备换届。{found.text}"
            check = replace(check, state="due", text=text)
        yield check


def _post_checks(
    ruling: Ruling, required: dict[str, Rule], held: tuple[str, ...]
) -> Iterator[Check]:
    for rule in dict.fromkeys(required.values()):
        posts = tuple(post for post, by in required.items() if by is rule)
        of_posts = replace(rule, shape=shapes.Composition(contains=posts))
        yield check_under(ruling, judge(of_posts, {"roles": held}))
