"""The statements of the finder: set-based, pinned to one unit.

The ill, the aged, the excused and those abroad need not take part; the mobile, the lost and those
in transit are counted under their own kind. Whoever took part is mostly seen in a half-year that
lies within the months asked about; only of the others the months themselves are read.

Dues are judged where a branch keeps them: where somebody's are paid into these months.
"""

# ruff: noqa: S608 - the statements are made of constants only

from typing import Final

from dangwu.rules.duties.hours import index

LIFE: Final = (
    *("assembly", "group_meeting", "lecture", "theme_day", "organisation_life", "appraisal"),
    *("democratic_life", "committee_meeting", "study", "training", "secretary_lecture"),
)


def _took_part(half: int) -> str:
    """Return the condition that the year `y` has organisation life in its first or second half."""
    return " OR ".join(f"y.times[{index(kind, half)}] > 0" for kind in LIFE)


OF_MEMBERS = """
    AND y.person_id IN (SELECT person_id FROM member)"""
MEMBER = f"""
org AS MATERIALIZED (
  SELECT o.id, o.records_from FROM organisations_organisation o
  WHERE o.unit_id = %(unit)s
    AND (o.path = %(path)s OR (o.path > %(path)s || '.' AND o.path < %(path)s || '/'))),
here AS MATERIALIZED (
  SELECT m.person_id, m.organisation_id, lower(m.period) AS since, o.records_from
  FROM members_membership m JOIN org o ON o.id = m.organisation_id
  WHERE m.unit_id = %(unit)s AND m.nature = 'primary' AND m.period @> %(on)s::date),
member AS MATERIALIZED (
  SELECT h.* FROM here h
  JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = h.person_id
    AND s.period @> %(on)s::date AND s.standing IN ('full', 'probationary')),
special AS MATERIALIZED (
  SELECT x.person_id, x.kind, lower(x.period) AS since, x.receiving_id
  FROM members_specialstatus x
  WHERE x.unit_id = %(unit)s AND x.period @> %(on)s::date
    AND x.person_id IN (SELECT person_id FROM here)),
seen_in_halves AS MATERIALIZED (
  SELECT y.person_id FROM activities_memberyear y
  WHERE y.unit_id = %(unit)s AND (y.year = ANY(%(first_halves)s) AND ({_took_part(0)})
    OR y.year = ANY(%(second_halves)s) AND ({_took_part(1)})){OF_MEMBERS}),
seen AS MATERIALIZED (
  SELECT person_id FROM seen_in_halves
  UNION
  SELECT m.person_id FROM member m CROSS JOIN LATERAL (
    SELECT FROM activities_membermonth w
    WHERE w.unit_id = %(unit)s AND w.person_id = m.person_id AND w.kind = ANY(%(life)s)
      AND w.month BETWEEN %(first)s AND %(newest)s AND w.times > 0 LIMIT 1) AS once
  WHERE NOT EXISTS (SELECT FROM seen_in_halves h WHERE h.person_id = m.person_id)),
recorded AS MATERIALIZED (
  SELECT DISTINCT m.organisation_id FROM member m JOIN seen USING (person_id))"""
FOUND = f"""
WITH {MEMBER},
absent AS MATERIALIZED (
  SELECT m.* FROM member m
  WHERE NOT EXISTS (SELECT FROM seen WHERE seen.person_id = m.person_id)
    AND m.since <= %(half_year)s
    AND coalesce(m.records_from <= %(window)s, true)),
nominal AS (
  SELECT a.person_id, a.organisation_id,
    coalesce(
      (SELECT make_date(max(w.month + 1) / 12, max(w.month + 1) %% 12 + 1, 1)
       FROM activities_membermonth w
       WHERE w.unit_id = %(unit)s AND w.person_id = a.person_id AND w.month < %(first)s
         AND w.kind = ANY(%(life)s) AND w.times > 0),
      greatest(a.since, a.records_from)) AS since
  FROM absent a JOIN recorded r ON r.organisation_id = a.organisation_id
  WHERE NOT EXISTS (SELECT FROM special x WHERE x.person_id = a.person_id
    AND x.kind IN ('ill', 'aged', 'excused', 'abroad', 'mobile', 'lost', 'in_transit'))),
dues AS MATERIALIZED (
  SELECT m.person_id, m.organisation_id, p.dues_paid_to AS paid_to
  FROM member m
  JOIN members_person p ON p.unit_id = %(unit)s AND p.id = m.person_id
  WHERE p.dues_paid_to IS NOT NULL)
SELECT person_id, organisation_id, since, 'nominal' AS mark FROM nominal
UNION ALL
SELECT d.person_id, d.organisation_id, (d.paid_to + interval '1 month')::date, 'unpaid'
FROM dues d
WHERE d.paid_to < %(window)s
  AND d.organisation_id IN (SELECT organisation_id FROM dues WHERE paid_to >= %(window)s)
  AND NOT EXISTS (SELECT FROM nominal n WHERE n.person_id = d.person_id)
  AND NOT EXISTS (SELECT FROM special x WHERE x.person_id = d.person_id
    AND x.kind IN ('abroad', 'mobile', 'lost', 'in_transit'))
UNION ALL
SELECT a.person_id, a.organisation_id, x.since,
  CASE WHEN x.receiving_id IS NULL THEN 'roving' ELSE 'received' END
FROM absent a JOIN special x ON x.person_id = a.person_id AND x.kind = 'mobile'
WHERE x.since <= %(half_year)s
  AND NOT EXISTS (SELECT FROM special e WHERE e.person_id = a.person_id
    AND e.kind IN ('ill', 'aged', 'excused', 'abroad', 'lost', 'in_transit'))
  AND (a.organisation_id IN (SELECT organisation_id FROM recorded)
    OR x.receiving_id IN (SELECT organisation_id FROM recorded))
UNION ALL
SELECT m.person_id, m.organisation_id, x.since, 'in_transit'
FROM member m JOIN special x ON x.person_id = m.person_id AND x.kind = 'in_transit'
WHERE x.since <= %(letter_day)s
UNION ALL
SELECT m.person_id, m.organisation_id, x.since,
  CASE WHEN x.since <= %(half_year)s THEN 'lost' ELSE 'losing' END
FROM member m JOIN special x ON x.person_id = m.person_id AND x.kind = 'lost'
UNION ALL
SELECT m.person_id, m.organisation_id, lower(s.period),
  CASE WHEN lower(s.period) <= %(two_years)s THEN 'removable' ELSE 'suspended' END
FROM here m
JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = m.person_id
  AND s.period @> %(on)s::date AND s.standing = 'suspended'
WHERE EXISTS (SELECT FROM special x WHERE x.person_id = m.person_id AND x.kind = 'lost')
UNION ALL
SELECT l.person_id, l.organisation_id, upper(l.period), 'nowhere'
FROM members_membership l
JOIN org o ON o.id = l.organisation_id
JOIN members_standingperiod s ON s.unit_id = %(unit)s AND s.person_id = l.person_id
  AND s.period @> %(on)s::date AND s.standing IN ('full', 'probationary')
WHERE l.unit_id = %(unit)s AND l.nature = 'primary' AND upper(l.period) <= %(letter_day)s
  AND NOT EXISTS (SELECT FROM members_membership n
    WHERE n.unit_id = %(unit)s AND n.person_id = l.person_id AND n.nature = 'primary'
      AND upper_inf(n.period) OR n.unit_id = %(unit)s AND n.person_id = l.person_id
      AND n.nature = 'primary' AND upper(n.period) > upper(l.period))
UNION ALL
SELECT NULL, NULL, NULL, count(*)::text FROM member m
WHERE NOT EXISTS (SELECT FROM recorded r WHERE r.organisation_id = m.organisation_id)
"""
# For a whole unit the years of everybody are read once, without asking whose they are.
FOUND_ANYWHERE = FOUND.replace(OF_MEMBERS, "")
HASH_ALL = """SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off;
SET LOCAL enable_sort = off; SET LOCAL work_mem = '64MB'"""
AS_BEFORE = """SET LOCAL enable_nestloop = DEFAULT; SET LOCAL enable_mergejoin = DEFAULT;
SET LOCAL enable_sort = DEFAULT; SET LOCAL work_mem = DEFAULT"""
