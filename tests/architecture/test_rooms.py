"""The rooms stand in the import contracts, and every check of the set-up is called."""

import tomllib

from architecture.code import ROOT, rooms

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
# Rooms without pages or acts of their own have no layers inside.
NOT_LAYERED = frozenset({"config", "core", "web", "sharding", "embedded", "populations"})


def _contract(words: str) -> dict[str, list[str]]:
    (found,) = (one for one in CONTRACTS["contracts"] if words in one["name"])
    return dict(found)


def test_every_room_has_its_place_in_the_layers() -> None:
    layers = _contract("rooms stand")["layers"]
    listed = [room.strip() for layer in layers for room in layer.split("|")]
    assert sorted(listed) == sorted(rooms())


def test_every_room_with_pages_is_layered_inside() -> None:
    inside = {name.removeprefix("dangwu.") for name in _contract("inside a room")["containers"]}
    assert inside == rooms() - NOT_LAYERED


def test_the_set_up_runs_every_check() -> None:
    text = (ROOT / "start.py").read_text("utf-8")
    tools = ("ruff", "djangofmt", "mypy", "lint-imports", "makemigrations")
    assert [tool for tool in tools if f'"{tool}"' not in text] == []
