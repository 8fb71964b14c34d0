"""Workbooks read safely: what is refused, which sheets there are, where the headings stand."""

from dangwu.exchange.reading.book import Book, open_book, reopen_book
from dangwu.exchange.reading.layout import Layout, find_layout, layout_of, signature_of
from dangwu.exchange.reading.refusals import LARGEST_FILE, UnreadableFileError, kind_of

__all__ = [
    "LARGEST_FILE",
    "Book",
    "Layout",
    "UnreadableFileError",
    "find_layout",
    "kind_of",
    "layout_of",
    "open_book",
    "reopen_book",
    "signature_of",
]
