"""The members, probationers and activists of the organisations, read once for all families.

Each row is one person in one standing; whoever uses it asks for the day that concerns them.
"""

from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.rules.duties.compiling import Compiled, Params

MEMBER: Final = """SELECT o.no, o.class, o.unit_id, m.person_id, m.period AS here, s.standing,
    s.period AS stood
  FROM org o
  JOIN members_membership m ON m.unit_id = o.unit_id AND m.organisation_id = o.id
    AND m.nature = 'primary' AND m.period && %(roll_days)s::daterange
  JOIN members_standingperiod s ON s.unit_id = m.unit_id AND s.person_id = m.person_id
    AND s.standing IN ('full', 'probationary', 'activist')
    AND s.period && %(roll_days)s::daterange
  WHERE m.unit_id = ANY(%(units)s) AND s.unit_id = ANY(%(units)s)"""
PERSONAL: Final = (shapes.Coverage, shapes.Accumulator)


def params(compiled: Compiled) -> Params:
    """Return the days on which somebody may ask for a member: from the first snapshot on."""
    days = [d.span.last for shape in PERSONAL for _, d in compiled.periodic(shape)]
    first = min((compiled.on, *days))
    return {"roll_days": f"[{first},{compiled.on}]"}
