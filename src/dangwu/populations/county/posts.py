"""The county's leading bodies: committees, secretaries, heads of villages."""

from datetime import date

from dangwu.core.calendar import add_months
from dangwu.populations.county import totals
from dangwu.populations.county.tree import County
from dangwu.populations.electing import elect, elect_committee, hold_election
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.rows import bodies


def elect_all(home: Home, county: County) -> None:
    """Give every organisation the body it must have: 389 branches, 17 committees, the groups."""
    _elect_villages(home, county)
    for branch in county.all_branches():
        if branch.category != "village":
            elect(home, branch)
    for committee in county.committees:
        elect_committee(home, committee, committee.children)
    elect_committee(home, county.top, county.sectors[0].children)
    for branch in county.all_branches():
        for group in branch.groups:
            leader = next(p for p in group.full_members if p.absent_from is None)
            since = max(add_months(home.days.today, -20), leader.joined_on or date.min)
            bodies.write_post(home, leader, group, "group_leader", since=since)
            group.secretary = leader


def _elect_villages(home: Home, county: County) -> None:
    """Elect the village branches so that the heads of villages and the long-serving add up.

    A head who is not the secretary sits on the committee and is marked `also_head` there; a
    secretary so marked is both. The first 40 branches of one village have one person as both.
    """
    villages = county.branches["village"]
    plain = [branch for branch in villages if branch.joint_units is None]
    both = {id(b) for b in [b for b in plain if not b.faults][: totals.SECRETARY_AND_HEAD]}
    long_left = totals.LONG_SERVING
    for branch in villages:
        heads = 0 if id(branch) in both else branch.joint_units or 1
        long_here = long_left > 0 and not branch.faults
        long_left -= long_here
        _elect_village(home, branch, heads, secretary_is_head=heads == 0, long_serving=long_here)
    if long_left:
        raise RuntimeError("too few village branches for those who served long")


def _elect_village(
    home: Home, branch: Node, heads: int, *, secretary_is_head: bool, long_serving: bool
) -> None:
    posts = bodies.LARGE
    body = hold_election(home, branch, posts)
    able = bodies.candidates(branch, home.days.today)
    if long_serving:
        veteran = next(p for p in able if _joined(p) <= home.days.years_ago(20))
        able = [veteran, *(p for p in able if p is not veteran)]
    holders = able[: len(posts)]
    for place, (person, post) in enumerate(zip(holders, posts, strict=True)):
        since = max(body.on, add_months(_joined(person), 24))
        if long_serving and place == 0:
            since = home.draw.day(home.days.years_ago(18), home.days.years_ago(totals.LONG_YEARS))
        is_head = place >= len(posts) - heads or (secretary_is_head and place == 0)
        bodies.write_post(home, person, branch, post, since=since, body=body, also_head=is_head)
    branch.secretary, branch.committee = holders[0], list(holders)


def _joined(person: Human) -> date:
    return person.joined_on or person.born_on
