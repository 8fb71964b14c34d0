"""What happened to a case, in words that name the step, the meeting or the person."""

from collections.abc import Iterable
from typing import Final

from dangwu.audit.models import Entry
from dangwu.audit.queries import history_of
from dangwu.procedures.models import TermChange
from dangwu.procedures.models.case import SEATS, SITTINGS
from dangwu.procedures.queries.page import Line

NAMES: Final = {**dict(SEATS), **dict(SITTINGS)}


def history_told(case: TermChange, lines: Iterable[Line]) -> list[tuple[Entry, str]]:
    """Return the newest entries about a case, each in words."""
    titles = {line.step.plan.id: line.step.plan.title for line in lines}
    entries = history_of(unit_id=case.unit_id, target_id=case.id)
    return [(entry, _words(entry, titles)) for entry in entries]


def _words(entry: Entry, titles: dict[str, str]) -> str:
    facts = entry.facts
    about = [
        titles.get(facts.get("step", ""), ""),
        NAMES.get(facts.get("sitting", ""), ""),
        str(facts.get("person", "")),
        NAMES.get(facts.get("post", ""), ""),
    ]
    told = "，".join(part for part in about if part)
    return f"{entry.verb_label}：{told}" if told else str(entry.verb_label)
