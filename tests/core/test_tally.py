"""Shares, counts and ranking in whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.tally.bases import should_attend, voting
from dangwu.core.tally.counting import Count, ballot_is_valid, contradiction, poll_is_valid
from dangwu.core.tally.ranking import Ranking, rank
from dangwu.core.tally.shares import Operator, compare, min_needed, satisfies

HALF = Fraction(1, 2)
FOUR_FIFTHS = Fraction(4, 5)
TWO_THIRDS = Fraction(2, 3)

# N: more than half, at least half, at least 4/5, more than 4/5, at least 2/3
LEAST = {
    5: (3, 3, 4, 5, 4),
    6: (4, 3, 5, 5, 4),
    7: (4, 4, 6, 6, 5),
    8: (5, 4, 7, 7, 6),
    10: (6, 5, 8, 9, 7),
    15: (8, 8, 12, 13, 10),
    16: (9, 8, 13, 13, 11),
    20: (11, 10, 16, 17, 14),
    25: (13, 13, 20, 21, 17),
    30: (16, 15, 24, 25, 20),
    50: (26, 25, 40, 41, 34),
}
COLUMNS: tuple[tuple[Fraction, Operator], ...] = (
    (HALF, ">"),
    (HALF, ">="),
    (FOUR_FIFTHS, ">="),
    (FOUR_FIFTHS, ">"),
    (TWO_THIRDS, ">="),
)
shares = st.fractions(min_value=0, max_value=1, max_denominator=12)
strict = st.sampled_from([">", ">="])
Votes = dict[str, int]
votes = st.dictionaries(st.text("甲乙丙丁戊己庚", min_size=1, max_size=2), st.integers(0, 9))


@pytest.mark.parametrize("base", LEAST)
def test_min_needed_gives_the_table_of_least_numbers(base: int) -> None:
    found = tuple(min_needed(base, fraction, op) for fraction, op in COLUMNS)

    assert found == LEAST[base]


@pytest.mark.parametrize("base", range(1, 51))
def test_exactly_half_is_not_more_than_half(base: int) -> None:
    needed = min_needed(base, HALF, ">")

    assert needed * 2 > base
    assert (needed - 1) * 2 <= base


@given(base=st.integers(0, 500), fraction=shares, op=strict)
def test_min_needed_is_the_least_number_that_satisfies(
    base: int, fraction: Fraction, op: Operator
) -> None:
    needed = min_needed(base, fraction, op)

    assert satisfies(needed, base, fraction, op)
    assert not satisfies(needed - 1, base, fraction, op)


@given(count=st.integers(0, 500), base=st.integers(0, 500), fraction=shares, op=strict)
def test_one_more_never_stops_satisfying(
    count: int, base: int, fraction: Fraction, op: Operator
) -> None:
    if satisfies(count, base, fraction, op):
        assert satisfies(count + 1, base, fraction, op)


@pytest.mark.parametrize(
    ("left", "op", "expected"),
    [(1, "<", True), (2, "<", False), (2, "<=", True), (2, "=", True), (3, "<=", False)],
)
def test_compare_knows_every_operator(left: int, op: Operator, expected: bool) -> None:
    assert compare(left, op, 2) is expected


@pytest.mark.parametrize(("op", "expected"), [(">", 3), (">=", 3), ("<", 2), ("<=", 2), ("=", 3)])
def test_the_edge_of_an_uneven_share_is_a_whole_number(op: Operator, expected: int) -> None:
    assert min_needed(5, HALF, op) == expected


def test_should_attend_leaves_out_the_excused_and_the_suspended() -> None:
    should = should_attend(["甲", "乙", "丙", "丁"], left_out=["乙"], suspended=["丁"])

    assert should == {"甲", "丙"}
    assert voting(should, ["甲", "乙", "丁"]) == {"甲"}


@pytest.mark.parametrize(
    ("count", "field"),
    [
        (Count(should_attend=20, present=21), "present"),
        (Count(present=11, yes=6, no=4, abstain=2), "yes"),
        (Count(should_attend=20, present=18, written_yes=2, written_no=1), "written_yes"),
        (Count(should_attend=20, present=11, yes=6, no=4, abstain=1), ""),
        (Count(yes=99), ""),
    ],
)
def test_contradiction_names_the_count_that_cannot_be(count: Count, field: str) -> None:
    assert contradiction(count)[0] == field


def test_ballots_count_up_to_the_number_of_seats_and_of_ballots_issued() -> None:
    assert ballot_is_valid(5, 5)
    assert not ballot_is_valid(6, 5)
    assert poll_is_valid(20, 20)
    assert not poll_is_valid(21, 20)


def test_rank_elects_most_votes_first() -> None:
    found = rank({"甲": 9, "乙": 15, "丙": 8, "丁": 12}, needed=9, seats=3)

    assert found == Ranking(("乙", "丁", "甲"), (), 0)


def test_rank_leaves_seats_open_when_too_few_qualify() -> None:
    assert rank({"甲": 9, "乙": 8}, needed=9, seats=2) == Ranking(("甲",), (), 1)


def test_rank_elects_none_of_those_tied_at_the_cut() -> None:
    found = rank({"甲": 15, "乙": 12, "丙": 12, "丁": 11}, needed=9, seats=2)

    assert found == Ranking(("甲",), ("乙", "丙"), 1)


def test_rank_ignores_a_tie_that_fits_the_seats() -> None:
    found = rank({"甲": 12, "乙": 12, "丙": 11}, needed=9, seats=2)

    assert found == Ranking(("甲", "乙"), (), 0)


@given(counted=votes, needed=st.integers(1, 9), seats=st.integers(1, 5))
def test_rank_never_fills_more_than_the_seats(counted: Votes, needed: int, seats: int) -> None:
    found = rank(counted, needed, seats)

    assert len(found.elected) + found.vacant == seats
    assert all(counted[name] >= needed for name in (*found.elected, *found.tied))
    left_out = set(counted) - set(found.elected) - set(found.tied)
    assert all(
        counted[loser] < needed or counted[loser] <= counted[winner]
        for loser in left_out
        for winner in found.elected
    )
    if found.tied:
        assert len({counted[name] for name in found.tied}) == 1
        assert len(found.tied) > found.vacant
