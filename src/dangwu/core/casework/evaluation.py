"""A case, looked at on one day: the state of every step, the findings, what comes next."""

from datetime import date

from dangwu.core.calendar import WorkingCalendar
from dangwu.core.casework.findings import findings_of
from dangwu.core.casework.history import history_of
from dangwu.core.casework.inputs import case_input
from dangwu.core.casework.states import standing_of
from dangwu.core.casework.timing import Clock
from dangwu.core.rulebook.records import Rulebook


def evaluate(
    payload: object, *, rulebook: Rulebook, calendar: WorkingCalendar
) -> dict[str, object]:
    """Return where a case stands, under the names of the command-line contract.

    payload: procedure, on, version (a year of a version, or by_step), facts, events.
    calendar: a year that is not loaded leaves findings on working days unknown.
    Raises InputError when a field cannot be used.
    """
    clock = Clock(history_of(case_input(payload, rulebook), rulebook), calendar)
    history = clock.history
    steps: list[dict[str, object]] = []
    following: list[str] = []
    for step_id in history.steps():
        step = history.version_of(step_id).steps[step_id]
        standing = standing_of(clock, step_id)
        if standing.possible:
            following.append(step_id)
        steps.append(
            {
                "id": step.id,
                "no": step.no,
                "title": step.title,
                "state": standing.state.value,
                "earliest": _iso(clock.earliest(step_id)),
                "latest": _iso(clock.latest(step_id)),
                "article": step.article,
            }
        )
    findings = [found.as_json() for found in findings_of(clock)]
    return {"steps": steps, "findings": findings, "next": following}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
