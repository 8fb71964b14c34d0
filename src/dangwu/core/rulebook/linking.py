"""Put packs together: names that must exist, names that must be unique, local packs that may not loosen."""

from itertools import pairwise

from dangwu.core.rulebook.binding import PackError
from dangwu.core.rulebook.records import Pack, Rule, Rulebook
from dangwu.core.rulebook.terms import Status, Strength
from dangwu.core.rulebook.tightening import loosening


def link(packs: tuple[Pack, ...]) -> Rulebook:
    """Return the packs as one rulebook.

    Raises PackError when an id stands twice, an exception names a rule that does not exist, or a
    local rule loosens a rule that the nation demands.
    """
    rules: dict[str, Rule] = {}
    for pack in packs:
        for rule in pack.rules:
            if rule.id in rules:
                raise _error(rule, f"规则编号“{rule.id}”在 {rules[rule.id].where} 已经用过。")
            rules[rule.id] = rule
    for rule in rules.values():
        for general in rule.exception_to:
            if general not in rules:
                raise _error(rule, f"“{rule.id}”写为“{general}”的例外，但没有这条规则。")
            _refuse_loosening(rule, rules[general])
    _refuse_overlaps(packs)
    return Rulebook(packs)


def _refuse_loosening(rule: Rule, general: Rule) -> None:
    """Refuse a local rule that replaces a binding rule of the nation by a weaker one."""
    if rule.instrument.status is not Status.LOCAL or general.instrument.status is Status.LOCAL:
        return
    if general.strength is not Strength.MUST:
        return
    reason = loosening(rule, general)
    if reason:
        raise _error(
            rule,
            f"地方规则“{rule.id}”放宽了《{general.instrument.title}》的规则“{general.id}”：{reason}"
            "地方规则只能收紧或补充。",
        )


def _refuse_overlaps(packs: tuple[Pack, ...]) -> None:
    """Refuse two packs of one instrument that are in force on the same day."""
    keys: dict[str, list[Pack]] = {}
    for pack in packs:
        keys.setdefault(pack.instrument.key, []).append(pack)
    for key, versions in keys.items():
        ordered = sorted(versions, key=lambda pack: pack.instrument.since)
        for older, newer in pairwise(ordered):
            until = older.instrument.until
            if until is None or until > newer.instrument.since:
                file = newer.rules[0].where.rpartition(":")[0] if newer.rules else key
                raise PackError(file, 1, f"“{key}”有两个版本在同一天有效。")


def _error(rule: Rule, reason: str) -> PackError:
    file, _, line = rule.where.rpartition(":")
    return PackError(file, int(line), reason)
