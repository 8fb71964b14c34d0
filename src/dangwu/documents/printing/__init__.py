"""One paper, printed as PDF or written as DOCX."""

from dangwu.documents.printing.pdf import pdf
from dangwu.documents.printing.word import docx_of as docx

__all__ = ["docx", "pdf"]
