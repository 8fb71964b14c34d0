"""Gates and reads of tasks."""

from dangwu.tasks.queries.gates import does, task_for
from dangwu.tasks.queries.listing import (
    PAGE,
    Wanted,
    tasks_for,
    tasks_in,
    tasks_of_origin,
)
from dangwu.tasks.queries.record import (
    assignable_people,
    entries_of,
    helpers_of,
    link_of,
    parts_of,
    proposed_with,
)

__all__ = [
    "PAGE",
    "Wanted",
    "assignable_people",
    "does",
    "entries_of",
    "helpers_of",
    "link_of",
    "parts_of",
    "proposed_with",
    "task_for",
    "tasks_for",
    "tasks_in",
    "tasks_of_origin",
]
