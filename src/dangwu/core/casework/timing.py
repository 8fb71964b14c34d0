"""The first and the last day of a step, where the text sets them."""

from dataclasses import dataclass
from datetime import date, timedelta

from dangwu.core.calendar import DAY, WorkingCalendar, add_months
from dangwu.core.casework.history import History
from dangwu.core.rulebook.shapes import Deadline, Elapsed, Outcomes

END_CHOICES = ("same_day", "day_before")


@dataclass(frozen=True, slots=True)
class Clock:
    """A case's history with the calendar that its working days are counted by."""

    history: History
    calendar: WorkingCalendar

    def reach(self, day: date, n: int, unit: str) -> date:
        """Return the day `n` units after `day`; months end on the month's last day."""
        if unit == "working_day":
            return self.calendar.add_working_days(day, n).day
        if unit in {"day", "hour"}:
            return day + timedelta(days=n if unit == "day" else -(-n // 24))
        return add_months(day, n * 12 if unit == "year" else n)

    def first_day(self, shape: Elapsed) -> date | None:
        """Return the first day on which an elapsed time is over; None: its beginning is unknown.

        An outcome that puts the step off moves the day.
        """
        start = self.start_of(shape)
        if start is None:
            return None
        first = self.reach(start, shape.n, shape.unit)
        credit = self.history.case.form.number(shape.credit) if shape.credit else None
        if credit:
            first = max(start, add_months(first, -credit))
        first = add_months(first, self._moved_by(shape.step, "earliest"))
        return first - DAY if self._ends_before(shape) else first

    def start_of(self, shape: Elapsed) -> date | None:
        """Return the day from which an elapsed time is counted."""
        after = shape.after
        if shape.after_choice:
            steps = self.history.version_of(shape.step).steps
            after = self.history.case.form.choice(shape.after_choice, steps) or after
        return self.history.done_on(after)

    def anchor_of(self, shape: Deadline) -> date | None:
        """Return the day from which a time limit runs."""
        over = self.history.ending(shape.after)
        if over is None:
            return None
        given = over.event.form.day(shape.anchor) if shape.anchor else None
        return given or over.event.completed_on

    def last_day(self, shape: Deadline) -> date | None:
        """Return the last day of a time limit; None: its beginning is unknown."""
        anchor = self.anchor_of(shape)
        if anchor is None:
            return None
        n = shape.extended_n if self.is_extended(shape) else shape.n
        return self.reach(anchor, n or shape.n, shape.unit)

    def is_extended(self, shape: Deadline) -> bool:
        """Return whether the longer limit of special cases counts."""
        special = self.history.case.form.flag("special_case")
        return bool(special) and shape.extended_n is not None

    def earliest(self, step: str) -> date | None:
        """Return the first day on which the step may be done; None: the text sets none."""
        rules = self.history.version_of(step).at_step(Elapsed, step)
        days = [day for _, shape in rules if (day := self.first_day(shape)) is not None]
        return max(days, default=None)

    def latest(self, step: str) -> date | None:
        """Return the last day on which the step is in time; None: the text sets none."""
        rules = self.history.version_of(step).at_step(Deadline, step)
        days = [day for _, shape in rules if (day := self.last_day(shape)) is not None]
        first, later = self.earliest(step), self._moved_by(step, "latest")
        if first is not None and later:
            days.append(add_months(first, later))
        return min(days, default=None)

    def _moved_by(self, step: str, which: str) -> int:
        """Return by how many months the outcomes of a step moved its first or last day.

        Without the months of the event: its first day by the least, its last day by the most.
        """
        moved = 0
        for found in self.history.at(step):
            for _, shape in found.version.at_step(Outcomes, step):
                if shape.moves == which and found.outcome in shape.again:
                    bound = shape.extend_min if which == "earliest" else shape.extend_max
                    given = found.event.form.number("months")
                    moved += given if given is not None else (bound or 0)
        return moved

    def _ends_before(self, shape: Elapsed) -> bool:
        if not shape.end_choice:
            return False
        return self.history.case.form.choice(shape.end_choice, END_CHOICES) == "day_before"
