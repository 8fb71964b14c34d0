"""A roster as a workbook. What it writes, the import reads back without loss."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.db.models import QuerySet

from dangwu.core.identity import CodeTable
from dangwu.core.rulebook import terms
from dangwu.exchange.cleaning.codes import TABLES
from dangwu.exchange.columns import COLUMNS, PERSONAL_NUMBERS
from dangwu.members.models import Membership, Person
from dangwu.members.secrets import open_number
from dangwu.organisations.models import Organisation

IN_A_REQUEST: Final = 5_000
SHEET: Final = "花名册"
# Offered first; the rest can be chosen too.
USUAL: Final = (
    "record", "number", "name", "id_number", "sex", "born_on", "ethnicity", "education", "degree",
    "standing", "organisation", "member_from", "joined_on", "confirmed_on", "phone", "workplace",
    "remark",
)  # fmt: skip
_PIECE: Final = 2_000
Row = dict[str, Any]


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """Return the people of an organisation and of all below it, by branch and strokes."""
    return Person.objects.of(organisation).order_by("organisation__path", "sort_key", "id")


def roster_workbook(
    organisation: Organisation,
    columns: Sequence[str],
    *,
    reveal: bool,
    tell: Callable[[str, int, int], None] = lambda phase, done, total: None,  # noqa: ARG005
) -> tuple[bytes, int]:
    """Return the workbook and how many people it holds.

    reveal: ID and telephone numbers in full; the caller has asked permission and records it.
    """
    chosen = [COLUMNS[name] for name in COLUMNS if name in set(columns)]
    buffer = io.BytesIO()
    total = people_of(organisation).count()
    done = 0
    import xlsxwriter  # noqa: PLC0415 - 9 MB that a web process rarely needs

    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#EEF0F3", "border": 1})
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(SHEET)
        sheet.set_column(0, len(chosen), 16)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(chosen):
            sheet.write_string(0, place, column.title, head)
        for done, row in enumerate(_rows(organisation, columns), start=1):
            for place, column in enumerate(chosen):
                value = _written(column.field, column.kind, row, reveal=reveal)
                if value:
                    sheet.write_string(done, place, value, text)
            if done % _PIECE == 0:
                tell("导出", done, total)
    return buffer.getvalue(), done


def _rows(organisation: Organisation, columns: Sequence[str]) -> Iterator[Row]:
    below = Organisation.objects.under(organisation).values_list("id", "name", "code")
    names = {key: name for key, name, _code in below}
    codes = {key: code for key, _name, code in below}
    times = Counter(names.values())
    since = _since(organisation) if "member_from" in columns else {}
    for stored in people_of(organisation).values().iterator(chunk_size=_PIECE):
        row: Row = {**stored}
        name = names[row["organisation_id"]]
        # Two branches of one name are told apart by their codes.
        row["organisation"] = codes[row["organisation_id"]] if times[name] > 1 else name
        row["member_from"] = since.get(row["id"])
        row["record"] = row["id"]
        yield row


def _since(organisation: Organisation) -> dict[Any, Any]:
    below = Organisation.objects.under(organisation).values("id")
    rows = Membership.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id__in=below,
        nature=Membership.Nature.PRIMARY,
        period__upper_inf=True,
    )
    return {person: period.lower for person, period in rows.values_list("person_id", "period")}


def _written(name: str, kind: str, row: Row, *, reveal: bool) -> str:
    if name in PERSONAL_NUMBERS:
        mask = row["id_mask"] if name == "id_number" else row["phone_mask"]
        cipher = row[name]
        return open_number(cipher) if reveal and cipher else str(mask)
    value = row[name]
    if value is None or value == "":
        return ""
    if kind in TABLES:
        return _name_of(TABLES[kind], str(value))
    if kind == "standing":
        return terms.STANDINGS[value]
    if kind == "yesno":
        return "是" if value else "否"
    if kind == "months":
        return str(value) if value else ""
    return str(value)


def _name_of(table: CodeTable, code: str) -> str:
    """Return the name of a code; a code that the table does not know stays as it is."""
    line = table.codes.get(code)
    return line.name if line else code
