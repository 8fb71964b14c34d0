"""The form in which steps are written down."""

from dataclasses import dataclass, replace

BRANCH_DOES = "本党组织"
ABOVE = "上级党组织"


@dataclass(frozen=True, slots=True)
class Material:
    """A paper of a step and who provides it. kind: of `queries.papers`, empty where typed."""

    title: str
    by: str = BRANCH_DOES
    kind: str = ""


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step.

    rules: ids of the rules that ask for it, civil ones and those of the fire force; the page
    shows the ones in force for the organisation. custom: the usual practice where no rule speaks,
    with what differs from place to place. after: steps before it. binding: whether that order is
    demanded by a text that was surely seen; otherwise it is told and never refused.
    manual: filed by hand with day and number; otherwise an act of the case files it.
    """

    id: str
    title: str
    by: str
    after: tuple[str, ...] = ()
    binding: bool = False
    rules: tuple[str, ...] = ()
    custom: str = ""
    materials: tuple[Material, ...] = ()
    manual: bool = True
    from_above: bool = False  # the superior enters it, or the branch with number and day
    numbered: bool = False  # a number belongs to it


def without(steps: tuple[StepPlan, ...], *left_out: str) -> tuple[StepPlan, ...]:
    """Return the steps without some, and without the order that hung on them."""
    return tuple(
        replace(step, after=tuple(before for before in step.after if before not in left_out))
        for step in steps
        if step.id not in left_out
    )
