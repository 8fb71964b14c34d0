"""Addresses for the many rows of a page: each pattern is resolved once, then filled in."""

import uuid
from functools import lru_cache

from django.urls import reverse

NOBODY = uuid.UUID(int=0)


def address(view: str, unit_id: int, row_id: uuid.UUID) -> str:
    """Return the page of a row whose address names its unit and its id."""
    before, after = _around(view)
    return f"{before}{unit_id}/{row_id}/{after}"


@lru_cache(maxsize=32)
def _around(view: str) -> tuple[str, str]:
    before, _, after = reverse(view, args=(0, NOBODY)).partition(f"0/{NOBODY}/")
    return before, after


@lru_cache(maxsize=32)
def page(view: str) -> str:
    """Return the address of a page that names no row."""
    return reverse(view)
