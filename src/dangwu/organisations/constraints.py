"""Constraints of the database said in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from dangwu.core.errors import DomainError


@contextmanager
def refused_by(constraint: str, refusal: DomainError) -> Iterator[None]:
    """Raise `refusal` where the database refuses the change by this constraint.

    The changes inside are undone, the transaction around them goes on.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        if getattr(diag, "constraint_name", None) == constraint:
            raise refusal from error
        raise
