"""Answers that are files: a paper as PDF or DOCX, under its own name."""

import re
from typing import Final
from urllib.parse import quote

from django.http import HttpResponse

from dangwu.documents.paper import Paper
from dangwu.documents.printing import docx, pdf

TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
LONGEST: Final = 60


def paper_response(
    paper: Paper, form: str, *, draft: bool = False, name: str = ""
) -> HttpResponse:
    """Return the paper as a file of this form: pdf opens in the browser, docx is saved.

    draft: 「草稿」 is printed across a PDF. name: of the file, empty for the paper's number and title.
    """
    made = pdf(paper, draft=draft) if form == "pdf" else docx(paper)
    answer = HttpResponse(made, content_type=TYPES[form])
    shown = file_name(name or f"{paper.number} {paper.title or paper.heading}")
    way = "inline" if form == "pdf" else "attachment"
    answer["Content-Disposition"] = (
        f"{way}; filename=\"document.{form}\"; filename*=UTF-8''{quote(shown)}.{form}"
    )
    return answer


def file_name(text: str) -> str:
    """Return a text as the name of a file on any system."""
    return UNFIT.sub("", text.replace("\n", "")).strip(" .")[:LONGEST].strip() or "公文"
