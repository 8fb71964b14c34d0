"""Laws of sealing and counting, and the separate program that counts anew."""

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.voting import QUESTION, RACE, cast, closed, counted, opened, sealed
from dangwu.ballots import queries, recount
from dangwu.ballots.booth import (
    Question,
    Race,
    as_frozen,
    as_json,
    clean_name,
    from_json,
    plaintext_bytes,
)
from dangwu.ballots.envelopes import (
    LAYER,
    envelope_bytes,
    new_key,
    peel,
    plaintext_of,
    seal,
    split,
    text_of,
)
from dangwu.ballots.judging import BoxCount, count_box

CONTESTS = (QUESTION, RACE)
FROZEN = as_frozen(CONTESTS)
BALLOT, MANIFEST = "01a2011b-6468-7c37-ac29-08656840c1d5", "ab" * 32
KEYS = [new_key() for _ in range(3)]
PUBLIC = [public for _, public in KEYS]

names = st.sampled_from(["刘四", "陈五", "王一", "刘 四", "x" * 20, "x" * 21, ""])
marks = st.fixed_dictionaries(
    {"marks": st.text("yna?", min_size=2, max_size=4), "others": st.lists(names, max_size=3)}
)
answers = st.sampled_from(["yes", "no", "abstain", "maybe", 1, None])
trackers = st.integers(0, 30).map(lambda number: f"{number:032x}")
fields = st.fixed_dictionaries(
    {
        "v": st.sampled_from([1, 1, 1, 1, 2]),
        "ballot": st.sampled_from([BALLOT, BALLOT, BALLOT, "another"]),
        "manifest": st.sampled_from([MANIFEST, MANIFEST, MANIFEST, "cd" * 32]),
        "tracker": st.one_of(trackers, trackers, st.sampled_from(["short", 5])),
        "choices": st.one_of(st.tuples(answers, marks).map(list), st.just([]), st.none()),
    }
)
odd = st.sampled_from(["", "[]", "{", "null", '"x"', "[" * 2000, '{"v":1}'])
texts = st.lists(
    st.one_of(fields.map(lambda one: json.dumps(one, ensure_ascii=False)), odd), max_size=25
)


def count(ballots: list[str]) -> BoxCount:
    return count_box(FROZEN, ballot=BALLOT, manifest=MANIFEST, texts=ballots)


@given(texts, st.randoms(use_true_random=False))
def test_any_order_of_the_ballots_gives_the_same_count(
    ballots: list[str], chance: random.Random
) -> None:
    mixed = list(ballots)
    chance.shuffle(mixed)

    assert count(mixed) == count(ballots)


@given(texts)
def test_every_ballot_is_counted_once_or_not_at_all(ballots: list[str]) -> None:
    found = count(ballots)

    assert len(found.ballots) == len(ballots)
    valid = len(ballots) - found.invalid
    question, race = found.contests
    assert question.options.total() + question.invalid == valid
    assert all(one.total() + race.invalid == valid for one in race.marks)
    assert race.others.total() <= valid * RACE.seats


@given(texts)
def test_the_separate_program_counts_the_same(ballots: list[str]) -> None:
    found = count(ballots)

    reasons, own = recount.judge(sorted(ballots), FROZEN, BALLOT, MANIFEST)

    assert sum(1 for reason in reasons if reason) == found.invalid
    assert [one["invalid"] for one in own] == [one.invalid for one in found.contests]
    assert own[0]["options"] == found.contests[0].options
    assert own[1]["marks"] == found.contests[1].marks
    assert own[1]["others"] == found.contests[1].others


@settings(max_examples=25)
@given(st.binary(min_size=1, max_size=300), st.integers(1, 3))
def test_peeling_every_layer_gives_back_what_was_sealed(plain: bytes, tellers: int) -> None:
    item: bytes | None = seal(plain, PUBLIC[:tellers])

    assert item is not None
    assert len(item) == envelope_bytes(len(plain), tellers)
    for secret, _ in KEYS[:tellers]:
        assert item is not None
        item = peel(item, secret)
    assert item == plain


@settings(max_examples=25)
@given(st.binary(min_size=1, max_size=100), st.data())
def test_an_altered_envelope_does_not_open(plain: bytes, data: st.DataObject) -> None:
    sealed_ = bytearray(seal(plain, PUBLIC[:1]))
    place = data.draw(st.integers(0, len(sealed_) - 1))
    sealed_[place] ^= data.draw(st.integers(1, 255))

    opened_ = peel(bytes(sealed_), KEYS[0][0])

    assert opened_ is None


def test_a_layer_opens_only_with_its_own_key() -> None:
    sealed_ = seal(b"x" * 64, PUBLIC[:2])

    assert peel(sealed_, KEYS[1][0]) is None
    assert peel(sealed_, KEYS[2][0]) is None
    inner = peel(sealed_, KEYS[0][0])
    assert inner is not None
    assert peel(inner, KEYS[0][0]) is None


@given(st.lists(st.sampled_from([*"yna"]), min_size=3, max_size=3), st.integers(0, 2))
def test_all_ballots_of_a_booth_are_equally_long(given_marks: list[str], others: int) -> None:
    length = plaintext_bytes(CONTESTS)
    written = ["𠮷" * 20] * others
    choices = ["abstain", {"marks": "".join(given_marks), "others": written}]

    plain = plaintext_of(
        ballot=BALLOT, manifest=MANIFEST, tracker="0" * 32, choices=choices, length=length
    )

    assert len(plain) == length
    assert json.loads(text_of(plain) or "")["choices"] == choices


def test_a_batch_is_whole_items() -> None:
    assert split(b"aabbcc", 2) == [b"aa", b"bb", b"cc"]
    assert split(b"", 2) == []
    with pytest.raises(ValueError, match="whole"):
        split(b"aab", 2)
    assert LAYER == 48


def test_candidates_stand_in_the_order_of_strokes() -> None:
    kept = from_json(as_json(CONTESTS))

    assert kept == CONTESTS
    assert isinstance(kept[0], Question)
    assert isinstance(kept[1], Race)


@pytest.mark.parametrize(
    ("written", "name"),
    [(" 刘 四 ", "刘四"), ("欧阳　娜娜", "欧阳娜娜"), ("e\u0301", "é"), ("  ", "")],
)
def test_a_written_in_name_has_one_spelling(written: str, name: str) -> None:
    assert clean_name(written) == name


def published_ballot() -> dict[str, Any]:
    polling = opened(*CONTESTS)
    race = {"marks": "yny", "others": []}
    crowded = {"marks": "yyy", "others": []}
    other = {"marks": "ynn", "others": ["刘 四"]}
    for voter, choices in zip(
        polling.voters,
        (["yes", race], ["yes", other], ["no", crowded], ["abstain", race], ["yes", race]),
        strict=True,
    ):
        cast(polling, voter, sealed(polling, choices))
    closed(polling)
    counted(polling)
    found = queries.published_of(polling.ballot)
    assert found is not None
    return found


def run(file: Path) -> tuple[int, dict[str, Any]]:
    """Run the separate program as anybody would, with nothing of the product in reach."""
    program = Path(recount.__file__)
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-I", "-S", str(program), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else {}


@pytest.mark.django_db
def test_the_published_file_is_recounted_without_the_product(tmp_path: Path) -> None:
    file = tmp_path / "ballot.json"
    file.write_text(json.dumps(published_ballot(), ensure_ascii=False), "utf-8")

    code, told = run(file)

    assert (code, told["disagreements"]) == (0, [])
    question, race = told["contests"]
    assert question["options"] == [["yes", 3], ["no", 1], ["abstain", 1]]
    assert race["candidates"] == [["丁二", 4, 0, 0], ["王一", 0, 4, 0], ["李三", 3, 1, 0]]
    assert (race["others"], race["invalid"]) == ([["刘四", 1]], 1)


Published = dict[str, Any]


def dropped(file: Published) -> None:
    file["ballots"].pop()


def altered(file: Published) -> None:
    file["ballots"][0] = file["ballots"][0].replace('"choices":["', '"choices":["x')


def relabelled(file: Published) -> None:
    file["manifest"]["title"] += "（改）"


def announced_otherwise(file: Published) -> None:
    file["result"][0]["options"][0]["votes"] += 1


def stuffed(file: Published) -> None:
    file["envelopes"] = sorted([*file["envelopes"], "0" * 64])


def twice(file: Published) -> None:
    file["ballots"][1] = file["ballots"][0]


def fewer_voters(file: Published) -> None:
    file["voted"] -= 1


def lost_on_the_way(file: Published) -> None:
    file["batches"][0]["items"] -= 1


@pytest.mark.django_db
def test_every_change_of_the_published_file_is_found() -> None:
    whole = json.dumps(published_ballot())
    changes = (
        *(dropped, altered, relabelled, announced_otherwise, stuffed, twice),
        *(fewer_voters, lost_on_the_way),
    )

    found: Mapping[str, bool] = {}
    for change in changes:
        file = json.loads(whole)
        change(file)
        found = {**found, change.__name__: recount.recount(file)["ok"]}

    assert recount.recount(json.loads(whole))["ok"] is True
    assert found == dict.fromkeys((change.__name__ for change in changes), False)


def test_a_file_of_something_else_is_not_recounted(tmp_path: Path) -> None:
    for text in ("", "{}", "[]", '{"kind":"dangwu-ballot-1"}'):
        file = tmp_path / "other.json"
        file.write_text(text, "utf-8")
        assert run(file)[0] == 2
    assert run(tmp_path / "missing.json")[0] == 2
