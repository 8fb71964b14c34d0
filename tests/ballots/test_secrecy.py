"""Nothing that is kept joins a voter to an envelope, or says when somebody voted."""

import uuid

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from ballots.voting import RACE, as_person, cast, closed, counted, opened, sealed
from dangwu.audit.models import Entry
from dangwu.audit.sealed import first_altered
from dangwu.ballots import queries
from dangwu.ballots.models import Envelope, RollEntry, UsedRight
from dangwu.members.models import Person
from dangwu.sharding.access import open_units


def _fields(model: type[models.Model]) -> "dict[str, models.Field[object, object]]":
    return {field.name: field for field in model._meta.concrete_fields}


def test_an_envelope_has_no_person_no_time_and_no_number() -> None:
    assert set(_fields(Envelope)) == {"unit", "ballot", "digest", "content"}
    assert set(_fields(UsedRight)) == {"unit", "ballot", "person"}
    assert set(_fields(RollEntry)) == {"unit", "ballot", "person", "name", "sort_key"}


def test_no_table_knows_both_a_person_and_what_was_cast() -> None:
    for model in apps.get_app_config("ballots").get_models():
        fields = _fields(model)
        about_person = {n for n, f in fields.items() if f.related_model is Person}
        about_vote = {n for n in fields if n in ("envelope", "tracker", "content", "published")}
        assert not (about_person and about_vote), model.__name__
        assert not {n for n in fields if "voter" in n or "cast" in n}, model.__name__


def test_no_column_of_the_roll_or_the_box_tells_the_order() -> None:
    for model in (Envelope, UsedRight, RollEntry):
        kinds = {type(field) for field in _fields(model).values()}
        assert not kinds & {models.DateTimeField, models.DateField, models.BigAutoField}
        assert not any(field.has_default() for field in _fields(model).values())


@pytest.mark.django_db
def test_the_record_of_a_ballot_says_nothing_of_a_vote() -> None:
    polling = opened(RACE)
    envelopes = [
        sealed(polling, [{"marks": "yny", "others": ["刘四"] if voter is None else []}])
        for voter in polling.voters
    ]
    before = Entry.objects.filter(unit_id=polling.ballot.unit_id).count()
    receipts = [
        cast(polling, voter, envelope)
        for voter, envelope in zip(polling.voters, envelopes, strict=True)
    ]
    assert Entry.objects.filter(unit_id=polling.ballot.unit_id).count() == before
    closed(polling)
    counted(polling)

    entries = Entry.objects.filter(unit_id=polling.ballot.unit_id)
    written = "\n".join(f"{entry.verb} {entry.facts} {entry.target_id}" for entry in entries)
    for receipt, voter in zip(receipts, polling.voters, strict=True):
        assert receipt.envelope not in written
        assert str(voter.id) not in written
        assert voter.name not in written
    assert {entry.verb for entry in entries} >= {
        "ballots.freeze",
        "ballots.open",
        "ballots.close",
        "ballots.return_batch",
        "ballots.announce",
    }


APPEND_ONLY = (
    "manifest", "rollentry", "usedright", "envelope", "box", "batch", "countsheet", "sealedresult",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "verb", ["UPDATE ballots_{} SET unit_id = unit_id", "DELETE FROM ballots_{}"]
)
def test_the_web_role_only_adds(as_web_role: None, table: str, verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


@pytest.mark.django_db
def test_the_database_takes_no_right_of_somebody_off_the_roll() -> None:
    polling = opened()

    with pytest.raises(IntegrityError, match="used_right_of_the_roll"), transaction.atomic():
        UsedRight.objects.create(
            unit_id=polling.ballot.unit_id, ballot=polling.ballot, person_id=uuid.uuid4()
        )


@pytest.mark.django_db
def test_a_vote_is_cast_by_the_web_role_in_its_own_unit_only() -> None:
    polling, beside = opened(), opened()
    envelope, foreign = sealed(polling, ["yes"]), sealed(beside, ["yes"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dangwu_web")
        open_units([polling.ballot.unit_id])

        assert cast(polling, polling.voters[0], envelope).again is False
        with pytest.raises(Exception, match="不在这次投票的名册上"):
            cast(beside, beside.voters[0], foreign)
        cursor.execute("SELECT count(*) FROM ballots_envelope")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(DISTINCT unit_id) FROM ballots_rollentry")
        assert cursor.fetchone() == (1,)
        cursor.execute("RESET ROLE")
    assert as_person(polling.voters[0]).unit_id != beside.ballot.unit_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            "UPDATE ballots_manifest SET content = jsonb_set(content, '{title}', '\"改\"')",
            "altered",
        ),
        ("UPDATE ballots_envelope SET content = content || '\\x00'::bytea", "altered"),
        ("UPDATE ballots_box SET digest = repeat('0', 64)", "altered"),
        ("UPDATE ballots_sealedresult SET content = '[]'", "altered"),
        ("DELETE FROM ballots_sealedresult", "removed"),
    ],
)
def test_what_the_owner_of_the_tables_changes_is_found(change: str, problem: str) -> None:
    polling = opened()
    cast(polling, polling.voters[0], sealed(polling, ["yes"]))
    closed(polling)
    counted(polling)
    unit_id = polling.ballot.unit_id
    assert first_altered(unit_id) is None

    with connection.cursor() as cursor:
        cursor.execute(change)

    record = f"ballots.ballot:{polling.ballot.id}"
    assert first_altered(unit_id) == {"unit": unit_id, "record": record, "problem": problem}


@pytest.mark.django_db
def test_a_ballot_is_found_by_what_led_to_it() -> None:
    origin = uuid.uuid4()
    polling = opened(origin_kind="meetings.vote", origin_id=origin)
    unit_id = polling.ballot.unit_id

    assert queries.ballots_of_origin(unit_id, "meetings.vote", origin) == [polling.ballot]
    assert queries.ballots_of_origin(unit_id, "meetings.vote", uuid.uuid4()) == []
    assert queries.ballot_at(unit_id, polling.ballot.id) == polling.ballot
