"""The draw: right sizes, the same again from the seed, nothing but the seed and the id decides."""

import uuid
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangwu.core.errors import InputError
from dangwu.questionnaires.sampling import (
    REST,
    allocate,
    draw,
    in_order,
    joined,
    population_digest,
)

# A busy machine is no reason to fail.
LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIZES = st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 400), max_size=8)
PEOPLE = st.lists(st.uuids(), min_size=1, max_size=60, unique=True)


def numbered(count: int) -> list[uuid.UUID]:
    return [uuid.UUID(int=n + 1) for n in range(count)]


@LAW
@given(SIZES, st.data())
def test_places_are_proportional_to_less_than_one(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    total = sum(sizes.values())
    if not total:
        return
    wanted = data.draw(st.integers(1, total))
    found = allocate(sizes, wanted)
    assert sum(found.values()) == wanted
    for name, size in sizes.items():
        assert 0 <= found[name] <= size
        assert abs(found[name] - size * wanted / total) < 1


def test_the_largest_remainder_takes_what_is_left() -> None:
    assert allocate({"甲": 50, "乙": 30, "丙": 20}, 7) == {"甲": 4, "乙": 2, "丙": 1}
    # Equal remainders: the larger stratum, then by name.
    assert allocate({"乙": 5, "甲": 5}, 3) == {"乙": 2, "甲": 1}


@pytest.mark.parametrize(("wanted", "words"), [(0, "至少要抽1人"), (11, "共10人，抽不出11人")])
def test_a_sample_that_cannot_be_is_refused(wanted: int, words: str) -> None:
    with pytest.raises(InputError, match=words):
        allocate({"甲": 10}, wanted)


@LAW
@given(PEOPLE, st.text(max_size=20), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(
    people: list[uuid.UUID], seed: str, random: object
) -> None:
    shuffled = sorted(people, key=lambda _: random.random())  # type: ignore[attr-defined]  # a Random
    assert in_order(people, seed) == in_order(shuffled, seed)
    assert population_digest(people) == population_digest(shuffled)


@LAW
@given(PEOPLE, st.text(max_size=20), st.data())
def test_a_person_stands_by_seed_and_own_id_only(
    people: list[uuid.UUID], seed: str, data: st.DataObject
) -> None:
    """Taking others away never changes who of the rest comes first."""
    kept = data.draw(st.lists(st.sampled_from(people), unique=True))
    whole = in_order(people, seed)
    assert in_order(kept, seed) == [person for person in whole if person in kept]


@LAW
@given(st.lists(PEOPLE, min_size=1, max_size=4), st.text(max_size=8), st.data())
def test_a_sample_has_its_size_and_the_first_of_each_stratum(
    groups: list[list[uuid.UUID]], seed: str, data: st.DataObject
) -> None:
    strata = {f"类{n}": people for n, people in enumerate(groups)}
    wanted = data.draw(st.integers(1, sum(len(people) for people in groups)))
    sample = draw(strata, wanted, seed)
    assert sample.size == wanted
    places = allocate({name: len(people) for name, people in strata.items()}, wanted)
    for name, people in strata.items():
        assert list(sample.chosen[name]) == in_order(people, seed)[: places[name]]


def test_over_many_seeds_everybody_is_drawn_about_as_often() -> None:
    people = numbered(20)
    times = Counter(
        person
        for seed in range(4000)
        for person in draw({"甲": people}, 5, str(seed)).chosen["甲"]
    )
    # 1000 expected each; the deviation of a fair draw is about 27.
    assert all(880 < times[person] < 1120 for person in people)


@LAW
@given(SIZES, st.integers(1, 9))
def test_joined_parts_are_never_small(sizes: dict[str, int], least: int) -> None:
    found = joined(sizes, least)
    assert set(found) == set(sizes)
    parts: Counter[str] = Counter()
    for name, part in found.items():
        parts[part] += sizes[name]
        assert part in ("", REST, name)
    if set(parts) != {""}:
        assert all(size >= least for size in parts.values())


def test_small_strata_are_joined_with_the_smallest_other() -> None:
    assert joined({"男": 30, "女": 20}, 5) == {"男": "男", "女": "女"}
    assert joined({"甲": 30, "乙": 8, "丙": 2}, 5) == {"甲": "甲", "乙": REST, "丙": REST}
    assert joined({"甲": 4, "乙": 30}, 5) == {"甲": "", "乙": ""}
