"""Addresses for the many rows of a page: each pattern is resolved once, then filled in."""

import uuid
from functools import lru_cache

from django.urls import reverse

NOBODY = uuid.UUID(int=0)


def address(view: str, unit_id: int, row_id: uuid.UUID) -> str:
    """Return the page of a row whose address ends with its unit and its id."""
    return f"{_opening(view)}{unit_id}/{row_id}/"


@lru_cache(maxsize=32)
def _opening(view: str) -> str:
    return reverse(view, args=(0, NOBODY)).removesuffix(f"0/{NOBODY}/")


@lru_cache(maxsize=32)
def page(view: str) -> str:
    """Return the address of a page that names no row."""
    return reverse(view)
