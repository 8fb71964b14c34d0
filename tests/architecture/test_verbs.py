"""The page of the record names every act in Chinese."""

import ast
import re
from pathlib import Path

import pytest

from architecture.code import modules, rooms, shown, tree_of
from dangwu.audit.verbs import VERBS
from dangwu.audit.words import FACTS

VERB = re.compile(rf"(?:{'|'.join(sorted(rooms()))})\.[a-z_]+")

# Names of the worker's jobs stand beside the acts that begin them.
JOBS = frozenset({"exchange.look_into_roster", "exchange.check_roster"})


def _records(path: Path) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "record"
    ]


def _verbs(path: Path) -> set[str]:
    """Return the verbs written in a module that records: room and act, as one literal."""
    literals = (n.value for n in ast.walk(tree_of(path)) if isinstance(n, ast.Constant))
    return {word for word in literals if isinstance(word, str) and VERB.fullmatch(word)} - JOBS


# What record() itself asks for.
GIVEN = frozenset({"actor", "verb", "target", "organisation_id"})
RECORDERS = [path for path in modules() if "audit" not in path.parts and _records(path)]
RECORDED = sorted(set().union(*(_verbs(path) for path in RECORDERS)))


@pytest.mark.parametrize("path", RECORDERS, ids=shown)
def test_verbs_are_written_out_where_they_are_recorded(path: Path) -> None:
    assert _verbs(path), "a verb put together from parts cannot be looked up"
    for call in _records(path):
        given = [k.value for k in call.keywords if k.arg == "verb"]
        assert len(given) == 1, f"{shown(path)}:{call.lineno}"
        assert isinstance(given[0], ast.Constant | ast.IfExp | ast.Name)


@pytest.mark.parametrize("verb", RECORDED)
def test_a_verb_has_its_word(verb: str) -> None:
    assert VERBS.get(verb)


@pytest.mark.parametrize("path", RECORDERS, ids=shown)
def test_a_fact_has_its_word(path: Path) -> None:
    named = {k.arg for call in _records(path) for k in call.keywords if k.arg} - GIVEN
    assert {name for name in named if name.isascii()} <= FACTS.keys()


def test_every_word_is_used() -> None:
    assert sorted(VERBS) == RECORDED
