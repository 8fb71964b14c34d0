"""Secret ballots of a meeting as values: what is asked, and what the count says in words."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from dangwu.ballots.booth import Candidate, Contest, Question, Race
from dangwu.meetings.models import AgendaItem
from dangwu.members.models import Person

ELECTION: Final = "election"
PRELIMINARY: Final = "预选"  # the word in the title of such an election
ORIGIN: Final = "meetings.agendaitem"
# The words of an item's title → the post that is elected; the first that is found counts.
POSTS: Final = (("副书记", "deputy"), ("书记", "secretary"))


def contest_of(
    item: AgendaItem, people: Iterable[Person], *, post: str = "", about: str = ""
) -> Contest:
    """Return what a ballot on the item asks: an election among its people, or yes and no.

    post: what is elected; empty: as the title says. about: the person a decision is about.
    Source: XJ2020 art. ~25
    """
    if item.subject != ELECTION:
        title = f"{item.title}（{about}）" if about else item.title
        return Question(title, subject=item.subject)
    standing = list(people)
    names = [person.name for person in standing]
    candidates = tuple(
        Candidate(
            person.name,
            person.sort_key,
            person.id,
            person.number if names.count(person.name) > 1 else "",
        )
        for person in standing
    )
    return Race(item.title, item.seats or 1, candidates, post or post_of(item.title))


def post_of(title: str) -> str:
    """Return the post that a title says is elected; member where it names none."""
    return next((post for word, post in POSTS if word in title), "member")


def body_of(body: str, subject: str) -> str:
    """Return the body as the rules on elections name it: a committee elects in its plenary.

    Source: XJ2020 art. ~17
    """
    return "plenary" if subject == ELECTION and body == "committee" else body


def is_election(verdict: Mapping[str, Any]) -> bool:
    """Whether a kept verdict is that of an election."""
    return "elected" in verdict


def is_preliminary(verdict: Mapping[str, Any]) -> bool:
    """Whether a kept verdict is that of a 差额预选: who gets through stands, nobody is elected.

    Source: XJ2020 art. ~29
    """
    title: str = verdict.get("count", {}).get("title", "")
    return PRELIMINARY in title


def settled(verdict: Mapping[str, Any]) -> bool | None:
    """Whether an election filled its seats; None where the rules could not tell."""
    if verdict.get("valid") is None or verdict.get("elected") is None:
        return None
    return bool(verdict["valid"]) and not verdict["tied"] and not verdict["vacant"]


def in_words(verdict: Mapping[str, Any]) -> str:
    """Return the result of an election in one sentence, for pages and minutes.

    Names stand in the order of the ballot, that of strokes; names that were written in last.
    Source: XJ2020 art. ~31
    """
    if verdict.get("valid") is None:
        return "资料不足，选举结果待核。"
    if not verdict["valid"]:
        return "选举无效，应当重新选举。"
    won = "列为正式候选人" if is_preliminary(verdict) else "当选"
    told = f"{'、'.join(_as_on_ballot(verdict))}{won}" if verdict["elected"] else f"无人{won}"
    if verdict["tied"]:
        return f"{told}；{'、'.join(verdict['tied'])}得票相等，对他们重新投票，应选{verdict['vacant']}人。"
    return f"{told}；不足{verdict['vacant']}人。" if verdict["vacant"] else f"{told}。"


def _as_on_ballot(verdict: Mapping[str, Any]) -> list[str]:
    standing = [row["name"] for row in verdict.get("count", {}).get("candidates", ())]
    order = {name: place for place, name in enumerate(standing)}
    return sorted(verdict["elected"], key=lambda name: order.get(name, len(order)))
