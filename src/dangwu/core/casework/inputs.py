"""The input of a case, read once; every refusal names the dotted field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dangwu.core.casework.versions import BY_STEP, Version, procedures_in, versions_of
from dangwu.core.errors import InputError
from dangwu.core.rulebook.inputs import Form, scope_facts
from dangwu.core.rulebook.records import Rulebook
from dangwu.core.rulebook.shapes import Elapsed, Gate, Outcomes, Window
from dangwu.core.rulebook.terms import CATEGORIES

FIELDS = ("procedure", "on", "version", "facts", "events")


@dataclass(frozen=True, slots=True)
class Event:
    """What was done in one step on one day. `to`: the last day of a publication inside it."""

    path: str
    step: str
    on: date
    first: date | None
    to: date | None
    outcome: str | None
    given: Mapping[str, object]
    form: Form

    @property
    def completed_on(self) -> date:
        """The day on which the step was over."""
        return self.on if self.to is None else max(self.on, self.to)


@dataclass(frozen=True, slots=True)
class CaseInput:
    """A case as given: the day it is looked at, its facts, its events by day."""

    on: date
    wanted: str
    versions: tuple[Version, ...]
    facts: Mapping[str, object]
    form: Form
    events: tuple[Event, ...]


def case_input(payload: object, rulebook: Rulebook) -> CaseInput:
    """Return the input, read and checked.

    Raises InputError when a field is missing, not known, or not of its type.
    """
    form = Form(payload, known=FIELDS)
    on = form.day("on")
    if on is None:
        raise form.error("on", "必填，是查看办理情况的日期（如 2026-11-21）。")
    procedures = procedures_in(rulebook)
    procedure = form.choice("procedure", procedures)
    if procedure is None:
        raise form.error("procedure", f"必填，可填：{'、'.join(procedures)}。")
    versions = versions_of(rulebook, procedure)
    names = (*(version.name for version in versions), BY_STEP)
    facts = form.inner("facts", ())
    _check_facts(facts, versions)
    rows = form.rows("events", ())
    given = _mapping(payload)
    return CaseInput(
        on=on,
        wanted=form.choice("version", names) or BY_STEP,
        versions=versions,
        facts=_mapping(given.get("facts") or {}),
        form=facts,
        events=_events(rows or (), given.get("events"), versions),
    )


def _check_facts(form: Form, versions: tuple[Version, ...]) -> None:
    """Refuse a fact of the wrong type at once, not only where a step comes to need it."""
    scope_facts(form, CATEGORIES)
    form.day("born_on")
    form.number("age")
    form.flag("special_case")
    for version in versions:
        for _, gate in version.all_of(Gate):
            form.flag(gate.fact)
            form.flag(gate.exception or "")
        for _, elapsed in version.all_of(Elapsed):
            form.number(elapsed.credit)
        for _, window in version.all_of(Window):
            form.flag(window.when)
        for _, outcomes in version.all_of(Outcomes):
            form.flag(outcomes.when)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _events(
    rows: tuple[Form, ...], given: object, versions: tuple[Version, ...]
) -> tuple[Event, ...]:
    raw = list(given) if isinstance(given, list | tuple) else []
    read = (
        _event(form, _mapping(raw[index]), f"events[{index}]", versions)
        for index, form in enumerate(rows)
    )
    return tuple(sorted(read, key=lambda event: event.on))


def _event(
    form: Form, given: Mapping[str, object], path: str, versions: tuple[Version, ...]
) -> Event:
    steps = {step: None for version in versions for step in version.steps}
    step = form.choice("step", steps)
    if step is None:
        raise form.error("step", f"必填，可填：{'、'.join(steps)}。")
    on = form.day("on")
    if on is None:
        raise form.error("on", "必填，是办理这一步的日期（如 2026-11-21）。")
    first, to = form.day("from"), form.day("to")
    if first is not None and to is not None and to < first:
        raise form.error("to", f"公示结束日{to}早于开始日{first}；请改正起止日期。")
    return Event(path, step, on, first, to, _outcome(form, step, versions), given, form)


def _outcome(form: Form, step: str, versions: tuple[Version, ...]) -> str | None:
    allowed = {
        outcome: None
        for version in versions
        for _, shape in version.at_step(Outcomes, step)
        for outcome in shape.outcomes
    }
    return form.choice("outcome", allowed) if allowed else None


def persons_of(event: Event, role: str) -> tuple[Mapping[str, object], ...] | int | None:
    """Return the persons of a role that an event names, only their number, or None.

    A person is a name or an object of predicates, e.g. `{"full_member": true}`.
    Raises InputError when the field is neither a number nor a list.
    """
    value = event.given.get(role)
    if not isinstance(value, list | tuple):
        return event.form.number(role)
    for entry in value:
        if not isinstance(entry, str | Mapping):
            raise InputError(f"{event.path}.{role}", "列表里应是姓名，或写明条件的对象。")
    return tuple(entry if isinstance(entry, Mapping) else {} for entry in value)
