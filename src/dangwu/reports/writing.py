"""The situation report in words: numbers from the register, nothing typed."""

from dangwu.core.writing import written_day
from dangwu.reports.queries import Situation


def share(count: int, total: int) -> str:
    """Return the share in per cent with one decimal; a dash where there is no base."""
    return f"{count * 100 / total:.1f}%" if total else "—"


def report_text(found: Situation) -> str:
    """Return the report as plain text, one paragraph on organisations and one on members."""
    return "\n\n".join(
        (_heading(found), _organisations(found), _members(found), _principals(found))
    )


def _heading(found: Situation) -> str:
    return f"{found.name}党员和党组织基本情况\n（截至{written_day(found.on)}）"


def _organisations(found: Situation) -> str:
    general = f"党总支{found.general_branches}个，" if found.general_branches else ""
    return (
        f"共辖{found.towns}个镇{found.villages}个嘎查村{found.communities}个社区，"
        f"有基层党委{found.committees}个，{general}党支部{found.branches}个，"
        f"其中农村牧区党支部{found.rural_branches}个（联合党支部{found.joint_branches}个），"
        f"城镇社区党支部{found.community_branches}个，"
        f"非公有制企业党支部{found.private_firm_branches}个。"
    )


def _members(found: Situation) -> str:
    total = found.members
    if not total:
        return "名册中没有党员。"
    classes = "，".join(
        f"{part.label}党员{part.count}名，占党员总数的{share(part.count, total)}"
        for part in found.by_occupation
    )
    return (
        f"共有党员{total}名。其中{classes}。"
        f"所有党员中，有妇女党员{found.women}名，占党员总数的{share(found.women, total)}，"
        f"少数民族党员{found.minorities}名，占党员总数的{share(found.minorities, total)}，"
        f"35岁及以下年轻党员{found.young}名，占党员总数的{share(found.young, total)}。"
        f"1966年以前入党老党员{found.veterans}名，其中建国前入党老党员{found.before_founding}名。"
    )


def _principals(found: Situation) -> str:
    return (
        f"共有嘎查村“两委”正职{found.principals}名，有{found.long_serving}名现连续任职10年以上。"
    )
