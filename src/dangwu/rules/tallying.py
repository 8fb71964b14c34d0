"""Writing the tallies: copies of what the duties say, by organisation and by subtree.

Both are replaced as a whole for the organisations concerned. Whoever changes the facts of an
organisation locks it first, so that two filings at once never leave the older count.
"""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import connection, transaction

from dangwu.rules.duties.compiling import compile_rules
from dangwu.rules.duties.engine import COUNTS, planned, statement
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for

LOCK: Final = """SELECT count(*) FROM (SELECT 1 FROM organisations_organisation o
  WHERE o.unit_id = ANY(%(units)s)
    AND (%(organisations)s::uuid[] = '{}' OR o.id = ANY(%(organisations)s))
  ORDER BY o.unit_id, o.id FOR NO KEY UPDATE) AS locked"""
CLEAR: Final = """DELETE FROM rules_dutytally t WHERE t.unit_id = ANY(%(units)s)
  AND (%(organisations)s::uuid[] = '{}' OR t.organisation_id = ANY(%(organisations)s))"""
ADD: Final = """INSERT INTO rules_dutytally (unit_id, organisation_id, rule_id, as_of, met, due,
    overdue, late, exempt, unknown)
  SELECT unit_id, organisation_id, rule_id, %(on)s, met, due, overdue, late, exempt, unknown
  FROM counts"""
CLEAR_SUBTREES: Final = "DELETE FROM rules_subtreetally WHERE unit_id = ANY(%(units)s)"
ADD_SUBTREES: Final = """INSERT INTO rules_subtreetally (unit_id, organisation_id, rule_id, as_of,
    organisations, behind, met, due, overdue, late, exempt, unknown)
  WITH tally AS MATERIALIZED (
    SELECT t.unit_id, t.organisation_id, coalesce(t.rule_id, '') AS rule_id, min(t.as_of) AS as_of,
      bool_or(t.overdue > 0) AS behind, sum(t.met) AS met, sum(t.due) AS due,
      sum(t.overdue) AS overdue, sum(t.late) AS late, sum(t.exempt) AS exempt,
      sum(t.unknown) AS unknown
    FROM rules_dutytally t WHERE t.unit_id = ANY(%(units)s)
    GROUP BY GROUPING SETS ((t.unit_id, t.organisation_id, t.rule_id),
                            (t.unit_id, t.organisation_id))),
  above AS MATERIALIZED (
    SELECT o.unit_id, o.id, a.id AS above
    FROM organisations_organisation o
    CROSS JOIN LATERAL generate_series(1, cardinality(string_to_array(o.path, '.'))) AS s(depth)
    JOIN organisations_organisation a ON a.unit_id = o.unit_id
      AND a.path = array_to_string((string_to_array(o.path, '.'))[1:s.depth], '.')
    WHERE o.unit_id = ANY(%(units)s) AND a.unit_id = ANY(%(units)s))
  SELECT t.unit_id, a.above, t.rule_id, min(t.as_of), count(*), count(*) FILTER (WHERE t.behind),
    sum(t.met), sum(t.due), sum(t.overdue), sum(t.late), sum(t.exempt), sum(t.unknown)
  FROM tally t JOIN above a ON a.unit_id = t.unit_id AND a.id = t.organisation_id
  GROUP BY t.unit_id, a.above, t.rule_id"""


@transaction.atomic
def lock_organisations(unit_id: int, organisations: Iterable[uuid.UUID]) -> None:
    """Hold these organisations until the transaction ends: their facts are about to change."""
    wanted = sorted(set(organisations))
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, {"units": [unit_id], "organisations": wanted})


@transaction.atomic
def refresh_tallies(over: Over, *, on: date) -> None:
    """Count the duties of these organisations anew as of today.

    on: today; nothing was held after it. The caller has the units open.
    """
    books = books_for(over.units, on)
    params = {**over.params}
    with connection.cursor() as cursor:
        cursor.execute(LOCK, params)
        cursor.execute(CLEAR, params)
    compiled = compile_rules(over, on=on, today=on, book_of=books.__getitem__)
    if compiled.classes:
        sql, params = statement(compiled, COUNTS)
        with planned(over) as cursor:
            cursor.execute(ADD.replace("FROM counts", f"FROM ({sql}) AS counts"), params)


@transaction.atomic
def refresh_subtrees(units: Iterable[int]) -> None:
    """Sum the tallies of these units up the tree."""
    params = {"units": sorted(set(units))}
    with planned(Over(tuple(params["units"]))) as cursor:
        cursor.execute(CLEAR_SUBTREES, params)
        cursor.execute(ADD_SUBTREES, params)
