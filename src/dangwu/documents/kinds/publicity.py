"""公示: what is put up for everybody to read, with where to object."""

from dataclasses import dataclass
from datetime import date

from dangwu.documents.paper import Block, Facts, Form, Paper, Paragraph, written_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """公示. begins, ends: inclusive days. contacts: where objections are taken, label and value."""

    issuer: str
    title: str
    dated: date
    blocks: tuple[Block, ...]
    begins: date
    ends: date
    contacts: tuple[tuple[str, str], ...] = ()


def publication(values: Publication) -> Paper:
    """Return a 公示 that says from when to when and where to object."""
    begins, ends = written_day(values.begins), written_day(values.ends)
    period = (
        f"公示时间：{begins}至{ends}。公示期内，如有异议，请以来信、来电或者当面等方式如实反映；"
        "以个人名义反映的，提倡署真实姓名，并为反映人保密。"
    )
    contacts = (Facts(values.contacts),) if values.contacts else ()
    return Paper(
        kind="publication",
        form=Form.SHEET,
        title=values.title,
        issuer=values.issuer,
        blocks=(*values.blocks, Paragraph(period), *contacts),
        dated=values.dated,
    )
