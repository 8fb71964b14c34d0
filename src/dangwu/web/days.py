"""The day that a page is asked about: none that is still to come, and said so."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.writing import written_day

FOUNDED: Final = date(1921, 7, 1)  # of the party: no register begins before it


@dataclass(frozen=True, slots=True)
class DayAsked:
    """The day a page is about. told: why it is today and not the day that was asked for."""

    on: date
    told: str = ""


def day_asked(text: str, today: date) -> DayAsked:
    """Return the day of an address, as 2026-11-21; today where it names none that can be shown."""
    if not text:
        return DayAsked(today)
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return DayAsked(today, "查看的日期填得不对，下面是今天的情况。")
    if on > today:
        return DayAsked(today, f"{written_day(on)}还没有到，下面是今天的情况。")
    if on < FOUNDED:
        return DayAsked(today, f"{written_day(on)}还没有党组织，下面是今天的情况。")
    return DayAsked(on)
