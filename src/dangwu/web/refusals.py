"""How a page tells a refusal: at the field it names, or above."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest

from dangwu.core.errors import DomainError, InputError


def explain(form: BaseForm, refusal: DomainError, fields: Mapping[str, str] | None = None) -> None:
    """Put a refusal at the field it names, or above the form where it has no such field.

    fields: the form's name of a fact that the action calls otherwise.
    """
    field = refusal.field if isinstance(refusal, InputError) else ""
    shown = (fields or {}).get(field, field)
    form.add_error(shown if shown in form.fields else None, refusal.words)


def carry_out(request: HttpRequest, act: Callable[[], object], words: str) -> bool:
    """Do the act of a button and say so on the next page; a refusal is said there instead."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, refusal.words)
        return False
    messages.success(request, words)
    return True
