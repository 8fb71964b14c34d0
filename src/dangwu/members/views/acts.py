"""What can be done to a record: one address each, one form, one action."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from dangwu.accounts.access import Access
from dangwu.accounts.requests import AccessRequest
from dangwu.core.errors import DomainError
from dangwu.members import permissions
from dangwu.members.actions import correcting, honours, moving, special, standing, workers
from dangwu.members.forms import person as forms
from dangwu.members.forms.lists import WorkerForm
from dangwu.members.queries.branches import branch_named, organisation_named
from dangwu.members.queries.gates import Seen, person_for
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm
from dangwu.web.refusals import explain

Run = Callable[[Access, Seen, Any], object]
MakeForm = Callable[..., PlainForm]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do. `allowed` repeats the action's own question, for the page's buttons."""

    slug: str
    title: str
    button: str
    done: str
    form: MakeForm
    run: Run
    allowed: Callable[[Access, Seen], bool]
    takes_person: bool = False
    note: str = ""


def acts_for(access: Access, seen: Seen) -> list[Act]:
    """Return what this reader can do to this record, in the order of the buttons."""
    return [act for act in ACTS.values() if act.allowed(access, seen)]


@login_required
def act(request: AccessRequest, unit: int, person: uuid.UUID, slug: str) -> HttpResponse:
    """Show the form of an act, or do it."""
    seen = person_for(request.access, unit, person)
    chosen = ACTS.get(slug)
    if chosen is None:
        raise Http404
    if not chosen.allowed(request.access, seen):
        raise PermissionDenied
    options = {"person": seen.person} if chosen.takes_person else {}
    if request.method != "POST":
        return _page(request, seen, chosen, chosen.form(**options), 200)
    form = chosen.form(request.POST, **options)
    if form.is_valid():
        try:
            chosen.run(request.access, seen, form)
        except DomainError as refusal:
            explain(form, refusal, {"organisation": "branch"})
        else:
            messages.success(request, chosen.done)
            return redirect("members:person", unit, person)
    return _page(request, seen, chosen, form, 422)


def _page(
    request: AccessRequest, seen: Seen, chosen: Act, form: PlainForm, status: int
) -> HttpResponse:
    context = {"person": seen.person, "home": seen.home, "act": chosen, "form": form}
    return render(request, "members/act.html", context, status=status)


def _branch(access: Access, seen: Seen, text: str) -> Organisation:
    return branch_named(access, seen.person.unit_id, text, field="branch")


def _correct(access: Access, seen: Seen, form: forms.CorrectForm) -> object:
    return correcting.correct_person(
        actor=access, seen=seen, changes=form.changes(), reason=form.cleaned_data["reason"]
    )


def _move(access: Access, seen: Seen, form: PlainForm) -> object:
    given = form.cleaned_data
    branch = _branch(access, seen, given["branch"])
    return moving.move_membership(
        actor=access, seen=seen, organisation=branch, on=given["on"], reason=given["reason"]
    )


def _set_special(access: Access, seen: Seen, form: forms.SpecialForm) -> object:
    typed = form.cleaned_data["branch"]
    receiving = _branch(access, seen, typed) if typed else None
    return special.set_special(actor=access, seen=seen, given=form.circumstance(receiving))


def _add_worker(access: Access, seen: Seen, form: WorkerForm) -> object:
    organisation = organisation_named(
        access,
        seen.person.unit_id,
        form.cleaned_data["organisation_text"],
        field="organisation_text",
    )
    return workers.add_worker(
        actor=access, seen=seen, organisation=organisation, given=form.given()
    )


def _keeps(access: Access, seen: Seen) -> bool:
    return permissions.can_keep(access, seen.home)


def _arranges(access: Access, seen: Seen) -> bool:
    return bool(seen.person.standing) and permissions.can_arrange(access, seen.home)


def _moves(access: Access, seen: Seen) -> bool:
    """Whether the post reaches a branch to move to as well: it stands above this one."""
    home = seen.home
    if home is None or not _arranges(access, seen):
        return False
    above = home.path.rpartition(".")[0]
    return access.covers(home.unit_id, above, roles=permissions.STRUCTURE)


_LIST = (
    Act(
        "correct",
        "修改信息",
        "保存修改",
        "已保存修改，改动逐项留有记录。",
        forms.CorrectForm,
        _correct,
        _keeps,
        takes_person=True,
        note="只填要改的项目。人员类别在记录页的“变动人员类别”办理；移到其他党支部由上级党组织办理。",
    ),
    Act(
        "standing",
        "变动人员类别",
        "登记变动",
        "已登记变动。",
        forms.StandingForm,
        lambda access, seen, form: standing.change_standing(
            actor=access, seen=seen, **form.cleaned_data
        ),
        _arranges,
        takes_person=True,
        note="登记已经按规定办完的变动。去世、转出、出党的，组织关系同时结束。",
    ),
    Act(
        "move",
        "移到其他党支部",
        "移动",
        "已移动。",
        forms.MoveForm,
        _move,
        _moves,
        note="只用于本单位内。转到其他单位的，请由双方组织部门按规定办理，本系统还不能转接。",
    ),
    Act(
        "special",
        "登记特殊情况",
        "登记",
        "已登记。",
        forms.SpecialForm,
        _set_special,
        lambda access, seen: (
            bool(seen.person.standing)
            and (_keeps(access, seen) or permissions.can_discipline(access, seen.home))
        ),
    ),
    Act(
        "end-special",
        "结束特殊情况",
        "结束",
        "已结束。",
        forms.EndSpecialForm,
        lambda access, seen, form: special.end_special(
            actor=access, seen=seen, **form.cleaned_data
        ),
        lambda access, seen: _keeps(access, seen) or permissions.can_discipline(access, seen.home),
    ),
    Act(
        "honour",
        "登记表彰",
        "登记",
        "已登记表彰。",
        forms.HonourForm,
        lambda access, seen, form: honours.add_honour(
            actor=access, seen=seen, **form.cleaned_data
        ),
        _keeps,
    ),
    Act(
        "discipline",
        "登记处分",
        "登记",
        "已登记处分。",
        forms.DisciplineForm,
        lambda access, seen, form: honours.add_discipline(
            actor=access, seen=seen, given=form.penalty_given()
        ),
        lambda access, seen: permissions.can_discipline(access, seen.home),
        note="登记有权机关已经作出的处分决定。只有书记、组织部门和监督人员看得到。",
    ),
    Act(
        "worker",
        "登记为党务工作者",
        "登记",
        "已登记，可以在“党务工作者”里补充经历。",
        WorkerForm,
        _add_worker,
        _arranges,
    ),
    Act(
        "propose",
        "提出更正",
        "提交给支部",
        "已提交，支部审核后会答复您。",
        forms.ProposeForm,
        lambda access, seen, form: correcting.propose_correction(
            actor=access, seen=seen, **form.cleaned_data
        ),
        lambda access, seen: permissions.can_propose(access, seen.person),
    ),
)
ACTS: Final = {one.slug: one for one in _LIST}
