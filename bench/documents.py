"""Papers per second of one core, as PDF and as DOCX, beside an empty page of the same typesetter.

No database. Figures are of processor time: what other programs do at the same time counts little.
The papers are as in the tests: an ordinary notice of two pages, the record and the minutes of a
meeting, the sheet for signing with 12 and with 200 names, a notice of many pages.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

ROUNDS = 25
KINDS = ("notice", "request", "meeting_record", "minutes", "attendance_sheet", "ballot")
MANY = ("attendance_sheet", "notice")
# An empty page with the same faces: what the typesetter itself costs.
EMPTY = '#set page(paper: "a4")\n#sys.inputs.paper'


def seconds_each(makes: Sequence[Callable[[int], object]]) -> float:
    """Return the processor seconds of one paper; no paper is made twice alike."""
    for make in makes:
        make(-1)
    began = time.process_time()
    for round_ in range(ROUNDS):
        for make in makes:
            make(round_)
    return (time.process_time() - began) / ROUNDS / len(makes)


def megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    # In place of this folder, whose own `documents` is this file.
    sys.path[0] = str(Path(__file__).resolve().parents[1] / "tests")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    with tempfile.TemporaryDirectory(prefix="dangwu-bench-") as data:
        os.environ.setdefault("DANGWU_DATA", data)
        empty = Path(data) / "empty.typ"
        empty.write_text(EMPTY, encoding="utf-8")
        print(json.dumps(figures(empty)))
    return 0


def figures(page: Path) -> dict[str, object]:
    """Return what is measured. page: the empty one, as source."""
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    import typst  # noqa: PLC0415 - after set-up, as what follows

    from dangwu.documents.paper import Paper  # noqa: PLC0415 - after set-up
    from dangwu.documents.printing import docx, pdf  # noqa: PLC0415 - after set-up
    from dangwu.documents.printing.fonts import fonts  # noqa: PLC0415 - after set-up
    from dangwu.documents.printing.titles import words  # noqa: PLC0415 - after set-up
    from documents.samples import EXTREME, SHORT, papers  # noqa: PLC0415 - after set-up

    before = megabytes()
    words()
    empty = typst.Compiler(str(page), font_paths=fonts(), ignore_system_fonts=True)
    short, long = papers(SHORT), papers(EXTREME)

    def each(printed: Callable[[Paper], bytes], of: Sequence[Paper]) -> float:
        return seconds_each(
            [
                lambda n, paper=paper: printed(replace(paper, title=f"{paper.title}{n}"))  # type: ignore[misc]  # bound at once
                for paper in of
            ]
        )

    ordinary, many = [short[kind] for kind in KINDS], [long[kind] for kind in MANY]
    floor = seconds_each([lambda n: empty.compile(format="pdf", sys_inputs={"paper": str(n)})])
    printed, written = each(pdf, ordinary), each(docx, ordinary)
    return {
        "bench": "documents",
        "papers": len(ordinary) * ROUNDS,
        "floor_empty_page_ms": round(floor * 1000, 1),
        "pdf_ms": round(printed * 1000, 1),
        "pdf_per_second": round(1 / printed, 1),
        "docx_ms": round(written * 1000, 1),
        "docx_per_second": round(1 / written, 1),
        "pdf_200_names_or_12_pages_ms": round(each(pdf, many) * 1000, 1),
        "memory_mb_before_and_after": [before, megabytes()],
    }


if __name__ == "__main__":
    sys.exit(main())
