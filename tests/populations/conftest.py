"""Populations built once for a module of tests and rolled back after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from dangwu.populations.load import Summary

TODAY = date(2026, 11, 21)


@contextmanager
def built(profile: str, blocker: DjangoDbBlocker, *, today: date = TODAY) -> Iterator["Summary"]:
    """Build a population for the tests inside, and leave nothing of it behind."""
    # The settings are read only once a database is there, after this file.
    from dangwu.populations.load import build  # noqa: PLC0415 - see above

    with blocker.unblock(), transaction.atomic():
        yield build(profile, today=today)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["Summary"]:
    """The county of the published example, in the database for the tests of the module."""
    with built("county", django_db_blocker) as summary:
        yield summary


@pytest.fixture(scope="module")
def fire(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator["Summary"]:
    """The fire detachment, in the database for the tests of the module."""
    with built("fire", django_db_blocker) as summary:
        yield summary
