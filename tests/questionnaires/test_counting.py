"""Figures of the results, and the cells that are held back."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangwu.questionnaires.counting import (
    FEWEST,
    Counts,
    cross_of,
    held_back,
    mean_of,
    result_of,
    share_of,
    summed,
)


@dataclass(frozen=True)
class Asked:
    kind: str
    position: int = 1
    title: str = "问题"
    options: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    steps: int = 0


# A busy machine is no reason to fail.
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SINGLE = Asked("single", options=["甲", "乙"])
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 20), min_size=width, max_size=width), min_size=2, max_size=5
    )
)


def test_a_choice_is_counted_with_its_share() -> None:
    found = result_of(SINGLE, {"q1": {0: 2, 1: 1}})
    assert found.answered == 3
    assert [(one.label, one.count, one.share) for one in found.lines] == [
        ("甲", 2, "66.7%"), ("乙", 1, "33.3%"),
    ]  # fmt: skip


def test_ticks_are_shares_of_those_who_answered() -> None:
    asked = Asked("multiple", options=["甲", "乙", "丙"])
    # Three sheets: two ticked one option, one ticked two.
    found = result_of(asked, {"q1": {1: 2, 2: 1}, "q1.0": {1: 3}, "q1.2": {1: 1}})
    assert found.answered == 3
    assert [(one.count, one.share) for one in found.lines] == [
        (3, "100.0%"), (0, "0.0%"), (1, "33.3%"),
    ]  # fmt: skip


def test_a_scale_has_every_step_and_a_mean() -> None:
    found = result_of(Asked("scale", steps=5), {"q1": {5: 2, 4: 1}})
    assert [one.count for one in found.lines] == [0, 0, 0, 1, 2]
    assert found.mean == "4.67"


def test_a_matrix_is_counted_row_by_row() -> None:
    asked = Asked("matrix", rows=["党课", "谈心"], steps=3)
    found = result_of(asked, {"q1.0": {3: 2, 1: 1}, "q1.1": {2: 2}})
    assert [(row.label, row.counts, row.answered, row.mean) for row in found.rows] == [
        ("党课", (1, 0, 2), 3, "2.33"), ("谈心", (0, 2, 0), 2, "2.00"),
    ]  # fmt: skip
    assert found.answered == 3


def test_no_answer_gives_no_share_and_no_mean() -> None:
    assert (share_of(0, 0), mean_of({})) == ("", "")
    assert result_of(Asked("scale", steps=2), {}).answered == 0


@LAW
@given(TABLES)
def test_no_small_cell_is_shown_and_none_can_be_reckoned(cells: list[list[int]]) -> None:
    shown = held_back([list(row) for row in cells])
    for row, known in zip(shown, cells, strict=True):
        for value, real in zip(row, known, strict=True):
            assert value is None or (value == real and not 0 < value < FEWEST)
    for line in [*shown, *map(list, zip(*shown, strict=True))]:
        # With the sum known, a single gap in a line would be no secret.
        assert line.count(None) != 1


@LAW
@given(TABLES)
def test_a_table_without_small_cells_stays_whole(cells: list[list[int]]) -> None:
    large = [[value + FEWEST for value in row] for row in cells]
    assert held_back([list(row) for row in large]) == large


def parts(**by_part: dict[int, int]) -> dict[str, Counts]:
    return {name: {"q1": counts} for name, counts in by_part.items()}


def test_a_cross_table_hides_small_parts_with_their_sums() -> None:
    found = cross_of(SINGLE, parts(男={0: 9, 1: 8}, 女={0: 3}), guarded=True)
    assert found is not None
    assert {name: (total, cells) for name, total, cells in found.rows} == {
        "女": (None, (None, None)), "男": (17, (None, None)),
    }  # fmt: skip


def test_keepers_of_a_named_one_see_every_cell() -> None:
    found = cross_of(SINGLE, parts(男={0: 9, 1: 8}, 女={0: 3}), guarded=False)
    assert found is not None
    assert found.rows == (("女", 3, (3, 0)), ("男", 17, (9, 8)))


@pytest.mark.parametrize("kind", ["multiple", "matrix", "text"])
def test_only_choices_and_scales_are_crossed(kind: str) -> None:
    assert cross_of(Asked(kind), parts(男={0: 9}, 女={0: 9}), guarded=True) is None


def test_one_part_alone_is_no_table() -> None:
    assert cross_of(SINGLE, parts(男={0: 9}), guarded=True) is None


@LAW
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from("ab"), st.dictionaries(st.integers(0, 2), st.integers(0, 9))
        )
    )
)
def test_parts_add_up(counts: list[Counts]) -> None:
    whole = summed(counts)
    for key in "ab":
        for value in range(3):
            assert whole.get(key, {}).get(value, 0) == sum(
                each.get(key, {}).get(value, 0) for each in counts
            )
