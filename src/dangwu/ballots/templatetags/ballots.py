"""How long digests are shown."""

from django import template

register = template.Library()


@register.filter
def grouped(digest: str) -> str:
    """Return a digest in groups of four, which eyes and telephones can compare."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
