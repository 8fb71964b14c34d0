"""Accepted rows as the lines of a COPY, and the canonical JSON of what the register will hold."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import Any, Final

from dangwu.core.names import name_keys
from dangwu.exchange.checking.draft import Draft, Value
from dangwu.exchange.columns import COLUMNS, PERSONAL_NUMBERS
from dangwu.members.secrets import Sealed, seal_phone
from dangwu.sharding.fields import uuid7

# Columns of the workbook that are columns of the person as they stand.
PERSON_FIELDS: Final = tuple(
    name
    for name in COLUMNS
    if name not in PERSONAL_NUMBERS | {"record", "organisation", "standing", "member_from"}
)
ROW_COLUMNS: Final = (
    "position", "sheet", "row", "verdict", "name", "person_id",
    "organisation_id", "membership_id", "standing_id", "probation_id", "member_from",
    "standing_from", "probation_from", "values", "before", "id_number", "phone",
)  # fmt: skip
_FROM_ROW: Final = frozenset({*PERSON_FIELDS, "standing"} - {"name"})
_KNOWN_NAMES: Final = 20_000
# Of each column so many values, most of which return: codes, days, places.
_KNOWN_PARTS: Final = 2_000
_known_parts: Final[dict[str, dict[Value, str]]] = {key: {} for key in _FROM_ROW}
_NULL: Final = "\\N"
canonical: Final = JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def new_person(draft: Draft, sealed: Sealed, member_from: date) -> tuple[str, bytes]:
    """Return what the register will hold of a new person, and the line of the staging table.

    sealed: the ID number. member_from: since when where the roster does not say it.
    """
    values = draft.values
    phone = seal_phone(draft.phone) if draft.phone else None
    organisation, name = str(values["organisation"]), str(values["name"])
    added = {
        "organisation_id": organisation,
        "id_digest": as_hex(sealed.digest),
        "id_mask": sealed.mask,
    }
    if phone:
        added |= {"phone_digest": as_hex(phone.digest), "phone_mask": phone.mask}
    standing_from, probation_from = _periods(values, member_from)
    # One identifier serves the rows of one person in three tables.
    key = str(uuid7())
    text = _person_json(values, added, name)
    line = line_of(
        draft.position,
        draft.sheet,
        draft.row,
        "N",
        name,
        key,
        organisation,
        key,
        key,
        uuid7() if probation_from else None,
        values.get("member_from") or member_from,
        standing_from,
        probation_from,
        text,
        None,
        sealed.cipher,
        phone.cipher if phone else None,
    )
    return text, line


def _person_json(values: Mapping[str, Value], added: Mapping[str, str], name: str) -> str:
    """Return what `canonical` would; what names have in common is written once."""
    parts = dict(_name_parts(name))
    for key, value in values.items():
        if key in _FROM_ROW:
            known = _known_parts[key]
            part = known.get(value)
            if part is None:
                part = f'"{key}":{_encoded(value)}'
                if len(known) < _KNOWN_PARTS:
                    known[value] = part
            parts[key] = part
    for key, text in added.items():
        parts[key] = f'"{key}":{encode_basestring(text)}'
    return f"{{{','.join([parts[key] for key in sorted(parts)])}}}"


def _encoded(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, date):
        return f'"{value}"'
    return canonical(value)


@lru_cache(maxsize=_KNOWN_NAMES)
def _name_parts(name: str) -> dict[str, str]:
    return {key: f'"{key}":{canonical(value)}' for key, value in keys_of(name).items()}


def line_of(*values: object) -> bytes:
    """Return one line of a COPY in its text form."""
    return ("\t".join([_field(value) for value in values]) + "\n").encode()


def _field(value: object) -> str:
    if value is None:
        return _NULL
    if isinstance(value, str):
        if "\\" not in value and value.isprintable():
            return value
        text = value.replace("\\", "\\\\").replace("\t", "\\t")
        return text.replace("\n", "\\n").replace("\r", "\\r")
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value)


def keys_of(name: str) -> dict[str, Any]:
    """Return a name with the keys that are stored beside it."""
    keys = name_keys(name)
    return {
        "name": keys.name,
        "sort_key": keys.stroke_key,
        "pinyin": keys.pinyin,
        "initials": keys.initials,
        "ngrams": keys.ngrams,
    }


def as_hex(value: bytes | memoryview) -> str:
    """Return bytes as the database writes them in JSON."""
    return "\\x" + value.hex()


def _periods(values: Mapping[str, Value], member_from: date) -> tuple[date, date | None]:
    """Return since when a person is what the roster says, and since when probationary before.

    Where the roster does not say it, the standing begins with the membership.
    """
    joined, confirmed = values.get("joined_on"), values.get("confirmed_on")
    standing = values["standing"]
    if standing == "full" and isinstance(confirmed, date):
        if isinstance(joined, date) and joined < confirmed:
            return confirmed, joined
        return confirmed, None
    if standing in ("full", "probationary") and isinstance(joined, date):
        return joined, None
    applied = values.get("applied_on")
    if standing == "applicant" and isinstance(applied, date):
        return applied, None
    return member_from, None
