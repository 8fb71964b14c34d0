"""Whoever was signed out while a page stayed open comes back to that page."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh

EXPIRED = (
    "登录已过期，刚才的内容还没有提交。登录以后按浏览器的“后退”（一般按两次），"
    "退到您填写的那一页，填写的都在，再提交一次就行。"
)


class SignInAgainMiddleware:
    """Leads a form of somebody signed out to the sign-in and back to the page it stood on.

    The address of a form answers no visit, so it is not where one returns to. A part of a page
    that refreshes itself makes the whole page ask for the sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = resolve_url("account_login")
        if request.user.is_authenticated or urlsplit(response.get("Location", "")).path != door:
            return response
        if request.headers.get("HX-Request"):
            return HttpResponseClientRefresh()
        if request.method == "POST":
            messages.error(request, EXPIRED)
            response["Location"] = f"{door}?{urlencode({'next': page_of(request)})}"
        return response


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that a form stood on; Today where it is not one of ours."""
    came = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}):
        return resolve_url("workbench:today")
    parts = urlsplit(came)
    return urlunsplit(("", "", parts.path, parts.query, ""))
