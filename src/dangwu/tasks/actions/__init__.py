"""What is done with tasks."""

from dangwu.tasks.actions.assigning import Origin, assign_task
from dangwu.tasks.actions.following import (
    cancel_task,
    change_due,
    close_task,
    propose_closing,
    reopen_task,
    report_progress,
)
from dangwu.tasks.timeline import Evidence

__all__ = [
    "Evidence",
    "Origin",
    "assign_task",
    "cancel_task",
    "change_due",
    "close_task",
    "propose_closing",
    "reopen_task",
    "report_progress",
]
