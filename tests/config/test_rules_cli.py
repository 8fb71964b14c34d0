"""`dangwu rules` on the command line: JSON in, JSON out, exit codes."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dangwu.config.cli import main

Run = Callable[..., tuple[int, str, str]]

BROKEN = """\
instrument: {key: T1, title: 测试, issued_by: 测试, since: 2020-01-01, until: null, status: local,
             regimes: [civil], source: 测试}
articles:
  - {number: "1", paraphrase: 第一条}
rules:
  - {id: T1-1, article: "2", paraphrase: 甲, shape: entry, strength: must}
"""


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str, given: object = None) -> tuple[int, str, str]:
        text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        stream = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stream)
        code = main(["rules", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


MEETING = {
    "on": "2026-11-21",
    "regime": "civil",
    "organisation": {"kind": "branch", "category": "organ"},
    "body": "assembly",
    "subject": "admission",
    "method": "secret",
    "count": {
        "should_attend": 20,
        "present": 11,
        "yes": 6,
        "no": 4,
        "abstain": 1,
        "written_yes": 0,
    },
}


def test_decide_answers_the_contracts_example(run: Run) -> None:
    code, out, err = run("decide", "-", given=MEETING)

    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["valid"], answer["passed"]) == (True, False)
    assert "赞成6票" in out


def test_decide_reads_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "meeting.json"
    file.write_text("\ufeff" + json.dumps(MEETING), "utf-8")

    code, out, _ = run("decide", str(file))

    assert code == 0
    assert json.loads(out)["passed"] is False


@pytest.mark.parametrize(
    ("command", "given", "amount"),
    [
        ("dues", '{"on": "2026-11-21", "class": "monthly_wage", "base": 3000.01}', "30.00"),
        ("dues", '{"on": "2026-11-21", "class": "monthly_wage", "base": "3000"}', "15.00"),
    ],
)
def test_dues_takes_exact_numbers(run: Run, command: str, given: str, amount: str) -> None:
    code, out, _ = run(command, "-", given=given)

    assert code == 0
    assert json.loads(out)["amount"] == amount


@pytest.mark.parametrize("command", ["elect", "structure", "case"])
def test_the_other_judging_commands_answer(run: Run, command: str) -> None:
    facts: dict[str, object] = {"on": "2026-11-21"}
    if command == "case":
        facts |= {"procedure": "admission", "facts": {}, "events": []}

    code, out, _ = run(command, "-", given=facts)

    assert code == 0
    assert "findings" in json.loads(out)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({**MEETING, "subject": "weather"}, "subject"),
        ({**MEETING, "count": {"yes": 1.5}}, "count.yes"),
        ({**MEETING, "count": {"yes": -1}}, "count.yes"),
        ("{", "JSON"),
        ('{"count": NaN}', "NaN"),
        ("[]", "input"),
        ("[" * 100000, "JSON"),
        ("", "JSON"),
        ('{"count": {"yes": ' + "9" * 5000 + "}}", "input"),
        ({**MEETING, "x" * 5000: 1}, "没有这个字段"),
        ({**MEETING, "subject": "x" * 5000}, "subject"),
        ({**MEETING, "emergency": {"a": ["x"] * 500}}, "emergency"),
    ],
)
def test_wrong_input_exits_2_with_one_line_that_names_the_field(
    run: Run, given: object, named: str
) -> None:
    code, out, err = run("decide", "-", given=given)

    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
    assert len(err) < 300


@pytest.mark.parametrize("base", ["1e400", "10000000000000", "９９９９９９９９９９９９９９９"])
def test_an_amount_beyond_all_money_is_refused(run: Run, base: str) -> None:
    code, _, err = run(
        "dues", "-", given={"on": "2026-11-21", "class": "monthly_wage", "base": base}
    )

    assert code == 2
    assert err.startswith("base：金额太大")


def test_a_wrong_value_is_repeated_as_it_was_written(run: Run) -> None:
    _, _, number = run("decide", "-", given={"count": {"yes": 1.50}})
    _, _, text = run("decide", "-", given={"on": "明天"})

    assert number == "count.yes：应为不小于 0 的整数，给出的是 1.5。\n"
    assert text == 'on：应为日期（如 2026-11-21），给出的是 "明天"。\n'


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["decide", "{none}"], "input"),
        (["decide", "{folder}"], "input"),
        (["decide", "{foreign}"], "input"),
        (["--pack", "{none}", "list"], "--pack"),
        (["--pack", "{folder}", "list"], "--pack"),
        (["--pack", "{foreign}", "list"], "--pack"),
        (["--pack", "{broken}", "list"], "broken.yaml:6"),
        (["check", "{none}"], "FILE"),
        (["check", "{folder}"], "FILE"),
        (["check", "{foreign}"], "FILE"),
    ],
)
def test_a_file_that_cannot_be_used_exits_2_with_one_chinese_line(
    run: Run, tmp_path: Path, arguments: list[str], field: str
) -> None:
    (tmp_path / "foreign.yaml").write_bytes("规则".encode("gbk"))
    (tmp_path / "broken.yaml").write_text(BROKEN, "utf-8")
    places = {
        "none": str(tmp_path / "none.json"),
        "folder": str(tmp_path),
        "foreign": str(tmp_path / "foreign.yaml"),
        "broken": str(tmp_path / "broken.yaml"),
    }

    code, out, err = run(*(word.format(**places) for word in arguments))

    assert (code, out) == (2, "")
    assert err.startswith(f"{field}：")
    assert err.count("\n") == 1
    assert "No such file" not in err


def test_list_gives_the_packs_in_force_on_a_day(run: Run) -> None:
    _, before, _ = run("list", "--on", "2026-05-10")
    _, after, _ = run("list", "--on", "2026-05-11")
    _, everything, _ = run("list", "--all")

    def keys(text: str) -> set[str]:
        return {pack["instrument"] for pack in json.loads(text)}

    assert "XZ14" in keys(before)
    assert "XZ26" not in keys(before)
    assert "XZ26" in keys(after)
    assert "XZ14" not in keys(after)
    assert {"XZ14", "XZ26", "XF2011"} <= keys(everything)


def test_show_gives_one_rule_with_its_source(run: Run) -> None:
    code, out, _ = run("show", "zb2018-11-pass")

    rule = json.loads(out)
    assert code == 0
    assert rule["citation"] == "《中国共产党支部工作条例（试行）》第11条"
    assert rule["params"] == {
        "base": "should_attend",
        "fraction": "1/2",
        "op": ">",
        "written": False,
    }


def test_show_gives_the_articles_of_an_instrument(run: Run) -> None:
    _, out, _ = run("show", "XF2011")

    assert [article["number"] for article in json.loads(out)["articles"]] == [
        str(number) for number in range(1, 50)
    ]


def test_show_offers_near_names(run: Run) -> None:
    code, _, err = run("show", "ZB2018-11-pas")

    assert code == 2
    assert "ZB2018-11-pass" in err


def test_diff_lays_the_two_versions_of_admission_side_by_side(run: Run) -> None:
    code, out, _ = run("diff", "XZ14@2014-05-28", "XZ26@2026-05-11")

    answer = json.loads(out)
    assert code == 0
    assert (answer["old"]["instrument"], answer["new"]["instrument"]) == ("XZ14", "XZ26")
    assert len(answer["steps"]) == 25
    publish = next(step for step in answer["steps"] if step["id"] == "agree_and_publish")
    assert publish["changes"]
    assert any(pair["old"] is None for pair in answer["rules"])


def test_diff_finds_a_version_by_the_name_of_the_procedure(run: Run) -> None:
    _, out, _ = run("diff", "admission@2020-01-01", "admission@2026-11-21")

    answer = json.loads(out)
    assert (answer["old"]["instrument"], answer["new"]["instrument"]) == ("XZ14", "XZ26")


@pytest.mark.parametrize("name", ["NONE@2020-01-01", "XZ26@soon", "ZB2018@2001-01-01"])
def test_diff_refuses_a_version_that_does_not_exist(run: Run, name: str) -> None:
    code, _, err = run("diff", name, "XZ26@2026-05-11")

    assert code == 2
    assert name.partition("@")[0] in err


def test_check_passes_the_built_in_packs(run: Run) -> None:
    code, out, err = run("check")

    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["ok"] is True
    assert answer["rules"] > 100


def test_check_refuses_a_broken_pack_with_file_line_and_reason(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    file.write_text(BROKEN, "utf-8")

    code, out, err = run("check", str(file))

    assert code == 2
    assert json.loads(out)["errors"] == [
        {"file": str(file), "line": 6, "reason": "rules[0].article：articles 里没有第 2 条。"}
    ]
    assert f"{file}:6" in err


def test_check_holds_a_local_pack_against_the_built_in_ones(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    loose = BROKEN.replace('article: "2"', 'article: "1"').replace(
        "shape: entry",
        'shape: threshold, params: {base: should_attend, fraction: 1/3, op: ">"},'
        " exception_to: [ZB2018-11-pass]",
    )
    file.write_text(loose, "utf-8")

    code, out, _ = run("check", str(file))

    assert code == 2
    assert "ZB2018-11-pass" in json.loads(out)["errors"][0]["reason"]


def test_a_local_pack_changes_the_verdict(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "county.yaml"
    tight = BROKEN.replace('article: "2"', 'article: "1"').replace(
        "shape: entry",
        'shape: flat, params: {classes: [farmer], low: "0.50", high: "0.50"},'
        " scope: {classes: [farmer]}, exception_to: [DF08-6-farmer]",
    )
    file.write_text(tight, "utf-8")

    _, out, _ = run(
        "--pack", str(file), "dues", "-", given={"on": "2026-11-21", "class": "farmer"}
    )

    assert json.loads(out)["amount"] == "0.50"
