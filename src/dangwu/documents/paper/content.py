"""A paper as plain content: what is kept with a document and what its digest is of.

What has its usual value is left out, so that a field added later changes no digest.
"""

import base64
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from dangwu.core.sealing import Plain
from dangwu.documents.paper.blocks import (
    Align,
    Caption,
    Column,
    Cut,
    Facts,
    Gap,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Picture,
    Roll,
    Signatures,
    Table,
)
from dangwu.documents.paper.paper import Enclosure, Form, Paper

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

TYPES: Final[Mapping[str, type]] = {
    each.__name__.lower(): each
    for each in (
        *(Paragraph, Heading, Items, Facts, Roll, Table, Column, Signatures, Picture, Caption),
        *(Gap, Cut, PageBreak, Enclosure),
    )
}
NAMES: Final = {each: name for name, each in TYPES.items()}
NOT_KEPT: Final = frozenset({"digest"})


def paper_content(paper: Paper) -> dict[str, Plain]:
    """Return the paper in the few kinds JSON has, without the digest that is made of it."""
    return _fields(paper, leave=NOT_KEPT)


def paper_from(content: Mapping[str, Plain], *, digest: str = "") -> Paper:
    """Return the paper that was kept as this content.

    Raises TypeError or KeyError for content that no paper was made into.
    """
    given: dict[str, Any] = {name: _value(value) for name, value in content.items()}
    given["form"] = Form(given["form"])
    for name in ("dated", "printed_on"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    return Paper(**given, digest=digest)


def _fields(
    value: "DataclassInstance", *, leave: frozenset[str] = frozenset()
) -> dict[str, Plain]:
    return {
        each.name: _plain(found)
        for each in fields(value)
        if each.name not in leave and (found := getattr(value, each.name)) != _usual(each)
    }


def _usual(each: "Field[object]") -> object:
    return object() if each.default is MISSING else each.default


def _plain(value: object) -> Plain:
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": NAMES[type(value)], **_fields(value)}
    raise TypeError(f"A paper holds no {type(value).__name__}: {value!r}")


def _value(value: Plain) -> object:
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if isinstance(value, dict):
        return _block(value)
    return value


def _block(value: Mapping[str, Plain]) -> object:
    given: dict[str, Any] = {name: _value(item) for name, item in value.items() if name != "type"}
    if "align" in given:
        given["align"] = Align(given["align"])
    if "data" in given:
        given["data"] = base64.b64decode(given["data"])
    return TYPES[str(value["type"])](**given)
