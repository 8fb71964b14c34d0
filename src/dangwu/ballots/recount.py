"""Recount a secret ballot from its published file, with Python alone.

    python recount.py FILE.json

The file can be copied anywhere: it needs Python 3.11 and nothing of the product, so that whoever
recounts need not trust the program that counted. It checks every digest, judges every ballot anew,
counts, compares with what was announced, and prints the result and every disagreement. It checks no
signatures (the standard library has none): compare the digest of the manifest and of the box with
what was shown during the vote, and look for your own receipt and tracker in the file.

Exit codes: 0 everything agrees, 3 something does not, 2 the file cannot be read as described.
"""

import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

FIELDS = {"v", "ballot", "manifest", "tracker", "choices"}
MARKS = {"y": "yes", "n": "no", "a": "abstain"}
LONGEST_NAME = 20
Json: TypeAlias = dict[str, Any]


class UnreadableError(Exception):
    """The file is not a published ballot."""


def main(arguments: list[str]) -> int:
    """Recount the file named by the argument, print the answer, return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: recount.py FILE.json\n")
        return 2
    try:
        answer = recount(json.loads(Path(arguments[0]).read_text("utf-8")))
    except (UnreadableError, OSError, ValueError, LookupError, TypeError, RecursionError) as fault:
        sys.stderr.write(f"{arguments[0]}: {type(fault).__name__}: {fault}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    return 0 if answer["ok"] else 3


def recount(file: Json) -> Json:
    """Return the count made anew and every disagreement with what was announced."""
    if not isinstance(file, dict) or file.get("kind") != "dangwu-ballot-1":
        raise UnreadableError("not a file of a published ballot")
    wrong = [*wrong_box(file), *wrong_batches(file)]
    contests = file["manifest"]["contests"]
    texts = sorted(file["ballots"])
    reasons, counted = judge(texts, contests, file["manifest"]["ballot"], file["manifest_digest"])
    lost = sum(1 for reason in reasons if reason) + len(file["refused"])
    results = [
        result_of(contest, votes, lost, len(texts) + len(file["refused"]))
        for contest, votes in zip(contests, counted, strict=True)
    ]
    wrong += wrong_result(file, results)
    return {
        "ballots": len(texts),
        "refused": len(file["refused"]),
        "not_counted": [
            {"ballot": text, "reason": reason}
            for text, reason in zip(texts, reasons, strict=True)
            if reason
        ],
        "contests": results,
        "disagreements": wrong,
        "ok": not wrong,
    }


def wrong_box(file: Json) -> list[str]:
    """Return what does not agree between the manifest, the roll's figures and the box."""
    wrong = []
    if digest(file["manifest"]) != file["manifest_digest"]:
        wrong.append("the manifest does not have the digest that is published")
    envelopes = file["envelopes"]
    if envelopes != sorted(set(envelopes)):
        wrong.append("the envelopes are not in order, or one stands twice")
    if digest(envelopes) != file["box_digest"]:
        wrong.append("the envelopes do not have the digest of the box")
    if file["voted"] != len(envelopes):
        wrong.append(f"{file['voted']} persons voted, the box has {len(envelopes)} envelopes")
    if file["voted"] > file["manifest"]["roll"]["count"]:
        wrong.append("more persons voted than are on the roll")
    opened = len(file["ballots"]) + len(file["refused"])
    if opened != len(envelopes):
        wrong.append(f"the box had {len(envelopes)} envelopes, {opened} are accounted for")
    return wrong


def wrong_batches(file: Json) -> list[str]:
    """Return where a teller gave back another number than was taken."""
    wrong, expected = [], len(file["envelopes"])
    for batch in file["batches"]:
        refused = sum(1 for one in file["refused"] if one["layer"] == batch["layer"])
        if batch["items"] + refused != expected:
            wrong.append(
                f"teller {batch['layer']} took {expected} and gave back {batch['items']},"
                f" {refused} refused"
            )
        expected = batch["items"]
    if expected != len(file["ballots"]):
        wrong.append(f"the last teller gave back {expected}, {len(file['ballots'])} are published")
    if len(file["batches"]) != len(file["manifest"]["tellers"]):
        wrong.append("not every teller has taken a layer off")
    return wrong


def judge(
    texts: list[str], contests: list[Json], ballot: str, manifest: str
) -> tuple[list[str], list[Json]]:
    """Return for each text why nothing of it counts (empty: it counts), and the counts."""
    read = [read_ballot(text, len(contests), ballot, manifest) for text in texts]
    reasons = doubles(texts, read)
    counted = [empty_count(contest) for contest in contests]
    for (_, choices, _), reason in zip(read, reasons, strict=True):
        if not reason:
            for choice, contest, count in zip(choices, contests, counted, strict=True):
                add(choice, contest, count)
    return reasons, counted


def doubles(texts: list[str], read: list[tuple[str, list[object], str]]) -> list[str]:
    """Return why each ballot does not count, those with the tracker of another included."""
    same: dict[str, set[str]] = {}
    for text, (tracker, _, reason) in zip(texts, read, strict=True):
        if not reason:
            same.setdefault(tracker, set()).add(text)
    reasons, seen = [], set()
    for tracker, _, fault in read:
        reason = fault
        if not reason and len(same[tracker]) > 1:
            reason = "another ballot has the same tracker"
        elif not reason and tracker in seen:
            reason = "the same ballot again"
        if not fault:
            seen.add(tracker)
        reasons.append(reason)
    return reasons


def empty_count(contest: Json) -> Json:
    """Return the count of a contest before the first ballot."""
    marks = [Counter[str]() for _ in contest.get("candidates", [])]
    return {"invalid": 0, "options": Counter(), "others": Counter(), "marks": marks}


def read_ballot(
    text: str, contests: int, ballot: str, manifest: str
) -> tuple[str, list[object], str]:
    """Return tracker, choices, and why the ballot as a whole does not count."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return "", [], "unreadable"
    if not isinstance(given, dict) or set(given) != FIELDS or given["v"] != 1:
        return "", [], "unreadable"
    tracker, choices = given["tracker"], given["choices"]
    if not isinstance(tracker, str) or not re.fullmatch("[0-9a-f]{32}", tracker):
        return "", [], "unreadable"
    if given["ballot"] != ballot or given["manifest"] != manifest:
        return tracker, [], "of another ballot"
    if not isinstance(choices, list) or len(choices) != contests:
        return tracker, [], "unreadable"
    return tracker, choices, ""


def add(choice: object, contest: Json, count: Json) -> None:
    """Add one choice to the counts of its contest, or to the invalid."""
    if contest["kind"] == "question":
        codes = [option["code"] for option in contest["options"]]
        if isinstance(choice, str) and choice in codes:
            count["options"][choice] += 1
        else:
            count["invalid"] += 1
        return
    marks = valid_marks(choice, contest)
    if marks is None:
        count["invalid"] += 1
        return
    for mark, votes in zip(marks[0], count["marks"], strict=True):
        votes[MARKS[mark]] += 1
    count["others"].update(marks[1])


def valid_marks(choice: object, contest: Json) -> tuple[str, list[str]] | None:
    """Return marks and written-in names, None when the ballot is invalid in this election."""
    if not isinstance(choice, dict) or set(choice) != {"marks", "others"}:
        return None
    marks, others = choice["marks"], choice["others"]
    if not isinstance(marks, str) or not isinstance(others, list):
        return None
    names = contest["candidates"]
    if len(marks) != len(names) or set(marks) - set(MARKS):
        return None
    if not all(isinstance(name, str) for name in others):
        return None
    written = ["".join(unicodedata.normalize("NFC", name).split()) for name in others]
    allowed = contest["write_in"] or not written
    fits = all(0 < len(name) <= LONGEST_NAME for name in written)
    few = marks.count("y") + len(written) <= contest["seats"]
    covered = len(written) <= marks.count("n")
    distinct = len(set(written)) == len(written) and not set(written) & set(names)
    return (marks, written) if allowed and fits and few and covered and distinct else None


def result_of(contest: Json, count: Json, lost: int, returned: int) -> Json:
    """Return the figures of one contest under the names of the published result."""
    result = {
        "kind": contest["kind"],
        "title": contest["title"],
        "returned": returned,
        "invalid": lost + count["invalid"],
    }
    if contest["kind"] == "question":
        codes = [option["code"] for option in contest["options"]]
        return {**result, "options": [[code, count["options"][code]] for code in codes]}
    named = zip(contest["candidates"], count["marks"], strict=True)
    return {
        **result,
        "candidates": [[name, *(votes[side] for side in MARKS.values())] for name, votes in named],
        "others": sorted([name, votes] for name, votes in count["others"].items()),
    }


def wrong_result(file: Json, results: list[Json]) -> list[str]:
    """Return where the announced result differs from the count made here."""
    wrong = []
    if digest(file["result"]) != file["result_digest"]:
        wrong.append("the result does not have the digest that is published")
    announced = [figures_of(contest) for contest in file["result"]]
    for own, told in zip(results, announced, strict=True):
        wrong += [
            f"{own['title']}: {name} is {own[name]}, announced was {told.get(name)}"
            for name in own
            if own[name] != told.get(name)
        ]
    return wrong


def figures_of(told: Json) -> Json:
    """Return the figures of an announced contest in the form of `result_of`."""
    return {
        **{name: told[name] for name in ("kind", "title", "returned", "invalid")},
        "options": [[one["code"], one["votes"]] for one in told["options"]],
        "candidates": [[c["name"], c["yes"], c["no"], c["abstain"]] for c in told["candidates"]],
        "others": sorted([one["name"], one["yes"]] for one in told["others"]),
    }


def digest(value: object) -> str:
    """Return the SHA-256 of a value's one canonical text."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
