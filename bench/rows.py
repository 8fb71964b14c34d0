"""Which figures of the benchmarks stand in docs/performance.md, beside their floor and aim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Kept = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of one benchmark. figure, floor: dotted paths in what it printed.

    aim: the most it should be; the least, where `at_least`. Without an aim it is told only.
    """

    work: str
    bench: str
    figure: str
    unit: str
    aim: float | None = None
    floor: str = ""
    at_least: bool = False


_CITY: Final = "city: 14,091 organisations, 200,000 members, 270,588 people"
ROWS: Final = (
    Row(f"duties of twelve months, every rule and organisation ({_CITY})", "duties", "all_seconds", "s", 3, "floor_seconds"),
    Row("the same, stored", "duties", "stored_seconds", "s", None, "floor_seconds"),
    Row("duties of one organisation with their sentences", "duties", "one_organisation_seconds", "s", 0.05),
    Row("duties of twelve months, nation-100000", "duties-nation", "all_seconds", "s", None, "floor_seconds"),
    Row("the same, stored", "duties-nation", "stored_seconds", "s", None, "floor_seconds"),
    Row("Today, 20 people at once, p95", "pages", "pages.today.p95_ms", "ms", 150, "floor_health.p95_ms"),
    Row("drill-down, the same run, p95", "pages", "pages.overview.p95_ms", "ms", 150, "floor_health.p95_ms"),
    Row("duties page of an organisation, the same run, p95", "pages", "pages.duties.p95_ms", "ms", None, "floor_health.p95_ms"),
    Row("processor of the web server a request", "pages", "web_cpu_ms_per_request", "ms"),
    Row("search over 270,588 people by whole name, p95", "search", "name.p95_ms", "ms", 100, "floor_select_limit_50.p95_ms"),
    Row("search by part of a name, p95", "search", "part_of_name.p95_ms", "ms", 100, "floor_select_limit_50.p95_ms"),
    Row("search by pinyin, p95", "search", "pinyin.p95_ms", "ms", 100, "floor_select_limit_50.p95_ms"),
    Row("search by initials, p95", "search", "initials.p95_ms", "ms", 100, "floor_select_limit_50.p95_ms"),
    Row("search by number, p95", "search", "number.p95_ms", "ms", 100, "floor_select_limit_50.p95_ms"),
    Row("finder over the largest unit (13,531 people)", "finder", "seconds", "s", 2, "floor_seconds"),
    Row("roster of 200,000 rows × 25 columns, upload to committed", "roster", "upload_to_committed", "s", 90, "seconds.floor"),
    Row("its memory, all processes", "roster", "peak_megabytes", "MB", 1000),
    Row("its undo", "roster", "seconds.undo", "s", None, "seconds.floor"),
    Row("on-line ballot, 500 entitled, 32 clients", "ballots", "runs.0.requests_a_second", "votes/s", 200, "floor.inserts_a_second", at_least=True),
    Row("the same, p95", "ballots", "runs.0.p95_ms", "ms", None, "runs.0.bare_page.p95_ms"),
    Row("on-line ballot, 2,000 entitled, 32 clients", "ballots", "runs.1.requests_a_second", "votes/s", 200, "floor.inserts_a_second", at_least=True),
    Row("the same, p95", "ballots", "runs.1.p95_ms", "ms", None, "runs.1.bare_page.p95_ms"),
    Row("closing and announcing 500 votes", "ballots", "close_and_announce.seconds", "s"),
    Row("500 people at the door, 32 phones at a time", "door", "seconds", "s", 10, "floor_health_seconds"),
    Row("papers as PDF on one core", "documents", "pdf_per_second", "papers/s", 50, at_least=True),
    Row("a paper as PDF", "documents", "pdf_ms", "ms", None, "floor_empty_page_ms"),
    Row("a paper as DOCX", "documents", "docx_ms", "ms"),
    Row("first page, everything made anew but the packages", "start", "cold_seconds", "s", 90, "floor_import_django_seconds"),
    Row("first page of a later start", "start", "warm_seconds_median", "s", 5, "floor_import_django_seconds"),
)  # fmt: skip


def page(kept: Kept) -> str:
    """Return docs/performance.md of what was measured last."""
    rows = [_line(row, kept) for row in ROWS if row.bench in kept]
    machines = sorted({str(one["machine"]) for one in kept.values()})
    return "\n".join(
        [
            "# Performance",
            "",
            "Written by `python -m bench`; the programs are in `bench/`, what they printed is in",
            "`performance.json`. Each figure stands beside a floor measured in the same run.",
            *(f"Measured on {one}, otherwise idle." for one in machines),
            "",
            "| work | figure | floor | × | aim | reached | measured |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _line(row: Row, kept: Kept) -> str:
    measured, found = kept[row.bench]["measured"], kept[row.bench]["found"]
    if "failed" in found:
        return f"| {row.work} | failed | | | | | {measured} |"
    figure = _at(found, row.figure)
    floor = _at(found, row.floor) if row.floor else None
    times = "" if not floor else f"{figure / floor:.2g}"
    aim = "" if row.aim is None else f"{'≥' if row.at_least else '≤'} {row.aim:g} {row.unit}"
    cells = (
        row.work, f"{figure:g} {row.unit}", "" if floor is None else f"{floor:g}", times, aim,
        _reached(row, figure), measured,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _reached(row: Row, figure: float) -> str:
    if row.aim is None:
        return ""
    return "yes" if (figure >= row.aim if row.at_least else figure <= row.aim) else "no"


def _at(found: Mapping[str, Any], path: str) -> float:
    """Return the number at a dotted path; digits are places in a list."""
    value: Any = found
    for name in path.split("."):
        value = value[int(name) if isinstance(value, list) else name]
    return float(value)
