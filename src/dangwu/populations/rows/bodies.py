"""Rows of leading bodies and posts: who was elected when, for how long, to what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dangwu.core.calendar import add_months
from dangwu.members.models import PostHolding, Worker, WorkerExperience
from dangwu.organisations.models import LeadingBody
from dangwu.populations.copying import Span
from dangwu.populations.model import Home, Human, Node

SMALL = ("secretary", "organisation", "publicity")
LARGE = ("secretary", "deputy", "organisation", "publicity", "discipline")
# A township committee has 7 to 9 (NC2018), others 5 to 9.
BASE_COMMITTEE = (*LARGE, "youth", "member")
COMMITTEE_FROM = 7  # full members; ZB2018 art. 20
LARGE_FROM = 15


@dataclass(frozen=True, slots=True)
class Elected:
    """The leading body in office: its row and the days of its election and the one before."""

    body_id: str
    on: date
    before: date


def draw_election(home: Home, node: Node) -> date:
    """Return the day of the last election, so that the term still runs."""
    days = home.days
    longest = add_months(days.today, -12 * node.term_years) + timedelta(days=40)
    return max(home.draw.day(longest, add_months(days.today, -2)), node.founded_on)


def write_bodies(
    home: Home, node: Node, *, elected_on: date, seats: int, has_committee: bool
) -> Elected:
    """Write the body in office and the one before it; return the one in office."""
    years = node.term_years
    before = add_months(elected_on, -12 * years)
    number = home.draw.between(4, 12)
    _write_body(home, node, number - 1, (before, elected_on), seats, has_committee=has_committee)
    body_id = _write_body(
        home, node, number, (elected_on, None), seats, has_committee=has_committee
    )
    return Elected(body_id, elected_on, before)


def _write_body(
    home: Home,
    node: Node,
    number: int,
    served: tuple[date, date | None],
    seats: int,
    *,
    has_committee: bool,
) -> str:
    start, body_id = served[0], home.draw.new_id()
    home.sink.add(
        LeadingBody,
        {
            "unit_id": home.unit_id,
            "id": body_id,
            "organisation_id": node.id,
            "number": number,
            "term": Span(start, add_months(start, 12 * node.term_years)),
            "served": Span(*served),
            "elected_on": start,
            "seats": seats,
            "has_committee": has_committee,
            "approved_on": start + timedelta(days=7),
            "approval": f"党发〔{start.year}〕{home.draw.between(1, 90)}号",
        },
    )
    return body_id


def write_post(
    home: Home,
    person: Human,
    node: Node,
    post: str,
    *,
    since: date,
    body: Elected | None = None,
    also_head: bool = False,
) -> None:
    """Write a post held without a break since that day; `body` is the one in office now."""
    person.holds_post = True
    home.sink.add(
        PostHolding,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "person_id": person.id,
            "organisation_id": node.id,
            "body_id": body.body_id if body else None,
            "post": post,
            "period": Span(since),
            "came_by": "选举" if body else "推选",
            "also_head": also_head,
        },
    )


def posts_for(full_members: int) -> tuple[str, ...]:
    """Return the posts of a branch with so many full members; each has its own holder.

    The third member of a committee of three answers for discipline as well.
    Source: ZB2018 art. 20
    """
    if full_members < COMMITTEE_FROM:
        return ("secretary",)
    return LARGE if full_members >= LARGE_FROM else SMALL


def write_committee(
    home: Home,
    node: Node,
    holders: Sequence[Human],
    posts: Sequence[str],
    body: Elected,
    *,
    vacant: bool = False,
) -> None:
    """Write the posts of an organisation, one holder each, and remember them on the node.

    vacant: nobody is secretary.
    """
    filled = list(zip(holders, posts, strict=True))[1 if vacant else 0 :]
    for person, post in filled:
        since = _since(home, person, body)
        write_post(home, person, node, post, since=since, body=body)
        if len(posts) == len(SMALL) and post == SMALL[-1]:
            write_post(home, person, node, "discipline", since=since, body=body)
    node.secretary = None if vacant else holders[0]
    node.committee = [person for person, _post in filled] if len(posts) > 1 else []
    node.meets = bool(node.committee)


def _since(home: Home, person: Human, body: Elected) -> date:
    """Return since when: this election or the one before, never in the first year as a member."""
    start = body.before if home.draw.chance(0.4) else body.on
    earliest = add_months(person.joined_on, 24) if person.joined_on else start
    return max(start, earliest)


def candidates(node: Node, days_today: date, *, oldest: int = 68) -> list[Human]:
    """Return who may be elected, the fittest first: full members of long standing, of age."""

    def fitness(person: Human) -> tuple[bool, bool, bool]:
        joined = person.joined_on or days_today
        age = person.age_on(days_today)
        return (person.holds_post, joined > add_months(days_today, -40), age > oldest)

    free = [p for p in node.full_members if p.absent_from is None and not p.specials]
    rest = [p for p in node.full_members if p not in free and p.absent_from is None]
    return [*sorted(free, key=fitness), *sorted(rest, key=fitness)]


def write_worker(home: Home, person: Human, node: Node, *, job: str, full_time: bool) -> None:
    """Write a Party-affairs worker with what they did and learned before."""
    draw, days = home.draw, home.days
    since = draw.day(days.years_ago(8), days.years_ago(1))
    worker_id = draw.new_id()
    home.sink.add(
        Worker,
        {
            "unit_id": home.unit_id,
            "id": worker_id,
            "person_id": person.id,
            "organisation_id": node.id,
            "full_time": full_time,
            "period": Span(since),
            "job": job,
            "strengths": draw.shuffled(["文字综合", "组织协调", "党务知识", "信息技术"])[:2],
            "workload": "党员发展、组织关系、党费收缴",
        },
    )
    for nature, place in (("work", node.name), ("training", "县委党校党务干部培训班")):
        start = draw.day(add_months(since, -24), since)
        home.sink.add(
            WorkerExperience,
            {
                "unit_id": home.unit_id,
                "id": draw.new_id(),
                "worker_id": worker_id,
                "nature": nature,
                "period": Span(start, start + timedelta(days=draw.between(3, 200))),
                "place": place,
            },
        )
