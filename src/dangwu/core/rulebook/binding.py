"""Read YAML nodes into typed values; every refusal knows its line.

Nodes are read instead of plain values because only nodes know their line, and because the text of
a number is exact there: no float is ever made.
"""

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import (
    Any,
    Final,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

import yaml

from dangwu.core.errors import InputError

T = TypeVar("T")
Hint: TypeAlias = Any  # what typing gives for a field: a class, a Literal, a union, a tuple
Bound: TypeAlias = Any  # the value that a hint describes
TAG: Final = "tag:yaml.org,2002:"
Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOT_YAML: Final = "不是有效的 YAML，请检查这一行的缩进、冒号、引号和括号"
NAMES: Final = {str: "文字", int: "整数", bool: "true 或 false", date: "日期（如 2018-10-28）"}


class PackError(InputError):
    """A pack that cannot be used: where it is wrong, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}", reason)
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a file with the dotted path that leads to it."""

    file: str
    node: yaml.Node
    path: str = ""

    @property
    def line(self) -> int:
        """The line of the node, counted from 1."""
        return int(self.node.start_mark.line) + 1

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file}:{self.line}"

    def at(self, node: yaml.Node, key: str) -> "Spot":
        """Return the spot of a node inside this one."""
        return Spot(self.file, node, f"{self.path}.{key}" if self.path else key)

    def error(self, reason: str) -> PackError:
        """Return the refusal of this spot, to be raised."""
        return PackError(self.file, self.line, f"{self.path}：{reason}" if self.path else reason)


def compose(text: str, file: str) -> Spot:
    """Return the root of a YAML text.

    Raises PackError when the text is not one YAML document.
    """
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise PackError(file, line, f"{NOT_YAML}（{error.problem}）。") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise PackError(file, 1, f"{NOT_YAML}（{' '.join(str(error).split())}）。") from error
    if node is None:
        raise PackError(file, 1, "文件是空的。")
    return Spot(file, node)


def mapping(spot: Spot, required: frozenset[str], optional: frozenset[str]) -> dict[str, Spot]:
    """Return the entries of a mapping; unknown, repeated and missing keys are refused."""
    if not isinstance(spot.node, yaml.MappingNode):
        raise spot.error("这里应是“键: 值”的映射。")
    found: dict[str, Spot] = {}
    for key_node, value_node in spot.node.value:
        key = str(key_node.value)
        inner = spot.at(value_node, key)
        if key not in required | optional:
            allowed = "、".join(sorted(required | optional))
            raise spot.at(key_node, key).error(f"不认识的键。可用：{allowed}。")
        if key in found:
            raise inner.error("同一个键写了两次。")
        found[key] = inner
    if missing := sorted(required - found.keys()):
        raise spot.error(f"缺少：{'、'.join(missing)}。")
    return found


def items(spot: Spot) -> Iterator[Spot]:
    """Yield the entries of a list."""
    if not isinstance(spot.node, yaml.SequenceNode):
        raise spot.error("这里应是列表（[…] 或 - …）。")
    for index, node in enumerate(spot.node.value):
        yield Spot(spot.file, node, f"{spot.path}[{index}]")


@cache
def hints_of(cls: Hint) -> Mapping[str, Hint]:
    """Return the resolved types of a dataclass's fields."""
    return get_type_hints(cls)


def bind_dataclass(spot: Spot, cls: type[T]) -> T:
    """Return a value of `cls` from a mapping of its fields."""
    wanted = fields(cls)  # type: ignore[arg-type]  # every shape is a dataclass
    required = frozenset(
        f.name for f in wanted if f.default is MISSING and f.default_factory is MISSING
    )
    found = mapping(spot, required, frozenset(f.name for f in wanted) - required)
    hints = hints_of(cast("Hint", cls))
    return cls(**{name: bind(inner, hints[name]) for name, inner in found.items()})


def bind(spot: Spot, hint: Hint) -> Bound:
    """Return the node as a value of the type; what does not fit is refused with its line."""
    origin: object = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _optional(spot, hint)
    if origin is Literal:
        return choice(spot, get_args(hint))
    if origin is tuple:
        return _tuple(spot, get_args(hint))
    if origin is frozenset:
        return frozenset(bind(inner, get_args(hint)[0]) for inner in items(spot))
    if is_dataclass(hint) and isinstance(hint, type):
        return bind_dataclass(spot, hint)
    return _scalar(spot, hint)


def choice(spot: Spot, allowed: tuple[str, ...]) -> str:
    """Return the text of a node that must be one of a closed list."""
    text = _text(spot)
    if text not in allowed:
        raise spot.error(
            f"“{text}”不在可用的值之内：{'、'.join(v or '（空）' for v in allowed)}。"
        )
    return text


def _optional(spot: Spot, hint: Hint) -> Bound:
    if spot.node.tag == f"{TAG}null":
        return None
    inner = [arg for arg in get_args(hint) if arg is not type(None)]
    return bind(spot, inner[0])


def _tuple(spot: Spot, args: tuple[Hint, ...]) -> tuple[Bound, ...]:
    if args[1:] == (...,):
        return tuple(bind(inner, args[0]) for inner in items(spot))
    inner_spots = list(items(spot))
    if len(inner_spots) != len(args):
        raise spot.error(f"这里应有 {len(args)} 项，写了 {len(inner_spots)} 项。")
    return tuple(bind(inner, arg) for inner, arg in zip(inner_spots, args, strict=True))


def _scalar(spot: Spot, hint: Hint) -> Bound:
    if not isinstance(spot.node, yaml.ScalarNode):
        raise spot.error("这里应是一个值，不是列表或映射。")
    if hint is str:
        return _text(spot)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(choice(spot, tuple(member.value for member in hint)))
    if hint in (Fraction, Decimal):
        return _exact(spot, hint)
    return _typed(spot, hint)


def _typed(spot: Spot, hint: Hint) -> Bound:
    text, tag = str(spot.node.value), spot.node.tag.removeprefix(TAG)
    try:
        if hint is int and tag == "int":
            return int(text)
        if hint is bool and tag == "bool":
            return text.lower() in {"true", "yes", "on"}
        if hint is date and tag == "timestamp":
            return date.fromisoformat(text)
    except ValueError as error:
        raise spot.error(f"“{text}”不是{NAMES.get(hint, hint)}。") from error
    raise spot.error(f"这里应是{NAMES.get(hint, hint)}，写的是“{text}”。")


def _text(spot: Spot) -> str:
    if not isinstance(spot.node, yaml.ScalarNode):
        raise spot.error("这里应是文字，不是列表或映射。")
    text, tag = str(spot.node.value), spot.node.tag.removeprefix(TAG)
    if tag in {"str", "int", "value"}:
        return text
    raise spot.error(f"“{text}”会被 YAML 读成 {tag}，请加引号写成文字。")


def _exact(spot: Spot, hint: type[Fraction] | type[Decimal]) -> Fraction | Decimal:
    text = str(spot.node.value)
    try:
        value = hint(text)
    except (ValueError, ArithmeticError, InvalidOperation) as error:
        example = "4/5" if hint is Fraction else "0.50"
        raise spot.error(f"“{text}”不是准确的数，应写成 {example} 这样。") from error
    if isinstance(value, Decimal) and not value.is_finite():
        raise spot.error(f"“{text}”不是准确的数。")
    return value
