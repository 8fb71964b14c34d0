"""The request that every view of a signed-in person is given."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpRequest

from dangwu.accounts.access import Access

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class AccessRequest(HttpRequest):
    """A request inside its transaction, with what its person reaches."""

    access: Access
    htmx: "HtmxDetails"


ViewT = TypeVar("ViewT", bound=Callable[..., object])


def as_person(view: ViewT) -> ViewT:
    """Give the view an access without reaches: it asks who acts, and for no post.

    For what many send at once, where reading the posts would be most of the cost.
    """
    setattr(view, "as_person", True)  # noqa: B010  # functions have no such attribute for mypy
    return view
