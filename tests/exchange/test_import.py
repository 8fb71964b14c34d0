from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.audit.models import Entry
from dangwu.exchange.models import RosterImport
from dangwu.members.models import IdentityClaim, Membership, Person, StandingPeriod
from dangwu.members.secrets import id_digest, open_number
from dangwu.sharding.access import open_units
from exchange import workbooks
from exchange.town import Town


def test_import_writes_person_membership_standings_and_claim(town: Town) -> None:
    content = workbooks.roster_of(workbooks.row("张 三", 1, "东村党支部"))

    roster = workbooks.imported(town.clerk, town.committee, content)

    assert (roster.state, roster.total, roster.fresh, roster.rejected) == ("imported", 1, 1, 0)
    person = Person.objects.get(unit_id=town.east.unit_id)
    assert person.name == "张三"
    assert person.pinyin == "zhangsan"
    assert person.ngrams == ["张", "三", "张三"]
    assert (person.sex, person.born_on) == ("1", date(1980, 5, 1))
    assert (person.standing, person.organisation_id) == ("full", town.east.id)
    assert (person.joined_on, person.confirmed_on) == (date(2005, 7, 1), date(2006, 7, 1))
    number = workbooks.id_number(1)
    assert open_number(bytes(person.id_number or b"")) == number
    assert bytes(person.id_digest or b"") == id_digest(number)
    membership = Membership.objects.get(unit_id=person.unit_id, person=person)
    assert membership.period == DateRange(date(2026, 1, 1), None)
    assert membership.organisation_id == town.east.id
    standings = StandingPeriod.objects.filter(unit_id=person.unit_id, person=person)
    assert sorted((s.standing, s.period.lower, s.period.upper) for s in standings) == [
        ("full", date(2006, 7, 1), None),
        ("probationary", date(2005, 7, 1), date(2006, 7, 1)),
    ]
    claim = IdentityClaim.objects.get(digest=id_digest(number))
    assert (claim.unit_id, claim.person_id) == (person.unit_id, person.id)


def test_import_and_undo_are_each_recorded_once_with_the_digest_of_the_rows(town: Town) -> None:
    content = workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))

    roster = workbooks.imported(town.clerk, town.committee, content)
    workbooks.undo(town.clerk, roster)

    entries = Entry.objects.filter(
        unit_id=roster.unit_id, verb__in=["exchange.import_roster", "exchange.undo_roster"]
    ).order_by("id")
    assert [entry.verb for entry in entries] == [
        "exchange.import_roster",
        "exchange.undo_roster",
    ]
    assert {entry.facts["rows_digest"] for entry in entries} == {roster.rows_digest}
    assert len(roster.rows_digest) == 64


def test_undo_as_the_web_role_takes_everything_back(
    town: Town, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("as_web_role")
    open_units([town.committee.unit_id])
    roster = workbooks.imported(
        town.clerk, town.committee, workbooks.roster_of(workbooks.row("张三", 1, "东村党支部"))
    )

    undone = workbooks.undo(town.clerk, roster)

    assert undone.state == RosterImport.State.UNDONE
    for model in (Person, Membership, StandingPeriod):
        assert not model.objects.filter(unit_id=town.east.unit_id).exists()
    assert not IdentityClaim.objects.filter(unit_id=town.east.unit_id).exists()
