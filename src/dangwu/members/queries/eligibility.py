"""Who may hold a post: what the rulebook says of a person."""

from datetime import date

from dangwu.core.errors import DomainError
from dangwu.core.rulebook import shapes, terms
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.records import Rulebook
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import Check, check_of, judged, rules_for, scope_of
from dangwu.organisations.ruling import ruling_for

# Work for the organisation, not seats that are elected.
NOT_ELECTED = ("clerk", "organiser")


class NotEligibleError(DomainError):
    """The person may not hold the post."""


def check_eligible(
    person: Person, organisation: Organisation, post: str, *, on: date
) -> tuple[Check, ...]:
    """Return what the rulebook reminds of when this person takes the post.

    Raises NotEligibleError where the person has no right to be elected, or a binding rule on the
    post is breached.
    Source: XJ2020 art. 5; ZB2018 art. 23
    """
    facts = scope_of(organisation, on)
    book = ruling_for(organisation, on).book
    if post not in NOT_ELECTED and person.standing != "full":
        standing = terms.STANDINGS.get(person.standing, "不在册")
        raise NotEligibleError(
            f"{person.name}是{standing}人员，没有被选举权，不能担任{terms.POSTS[post]}"
            f"{_cited(book, facts, on)}。请选择正式党员。"
        )
    known: dict[str, object] = {
        **facts,
        "正式党员": person.standing == "full",
        "probationary": person.standing == "probationary",
    }
    if person.confirmed_on or person.joined_on:
        known["party_years"] = _years(person, on)
    rules = [
        rule
        for rule in rules_for(book, shapes.Eligibility, facts, on)
        if isinstance(rule.shape, shapes.Eligibility) and rule.shape.role == post
    ]
    wrong = [found for found in judged(rules, known) if found.outcome.value == "breached"]
    for found in wrong:
        if found.blocks:
            raise NotEligibleError(f"{found.text}请选择符合条件的人选。")
    return tuple(check_of(found) for found in wrong)


def _cited(book: Rulebook, facts: dict[str, object], on: date) -> str:
    for rule in rules_for(book, shapes.Suspension, facts, on):
        if isinstance(rule.shape, shapes.Suspension) and "probationary" in rule.shape.classes:
            return f"（{citation(rule)}）"
    return ""


def _years(person: Person, on: date) -> int:
    """Return whole years since confirmation; of old records that lack it, since joining."""
    since = person.confirmed_on or person.joined_on
    if since is None:
        return 0
    before_the_day = (on.month, on.day) < (since.month, since.day)
    return max(on.year - since.year - before_the_day, 0)
