"""Papers as values: one content for the printed page, the editable file and the screen."""

from dangwu.core.writing import written_day
from dangwu.documents.paper.blocks import (
    Align,
    Block,
    Caption,
    Column,
    Cut,
    Facts,
    Gap,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Roll,
    Signatures,
    Table,
)
from dangwu.documents.paper.content import paper_content, paper_from
from dangwu.documents.paper.paper import Enclosure, Form, Paper
from dangwu.documents.paper.texts import blocks_of, ordinal, paragraphs

__all__ = [
    "Align",
    "Block",
    "Caption",
    "Column",
    "Cut",
    "Enclosure",
    "Facts",
    "Form",
    "Gap",
    "Heading",
    "Items",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Picture",
    "Roll",
    "Signatures",
    "Table",
    "blocks_of",
    "ordinal",
    "paper_content",
    "paper_from",
    "paragraphs",
    "written_day",
]
