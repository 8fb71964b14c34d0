"""A pack is read whole or refused with file, line and reason."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.loader import PackError, check_pack, load_pack, load_rulebook

HEAD = """\
instrument:
  key: T1
  title: 测试规定
  issued_by: 测试
  since: 2020-01-01
  until: 2030-01-01
  status: current
  regimes: [civil]
  source: 测试
articles:
  - {number: "1", paraphrase: 第一条}
  - {number: "2", paraphrase: 第二条, status: disputed, dispute: 原文不一致，按第一条处理。}
rules:
"""
RULE = "  - {id: T1-1-a, article: '1', paraphrase: 过半数通过, shape: threshold, strength: must"
PASS = 'params: {base: should_attend, fraction: 1/2, op: ">"}'


def pack_of(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


def rule(extra: str = "", params: str = PASS) -> str:
    return f"{RULE}, {params}{', ' if extra else ''}{extra}}}"


def test_load_pack_reads_typed_values() -> None:
    pack = load_pack(pack_of(rule("scope: {bodies: [assembly]}, since: 2021-01-01")), "t.yaml")

    (found,) = pack.rules
    assert found.shape == shapes.Threshold("should_attend", Fraction(1, 2), ">")
    assert found.scope.regimes == {"civil"}
    assert (found.since, found.until) == (date(2021, 1, 1), date(2030, 1, 1))
    assert found.where == "t.yaml:14"
    assert found.blocks


def test_load_pack_keeps_money_exact() -> None:
    params = "params: {classes: [farmer], tiers: [{rate: 0.005, up_to: 3000}, {rate: '0.01'}]}"
    text = pack_of(
        f"  - {{id: x, article: '1', paraphrase: 比例, shape: slab, strength: must, {params}}}"
    )

    (found,) = load_pack(text, "t.yaml").rules

    assert found.shape == shapes.Slab(
        ("farmer",),
        (shapes.Tier(Decimal("0.005"), Decimal(3000)), shapes.Tier(Decimal("0.01"))),
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (rule("colour: red"), "不认识的键"),
        (rule("id: T1-1-b"), "写了两次"),
        (rule("until: 2031-01-01"), "超出了文件的有效期"),
        (rule("since: 2029-01-01, until: 2028-01-01"), "until"),
        (rule("since: soon"), "日期"),
        (rule("scope: {bodies: [parliament]}"), "不在词表之内"),
        (rule("scope: {regimes: [fire-2011]}"), "超出了文件的 regimes"),
        (rule("status: disputed"), "dispute"),
        (rule("exception_to: [T1-1-a]"), "自己的例外"),
        (rule("confidence: X"), "不在可用的值之内"),
        (rule("override: {allowed: maybe}"), "true 或 false"),
        (rule("evidence: 签到表"), "列表"),
        (rule("evidence: [yes]"), "加引号"),
        (rule(params="params: {base: moon, fraction: 1/2, op: '>'}"), "不在可用的值之内"),
        (rule(params="params: {base: present, fraction: half, op: '>'}"), "准确的数"),
        (rule(params="params: {base: present, fraction: 3/2, op: '>'}"), "0 与 1 之间"),
        (rule(params="params: {base: present, op: '>'}"), "缺少：fraction"),
        (rule(params="params: [present]"), "映射"),
        (RULE.replace("'1'", "'9'") + f", {PASS}}}", "没有第 9 条"),
        (RULE.replace("threshold", "miracle") + f", {PASS}}}", "形状"),
        (RULE + "}", "缺少 params"),
        (RULE.replace("过半数通过", "''") + f", {PASS}}}", "不能为空"),
        (RULE.replace("T1-1-a", "''") + f", {PASS}}}", "id 不能为空"),
    ],
)
def test_load_pack_refuses_a_broken_rule_with_its_line(line: str, reason: str) -> None:
    with pytest.raises(PackError, match=reason) as refusal:
        load_pack(pack_of(line), "t.yaml")

    assert (refusal.value.file, refusal.value.line) == ("t.yaml", 14)


def test_load_pack_refuses_an_id_used_twice() -> None:
    with pytest.raises(PackError, match="写了两次") as refusal:
        load_pack(pack_of(rule(), rule()), "t.yaml")

    assert refusal.value.line == 15


@pytest.mark.parametrize(
    ("shape", "params", "reason"),
    [
        ("slab", "{classes: [farmer], tiers: [{rate: '0.01', up_to: '5'}]}", "最后一档"),
        (
            "slab",
            "{classes: [farmer], tiers: [{rate: '1', up_to: '5'}, {rate: '1', up_to: '5'}, {rate: '2'}]}",
            "从低到高",
        ),
        ("persons", "{role: mentors, min: 2, max: 1}", "不能大于"),
        ("segregation", "{roles: [会计]}", "应有 2 项"),
        (
            "procedure",
            "{name: p, steps: [{id: a, no: 1, title: 甲, stage: 一, article: '1', after: [b]}]}",
            "不是本程序的步骤",
        ),
        (
            "procedure",
            (
                "{name: p, steps: [{id: a, no: 1, title: 甲, stage: 一, article: '1', after: [b]},"
                " {id: b, no: 2, title: 乙, stage: 一, article: '1', after: [a]}]}"
            ),
            "成环",
        ),
        ("procedure", "{name: p, steps: []}", "没有步骤"),
        ("cadence", "{kinds: [assembly], months: 0, times: 1}", "months"),
        ("cadence", "{kinds: [assembly], months: 5, times: 1}", "12 的倍数"),
        ("cadence", "{kinds: [], months: 1, times: 1}", "至少写一项"),
        ("cadence", "{kinds: [assembly], months: 1, times: 0}", "times"),
        ("cadence", "{kinds: [assembly], months: 12, times: 1, quarter: 0}", "quarter"),
        ("coverage", "{kinds: [training], over: members, months: -1}", "months"),
        ("term", "{years: 0}", "years"),
        ("cap", "{amount: '-1'}", "amount"),
        ("limit", "{of: members, max: -1}", "max"),
        ("deadline", f"{{step: a, after: b, n: {'9' * 400}, unit: day}}", "n 应在"),
    ],
)
def test_load_pack_refuses_values_that_cannot_be(shape: str, params: str, reason: str) -> None:
    line = f"  - {{id: x, article: '1', paraphrase: 甲, shape: {shape}, strength: must, params: {params}}}"

    with pytest.raises(PackError, match=reason):
        load_pack(pack_of(line), "t.yaml")


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("\0", 1), ("a: [", 2), ("- 1", 1), (HEAD.replace("2030-01-01", "2019-01-01"), 2)],
)
def test_load_pack_refuses_a_broken_file(text: str, line: int) -> None:
    with pytest.raises(PackError) as refusal:
        load_pack(text, "t.yaml")

    assert refusal.value.line == line


def test_check_pack_lists_every_broken_rule() -> None:
    text = pack_of(rule("colour: red"), rule("scope: {bodies: [moon]}"))

    assert [error.line for error in check_pack(text, "t.yaml")] == [14, 15]


def test_load_rulebook_reads_every_built_in_pack_once() -> None:
    rulebook = load_rulebook()

    assert load_rulebook() is rulebook
    assert {"ZB2018", "XJ2020", "XZ14", "XZ26", "DF08", "XF2011"} <= {
        pack.instrument.key for pack in rulebook.packs
    }


LOCAL = """\
instrument:
  {{key: L1, title: 县规定, issued_by: 县委, since: 2020-01-01, until: null, status: local,
   regimes: [civil], source: 县}}
articles:
  - {{number: "1", paraphrase: 第一条}}
rules:
  - id: L1-1
    article: "1"
    paraphrase: 本县的规定
    shape: {shape}
    strength: {strength}
    params: {params}
    exception_to: [{general}]
"""


def local_pack(shape: str, params: str, general: str, strength: str = "must") -> tuple[str, str]:
    text = LOCAL.format(shape=shape, params=params, general=general, strength=strength)
    return "local.yaml", text


@pytest.mark.parametrize(
    ("shape", "params", "general"),
    [
        ("quorum", '{base: should_attend, fraction: 2/3, op: ">="}', "ZB2018-11-quorum"),
        ("quorum", '{base: should_attend, fraction: 1/2, op: ">"}', "ZB2018-11-quorum"),
        ("flat", '{classes: [farmer], low: "0.50", high: "0.50"}', "DF08-6-farmer"),
        ("cadence", "{kinds: [theme_day], months: 1, times: 2}", "ZB2018-16-theme-day"),
        ("deadline", "{step: talk, after: apply, n: 0, unit: month}", "XZ26-7-talk"),
        ("cadence", "{kinds: [assembly], months: 12, times: 1}", "ZB2018-11-assembly"),
    ],
)
def test_a_local_pack_may_tighten_fill_or_differ_from_what_is_only_usual(
    shape: str, params: str, general: str
) -> None:
    rulebook = load_rulebook([local_pack(shape, params, general)])

    assert "L1-1" in {rule.id for rule in rulebook.rules()}


@pytest.mark.parametrize(
    ("shape", "params", "general", "strength"),
    [
        ("threshold", '{base: should_attend, fraction: 1/3, op: ">"}', "ZB2018-11-pass", "must"),
        ("threshold", '{base: should_attend, fraction: 1/2, op: ">="}', "ZB2018-11-pass", "must"),
        ("threshold", '{base: present, fraction: 1/2, op: ">"}', "ZB2018-11-pass", "must"),
        ("threshold", '{base: should_attend, fraction: 1/2, op: ">"}', "ZB2018-11-pass", "may"),
        ("deadline", "{step: talk, after: apply, n: 2, unit: month}", "XZ26-7-talk", "must"),
        ("cadence", "{kinds: [theme_day], months: 3, times: 1}", "ZB2018-16-theme-day", "must"),
        ("flat", '{classes: [farmer], low: "0.10", high: "0.10"}', "DF08-6-farmer", "must"),
        ("method", "{allowed: [secret, hands]}", "XJ2020-25-secret", "must"),
        ("agenda", "{special_allows: true}", "ZB2018-11-pass", "must"),
    ],
)
def test_a_local_pack_that_loosens_is_refused_with_both_rules(
    shape: str, params: str, general: str, strength: str
) -> None:
    file = local_pack(shape, params, general, strength)

    with pytest.raises(PackError) as refusal:
        load_rulebook([file])

    assert (refusal.value.file, refusal.value.line) == ("local.yaml", 7)
    assert "L1-1" in refusal.value.reason
    assert general in refusal.value.reason


def test_an_exception_to_a_rule_that_does_not_exist_is_refused() -> None:
    file = local_pack("agenda", "{special_allows: true}", "ZB2018-99")

    with pytest.raises(PackError, match="没有这条规则"):
        load_rulebook([file])


def test_two_versions_of_one_instrument_in_force_on_one_day_are_refused() -> None:
    file = "zb.yaml", pack_of(rule()).replace("key: T1", "key: ZB2018")

    with pytest.raises(PackError, match="两个版本"):
        load_rulebook([file])
