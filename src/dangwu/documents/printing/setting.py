"""Papers as PDF, set by Typst. The data goes in as data; only our own files are markup."""

import json
import threading
from functools import cache
from pathlib import Path
from typing import Final

import typst

from dangwu.documents.paper import Paper
from dangwu.documents.printing.fonts import families, fonts
from dangwu.documents.printing.pages import laid_out

SOURCES: Final = Path(__file__).parent / "typst"
_of_thread = threading.local()


def pdf(paper: Paper, *, draft: bool = False) -> bytes:
    """Return the paper as PDF. draft: 「草稿」 is printed across every page.

    Source: GB/T 9704
    """
    data = json.dumps({**laid_out(paper, draft=draft), **_faces()}, ensure_ascii=False)
    made = _compiler().compile(format="pdf", sys_inputs={"paper": data}, pdf_tags=False)
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


@cache
def _faces() -> dict[str, dict[str, list[str]]]:
    return {"fonts": dict(families())}


def _compiler() -> typst.Compiler:
    """Return this thread's compiler: it cannot be used by two at once; the fonts are shared."""
    found: typst.Compiler | None = getattr(_of_thread, "compiler", None)
    if found is None:
        found = typst.Compiler(
            input=str(SOURCES / "paper.typ"),
            root=str(SOURCES),
            font_paths=fonts(),
            ignore_system_fonts=True,
        )
        _of_thread.compiler = found
    return found
