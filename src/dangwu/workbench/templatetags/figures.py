"""A figure of the overview: it leads to the organisations that it counts."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def figure(count: int, rows_url: str, state: str) -> SafeString | int:
    """Return a count as a link to its rows; nought leads nowhere.

    rows_url: the list behind the figures of a row. state: of the duties that are counted.
    """
    # Written here and not in a template: a page of a county has hundreds of them.
    return count and format_html('<a href="{}?state={}">{}</a>', rows_url, state, count)
