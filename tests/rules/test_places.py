"""Where a kind stands in the years of a person: rows that are written rely on it."""

from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.rules.duties.hours import PLACES, index


def test_every_kind_has_one_place() -> None:
    assert sorted(PLACES) == sorted(ACTIVITIES)


def test_places_that_rows_were_written_with_stay() -> None:
    assert [index(kind, 0) for kind in ("assembly", "study", "training", "abroad_contact")] == [
        *(1, 19, 33, 61),
    ]
