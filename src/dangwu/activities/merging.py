"""What two records of one person attended becomes what the kept one attended."""

import uuid

from django.db import connection

from dangwu.activities.months import rebuild_months
from dangwu.members.models import Person

MOVE = """UPDATE activities_attendance a SET person_id = %(keep)s
  WHERE a.unit_id = %(unit)s AND a.person_id = %(drop)s AND NOT EXISTS (
    SELECT 1 FROM activities_attendance k
    WHERE k.unit_id = a.unit_id AND k.activity_id = a.activity_id AND k.person_id = %(keep)s)"""
# Both were on one list: being there counts, whichever record was ticked.
PRESENT = """UPDATE activities_attendance k SET presence = 1
  FROM activities_attendance a
  WHERE k.unit_id = %(unit)s AND k.person_id = %(keep)s AND a.unit_id = k.unit_id
    AND a.activity_id = k.activity_id AND a.person_id = %(drop)s AND a.presence = 1"""
REST = "DELETE FROM activities_attendance WHERE unit_id = %(unit)s AND person_id = %(drop)s"


def join_attendance(*, keep: Person, drop: Person, **_news: object) -> None:
    """Give the kept person the attendance of the dropped one; sums follow, nothing counts twice."""
    params: dict[str, int | uuid.UUID] = {
        "unit": keep.unit_id,
        "keep": keep.id,
        "drop": drop.id,
    }
    with connection.cursor() as cursor:
        cursor.execute(MOVE, params)
        cursor.execute(PRESENT, params)
        cursor.execute(REST, params)
    rebuild_months([keep.unit_id])
