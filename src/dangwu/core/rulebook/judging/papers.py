"""Records, openness and files: what each shape says of facts."""

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.facts import Facts, words
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.judging.votes import verdict
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.rulebook.words import labels

UNKNOWN = Outcome.UNKNOWN


def record(shape: shapes.Record, facts: Facts) -> Judgement:
    """Signed by one of those who sign, and nothing forbidden was done."""
    signed, did = words(facts, "signed_by"), words(facts, "did")
    asked = []
    answers: list[bool | None] = []
    if shape.signed_by:
        asked.append(f"应由{labels(shape.signed_by)}签字")
        answers.append(None if signed is None else bool(set(signed) & set(shape.signed_by)))
    if shape.forbids:
        asked.append(f"不得{labels(shape.forbids)}")
        answers.append(None if did is None else not set(did) & set(shape.forbids))
    holds = False if False in answers else None if None in answers or not answers else True
    wrong = tuple(act for act in did or () if act in shape.forbids)
    told = f"有{labels(wrong)}的情形，" if wrong else ""
    needs = shape.signed_by or shape.forbids
    return Judgement(verdict(holds), needs, wrong or signed, f"{told}记录{'，'.join(asked)}")


def publicity(shape: shapes.Publicity, facts: Facts) -> Judgement:
    """All content, to all of the scope, through one of the channels."""
    parts = [
        (shape.content, words(facts, "content"), "内容"),
        (shape.scope, words(facts, "scope"), "范围"),
    ]
    answers: list[bool | None] = []
    missing: list[str] = []
    for wanted, given, _ in parts:
        if wanted:
            answers.append(None if given is None else set(wanted) <= set(given))
            missing += [] if given is None else [entry for entry in wanted if entry not in given]
    channels = words(facts, "channels")
    if shape.channels:
        answers.append(None if channels is None else bool(set(channels) & set(shape.channels)))
    holds = False if False in answers else None if None in answers or not answers else True
    asked = f"应公开{labels(shape.content)}" if shape.content else "应按规定公开"
    asked += f"，通过{labels(shape.channels)}等方式" if shape.channels else ""
    told = f"缺少{labels(tuple(missing))}，" if missing else ""
    return Judgement(
        verdict(holds), shape.content or shape.channels, words(facts, "content"), f"{told}{asked}"
    )


def sequence(shape: shapes.Sequence, facts: Facts) -> Judgement:
    """All steps in their order."""
    steps = words(facts, "steps")
    asked = f"应当依次为{labels(shape.steps)}"
    if steps is None:
        return Judgement(UNKNOWN, shape.steps, None, f"未填写步骤，{asked}")
    own = tuple(step for step in steps if step in shape.steps)
    missing = tuple(step for step in shape.steps if step not in own)
    holds = not missing and own == shape.steps
    told = f"缺少{labels(missing)}" if missing else "步骤齐备" if holds else "次序不对"
    return Judgement(verdict(holds), shape.steps, steps, f"{told}，{asked}")


def archive(shape: shapes.Archive, facts: Facts) -> Judgement:
    """Every paper of a file is there."""
    papers = words(facts, "papers")
    asked = f"应当归档{labels(shape.papers)}"
    if papers is None:
        return Judgement(UNKNOWN, shape.papers, None, f"未填写材料，{asked}")
    missing = tuple(paper for paper in shape.papers if paper not in papers)
    told = f"缺少{labels(missing)}" if missing else "材料齐全"
    return Judgement(verdict(not missing), shape.papers, papers, f"{told}，{asked}")
