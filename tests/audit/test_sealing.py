"""What was recorded stays as it was recorded, or the check says where it does not."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

import make
from dangwu.accounts.models import Role
from dangwu.audit.actions import record
from dangwu.audit.models import Entry
from dangwu.audit.queries import verify_units
from dangwu.audit.sealer import seal_unit
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units

pytestmark = pytest.mark.django_db


def three_entries() -> Organisation:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    for number in range(3):
        record(actor=secretary, verb="test.act", target=branch, 次数=number)
    return branch


def test_seal_chains_every_entry_once() -> None:
    branch = three_entries()

    sealed = [seal_unit(unit_id=branch.unit_id, now=make.NOW) for _turn in range(2)]

    assert sealed == [3, 0]
    found = verify_units([branch.unit_id])
    assert (found.entries, found.seals, found.unsealed, found.ok) == (3, 1, 0, True)


def test_later_entries_go_into_the_next_seal() -> None:
    branch = three_entries()
    seal_unit(unit_id=branch.unit_id, now=make.NOW)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    record(actor=secretary, verb="test.act", target=branch)

    seal_unit(unit_id=branch.unit_id, now=make.NOW + timedelta(minutes=1))

    found = verify_units([branch.unit_id])
    assert (found.entries, found.seals, found.ok) == (4, 2, True)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE facts->>'次数' = '1'", "changed"),
        (
            (
                "DELETE FROM audit_sealedentry WHERE entry_id = "
                "(SELECT id FROM audit_entry WHERE facts->>'次数' = '2');"
                " DELETE FROM audit_entry WHERE facts->>'次数' = '2'"
            ),
            "changed",
        ),
    ],
)
def test_verify_finds_what_the_owner_of_the_database_changed(change: str, problem: str) -> None:
    branch = three_entries()
    seal_unit(unit_id=branch.unit_id, now=make.NOW)
    with connection.cursor() as cursor:
        cursor.execute(change)

    found = verify_units([branch.unit_id])

    assert not found.ok
    assert found.first_bad is not None
    assert found.first_bad["unit"] == branch.unit_id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = '别人'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_sealedentry",
        "UPDATE audit_seal SET head = ''",
        "DELETE FROM audit_sealedentry",
        "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY",
        "DROP POLICY by_unit ON audit_entry",
    ],
)
def test_the_web_role_cannot_change_the_record(statement: str, as_web_role: None) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_web_role_adds_and_reads_entries_of_open_units_only() -> None:
    branch = three_entries()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
        try:
            before = Entry.objects.filter(unit_id=branch.unit_id).count()
            open_units([branch.unit_id])
            after = Entry.objects.filter(unit_id=branch.unit_id).count()
        finally:
            cursor.execute("RESET ROLE")
    assert (before, after) == (0, 3)
