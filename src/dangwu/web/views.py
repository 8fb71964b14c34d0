"""Error pages that say what to do now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open too long, or came from elsewhere."""
    return render(request, "web/csrf.html", {"reason": reason}, status=403)
