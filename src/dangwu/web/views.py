"""Error pages that say what to do now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long, or came from elsewhere.

    A form of our own pages may be sent again from here with all that was typed.
    """
    context = {"reason": reason, "kept": kept(request), "address": request.get_full_path()}
    return render(request, "web/csrf.html", context, status=403)


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, where the browser says it was on a page of ours.

    Nothing of a form with a password or a file: those are filled in anew.
    """
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if request.headers.get("Origin") not in ours or request.FILES:
        return []
    if any("password" in name for name in request.POST):
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN
    ]
