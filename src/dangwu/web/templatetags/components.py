"""Template tags of every page: dates as the field writes them, and the verdict chip."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dangwu.core.writing import days_written, written_day

register = template.Library()

# State → (word, icon). The word is what counts; colour only repeats it.
STATES: Final[Mapping[str, tuple[str, str]]] = {
    "met": ("合规", "check-circle"),
    "due": ("应办", "clock"),
    "overdue": ("逾期", "exclamation-circle"),
    "breached": ("逾期", "exclamation-circle"),
    "against": ("不符合", "x-circle"),
    "late": ("补记", "pencil"),
    "unknown": ("存疑", "question-circle"),
    "exempt": ("不适用", "dash-circle"),
    "not_applicable": ("不适用", "dash-circle"),
}
_STYLE: Final[Mapping[str, str]] = {
    "breached": "overdue",
    "against": "overdue",
    "not_applicable": "exempt",
}


@register.filter
def day(value: date | datetime | None) -> str:
    """Return a day as 2026年11月21日; nothing for no day."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return written_day(value)


@register.filter
def days(words: object) -> object:
    """Return the words of a verdict with every day in them as people write it."""
    return days_written(words) if isinstance(words, str) else words


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment as 2026年11月21日 09:05, in the time of Shanghai."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


@register.filter
def state_word(state: str) -> str:
    """Return the word of a state."""
    return STATES[state][0]


@register.simple_tag
def chip(state: str, count: int | None = None, *, passive: bool = False) -> SafeString:
    """A chip alone: word and icon. `passive`: nobody who looks can act on it, so never red."""
    # Written here and not in a template: a page has a chip for each of its lines.
    word, icon = STATES[state]
    return format_html(
        '<span class="chip chip-{}{}"><i class="bi bi-{} me-1" aria-hidden="true"></i>{}{}</span>',
        _STYLE.get(state, state),
        " chip-passive" if passive else "",
        icon,
        word,
        "" if count is None else f" {count}",
    )


@register.filter
def article(number: str) -> str:
    """Return an article as people write it; one from memory is marked, a part has only a name.

    number: as rules have it, e.g. 11, ~8, ~次数.
    """
    known = number.lstrip("~")
    if not known[:1].isdigit():
        return known
    return f"第{known}条，条号待核对" if number.startswith("~") else f"第{known}条"


@register.filter
@lru_cache(maxsize=2048)
def rule_address(rule_id: str) -> str:
    """Return the page of a rule; a page of duties asks for the same few again and again."""
    return reverse("rules:rule", args=(rule_id,))


@register.inclusion_tag("web/_verdict.html")
def verdict(
    duty: object, *, head: str = "", passive: bool = False, todo: str = ""
) -> dict[str, object]:
    """The chip of a duty or finding that opens to needs, has, article, version and what to do.

    duty: anything with state (or outcome), text, needs, has, instrument_title, article, rule,
    strength_label, note. head: what stands beside the chip, also while the reason is open.
    """
    state = str(getattr(duty, "state", "") or getattr(duty, "outcome", ""))
    return {"duty": duty, "state": state, "head": head, "passive": passive, "todo": todo}


@register.inclusion_tag("web/_pages.html", takes_context=True)
def pages(context: template.Context, page: object) -> dict[str, object]:
    """Links to the pages before and after, keeping the filters of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}
