"""Paper ballots: two persons count, each for themselves; equal counts are the result."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

import make
from ballots.voting import QUESTION, RACE, Polling, as_person, prepared
from dangwu.accounts.access import Access
from dangwu.ballots import actions, queries
from dangwu.ballots.actions import PaperCount
from dangwu.ballots.models import Ballot, CountSheet
from dangwu.core.errors import DomainError, InputError

pytestmark = pytest.mark.django_db

# 丁二, 王一, 李三: by strokes.
COUNT = PaperCount(20, 20, 1, ((15, 3, 1), (12, 5, 2), (8, 10, 1)), (("刘四", 2),))


def frozen(*contests: object, voters: int = 20) -> Polling:
    """A paper ballot whose booth stands."""
    polling = prepared(
        *(contests or (RACE,)),  # type: ignore[arg-type]  # contests of either kind
        tier="paper",
        voters=voters,
        present=voters,
        should_attend=voters,
        opens_at=None,
        closes_at=None,
    )
    actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)
    return replace(
        polling,
        ballot=queries.ballot_for(polling.secretary, polling.ballot.unit_id, polling.ballot.id),
    )


def entered(polling: Polling, actor: Access, count: PaperCount, contest: int = 0) -> None:
    actions.enter_count(actor=actor, ballot=polling.ballot, contest=contest, count=count)


def test_two_equal_counts_are_the_result() -> None:
    polling = frozen()
    first, second = polling.tellers

    entered(polling, first, COUNT)
    assert queries.result_for(polling.ballot) is None
    entered(polling, second, COUNT)

    result = queries.result_for(polling.ballot)
    assert result is not None
    (contest,) = result.contests
    assert [(one.name, one.yes) for one in contest.candidates] == [
        ("丁二", 15),
        ("王一", 12),
        ("李三", 8),
    ]
    assert contest.verdict is not None
    assert (contest.verdict["valid"], contest.verdict["elected"]) == (True, ["丁二", "王一"])
    polling.ballot.refresh_from_db()
    assert polling.ballot.state == Ballot.State.COUNTED


def test_different_counts_show_where_and_neither_is_overwritten() -> None:
    polling = frozen()
    first, second = polling.tellers
    wrong = replace(COUNT, votes=((14, 4, 1), (12, 5, 2), (8, 10, 1)))
    entered(polling, first, COUNT)
    entered(polling, second, wrong)

    (state,) = queries.sheet_states(polling.ballot)
    assert [(one.what, one.first, one.second) for one in state.differences] == [
        ("丁二：赞成", "15", "14"),
        ("丁二：不赞成", "3", "4"),
    ]
    assert queries.result_for(polling.ballot) is None

    entered(polling, second, COUNT)
    assert queries.result_for(polling.ballot) is not None
    assert CountSheet.objects.filter(unit_id=polling.ballot.unit_id).count() == 3


def test_the_same_person_twice_is_not_two_persons() -> None:
    polling = frozen()

    entered(polling, polling.tellers[0], COUNT)
    entered(polling, polling.tellers[0], COUNT)

    assert queries.result_for(polling.ballot) is None


def test_more_returned_than_issued_makes_the_election_invalid() -> None:
    polling = frozen()
    count = PaperCount(20, 21, 0, ((15, 5, 1), (12, 5, 4), (8, 10, 3)))
    for teller in polling.tellers:
        entered(polling, teller, count)

    result = queries.result_for(polling.ballot)
    assert result is not None
    (contest,) = result.contests
    assert contest.verdict is not None
    assert contest.verdict["valid"] is False
    assert contest.verdict["elected"] == []
    breached = [f["rule"] for f in contest.verdict["findings"] if f["outcome"] == "breached"]
    assert "XJ2020-28-ballots" in breached


def test_vacant_seats_come_with_what_the_rule_allows() -> None:
    polling = frozen()
    count = replace(COUNT, votes=((15, 3, 1), (10, 7, 2), (8, 10, 1)), others=())
    for teller in polling.tellers:
        entered(polling, teller, count)

    result = queries.result_for(polling.ballot)
    assert result is not None
    verdict = result.contests[0].verdict
    assert verdict is not None
    assert (verdict["elected"], verdict["vacant"]) == (["丁二"], 1)
    assert any(finding["article"] == "~30" for finding in verdict["findings"])


def test_a_tie_on_paper_leads_to_another_ballot_on_paper() -> None:
    polling = frozen()
    count = PaperCount(20, 20, 0, ((15, 5, 0), (12, 8, 0), (12, 8, 0)))
    for teller in polling.tellers:
        entered(polling, teller, count)

    again = actions.revote(
        actor=polling.secretary, ballot=polling.ballot, contest=0, held_on=make.TODAY
    )

    (race,) = queries.contests_of(again)
    assert [one.name for one in race.candidates] == ["王一", "李三"]  # type: ignore[union-attr]
    assert (again.tier, race.seats) == ("paper", 1)  # type: ignore[union-attr]


def test_every_contest_must_be_agreed_on_before_the_result() -> None:
    polling = frozen(QUESTION, RACE)
    yes = PaperCount(20, 20, 0, ((16,), (3,), (1,)))
    for teller in polling.tellers:
        entered(polling, teller, yes)
    assert queries.result_for(polling.ballot) is None
    with pytest.raises(DomainError, match="两人录入一致"):
        entered(polling, polling.tellers[0], yes)

    for teller in polling.tellers:
        entered(polling, teller, COUNT, contest=1)

    result = queries.result_for(polling.ballot)
    assert result is not None
    assert result.contests[0].verdict is not None
    assert result.contests[0].verdict["passed"] is True


@pytest.mark.parametrize(
    ("count", "reason"),
    [
        (replace(COUNT, invalid=21), "无效票不能多于"),
        (replace(COUNT, votes=((15, 3, 2), (12, 5, 2), (8, 10, 1))), "“丁二”的票数合计20"),
        (replace(COUNT, others=(("丁二", 1),)), "已经是|已是候选人"),
        (replace(COUNT, others=(("刘四", 1), ("刘 四", 1))), "重复"),
        (replace(COUNT, others=(("刘四", 0),)), "票数应在"),
    ],
)
def test_a_count_that_contradicts_itself_is_refused(count: PaperCount, reason: str) -> None:
    polling = frozen()

    with pytest.raises(InputError, match=reason):
        entered(polling, polling.tellers[0], count)

    assert not CountSheet.objects.filter(unit_id=polling.ballot.unit_id).exists()


def test_only_who_runs_or_tells_enters_a_count() -> None:
    polling = frozen()

    with pytest.raises(PermissionDenied):
        entered(polling, as_person(polling.voters[0]), COUNT)
    entered(polling, polling.secretary, COUNT)
    entered(polling, polling.tellers[0], COUNT)

    assert queries.result_for(polling.ballot) is not None


def test_a_paper_ballot_is_not_opened_on_line() -> None:
    polling = frozen()

    with pytest.raises(DomainError, match="纸质选票"):
        actions.open_ballot(actor=polling.secretary, ballot=polling.ballot)
