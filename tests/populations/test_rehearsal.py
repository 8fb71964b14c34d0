"""A rehearsal is a whole meeting for a while, and afterwards it never was."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model

import make
from dangwu.accounts.models import Account, Grant
from dangwu.core.errors import DomainError
from dangwu.meetings.models import Attendee
from dangwu.populations.rehearsal import CODE, clean, everybody_confirmed, polling, rehearsal
from dangwu.sharding.fields import unit_field
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    """Return how many rows every table holds that a rehearsal could touch."""
    models = [m for m in apps.get_models() if unit_field(m) is not None]
    touched: list[type[Model]] = [*models, Account, Grant, Session, Unit]
    counted = {}
    with connection.cursor() as cursor:
        for model in touched:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")  # noqa: S608 - our names
            counted[model._meta.db_table] = cursor.fetchone()[0]
    return counted


def test_rehearsal_leaves_nothing_behind() -> None:
    make.organisation(unit=make.unit())
    before = rows()

    with rehearsal(5) as made:
        Attendee.objects.filter(unit_id=made.unit_id).update(presence="claimed")
        assert everybody_confirmed(made) == 7
        path, envelopes = polling(made)
        assert path.startswith(f"/ballots/{made.unit_id}/")
        assert len({one.content for one in envelopes}) == 5

    assert rows() == before


def test_rehearsal_is_refused_while_another_runs_and_cleaned_when_it_broke() -> None:
    make.organisation(unit=make.unit())
    before = rows()
    with rehearsal(2):
        with pytest.raises(DomainError, match="--clean"), rehearsal(2):
            pass
        assert Unit.objects.filter(code=CODE).exists()
    assert rows() == before

    assert clean() is False
