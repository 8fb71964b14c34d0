"""The duties find what is planted, and nothing else is at fault."""

from datetime import date

from dangwu.populations.faults import planted
from dangwu.populations.load import Summary
from dangwu.rules.duties.engine import duties_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for

TODAY = date(2026, 11, 21)
UNITS = (1, 2)
# Found by the finder and not by the duties: they are about one person.
OF_PERSONS = {"unseen", "lost", "in_pocket", "dues_unpaid", "away_unreceived"}


def _at_fault(today: date) -> set[tuple[str, str]]:
    books = books_for(UNITS, today)
    duties = duties_of(Over(UNITS), on=today, today=today, book_of=lambda unit: books[unit])
    return {
        (duty.organisation, duty.rule)
        for duty in duties
        if duty.state.value not in ("met", "due", "exempt")
    }


def _expected(profile: str) -> set[tuple[str, str]]:
    return {
        (fault.organisation, rule)
        for fault in planted(profile)
        if fault.kind not in OF_PERSONS
        for rule in fault.rules
    }


def test_county_has_the_planted_faults_and_no_other(county: Summary) -> None:
    assert _at_fault(TODAY) == _expected("county")
