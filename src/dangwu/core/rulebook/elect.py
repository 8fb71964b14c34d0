"""Is an election valid, who is elected, what must be repeated."""

from dataclasses import dataclass
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.check import judge
from dangwu.core.rulebook.decide import acts_in, found, validity
from dangwu.core.rulebook.facts import Facts, number, told
from dangwu.core.rulebook.findings import Finding, Judgement, finding
from dangwu.core.rulebook.inputs import Form, scope_facts
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.selection import Applied, applicable, rules_of
from dangwu.core.rulebook.terms import CATEGORIES, METHODS, Outcome
from dangwu.core.tally.ranking import Ranking, rank
from dangwu.core.tally.shares import min_needed

ELECTING: Final = ("assembly", "congress", "plenary")
COUNTS: Final = ("should_attend", "present", "issued", "returned", "invalid", "seats")
FIELDS: Final = (
    *("on", "regime", "organisation", "body", "seats", "candidates", "others", "method", "post"),
    *("should_attend", "present", "issued", "returned", "invalid"),
)
# What is elected. preselected: members again, whom a preliminary ballot with a surplus has chosen,
# as many as there are seats; standing_member: of the standing committee, with a rule of its own.
POSTS: Final = ("member", "secretary", "deputy", "standing_member", "preselected")
ASKED: Final = (shapes.Quorum, shapes.Ballot, shapes.Ratio, shapes.Method, shapes.Authority)
COUNTING: Final = (shapes.Elected, shapes.Threshold, shapes.Vacancy)
AGAIN: Final = "应当对得票相等的重新投票"
COMMITTEE_MIN: Final = 7  # a branch with fewer full members elects no committee (ZB2018 art. 20)


@dataclass(frozen=True, slots=True)
class Election:
    """The verdict on one election; None where it hangs on a fact that is missing."""

    valid: bool | None
    ranking: Ranking | None
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Return the verdict under the names of the command-line contract."""
        ranking = self.ranking
        return {
            "valid": self.valid,
            "elected": None if ranking is None else list(ranking.elected),
            "tied": None if ranking is None else list(ranking.tied),
            "vacant": None if ranking is None else ranking.vacant,
            "findings": [entry.as_json() for entry in self.findings],
        }


def elect(rulebook: Rulebook, given: object) -> Election:
    """Return whether an election is valid, who is elected and what is left open.

    given: an election's facts as the command-line contract lists them.
    Raises InputError when a field cannot be used.
    """
    form = Form(given, known=FIELDS)
    facts = _facts(form)
    votes = _votes(form, facts)
    on = form.day("on")
    applied = applicable(rules_of(rulebook, *ASKED, *COUNTING), facts, on)
    findings = [found(entry, facts) for entry in applied if _speaks(entry.rule, facts)]
    valid = validity(findings)
    by_votes = _electing(applied)
    for name, yes in (votes or {}).items():
        person = {**facts, "name": name, "yes": yes}
        findings += [found(entry, person) for entry in by_votes]
    ranking = _ranking(valid, by_votes, votes, facts)
    left = _left_open(applied, facts, ranking, votes or {}) if valid else []
    return Election(valid, ranking, (*findings, *left))


def _facts(form: Form) -> dict[str, object]:
    numbers = {name: form.number(name) for name in COUNTS}
    if numbers["seats"] == 0:
        raise form.error("seats", "应选名额至少为 1。")
    should, present = numbers["should_attend"], numbers["present"]
    if should is not None and present is not None and present > should:
        raise form.error("present", f"实到{present}人，不能多于应到{should}人。")
    returned, invalid = numbers["returned"], numbers["invalid"]
    if returned is not None and invalid is not None and invalid > returned:
        raise form.error("invalid", f"无效票{invalid}张，不能多于收回的{returned}张。")
    listed = form.rows("candidates", ("name", "yes", "no", "abstain", "incumbent"))
    facts: dict[str, object] = {
        **scope_facts(form, CATEGORIES),
        "subject": "election",
        "body": form.choice("body", ELECTING),
        "method": form.choice("method", METHODS),
        "post": form.choice("post", POSTS),
        "candidates": None if listed is None else len(listed),
        **numbers,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _votes(form: Form, facts: Facts) -> dict[str, int | None] | None:
    """Return votes in favour by name, written-in names after the candidates.

    Raises InputError when a name is missing or stands twice, or when more votes than ballots
    are reported for one person.
    """
    listed = form.rows("candidates", ("name", "yes", "no", "abstain", "incumbent"))
    if listed is None:
        return None
    votes: dict[str, int | None] = {}
    for row in (*listed, *(form.rows("others", ("name", "yes")) or ())):
        name = row.text("name")
        if not name:
            raise row.error("name", "应为姓名。")
        if name in votes:
            raise row.error("name", f"{told(name)} 写了两次。")
        row.flag("incumbent")
        votes[name] = row.number("yes")
        _check_row(row, facts)
    return votes


def _check_row(row: Form, facts: Facts) -> None:
    cast = sum(row.number(name) or 0 for name in ("yes", "no", "abstain"))
    returned = number(facts, "returned")
    if returned is None:
        return
    ballots = returned - (number(facts, "invalid") or 0)
    if cast > ballots:
        raise row.error("yes", f"赞成、反对、弃权合计{cast}票，不能多于有效票{ballots}张。")


def _speaks(rule: Rule, facts: Facts) -> bool:
    shape = rule.shape
    if isinstance(shape, shapes.Method):
        return "method" in facts
    if isinstance(shape, shapes.Authority):
        return acts_in(shape, facts)
    if isinstance(shape, shapes.Ratio):
        return shape.numerator == "candidates" and not _elects_a_post(facts)
    return isinstance(shape, ASKED)


def _elects_a_post(facts: Facts) -> bool:
    """Return whether no surplus of a fifth is asked of the candidates: for anybody but members.

    A branch too small for a committee elects them in its assembly.
    Source: ZB2018 art. 20
    """
    if "post" in facts:
        return facts["post"] != "member"
    should, seats = number(facts, "should_attend"), number(facts, "seats")
    small = should is not None and should < COMMITTEE_MIN
    return small and seats is not None and seats <= 2


def _ranking(
    valid: bool | None,  # noqa: FBT001  # a verdict, not a switch
    by_votes: list[Applied],
    votes: dict[str, int | None] | None,
    facts: Facts,
) -> Ranking | None:
    """Return who is elected; nobody where the election is invalid, None where it is open."""
    seats = number(facts, "seats")
    if seats is None or valid is None:
        return None
    if not valid:
        return Ranking((), (), seats)
    needed = [_needed(entry, facts) for entry in by_votes]
    counted = {name: yes for name, yes in (votes or {}).items() if yes is not None}
    known = [number_ for number_ in needed if number_ is not None]
    if votes is None or len(counted) < len(votes) or not needed or len(known) < len(needed):
        return None
    return rank(counted, max(known), seats)


def _electing(applied: tuple[Applied, ...]) -> list[Applied]:
    """Return the rules that say how many votes elect.

    Where an instrument has none of its own for elections, its rule on votes says it.
    """
    own = [entry for entry in applied if isinstance(entry.rule.shape, shapes.Elected)]
    return own or [entry for entry in applied if isinstance(entry.rule.shape, shapes.Threshold)]


def _needed(entry: Applied, facts: Facts) -> int | None:
    shape = entry.rule.shape
    assert isinstance(shape, shapes.Elected | shapes.Threshold)  # noqa: S101  # chosen by its shape
    base = number(facts, shape.base)
    if base is None or not entry.surely:
        return None
    return min_needed(base, shape.fraction, shape.op)


def _left_open(
    applied: tuple[Applied, ...],
    facts: Facts,
    ranking: Ranking | None,
    votes: dict[str, int | None],
) -> list[Finding]:
    """Return what follows when a valid election has filled too few seats."""
    if ranking is None or not ranking.vacant:
        return []
    sure = [entry.rule for entry in applied if entry.surely]
    if ranking.tied:
        return [
            _tie(rule, ranking, votes) for rule in sure if isinstance(rule.shape, shapes.Elected)
        ]
    return [
        judge(rule, {**facts, "vacant": ranking.vacant})
        for rule in sure
        if isinstance(rule.shape, shapes.Vacancy)
    ]


def _tie(rule: Rule, ranking: Ranking, votes: dict[str, int | None]) -> Finding:
    """Return that those who are level at the cut are voted on again."""
    names = "、".join(ranking.tied)
    clause = f"{names}各得赞成{votes[ranking.tied[0]]}票，得票相等，只余{ranking.vacant}个名额"
    open_ = Judgement(Outcome.UNKNOWN, ranking.vacant, ranking.tied, clause, AGAIN)
    return finding(rule, open_)
