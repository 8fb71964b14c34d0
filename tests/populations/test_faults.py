"""The list of what is planted names branches, members and rules that exist."""

import pytest

from dangwu.core.errors import InputError
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.populations.faults import planted


@pytest.mark.parametrize("profile", ["county", "city", "fire"])
def test_each_fault_has_a_branch_of_its_own(profile: str) -> None:
    codes = [fault.organisation for fault in planted(profile)]

    assert len(codes) == len(set(codes)) > 0


@pytest.mark.parametrize("profile", ["county", "city", "fire"])
def test_each_fault_names_rules_that_the_packs_have(profile: str) -> None:
    known = {rule.id for rule in load_rulebook().rules()}

    assert {rule for fault in planted(profile) for rule in fault.rules} <= known


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(InputError, match="没有“village”这个数据集"):
        planted("village")
