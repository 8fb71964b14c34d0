"""One paper, printed as PDF or written as DOCX.

Typst and python-docx are 15 MB of a process, and most processes never print: they are loaded
with the first paper.
"""

from dangwu.documents.paper import Paper


def pdf(paper: Paper, *, draft: bool = False) -> bytes:
    """Return the paper as PDF. draft: 「草稿」 is printed across every page.

    Source: GB/T 9704
    """
    from dangwu.documents.printing import setting  # noqa: PLC0415 - see above

    return setting.pdf(paper, draft=draft)


def docx(paper: Paper) -> bytes:
    """Return the paper as an editable file.

    Source: GB/T 9704
    """
    from dangwu.documents.printing.word import docx_of  # noqa: PLC0415 - see above

    return docx_of(paper)
