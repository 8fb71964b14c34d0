"""The laws of the data hold in the database, for every table there is."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

import make
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units
from dangwu.sharding.distribute import problems
from dangwu.sharding.fields import unit_field
from dangwu.sharding.queries import UnpinnedReadError, unit_guard

pytestmark = pytest.mark.django_db

SHARDED = [model for model in apps.get_models() if unit_field(model)]


def test_no_table_breaks_a_law_of_the_data() -> None:
    assert problems() == []


@pytest.mark.parametrize("model", SHARDED, ids=lambda model: model.__name__)
def test_every_sharded_table_has_row_security(model: type) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class c WHERE relname = %s",
            [model._meta.db_table],  # type: ignore[attr-defined]
        )
        assert cursor.fetchone() == (True, 1)


def test_a_row_of_another_unit_cannot_be_referenced() -> None:
    here = make.organisation(unit=make.unit("甲县"))
    there = make.organisation(unit=make.unit("乙县"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(unit_id=here.unit_id, id=here.id).update(parent_id=there.id)


def test_the_web_role_sees_only_the_units_opened_in_its_transaction(as_web_role: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        here = make.organisation(unit=make.unit("甲县"))
        there = make.organisation(unit=make.unit("乙县"))
        cursor.execute("SET ROLE dangwu_web")
    both = [here.unit_id, there.unit_id]
    seen = Organisation.objects.filter(unit_id__in=both)

    closed = list(seen)
    open_units([here.unit_id])
    opened = list(seen.all())

    assert closed == []
    assert opened == [here]


def test_the_web_role_cannot_write_into_a_closed_unit(as_web_role: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        here = make.organisation(unit=make.unit("甲县"))
        there = make.unit("乙县")
        cursor.execute("SET ROLE dangwu_web")
    open_units([here.unit_id])

    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        Person.objects.create(unit_id=there.id, name="王五", sort_key="1", pinyin="", initials="")


def test_guard_refuses_reads_that_pin_no_unit() -> None:
    branch = make.organisation(unit=make.unit())

    with unit_guard():
        for read in (
            lambda: list(Organisation.objects.filter(id=branch.id)),
            Organisation.objects.count,
            lambda: Organisation.objects.filter(name="x").exists(),
            lambda: Organisation.objects.filter(name="x").update(name="y"),
        ):
            with pytest.raises(UnpinnedReadError):
                read()


def test_guard_passes_reads_that_pin_the_unit_or_say_across() -> None:
    branch = make.organisation(unit=make.unit())
    person = make.person(organisation=branch)

    with unit_guard():
        assert Organisation.objects.get(unit_id=branch.unit_id, id=branch.id) == branch
        assert list(person.memberships.values_list("organisation_id", flat=True)) == [branch.id]
        assert Person.objects.filter(organisation=branch).count() == 1
        assert Organisation.objects.across_units().filter(id=branch.id).exists()


def test_every_join_carries_the_unit() -> None:
    branch = make.organisation(unit=make.unit())
    query = Person.objects.filter(unit_id=branch.unit_id).select_related("organisation__parent")

    sql = str(query.query)

    assert sql.count('"unit_id" = ("') + sql.count('."unit_id" = "') >= 2


def test_saving_never_writes_the_unit() -> None:
    branch = make.organisation(unit=make.unit())
    branch.name = "新名称"

    with connection.execute_wrapper(_refuse_unit_writes):
        branch.save()

    assert Organisation.objects.get(unit_id=branch.unit_id, id=branch.id).name == "新名称"


def _refuse_unit_writes(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - Django's wrapper
    if sql.startswith("UPDATE"):
        assert '"unit_id" = ' not in sql.partition("WHERE")[0]
        assert '"unit_id" = ' in sql.partition("WHERE")[2]
    return execute(sql, params, many, context)
