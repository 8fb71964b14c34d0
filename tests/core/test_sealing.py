import ast
import hashlib
import json
import runpy
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.sealing import (
    GENESIS,
    Algorithm,
    BadKind,
    BadPlace,
    Finding,
    Head,
    Plain,
    Seal,
    as_json,
    as_published,
    canonical,
    chain,
    digest,
    digest_plain,
    head_of,
    plain,
    public_key_of,
    sign_head,
    verify_export,
    verify_head,
    verify_seals,
)

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
KEY = bytes(range(32))
UNIT = 7


class Colour(StrEnum):
    RED = "red"


class Kind(str, Enum):  # noqa: UP042 - an older way of writing it that callers may have
    ONE = "one"


def entry(number: int) -> Plain:
    return plain({"id": number, "verb": "members.rename", "on": date(2026, 11, 21)})


def sealed(entries: Sequence[Plain], sizes: Sequence[int], *, unit_id: int = UNIT) -> list[Seal]:
    """Return signed seals of so many entries each, the last one takes the rest."""
    seals: list[Seal] = []
    start = 0
    for size in [*sizes, len(entries)]:
        batch = [digest_plain(item) for item in entries[start : start + size]]
        last = seals[-1].published if seals else None
        at = NOON + timedelta(minutes=len(seals))
        seal = chain(unit_id=unit_id, last=last, digests=batch, sealed_at=at)
        seals.append(replace(seal, signature=sign_head(KEY, seal.head)))
        start += size
    return seals


def rechained(seals: Sequence[Seal], place: int, digests: Sequence[str]) -> list[Seal]:
    """Return the chain as a forger makes it anew from one seal on."""
    forged = list(seals[:place])
    for seal in seals[place:]:
        content = digests if seal is seals[place] else seal.digests
        last = forged[-1].published if forged else None
        forged.append(
            chain(unit_id=seal.unit_id, last=last, digests=content, sealed_at=seal.sealed_at)
        )
    return forged


# Values


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.uuids()
)
keys = st.text().filter(lambda key: not key.startswith("$"))
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=8
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "中"]}, '{"a":[true,null,"中"],"b":1}'),
        (Decimal("15.00"), '{"$decimal":"15.00"}'),
        (Decimal("1E+2"), '{"$decimal":"100"}'),
        (Decimal("-0.00"), '{"$decimal":"0.00"}'),
        (date(2026, 11, 21), '{"$date":"2026-11-21"}'),
        (NOON, '{"$time":"2026-11-21T04:00:00.000000Z"}'),
        (NOON.astimezone(timezone(timedelta(hours=8))), '{"$time":"2026-11-21T04:00:00.000000Z"}'),
        (UUID(int=1), '{"$uuid":"00000000-0000-0000-0000-000000000001"}'),
        ((1, 2), "[1,2]"),
        (Colour.RED, '"red"'),
        (Kind.ONE, '"one"'),
        ({Kind.ONE: 1}, '{"one":1}'),
    ],
)
def test_canonical_form_is_one_text(value: object, text: str) -> None:
    assert canonical(value).decode() == text


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"a": [1.5]},
        b"bytes",
        {1: "a number as key"},
        {"$date": "marked already"},
        datetime(2026, 11, 21, tzinfo=UTC).replace(tzinfo=None),
        Decimal("NaN"),
        Decimal("Infinity"),
        {"a", "b"},
    ],
)
def test_values_without_canonical_form_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        digest(value)


@pytest.mark.parametrize("value", [1.5, {"a": [{"b": 1.5}]}])
def test_plain_values_with_a_float_are_refused(value: Plain) -> None:
    with pytest.raises(TypeError, match="A float has no canonical form"):
        digest_plain(value)


@given(values)
def test_digest_of_a_value_is_that_of_its_stored_form(value: object) -> None:
    stored: Plain = json.loads(json.dumps(plain(value)))
    assert digest_plain(stored) == digest(value)


@given(st.dictionaries(keys, scalars))
def test_digest_does_not_depend_on_the_order_of_keys(value: dict[str, object]) -> None:
    assert digest(dict(reversed(value.items()))) == digest(value)


@given(values)
def test_canonical_form_reads_back_whole(value: object) -> None:
    assert json.loads(canonical(value)) == plain(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (1, "1"),
        (Decimal(1), 1),
        (Decimal("1.0"), Decimal("1.00")),
        (date(2026, 11, 21), "2026-11-21"),
        ([], {}),
        (["a", "b"], ["ab"]),
        (None, "null"),
    ],
)
def test_kinds_are_told_apart(one: object, other: object) -> None:
    assert digest(one) != digest(other)


def test_digests_are_sha256_or_sm3() -> None:
    assert digest("abc") == hashlib.sha256(b'"abc"').hexdigest()
    assert len(digest("abc", Algorithm.SM3)) == 64
    assert digest("abc", Algorithm.SM3) != digest("abc")
    if "sm3" in hashlib.algorithms_available:
        assert digest("abc", Algorithm.SM3) == hashlib.new("sm3", b'"abc"').hexdigest()


# Seals


def test_chain_binds_each_seal_to_the_one_before() -> None:
    first, second = sealed([entry(1), entry(2), entry(3)], [2])
    assert (first.number, first.previous, first.count) == (1, GENESIS, 2)
    assert (second.number, second.previous, second.count) == (2, first.head, 1)
    assert second.published == Head(UNIT, 2, second.head)


def test_chain_refuses_the_head_of_another_unit() -> None:
    with pytest.raises(ValueError, match="unit 8 cannot precede one of 7"):
        chain(unit_id=UNIT, last=Head(8, 1, GENESIS), digests=[], sealed_at=NOON)


def test_every_field_of_a_seal_is_in_its_head() -> None:
    heads = [
        head_of(1, 1, NOON, Algorithm.SHA256, GENESIS, ["a"]),
        head_of(2, 1, NOON, Algorithm.SHA256, GENESIS, ["a"]),
        head_of(1, 2, NOON, Algorithm.SHA256, GENESIS, ["a"]),
        head_of(1, 1, NOON + timedelta(seconds=1), Algorithm.SHA256, GENESIS, ["a"]),
        head_of(1, 1, NOON, Algorithm.SM3, GENESIS, ["a"]),
        head_of(1, 1, NOON, Algorithm.SHA256, "1" * 64, ["a"]),
        head_of(1, 1, NOON, Algorithm.SHA256, GENESIS, ["a", "a"]),
        head_of(1, 1, NOON, Algorithm.SHA256, GENESIS, []),
    ]
    assert len(set(heads)) == len(heads)


def test_signature_holds_for_its_head_and_key_only() -> None:
    head = "ab" * 32
    signature = sign_head(KEY, head)
    public = public_key_of(KEY)
    assert verify_head(public, head, signature)
    assert not verify_head(public, "cd" * 32, signature)
    assert not verify_head(public_key_of(bytes(32)), head, signature)
    assert not verify_head(public, head, "")
    assert not verify_head(public, head, "not hexadecimal")


# Checking

ENTRIES = [entry(n) for n in range(6)]
SEALS = sealed(ENTRIES, [2, 3])  # 2, 3 and 1 entries


def check(seals: Sequence[Seal], entries: Sequence[Plain]) -> Finding:
    return verify_seals(seals, entries, unit_id=UNIT, public_key=public_key_of(KEY))


def test_sound_chain_is_found_sound() -> None:
    assert check(SEALS, ENTRIES) == Finding(seals=3, entries=6, first_bad=None)
    assert check(SEALS, ENTRIES).ok
    assert check([], []).ok


def test_chain_can_be_checked_from_a_known_head_on() -> None:
    later = verify_seals(SEALS[1:], ENTRIES[2:], unit_id=UNIT, after=SEALS[0].published)
    assert later == Finding(seals=2, entries=4, first_bad=None)


def test_chain_of_sm3_digests_is_checked_too() -> None:
    digests = [digest_plain(item, Algorithm.SM3) for item in ENTRIES]
    seal = chain(unit_id=UNIT, last=None, digests=digests, sealed_at=NOON, algorithm=Algorithm.SM3)
    assert verify_seals([seal], ENTRIES, unit_id=UNIT).ok
    assert not verify_seals([seal], ENTRIES[::-1], unit_id=UNIT).ok


@pytest.mark.parametrize(
    ("entries", "seal", "place", "kind"),
    [
        ([*ENTRIES[:3], entry(99), *ENTRIES[4:]], 2, 2, BadKind.CHANGED),
        ([*ENTRIES[:3], {"amount": 1.5}, *ENTRIES[4:]], 2, 2, BadKind.CHANGED),
        ([*ENTRIES[:3], "\ud800", *ENTRIES[4:]], 2, 2, BadKind.CHANGED),
        ([*ENTRIES[:5], entry(99)], 3, 1, BadKind.CHANGED),
        (ENTRIES[1:], 1, 1, BadKind.REMOVED),
        ([*ENTRIES[:4], *ENTRIES[5:]], 2, 3, BadKind.REMOVED),
        (ENTRIES[:5], 3, 1, BadKind.REMOVED),
        ([], 1, 1, BadKind.REMOVED),
        ([entry(99), *ENTRIES], 1, 1, BadKind.INSERTED),
        ([*ENTRIES[:4], entry(99), *ENTRIES[4:]], 2, 3, BadKind.INSERTED),
        ([*ENTRIES, entry(99)], 3, 0, BadKind.NOT_SEALED),
        ([ENTRIES[1], ENTRIES[0], *ENTRIES[2:]], 1, 1, BadKind.REORDERED),
    ],
)
def test_tampered_entry_is_found_at_its_place(
    entries: list[Plain], seal: int, place: int, kind: BadKind
) -> None:
    assert check(SEALS, entries).first_bad == BadPlace(UNIT, seal, place, kind)


def test_finding_tells_what_is_sound_before_the_bad_place() -> None:
    finding = check(SEALS, [*ENTRIES[:3], entry(99), *ENTRIES[4:]])
    assert (finding.seals, finding.entries, finding.ok) == (1, 2, False)
    assert finding.first_bad is not None
    assert finding.first_bad.text == "第2号封存的第2条记录内容与封存时不同。"


OTHER = digest_plain(entry(99))


@pytest.mark.parametrize(
    ("seals", "seal", "kind"),
    [
        (SEALS[1:], 1, BadKind.MISSING_SEAL),
        ([SEALS[0], SEALS[2]], 2, BadKind.MISSING_SEAL),
        ([SEALS[0], SEALS[0], *SEALS[1:]], 1, BadKind.BROKEN_LINK),
        ([SEALS[0], replace(SEALS[1], previous=GENESIS), SEALS[2]], 2, BadKind.BROKEN_LINK),
        ([replace(SEALS[0], unit_id=8), *SEALS[1:]], 1, BadKind.BROKEN_LINK),
        ([replace(SEALS[0], sealed_at=NOON - timedelta(1)), *SEALS[1:]], 1, BadKind.WRONG_HEAD),
        ([replace(SEALS[0], digests=(OTHER,)), *SEALS[1:]], 1, BadKind.WRONG_HEAD),
        (
            [replace(SEALS[0], signature=SEALS[1].signature), *SEALS[1:]],
            1,
            BadKind.WRONG_SIGNATURE,
        ),
        (rechained(SEALS, 1, [OTHER]), 2, BadKind.WRONG_SIGNATURE),
    ],
)
def test_tampered_seal_is_found(seals: list[Seal], seal: int, kind: BadKind) -> None:
    assert check(seals, ENTRIES).first_bad == BadPlace(UNIT, seal, 0, kind)


def test_published_heads_show_a_chain_made_anew_or_cut() -> None:
    published = [seal.published for seal in SEALS]
    forged_entries = [*ENTRIES[:2], entry(99), ENTRIES[5]]
    forged = rechained(SEALS, 1, [OTHER])
    assert verify_seals(forged, forged_entries, unit_id=UNIT).ok  # nobody kept a head
    anew = verify_seals(forged, forged_entries, unit_id=UNIT, published=published)
    assert anew.first_bad == BadPlace(UNIT, 2, 0, BadKind.NOT_AS_PUBLISHED)
    cut = verify_seals(SEALS[:2], ENTRIES[:5], unit_id=UNIT, published=published)
    assert cut.first_bad == BadPlace(UNIT, 3, 0, BadKind.MISSING_SEAL)
    assert verify_seals([], [], unit_id=8, published=published).ok  # heads of another unit


def test_every_kind_of_fault_has_a_sentence() -> None:
    texts = {BadPlace(UNIT, 1, 2, kind).text for kind in BadKind}
    assert len(texts) == len(BadKind)


@st.composite
def tampered(draw: st.DrawFn) -> tuple[list[Plain], list[int], list[Plain]]:
    """Draw entries, sizes of batches, and the entries after one single act of tampering."""
    count = draw(st.integers(1, 12))
    entries = [entry(n) for n in range(count)]
    sizes = draw(st.lists(st.integers(0, 4), max_size=4))
    place = draw(st.integers(0, count - 1))
    acts: list[Callable[[], list[Plain]]] = [
        lambda: [*entries[:place], entry(99), *entries[place + 1 :]],
        lambda: [*entries[:place], *entries[place + 1 :]],
        lambda: [*entries[:place], entry(99), *entries[place:]],
        lambda: [*entries, entry(99)],
    ]
    if count > 1:
        other = draw(st.integers(0, count - 1).filter(lambda n: n != place))
        swapped = list(entries)
        swapped[place], swapped[other] = swapped[other], swapped[place]
        acts.append(lambda: swapped)
    return entries, sizes, draw(st.sampled_from(acts))()


@given(tampered())
def test_any_single_change_removal_insertion_or_swap_is_found(
    case: tuple[list[Plain], list[int], list[Plain]],
) -> None:
    entries, sizes, after = case
    seals = sealed(entries, sizes)
    assert verify_seals(seals, entries, unit_id=UNIT).ok
    first = next(
        (i for i, (a, b) in enumerate(zip(entries, after, strict=False)) if a != b),
        min(len(entries), len(after)),
    )
    finding = verify_seals(seals, after, unit_id=UNIT)
    assert finding.first_bad is not None
    before = sum(seal.count for seal in seals[: finding.first_bad.seal - 1])
    if finding.first_bad.kind is BadKind.NOT_SEALED:
        assert first == len(entries)
    else:
        assert before + finding.first_bad.entry - 1 == first


# The program for whoever holds the heads


def write_heads(folder: Path, seals: Sequence[Seal], form: Callable[[Seal], object]) -> Path:
    path = folder / "HEADS.json"
    path.write_text(json.dumps({"heads": [form(seal) for seal in seals]}), "utf-8")
    return path


def lines_of(seals: Sequence[Seal], entries: Sequence[Plain]) -> list[object]:
    numbers = [(seal.unit_id, seal.number) for seal in seals for _ in seal.digests]
    return [
        {"unit_id": unit_id, "seal": number, "entry": item}
        for (unit_id, number), item in zip(numbers, entries, strict=True)
    ]


def write_export(folder: Path, lines: Sequence[object]) -> Path:
    path = folder / "EXPORT.jsonl"
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8"
    )
    return path


def answer_of(
    folder: Path, lines: Sequence[object], form: Callable[[Seal], object] = as_published
) -> dict[str, object]:
    return verify_export.verify(write_export(folder, lines), write_heads(folder, SEALS, form))


LINES = lines_of(SEALS, ENTRIES)
UNSEALED: object = {"unit_id": UNIT, "seal": None, "entry": {"id": 50}}


@pytest.mark.parametrize("form", [as_published, as_json])
def test_export_that_is_whole_is_found_sound(
    tmp_path: Path, form: Callable[[Seal], object]
) -> None:
    assert answer_of(tmp_path, [*LINES, UNSEALED], form) == {
        "entries": 6,
        "seals": 3,
        "unsealed": 1,
        "ok": True,
        "first_bad": None,
    }


def test_export_of_several_units_is_checked_whole(tmp_path: Path) -> None:
    other = sealed(ENTRIES[:2], [1], unit_id=8)
    heads = write_heads(tmp_path, [*other, *SEALS], as_published)
    lines = [*LINES, *lines_of(other, ENTRIES[:2])]
    assert verify_export.verify(write_export(tmp_path, lines), heads)["entries"] == 8
    swapped = [*LINES, *lines_of(other, [ENTRIES[1], ENTRIES[0]])]
    answer = verify_export.verify(write_export(tmp_path, swapped), heads)
    assert answer["first_bad"] == {
        "unit_id": 8,
        "seal": 1,
        "entry": 0,
        "text": "the entries do not give the published head",
    }


CHANGED: object = {"unit_id": UNIT, "seal": 2, "entry": {"id": 99}}


@pytest.mark.parametrize(
    ("lines", "form", "seal", "place"),
    [
        ([*LINES[:3], CHANGED, *LINES[4:]], as_published, 2, 0),
        ([*LINES[:3], CHANGED, *LINES[4:]], as_json, 2, 2),
        ([*LINES[:4], *LINES[5:]], as_published, 2, 0),
        ([*LINES[:4], *LINES[5:]], as_json, 2, 3),
        ([*LINES[:4], CHANGED, *LINES[4:]], as_published, 2, 0),
        ([*LINES[:5], CHANGED, *LINES[5:]], as_json, 2, 4),
        ([LINES[1], LINES[0], *LINES[2:]], as_published, 1, 0),
        ([*LINES, {"unit_id": UNIT, "seal": 4, "entry": None}], as_published, 4, 0),
        ([*LINES, {"unit_id": 8, "seal": 1, "entry": None}], as_json, 1, 0),
        ([], as_published, 1, 0),
    ],
)
def test_tampered_export_is_found(
    tmp_path: Path,
    lines: list[object],
    form: Callable[[Seal], object],
    seal: int,
    place: int,
) -> None:
    answer = answer_of(tmp_path, lines, form)
    assert answer["ok"] is False
    first_bad = answer["first_bad"]
    assert isinstance(first_bad, dict)
    assert (first_bad["seal"], first_bad["entry"]) == (seal, place)


@pytest.mark.parametrize(
    ("seals", "seal", "words"),
    [
        (SEALS[1:], 1, "missing or stands twice"),
        ([*SEALS, SEALS[2]], 4, "missing or stands twice"),
        ([SEALS[0], replace(SEALS[1], previous=GENESIS), SEALS[2]], 2, "does not follow"),
        ([replace(SEALS[0], head=GENESIS), *SEALS[1:]], 1, "do not give the published head"),
    ],
)
def test_heads_that_do_not_form_a_chain_are_found(
    tmp_path: Path, seals: list[Seal], seal: int, words: str
) -> None:
    heads = write_heads(tmp_path, seals, as_published)
    answer = verify_export.verify(write_export(tmp_path, LINES), heads)
    first_bad = answer["first_bad"]
    assert isinstance(first_bad, dict)
    assert first_bad["seal"] == seal
    assert words in first_bad["text"]


def test_digests_that_are_no_list_are_a_fault_of_the_seal(tmp_path: Path) -> None:
    heads = write_heads(tmp_path, SEALS, lambda seal: as_json(seal) | {"digests": "none"})
    answer = verify_export.verify(write_export(tmp_path, LINES), heads)
    assert answer["first_bad"] == {
        "unit_id": UNIT,
        "seal": 1,
        "entry": 0,
        "text": "entry differs",
    }


GOOD_LINE = '{"unit_id": 7, "seal": 1, "entry": 1}'
FIRST = as_published(SEALS[0])


@pytest.mark.parametrize(
    ("export", "heads", "words"),
    [
        ("not json", {"heads": []}, "EXPORT.jsonl, line 1: "),
        (f"{GOOD_LINE}\n[]", {"heads": []}, 'line 2: not an object of "unit_id"'),
        ('{"unit_id": 7, "seal": 1}', {"heads": []}, 'not an object of "unit_id"'),
        ('{"unit_id": "7", "seal": 1, "entry": 1}', {"heads": []}, "must be whole numbers"),
        ('{"unit_id": 7, "seal": true, "entry": 1}', {"heads": []}, "must be whole numbers"),
        ('{"unit_id": 7, "seal": 1, "entry": 1.5}', {"heads": []}, "1.5 cannot have been sealed"),
        ('{"unit_id": 7, "seal": 1, "entry": NaN}', {"heads": []}, "NaN cannot have been sealed"),
        ('{"unit_id": 7, "unit_id": 7}', {"heads": []}, "a key stands twice"),
        ('{"unit_id": 7, "seal": 1, "entry": "\\ud800"}', {"heads": [FIRST]}, "surrogates"),
        (GOOD_LINE, [], 'no list "heads"'),
        (GOOD_LINE, {"heads": {}}, 'no list "heads"'),
        (GOOD_LINE, {"heads": [1]}, 'a head is an object with "sealed_at"'),
        (GOOD_LINE, {"heads": [FIRST | {"count": "2"}]}, '"count" of a head is missing'),
        (GOOD_LINE, {"heads": [FIRST | {"algorithm": "md5"}]}, "unknown algorithm 'md5'"),
    ],
)
def test_unreadable_files_are_refused_with_the_place(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    export: str,
    heads: object,
    words: str,
) -> None:
    (tmp_path / "EXPORT.jsonl").write_text(export, "utf-8")
    (tmp_path / "HEADS.json").write_text(json.dumps(heads), "utf-8")
    code = verify_export.main([str(tmp_path / "EXPORT.jsonl"), str(tmp_path / "HEADS.json")])
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert words in printed.err


def test_algorithm_that_this_python_lacks_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    with pytest.raises(verify_export.UnreadableError, match="cannot compute sm3"):
        verify_export.check_seal(FIRST | {"algorithm": "sm3"}, "HEADS.json")


def test_wrong_arguments_print_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_export.main([]) == 2
    assert capsys.readouterr().err.startswith("usage:")


def test_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_export.main([str(tmp_path / "absent"), str(tmp_path / "absent")]) == 2
    assert "absent" in capsys.readouterr().err


def test_program_answers_what_a_script_can_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = str(write_heads(tmp_path, SEALS, as_published))
    assert verify_export.main([str(write_export(tmp_path, LINES)), heads]) == 0
    assert json.loads(capsys.readouterr().out)["entries"] == len(LINES)
    assert verify_export.main([str(write_export(tmp_path, LINES[1:])), heads]) == 3
    assert json.loads(capsys.readouterr().out)["first_bad"]["seal"] == 1


@pytest.mark.parametrize(("lines", "code"), [(LINES, 0), (LINES[1:], 3)])
def test_program_runs_as_a_copied_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: list[object],
    code: int,
) -> None:
    program = tmp_path / "check.py"
    shutil.copy(verify_export.__file__, program)
    export = write_export(tmp_path, lines)
    heads = write_heads(tmp_path, SEALS, as_published)
    monkeypatch.setattr(sys, "argv", [str(program), str(export), str(heads)])
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(program), run_name="__main__")
    assert stop.value.code == code
    assert json.loads(capsys.readouterr().out)["ok"] is (code == 0)


def test_program_needs_the_standard_library_only() -> None:
    tree = ast.parse(Path(verify_export.__file__).read_text("utf-8"))
    needed = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert needed
    assert needed <= sys.stdlib_module_names


@given(tampered())
def test_the_program_finds_whatever_the_check_finds(
    tmp_path_factory: pytest.TempPathFactory,
    case: tuple[list[Plain], list[int], list[Plain]],
) -> None:
    entries, sizes, after = case
    seals = sealed(entries, sizes)
    numbers = [seal.number for seal in seals for _ in seal.digests] + [len(seals)]
    lines = [
        {"unit_id": UNIT, "seal": number, "entry": item}
        for number, item in zip(numbers, after, strict=False)
    ]
    folder = tmp_path_factory.mktemp("export")
    heads = write_heads(folder, seals, as_published)
    answer = verify_export.verify(write_export(folder, lines), heads)
    assert answer["ok"] is False
