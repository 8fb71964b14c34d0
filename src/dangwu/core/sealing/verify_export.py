"""Check an export of sealed entries against published heads, with Python alone.

    python verify_export.py EXPORT.jsonl HEADS.json

The file can be copied anywhere: it needs Python 3.11 and nothing of the product, so that whoever
holds the published heads need not trust the program that made the export. It does not check the
signatures; take the heads from where they were published.

EXPORT.jsonl: one entry a line, in order, {"unit_id": 1, "seal": 3, "entry": {...}}; the entries
not sealed yet carry "seal": null.
HEADS.json: {"heads": [{"unit_id", "number", "sealed_at", "algorithm", "previous", "count", "head",
"signature", "digests"}]} from a unit's first seal on; "digests" may be missing, then a fault is
narrowed down to the seal and not to the entry.

Prints {"entries", "seals", "unsealed", "ok", "first_bad"}. Exit codes: 0 everything is as it was
sealed, 3 something is not, 2 the files cannot be read as described.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

GENESIS = "0" * 64
Place = tuple[int, int]  # unit and number of a seal
Bad = dict[str, object]


class UnreadableError(Exception):
    """A file is not as described above."""


def main(arguments: list[str]) -> int:
    """Check the two files named by the arguments, print the answer, return the exit code."""
    if len(arguments) != 2:
        sys.stderr.write("usage: verify_export.py EXPORT.jsonl HEADS.json\n")
        return 2
    try:
        answer = verify(Path(arguments[0]), Path(arguments[1]))
    except (UnreadableError, OSError, UnicodeError, RecursionError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0 if answer["ok"] else 3


def verify(export: Path, heads: Path) -> dict[str, object]:
    """Return the answer that is printed."""
    seals = list(read_heads(heads))
    entries, unsealed = read_export(export, seals)
    bad: Bad | None = None
    checked = sound = 0
    for _, of_unit in groupby(seals, key=lambda seal: seal["unit_id"]):
        last: Mapping[str, object] = {"number": 0, "head": GENESIS}
        for seal in of_unit:
            found = entries.pop(place_of(seal), [])
            bad = bad_seal(seal, last, found)
            if bad:
                break
            checked, sound, last = checked + 1, sound + len(found), seal
        if bad:
            break
    if bad is None and entries:
        unit_id, number = min(entries)
        bad = fault(unit_id, number, 0, "no published head for this seal")
    return {
        "entries": sound,
        "seals": checked,
        "unsealed": unsealed,
        "ok": bad is None,
        "first_bad": bad,
    }


def bad_seal(
    seal: Mapping[str, object], last: Mapping[str, object], entries: list[object]
) -> Bad | None:
    """Return what is wrong with one seal and its entries, or None."""
    unit_id, number = place_of(seal)
    expected = int(str(last["number"])) + 1
    if number != expected:
        return fault(unit_id, expected, 0, "this seal is missing or stands twice")
    if seal["previous"] != last["head"]:
        return fault(unit_id, number, 0, "the seal does not follow the one before it")
    algorithm = str(seal["algorithm"])
    digests = [digest(entry, algorithm) for entry in entries]
    if "digests" in seal and digests != seal["digests"]:
        return fault(unit_id, number, first_difference(digests, seal["digests"]), "entry differs")
    if len(digests) != seal["count"]:
        words = f"{seal['count']} entries were sealed, the export has {len(digests)}"
        return fault(unit_id, number, 0, words)
    fields = {key: seal[key] for key in ("unit_id", "number", "sealed_at", "algorithm")}
    fields |= {"previous": seal["previous"], "count": seal["count"], "digests": digests}
    if digest(fields, algorithm) != seal["head"]:
        return fault(unit_id, number, 0, "the entries do not give the published head")
    return None


def first_difference(found: list[str], sealed: object) -> int:
    """Return the number, from 1, of the first entry that is not the sealed one."""
    if not isinstance(sealed, list):
        return 0
    pairs = zip(found, sealed, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(found), len(sealed)))
    return same + 1


def fault(unit_id: int, seal: int, entry: int, text: str) -> Bad:
    """Return a bad place: `entry` counts from 1 within the seal, 0 means the seal itself."""
    return {"unit_id": unit_id, "seal": seal, "entry": entry, "text": text}


def digest(value: object, algorithm: str) -> str:
    """Return the digest of a value's one canonical text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(algorithm, text.encode()).hexdigest()


def read_heads(path: Path) -> Iterator[dict[str, object]]:
    """Yield the seals of HEADS.json, unit by unit in order."""
    content = parse(path.read_text("utf-8"), path.name)
    heads = content.get("heads") if isinstance(content, dict) else None
    if not isinstance(heads, list):
        raise UnreadableError(f'{path.name}: there is no list "heads"')
    for seal in heads:
        check_seal(seal, path.name)
    yield from sorted(heads, key=place_of)


def check_seal(seal: object, name: str) -> None:
    """Raise UnreadableError unless the seal has every field a check needs."""
    kinds = {"unit_id": int, "number": int, "count": int, "previous": str, "head": str}
    if not isinstance(seal, dict) or not isinstance(seal.get("sealed_at"), dict):
        raise UnreadableError(f'{name}: a head is an object with "sealed_at"')
    for key, kind in kinds.items():
        if type(seal.get(key)) is not kind:
            raise UnreadableError(f'{name}: "{key}" of a head is missing or of another kind')
    algorithm = seal.get("algorithm")
    if algorithm not in {"sha256", "sm3"}:
        raise UnreadableError(f"{name}: unknown algorithm {algorithm!r}")
    if algorithm not in hashlib.algorithms_available:
        raise UnreadableError(f"{name}: this Python cannot compute {algorithm}")


def read_export(
    path: Path, seals: Iterable[Mapping[str, object]]
) -> tuple[dict[Place, list[object]], int]:
    """Return the entries of each seal in their order, and how many are not sealed yet."""
    entries: dict[Place, list[object]] = {place_of(seal): [] for seal in seals}
    unsealed = 0
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            where = f"{path.name}, line {number}"
            unit_id, seal, entry = parse_line(line, where)
            if seal is None:
                unsealed += 1
            else:
                entries.setdefault((unit_id, seal), []).append(entry)
    return entries, unsealed


def parse_line(line: str, where: str) -> tuple[int, int | None, object]:
    """Return unit, seal and entry of one line."""
    row = parse(line, where)
    if not isinstance(row, dict) or set(row) != {"unit_id", "seal", "entry"}:
        raise UnreadableError(f'{where}: not an object of "unit_id", "seal" and "entry"')
    unit_id, seal = row["unit_id"], row["seal"]
    if type(unit_id) is not int or not (seal is None or type(seal) is int):
        raise UnreadableError(f'{where}: "unit_id" and "seal" must be whole numbers')
    return unit_id, seal, row["entry"]


def place_of(seal: Mapping[str, object]) -> Place:
    """Return unit and number of a seal."""
    return int(str(seal["unit_id"])), int(str(seal["number"]))


def parse(text: str, where: str) -> object:
    """Return the value of a JSON text that has no floats and no key twice."""
    try:
        return json.loads(
            text, parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique
        )
    except ValueError as error:
        raise UnreadableError(f"{where}: {error}") from None


def refuse(number: str) -> object:
    """Raise: such a number has no canonical form."""
    raise ValueError(f"the number {number} cannot have been sealed")


def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object, refusing one that has a key twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
