"""Kinds of meetings: which there are, which the rules ask of an organisation, who meets."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.rulebook import terms
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.asking import BODY_OF_KIND, Class, asked
from dangwu.rules.queries.rulebook import books_for

# The kinds of work that people come together for; the others are done without a meeting.
SITTINGS: Final = (
    *("assembly", "committee_meeting", "group_meeting", "lecture", "theme_day"),
    *("organisation_life", "democratic_life", "appraisal", "situation_analysis", "study"),
    *("work_report", "duty_review", "member_report", "secretary_lecture", "training"),
    *("secretary_training", "pool_analysis", "standing_analysis", "branch_study"),
    *("mass_review", "commendation", "cadre_assembly"),
)
OF_COMMITTEE: Final = (
    *("situation_analysis", "pool_analysis", "standing_analysis", "branch_study"),
)
# Whoever calls them, all members come: a committee lectures and reports to its assembly.
OF_MEMBERS: Final = ("lecture", "secretary_lecture", "theme_day", "work_report")


@dataclass(frozen=True, slots=True)
class Offered:
    """Kinds as pairs of code and name: those the rules ask for, and the rest."""

    asked: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]


def kinds_offered(organisation: Organisation, on: date) -> Offered:
    """Return the kinds of meetings, those that the rules in force ask of the organisation first."""
    book = books_for([organisation.unit_id], on)[organisation.unit_id]
    of = Class(
        organisation.regime, organisation.kind, organisation.fire_kind, organisation.category
    )
    wanted = {
        kind
        for demand in asked(book, of, on).periodic
        for kind in getattr(demand.rule.shape, "kinds", ())
    }
    named = [(code, terms.ACTIVITIES[code]) for code in SITTINGS]
    return Offered(
        tuple(pair for pair in named if pair[0] in wanted),
        tuple(pair for pair in named if pair[0] not in wanted),
    )


def body_for(kind: str, organisation: Organisation) -> str:
    """Return the body that meets in a meeting of this kind, a code of `terms.BODIES`.

    Source: XF2011 art. 25, art. 35
    """
    if kind in BODY_OF_KIND:
        return BODY_OF_KIND[kind]
    if organisation.kind == "group":
        return "group"
    if kind in OF_MEMBERS:
        return "assembly"
    seated = kind in OF_COMMITTEE or organisation.kind == "committee"
    return "committee" if seated else "assembly"


def title_for(kind: str, on: date) -> str:
    """Return what such a meeting is usually called, e.g. 2026年11月党员大会."""
    return f"{on.year}年{on.month}月{terms.ACTIVITIES[kind]}"
