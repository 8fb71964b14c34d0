"""The sums by month and year, made from the facts in the database as the filing action would keep them."""

from django.db import connection

from dangwu.activities.years import insert_years
from dangwu.rules.duties.hours import HOUR_KINDS, MINUTES, PLACES

_COUNTED = "a.validity <> 'invalid' AND a.withdrawn_at IS NULL"
_MONTH = "extract(year FROM a.held_on)::int * 12 + extract(month FROM a.held_on)::int - 1"

_WORK_MONTHS = f"""
INSERT INTO activities_workmonth
    (unit_id, organisation_id, kind, month, times, minutes, longest, late)
SELECT a.unit_id, o.organisation_id, k.kind, {_MONTH}, count(*),
       sum(coalesce(a.minutes, 0)), max(coalesce(a.minutes, 0)), count(*) FILTER (WHERE a.late)
FROM activities_activity a
JOIN activities_activityorganisation o ON (o.unit_id, o.activity_id) = (a.unit_id, a.id)
CROSS JOIN LATERAL unnest(a.kinds) AS k(kind)
WHERE o.part = 'held' AND {_COUNTED}
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - made of the constants above
# Rows are written in the order of their keys: those of a unit, and of an organisation or person in
# it, lie together and are read together.
# What an activity books under each of its kinds is worked out once, not once for everybody there.
_MEMBER_MONTHS = f"""
WITH booked AS MATERIALIZED (
  SELECT a.unit_id, a.id, k.kind, {_MONTH} AS month, {MINUTES} AS minutes
  FROM activities_activity a
  CROSS JOIN LATERAL unnest(a.kinds) AS k(kind)
  WHERE a.should_attend > 0 AND {_COUNTED})
INSERT INTO activities_membermonth (unit_id, person_id, kind, month, times, minutes)
SELECT b.unit_id, p.person_id, b.kind, b.month, count(*), sum(b.minutes)
FROM booked b
JOIN activities_attendance p ON (p.unit_id, p.activity_id) = (b.unit_id, b.id)
WHERE p.presence = 1
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
"""  # noqa: S608 - made of the constants above
_MEMBER_YEARS = insert_years("SELECT * FROM activities_membermonth")


def write_sums() -> None:
    """Write `WorkMonth`, `MemberMonth` and `MemberYear` of all activities that were just loaded."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        for table in ("activity", "activityorganisation", "attendance"):
            cursor.execute(f"ANALYZE activities_{table}")
        cursor.execute(_WORK_MONTHS)
        cursor.execute(_MEMBER_MONTHS, {"hour_kinds": list(HOUR_KINDS)})
        cursor.execute(_MEMBER_YEARS, {"places": list(PLACES)})
