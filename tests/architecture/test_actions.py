"""Every act is one transaction, has an actor, and leaves an entry."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from architecture.code import dotted, modules_of, name_of, shown, tree_of

RECORD = "dangwu.audit.actions.record"
# Called by pages, but no act: what it is for, and why it has no actor or no entry.
NO_ACTS = {
    "dangwu.accounts.actions.keep_large_text": "a preference of one's own screen",
    "dangwu.ballots.actions.casting.cast_envelope": "an entry would put a moment beside a vote",
    "dangwu.ballots.actions.paper.figures_of": "a check of figures, asked by the act",
    "dangwu.questionnaires.actions.answering.answer_anonymously": "the same, beside an answer",
    "dangwu.questionnaires.actions.answering.answer_openly": "the same, beside an answer",
    "dangwu.notices.actions.choosing.put_away": "one's own list; reading is never recorded",
    "dangwu.exchange.actions.is_silent": "a question, asked by the page and by the acts",
}


@dataclass(frozen=True, slots=True)
class Act:
    """A public function of an actions module."""

    name: str
    where: str
    node: ast.FunctionDef
    calls: frozenset[str]

    @property
    def has_actor(self) -> bool:
        return "actor" in {a.arg for a in (*self.node.args.args, *self.node.args.kwonlyargs)}


@cache
def functions() -> dict[str, Act]:
    """Return every function at the top of the actions modules, by dotted name."""
    return {act.name: act for path in modules_of("actions") for act in _functions(path)}


def _functions(path: Path) -> Iterator[Act]:
    tree, module = tree_of(path), name_of(path)
    known = _names(tree, module)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            called = [n.func for n in ast.walk(node) if isinstance(n, ast.Call)]
            calls = frozenset(_resolved(dotted(func), known) for func in called)
            yield Act(f"{module}.{node.name}", f"{shown(path)}:{node.lineno}", node, calls)


def _names(tree: ast.Module, module: str) -> dict[str, str]:
    names = {n.name: f"{module}.{n.name}" for n in tree.body if isinstance(n, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return names


def _resolved(call: str, known: dict[str, str]) -> str:
    head, _, rest = call.partition(".")
    return ".".join(filter(None, (known.get(head, head), rest)))


@cache
def recording() -> frozenset[str]:
    """Return the functions that record, themselves or through another of these modules."""
    found = {RECORD}
    while True:
        more = {name for name, act in functions().items() if act.calls & found} - found
        if not more:
            return frozenset(found)
        found |= more


ACTS = [
    act
    for act in functions().values()
    if act.has_actor and not act.node.name.startswith("_") and act.name not in {RECORD, *NO_ACTS}
]


def _called_by_views() -> Iterator[tuple[str, str]]:
    """Yield where a view calls something of an actions module, and its dotted name there."""
    moved = {
        f"{name_of(path)}.{name}": target
        for path in modules_of("actions")
        for name, target in _names(tree_of(path), name_of(path)).items()
    }
    for path in modules_of("views"):
        known = _names(tree_of(path), name_of(path))
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                called = _resolved(dotted(node.func), known)
                if ".actions." in called:
                    yield f"{shown(path)}:{node.lineno}", moved.get(called, called)


def test_the_rooms_have_acts() -> None:
    assert {act.name.split(".")[1] for act in ACTS} >= {"accounts", "activities", "members"}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name)
def test_an_act_is_atomic_named_and_recorded(act: Act) -> None:
    assert not act.node.args.args, f"{act.where}: keyword-only"
    assert not act.node.args.posonlyargs, f"{act.where}: keyword-only"
    decorators = {dotted(d) for d in act.node.decorator_list}
    assert decorators & {"transaction.atomic", "atomic"}, f"{act.where}: one transaction"
    assert act.name in recording(), f"{act.where}: calls record()"


def test_pages_change_things_by_acts_only() -> None:
    acts = {act.name for act in ACTS}
    # A class is a value that is handed to the act.
    called = [one for one in _called_by_views() if one[1].rpartition(".")[2].islower()]
    assert len(called) > 20
    assert not [one for one in called if one[1] not in acts and one[1] not in NO_ACTS]


def test_the_list_of_no_acts_is_true() -> None:
    assert set(NO_ACTS) <= set(functions())
