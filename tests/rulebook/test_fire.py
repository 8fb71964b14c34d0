"""The fire-force regulation: 49 articles, the cadence matrix, seven doubtful places."""

from pathlib import Path

import pytest
import yaml

from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Pack, Rule
from dangwu.core.rulebook.shapes import Cadence, Coverage, Entry, Undefined
from dangwu.core.rulebook.terms import Status

PACK: Pack = next(p for p in load_rulebook().packs if p.instrument.key == "XF2011")
RULES: dict[str, Rule] = {rule.id: rule for rule in PACK.rules}
# Article, kind of organisation, kind of work → months of a period, times in it.
MATRIX = {
    (21, "battalion_committee", "study"): (1, 1),
    (28, "organ_general_branch", "study"): (3, 1),
    (22, "battalion_committee", "assembly"): (6, 1),
    (29, "organ_general_branch", "assembly"): (12, 1),
    (33, "battalion_branch", "assembly"): (3, 1),
    (33, "company_branch", "assembly"): (3, 1),
    (22, "battalion_committee", "committee_meeting"): (1, 1),
    (24, "battalion_committee", "situation_analysis"): (3, 1),
    (30, "organ_general_branch", "situation_analysis"): (3, 1),
    (25, "battalion_committee", "work_report"): (6, 1),
    (31, "organ_general_branch", "work_report"): (12, 1),
    (36, "battalion_branch", "work_report"): (6, 1),
    (36, "company_branch", "work_report"): (6, 1),
    (36, "battalion_hq_branch", "work_report"): (6, 1),
    (36, "organ_branch", "work_report"): (12, 1),
    (26, "battalion_committee", "democratic_life"): (6, 1),
    (32, "organ_general_branch", "democratic_life"): (12, 1),
    (37, "battalion_branch", "democratic_life"): (6, 1),
    (37, "company_branch", "democratic_life"): (6, 1),
    (37, "battalion_hq_branch", "democratic_life"): (6, 1),
    (37, "organ_branch", "democratic_life"): (12, 1),
    (27, "battalion_committee", "duty_review"): (12, 1),
    (34, "battalion_branch", "theme_day"): (1, 4),
    (34, "company_branch", "theme_day"): (1, 4),
    (34, "battalion_hq_branch", "theme_day"): (1, 2),
    (34, "organ_branch", "theme_day"): (1, 2),
    (35, "battalion_branch", "lecture"): (3, 1),
    (35, "company_branch", "lecture"): (1, 1),
    (35, "organ_branch", "lecture"): (3, 1),
    (38, "battalion_branch", "member_report"): (2, 1),
    (38, "company_branch", "member_report"): (2, 1),
    (38, "battalion_hq_branch", "member_report"): (2, 1),
    (38, "organ_branch", "member_report"): (3, 1),
    (39, "battalion_branch", "appraisal"): (12, 1),
    (39, "company_branch", "appraisal"): (12, 1),
    (39, "battalion_hq_branch", "appraisal"): (12, 1),
    (39, "organ_branch", "appraisal"): (12, 1),
}
AS_NEEDED = [
    (29, "organ_general_branch"),
    (33, "battalion_branch"),
    (33, "company_branch"),
    (33, "battalion_hq_branch"),
    (33, "organ_branch"),
]
NOT_STATED = [
    "S6-33-battalion_hq_branch-assembly",
    "S6-33-organ_branch-assembly",
    "S6-35-battalion_hq_branch-lecture",
]


def test_all_articles_can_be_read() -> None:
    assert [article.number for article in PACK.articles] == [str(n) for n in range(1, 50)]


def test_every_article_is_covered_by_a_case() -> None:
    cases = yaml.safe_load((Path(__file__).parent / "XF2011.yaml").read_text("utf-8"))

    assert {int(case["article"]) for case in cases} == set(range(1, 50))


def test_an_article_without_a_machine_rule_is_an_entry() -> None:
    entries = {int(rule.article) for rule in PACK.rules if isinstance(rule.shape, Entry)}

    assert entries == {1, 2, 3, 4, 40, 44, 45, 46}


@pytest.mark.parametrize(
    ("cell", "cadence"), MATRIX.items(), ids=["-".join(map(str, cell)) for cell in MATRIX]
)
def test_a_filled_cell_of_the_matrix_is_a_record(
    cell: tuple[int, str, str], cadence: tuple[int, int]
) -> None:
    article, kind, work = cell

    rule = RULES[f"S6-{article}-{kind}-{work}"]

    assert isinstance(rule.shape, Cadence | Coverage)
    assert (rule.shape.months, rule.shape.times) == cadence
    assert work in rule.shape.kinds
    assert rule.scope.kinds == {kind}
    assert rule.article == str(article)


@pytest.mark.parametrize(("article", "kind"), AS_NEEDED)
def test_a_meeting_as_needed_has_no_number(article: int, kind: str) -> None:
    assert isinstance(RULES[f"S6-{article}-{kind}-committee_meeting"].shape, Undefined)


def test_what_the_text_does_not_state_has_no_record() -> None:
    assert [rule for rule in NOT_STATED if rule in RULES] == []


def test_the_doubtful_places_are_marked_and_explained() -> None:
    doubtful = [article for article in PACK.articles if article.status is Status.DISPUTED]

    assert [a.number for a in doubtful] == ["9", "12", "18", "26", "29", "32", "33", "35", "37"]
    assert [a.number for a in doubtful if not a.dispute] == []
    assert [r.id for r in PACK.rules if r.status is Status.DISPUTED] == ["S6-18n"]
    assert not RULES["S6-18n"].blocks


def test_the_same_meeting_passes_here_and_fails_under_the_civil_rules() -> None:
    meeting = {
        "on": "2026-11-21",
        "organisation": {"kind": "branch", "category": "organ"},
        "body": "assembly",
        "subject": "admission",
        "method": "secret",
        "notice_hours": 48,
        "emergency": False,
        "secretary_present": True,
        "deputy_present": True,
        "added_after_notice": False,
        "count": {
            "should_attend": 20,
            "present": 11,
            "yes": 6,
            "no": 4,
            "abstain": 1,
            "written_yes": 0,
            "written_no": 0,
        },
    }

    fire = decide(load_rulebook(), {**meeting, "regime": "fire-2011"})
    civil = decide(load_rulebook(), {**meeting, "regime": "civil"})

    assert (fire.valid, fire.passed) == (True, True)
    assert (civil.valid, civil.passed) == (True, False)
