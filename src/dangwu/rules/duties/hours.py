"""How the minutes of one activity are shared among its kinds, and where a kind stands in a year."""

from typing import Final

# One hour of study is one hour, however many of these names the activity carries: it is booked
# under the first of them, the one that most rules count.
HOUR_KINDS: Final = ("training", "study", "lecture", "secretary_training")

# The minutes that activity `a` books under kind `k.kind`.
MINUTES: Final = """CASE
    WHEN k.kind = ANY(%(hour_kinds)s) AND k.kind <> (
      SELECT h.kind FROM unnest(%(hour_kinds)s::text[]) WITH ORDINALITY AS h(kind, i)
      WHERE h.kind = ANY(a.kinds) ORDER BY h.i LIMIT 1) THEN 0
    ELSE coalesce(a.minutes, 0) END"""

# Where a kind stands in the arrays of `MemberYear`: written rows rely on it, so a new kind goes to
# the end and none is taken out.
PLACES: Final = (
    *("assembly", "committee_meeting", "group_meeting", "lecture", "theme_day"),
    *("organisation_life", "democratic_life", "appraisal", "situation_analysis", "study"),
    *("work_report", "duty_review", "member_report", "talk", "openness"),
    *("dues_publication", "training", "secretary_training", "secretary_lecture"),
    *("activist_review", "pool_analysis", "pledge", "mass_review", "commendation"),
    *("survey", "evaluation", "assistance", "standing_analysis", "cadre_assembly"),
    *("branch_study", "abroad_contact"),
)


def index(kind: str, half: int) -> int:
    """Return where the arrays of a year hold a kind's half-year (0, 1), counted from 1."""
    return PLACES.index(kind) * 2 + half + 1
