"""The paper ballots of a vote, to print: every voter's alike, without a number or a mark."""

from dangwu.ballots.booth import Contest, Question
from dangwu.ballots.models import Ballot
from dangwu.ballots.queries import contests_of
from dangwu.documents.kinds import elections
from dangwu.documents.paper import Paper


def slips_of(ballot: Ballot) -> Paper:
    """Return one voter's 选票 and 表决票, each contest on a page, candidates in stroke order.

    Source: XJ2020 art. ~25
    """
    return elections.ballots([_slip(ballot, contest) for contest in contests_of(ballot)])


def _slip(ballot: Ballot, contest: Contest) -> elections.Ballot | elections.Motion:
    name, day = ballot.organisation.name, ballot.held_on
    if isinstance(contest, Question):
        options = tuple(option.label for option in contest.options)
        return elections.Motion(
            organisation=name, held_on=day, matter=contest.title, options=options
        )
    return elections.Ballot(
        organisation=name,
        body="",
        post=contest.title,
        held_on=day,
        names=tuple(one.shown for one in contest.candidates),
        seats=contest.seats,
        spare=contest.seats if contest.write_in else 0,
    )
