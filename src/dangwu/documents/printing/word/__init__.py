"""Papers as DOCX: the same content and measures, every word of it editable, official faces."""

from dangwu.documents.printing.word.writing import docx_of

__all__ = ["docx_of"]
