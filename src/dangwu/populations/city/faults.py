"""The faults of the city: three in each county-level unit, in the first branch of a committee."""

from collections.abc import Iterator

from dangwu.populations.city import totals
from dangwu.populations.city.tree import code_of

# The number of the base committee in its unit → what is planted in its first branch. Committees
# 7 to 11 are those of offices.
PLACES = {7: "missed_assembly", 8: "overdue_term", 9: "late_minutes", 10: "too_few_came"}


def city_faults() -> Iterator[tuple[str, str]]:
    """Yield (code of the branch, kind of fault)."""
    for number in range(totals.COUNTIES):
        for committee, kind in PLACES.items():
            yield f"{code_of(number)}{committee:02d}001", kind
