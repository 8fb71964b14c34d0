"""Building is the same everywhere, leaves the database as strict as before, and refuses clearly."""

from datetime import date

import pytest
from django.db import connection, transaction

from dangwu.core.errors import InputError
from dangwu.populations.load import build
from dangwu.populations.nation.totals import Scale, read_scale

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
# Encryption takes a new nonce each time; everything else is the same.
_FINGERPRINTS = {
    "members_person": "to_jsonb(t) - 'id_number' - 'phone'",
    "organisations_organisation": "to_jsonb(t)",
    "members_postholding": "to_jsonb(t)",
    "activities_activity": "to_jsonb(t)",
    "activities_attendance": "to_jsonb(t)",
    "activities_membermonth": "to_jsonb(t)",
    "activities_memberyear": "to_jsonb(t)",
}


def _fingerprints() -> dict[str, str]:
    """Return a digest of all rows of each table."""
    found = {}
    with connection.cursor() as cursor:
        for table, row in _FINGERPRINTS.items():
            text = f"md5(({row})::text)"
            cursor.execute(f"SELECT md5(string_agg({text}, '' ORDER BY {text})) FROM {table} t")  # noqa: S608 - constants of this module
            found[table] = cursor.fetchone()[0]
    return found


def _constraints() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
               FROM pg_constraint WHERE contype IN ('f', 'p', 'u', 'x', 'c')
               UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
               ORDER BY 1, 2"""
        )
        return list(cursor.fetchall())


def _fingerprints_of_a_build(seed: int) -> dict[str, str]:
    with transaction.atomic():
        build("fire", today=TODAY, seed=seed)
        found = _fingerprints()
        transaction.set_rollback(True)
    return found


def test_same_seed_and_day_give_the_same_rows_another_seed_gives_others() -> None:
    first, again, other = map(_fingerprints_of_a_build, (7, 7, 8))

    assert first == again
    assert set(first.items()).isdisjoint(other.items())


def test_keys_and_indexes_are_those_of_before() -> None:
    before = _constraints()

    build("nation-100", today=TODAY)

    assert _constraints() == before


def test_scale_run_has_so_many_organisations_and_only_with_people_members() -> None:
    summary = build("nation-300", today=TODAY)

    assert summary.counts["organisations.Organisation"] == 300
    assert "members.Person" not in summary.counts
    assert read_scale("nation-5000-people") == Scale(5000, people=True)


@pytest.mark.parametrize("profile", ["nation-", "nation-99", "nation-1e6", "nation-9000001"])
def test_scale_that_is_no_number_of_organisations_is_refused(profile: str) -> None:
    with pytest.raises(InputError, match="100 至 9000000"):
        build(profile, today=TODAY)


def test_unknown_population_is_refused() -> None:
    with pytest.raises(InputError, match="可用 county、city、fire、nation-N"):
        build("village", today=TODAY)
