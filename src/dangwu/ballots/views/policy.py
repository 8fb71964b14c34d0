"""What the pages that seal and open need beside the policy of all pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse

from dangwu.accounts.requests import AccessRequest

Given = ParamSpec("Given")
View = Callable[Concatenate[AccessRequest, Given], HttpResponse]


def with_webassembly(view: View[Given]) -> View[Given]:
    """Let the page run libsodium, which is WebAssembly.

    An engine that does not know the word of the policy runs libsodium's plain-script build.
    """

    @wraps(view)
    def answered(
        request: AccessRequest, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        # What django-csp's decorator sets, whose types know no view with arguments.
        setattr(response, "_csp_update", {"script-src": ["'wasm-unsafe-eval'"]})  # noqa: B010  # see above
        return response

    return cast("View[Given]", answered)
