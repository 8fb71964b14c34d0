"""Elections of civil branches and committees, with the planted faults of leading bodies."""

from dangwu.core.calendar import add_months
from dangwu.populations.model import Home, Human, Node
from dangwu.populations.rows import bodies


def elect(home: Home, branch: Node) -> None:
    """Hold the last election of a branch, its planted fault included."""
    posts = bodies.posts_for(len(branch.full_members))
    if "no_committee" in branch.faults:
        posts = ("secretary",)
    body = hold_election(home, branch, posts)
    able = bodies.candidates(branch, home.days.today, oldest=_oldest(branch))
    bodies.write_committee(
        home, branch, able[: len(posts)], posts, body, vacant="no_secretary" in branch.faults
    )


def _oldest(branch: Node) -> int:
    return 75 if branch.category == "retired" else 66


def hold_election(home: Home, branch: Node, posts: tuple[str, ...]) -> bodies.Elected:
    """Write the leading body that was elected last, in time or as the planted fault has it."""
    elected_on = bodies.draw_election(home, branch)
    if "overdue_term" in branch.faults:
        elected_on = add_months(home.days.today, -12 * branch.term_years - 5)
    return bodies.write_bodies(
        home, branch, elected_on=elected_on, seats=len(posts), has_committee=len(posts) > 1
    )


def elect_committee(home: Home, committee: Node, branches: list[Node]) -> None:
    """Elect a base committee of seven from the members of the larger branches below it.

    Where fewer can be found the last posts stay empty.
    """
    below = sorted(branches, key=lambda b: (b.category == "village", -len(b.people)))
    holders: list[Human] = []
    for turn in range(len(bodies.BASE_COMMITTEE)):
        for branch in below:
            if len(holders) == len(bodies.BASE_COMMITTEE):
                break
            able = bodies.candidates(branch, home.days.today, oldest=_oldest(branch))
            if not branch.faults and len(able) > turn and not able[turn].holds_post:
                holders.append(able[turn])
    posts = bodies.BASE_COMMITTEE[: len(holders)]
    body = hold_election(home, committee, posts)
    bodies.write_committee(home, committee, holders, posts, body)
