"""The undo of a whole import: everything back, or nothing and the names of what stands in the way."""

from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import ForeignObject, ForeignObjectRel, Model

from dangwu.accounts.models import Account
from dangwu.core.errors import DomainError
from dangwu.exchange.models import RosterImport
from dangwu.exchange.progress import Tell
from dangwu.exchange.writing.register import RESTORE, Names, by_index, pieces
from dangwu.members.models import (
    Correction,
    Discipline,
    GroupPlace,
    Membership,
    Person,
    PersonHonour,
    PostHolding,
    SpecialStatus,
    StandingPeriod,
    Worker,
)

_NAMED: Final = 10

# Somebody's row is no longer as the import wrote it, or is gone.
_EDITED = """
SELECT r.name FROM exchange_rosterrow r
LEFT JOIN LATERAL (
  SELECT * FROM members_person WHERE unit_id = %(unit)s AND id = r.person_id LIMIT 1
) p ON true
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = ANY(%(verdicts)s)
  AND (p.id IS NULL OR NOT to_jsonb(p) @> r.values
       OR p.organisation_id IS DISTINCT FROM r.organisation_id)
ORDER BY r.position
"""
# Something refers to a person that the import made.
_BUILT_UPON = """
SELECT r.name FROM exchange_rosterrow r
CROSS JOIN LATERAL (
  SELECT FROM {table} t WHERE t.unit_id = %(unit)s AND t.{column} = r.person_id {besides} LIMIT 1
) t
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'N'
ORDER BY r.position
"""
_ANY: Final = "EXISTS (SELECT FROM {table} WHERE unit_id = %(unit)s)"
_OWN_ROWS: Final[dict[type[Model], str]] = {
    Membership: "AND t.id IS DISTINCT FROM r.membership_id",
    StandingPeriod: "AND t.id IS DISTINCT FROM r.standing_id"
    " AND t.id IS DISTINCT FROM r.probation_id",
}
_TITLES: Final[dict[type[Model], str]] = {
    Membership: "新的组织关系",
    StandingPeriod: "新的人员类别",
    PostHolding: "职务",
    GroupPlace: "党小组",
    Correction: "信息更正",
    PersonHonour: "表彰",
    Discipline: "处分",
    Worker: "党务工作者登记",
    SpecialStatus: "特殊情况登记",
}
_ROOMS: Final = {
    "activities": "组织生活记录",
    "assessment": "评议、谈心等材料",
    "ballots": "投票记录",
    "meetings": "会议记录",
    "procedures": "选举、换届等事项",
    "questionnaires": "问卷",
    "tasks": "任务",
}
# Which rows to remove is handed over as an array: a join, whose plan goes by how many rows the
# tables had when they were last counted, may read all of one table for each row of the other.
_REMOVE = """
DELETE FROM {table} WHERE unit_id = %(unit)s AND {column} = ANY(ARRAY(
  SELECT person_id FROM exchange_rosterrow
  WHERE unit_id = %(unit)s AND roster_id = %(roster)s AND verdict = 'N'
    AND position > %(after)s AND position <= %(upto)s
))
"""
_CLAIMED = """
  AND digest = ANY(ARRAY(
    SELECT decode(substr(values->>'id_digest', 3), 'hex') FROM exchange_rosterrow
    WHERE unit_id = %(unit)s AND roster_id = %(roster)s AND verdict = 'N'
      AND position > %(after)s AND position <= %(upto)s
  ))
"""
_REMOVED: Final = (
    _REMOVE.format(table="members_membership", column="person_id"),
    _REMOVE.format(table="members_standingperiod", column="person_id"),
    # Claims are found by their digest only.
    _REMOVE.format(table="members_identityclaim", column="person_id") + _CLAIMED,
    _REMOVE.format(table="members_person", column="id"),
)


class BuiltUponError(DomainError):
    """Rows of the import were changed or used since; undoing it would take that away too."""


def take_back(roster: RosterImport, tell: Tell) -> None:
    """Remove what the import added and restore what it changed. Raises BuiltUponError."""
    names: Names = {"unit": roster.unit_id, "roster": roster.id}
    verdicts = ["N", "C"] if roster.apply_changes else ["N"]
    with by_index(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('roster'), %s)", [roster.unit_id])
        cursor.execute(_EDITED, {**names, "verdicts": verdicts})
        _refuse("资料有更改", [name for (name,) in cursor.fetchall()])
        for table, column, title, besides in _held(cursor, names):
            statement = _BUILT_UPON.format(table=table, column=column, besides=besides)
            cursor.execute(statement, names)
            _refuse(f"有了{title}", [name for (name,) in cursor.fetchall()])
        if roster.apply_changes:
            cursor.execute(RESTORE, names)
        for after, upto in pieces(roster):
            for statement in _REMOVED:
                cursor.execute(statement, {**names, "after": after, "upto": upto})
            tell("撤销", min(upto, roster.total), roster.total)


def _held(cursor: CursorWrapper, names: Names) -> list[tuple[str, str, str, str]]:
    """Return the references whose table has a row of the unit at all: few rooms have been used."""
    found = _references()
    asked = ", ".join(_ANY.format(table=table) for table, *_ in found)
    cursor.execute(f"SELECT {asked}", names)
    return [one for one, held in zip(found, cursor.fetchone() or (), strict=True) if held]


def _references() -> list[tuple[str, str, str, str]]:
    """Return table, column, title and what to leave out of all that refers to people."""
    found = [(Account._meta.db_table, "person_id", "登录账号", "")]
    for field in references():
        meta = field.model._meta
        title = _TITLES.get(field.model) or _ROOMS.get(meta.app_label, "其他记录")
        found.append((meta.db_table, field.column, title, _OWN_ROWS.get(field.model, "")))
    return found


def references() -> list["ForeignObject[Any, Any]"]:
    """Return the fields of all rooms that point at a person, nameless on its side or not."""
    relations = Person._meta.get_fields(include_hidden=True)
    return [each.field for each in relations if isinstance(each, ForeignObjectRel)]


def _refuse(what: str, names: list[str]) -> None:
    if not names:
        return
    shown = "、".join(names[:_NAMED]) + (f"等{len(names)}人" if len(names) > _NAMED else "")
    raise BuiltUponError(
        f"导入之后，{shown}{what}，不能整批撤销；没有撤销任何一行。请逐人办理，或先退回这些更改。"
    )
