"""The request that every view of a signed-in person is given."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from dangwu.accounts.access import Access

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class AccessRequest(HttpRequest):
    """A request inside its transaction, with what its person reaches."""

    access: Access
    htmx: "HtmxDetails"
