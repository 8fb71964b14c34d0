"""Natural months and the periods that a day's duties look at."""

from dataclasses import dataclass
from datetime import date, timedelta

WINDOW = 12  # months that a list of duties goes back


def month_of(day: date) -> int:
    """Return the month as the sums of work count it: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a counted month."""
    year, index = divmod(month, 12)
    return date(year, index + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a counted month."""
    return first_day(month + 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A natural period in counted months, [start, end)."""

    start: int
    end: int

    @property
    def first(self) -> date:
        return first_day(self.start)

    @property
    def last(self) -> date:
        return last_day(self.end - 1)

    @property
    def weeks(self) -> int:
        """Whole weeks of the period; a month has four."""
        return ((self.last - self.first).days + 1) // 7


def spans(months: int, on: date) -> tuple[Span, ...]:
    """Return the natural periods of so many months that end in the window of `on` or are running.

    The window is the twelve months that end with the month of `on`.
    """
    newest = month_of(on)
    oldest = newest - WINDOW + 1
    start = newest // months * months
    found = []
    while start + months > oldest:
        found.append(Span(start, start + months))
        start -= months
    return tuple(reversed(found))
