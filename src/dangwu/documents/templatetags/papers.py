"""Papers on the screen: the blocks with what the page needs of them."""

from django import template

from dangwu.documents.paper import Block, Paper, written_day
from dangwu.documents.paper.content import NAMES
from dangwu.documents.printing.pages import digest_line, printed_day

register = template.Library()


@register.filter
def block_type(block: Block) -> str:
    """Return the name of a block's kind."""
    return NAMES[type(block)]


@register.inclusion_tag("documents/_paper.html")
def paper_page(paper: Paper) -> dict[str, object]:
    """The paper as it is read on a screen or a phone. The page links documents/paper.css."""
    return {
        "paper": paper,
        "day": written_day(paper.dated) if paper.dated else "",
        "printed_day": printed_day(paper),
        "digest": digest_line(paper.digest),
    }
