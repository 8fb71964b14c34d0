"""Who signs in to the demo county."""

from dangwu.accounts.models import Role
from dangwu.populations.county.build import COUNTY_UNIT, behind_branch, demo_branch
from dangwu.populations.county.tree import County
from dangwu.populations.logins import Opening


def openings(county: County) -> list[Opening]:
    """Return the accounts of a branch without fault, of one with an overdue duty, and above."""
    branch = demo_branch(county)
    behind = behind_branch(county)
    community = county.branches["community"][0]
    members = [p for p in branch.full_members if not p.holds_post and not p.specials]
    own = (COUNTY_UNIT, branch)
    return [
        Opening("shuji", Role.SECRETARY, *own, person=branch.secretary),
        Opening(
            "shuji2",
            Role.SECRETARY,
            COUNTY_UNIT,
            behind,
            person=behind.secretary,
            label="党组织书记（有逾期事项）",
        ),
        Opening("weiyuan", Role.COMMITTEE_MEMBER, *own, person=branch.committee[2]),
        Opening("ganshi", Role.CLERK, *own, person=members[-1]),
        Opening("dangyuan", Role.MEMBER, *own, person=members[0]),
        Opening("zuzhibu", Role.DEPARTMENT, COUNTY_UNIT, county.top, name="组织部干部"),
        Opening("jiandu", Role.SUPERVISOR, COUNTY_UNIT, county.top, name="纪检监督员"),
        Opening("guanli", Role.ADMINISTRATOR, COUNTY_UNIT, None, name="系统管理员"),
        Opening("jumin", Role.RESIDENT, COUNTY_UNIT, community, name="社区居民"),
    ]
