"""Nothing that runs with the product is under a licence that binds the product."""

import importlib.metadata
import re

import pytest

from architecture.code import ROOT

BINDING = re.compile(r"(?<!L)(A?GPL|General Public License|Affero)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public License", re.IGNORECASE)
# Used unchanged, as a library that a site can replace by its own build.
LESSER_TAKEN = {"psycopg", "psycopg-binary", "psycopg-pool"}
LOCKED = sorted(
    set(
        re.findall(
            r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE
        )
    )
)
# Locked for another system; not installed here, so not readable.
ELSEWHERE = {"colorama"}
NAMED = ("License-Expression", "License")


def _licence(name: str) -> str:
    data = importlib.metadata.metadata(name)
    given = [text[:80] for key in NAMED for text in data.get_all(key) or []]
    return " ".join([*given, *(c for c in data.get_all("Classifier") or [] if "License" in c)])


@pytest.mark.parametrize("name", [name for name in LOCKED if name not in ELSEWHERE])
def test_the_licence_of_what_runs_is_free_of_conditions_on_us(name: str) -> None:
    licence = _licence(name)
    assert licence.strip(), "no licence is named"
    if LESSER.search(licence):
        assert name in LESSER_TAKEN
        return
    assert not BINDING.search(licence)
