"""The undo of a whole import: everything back, or nothing and the names of what stands in the way."""

from typing import Final

from django.db import connection
from django.db.models import Model

from dangwu.accounts.models import Account
from dangwu.core.errors import DomainError
from dangwu.exchange.models import RosterImport
from dangwu.exchange.progress import Tell
from dangwu.exchange.writing.register import RESTORE, Names, by_index
from dangwu.members.models import (
    Correction,
    GroupPlace,
    Membership,
    Person,
    PostHolding,
    StandingPeriod,
)

_NAMED: Final = 10

# Somebody's row is no longer as the import wrote it, or is gone.
_EDITED = """
SELECT r.name FROM exchange_rosterrow r
LEFT JOIN members_person p ON p.unit_id = r.unit_id AND p.id = r.person_id
  AND p.unit_id = %(unit)s
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = ANY(%(verdicts)s)
  AND (p.id IS NULL OR NOT to_jsonb(p) @> r.values
       OR p.organisation_id IS DISTINCT FROM r.organisation_id)
ORDER BY r.position
"""
# Something refers to a person that the import made.
_BUILT_UPON = """
SELECT DISTINCT r.name FROM exchange_rosterrow r
JOIN {table} t ON t.{column} = r.person_id AND t.unit_id = %(unit)s
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'N' {besides}
"""
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
}
_REMOVE = """
DELETE FROM {table} t USING exchange_rosterrow r
WHERE r.unit_id = %(unit)s AND r.roster_id = %(roster)s AND r.verdict = 'N'
  AND t.unit_id = %(unit)s AND t.{column} = r.person_id
"""
_REMOVED: Final = (
    ("党组织关系", "members_membership", "person_id"),
    ("人员类别", "members_standingperiod", "person_id"),
    ("号码登记", "members_identityclaim", "person_id"),
    ("人员", "members_person", "id"),
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
        for table, column, title, besides in _references():
            statement = _BUILT_UPON.format(table=table, column=column, besides=besides)
            cursor.execute(statement, names)
            _refuse(f"有了{title}", [name for (name,) in cursor.fetchall()])
        if roster.apply_changes:
            cursor.execute(RESTORE, names)
        for done, (title, table, column) in enumerate(_REMOVED, start=1):
            cursor.execute(_REMOVE.format(table=table, column=column), names)
            tell(f"撤销：{title}", done, len(_REMOVED))


def _references() -> list[tuple[str, str, str, str]]:
    """Return table, column, title and what to leave out of all that refers to people."""
    found = [(Account._meta.db_table, "person_id", "登录账号", "")]
    for relation in Person._meta.related_objects:
        field = relation.field
        title = _TITLES.get(field.model, "其他记录")
        found.append(
            (field.model._meta.db_table, str(field.column), title, _OWN_ROWS.get(field.model, ""))
        )
    return found


def _refuse(what: str, names: list[str]) -> None:
    if not names:
        return
    shown = "、".join(names[:_NAMED]) + (f"等{len(names)}人" if len(names) > _NAMED else "")
    raise BuiltUponError(
        f"导入之后，{shown}{what}，不能整批撤销；没有撤销任何一行。请逐人办理，或先退回这些更改。"
    )
