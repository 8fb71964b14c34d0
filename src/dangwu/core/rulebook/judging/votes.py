"""Meetings, votes and elections: what each shape says of facts."""

from fractions import Fraction

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.days import later, working_days
from dangwu.core.rulebook.facts import Facts, day, days, flag, number, word, words
from dangwu.core.rulebook.findings import Judgement
from dangwu.core.rulebook.terms import METHODS, SUBJECTS, Outcome
from dangwu.core.rulebook.words import COMPARE, demand, label, labels, span, voters
from dangwu.core.tally.shares import compare, min_needed

UNKNOWN = Outcome.UNKNOWN
HOURS = {"hour": 1, "day": 24}


def verdict(holds: bool | None) -> Outcome:  # noqa: FBT001  # the one thing it turns into words
    """Return met or breached; unknown where it could not be told."""
    if holds is None:
        return UNKNOWN
    return Outcome.MET if holds else Outcome.BREACHED


def quorum(shape: shapes.Quorum, facts: Facts) -> Judgement:
    """Persons present against the base."""
    base, present = number(facts, shape.base), number(facts, "present")
    electing = word(facts, "subject") == "election"
    name = voters(word(facts, "body"), shape.base, electing=electing)
    if base is None:
        clause = f"到会人数须{demand(name, shape.fraction, shape.op)}，未填写{name}人数"
        return Judgement(UNKNOWN, None, present, clause)
    needed = min_needed(base, shape.fraction, shape.op)
    asked = f"需要{demand(f'{name}{base}人', shape.fraction, shape.op)}即至少{needed}人"
    if present is None:
        return Judgement(UNKNOWN, needed, None, f"未填写实到人数，{asked}")
    holds = compare(present, shape.op, base * shape.fraction)
    ending = "符合到会人数要求" if holds else "到会人数不足"
    return Judgement(verdict(holds), needed, present, f"实到{present}人，{asked}", ending)


def threshold(shape: shapes.Threshold, facts: Facts) -> Judgement:
    """Votes in favour against the base, written opinions with them where they count."""
    base, yes = number(facts, shape.base), number(facts, "yes")
    written = number(facts, "written_yes") if shape.written else 0
    name = voters(word(facts, "body"), shape.base)
    if base is None:
        clause = f"赞成票须{demand(name, shape.fraction, shape.op)}，未填写{name}人数"
        return Judgement(UNKNOWN, None, yes, clause)
    needed = min_needed(base, shape.fraction, shape.op)
    asked = f"需要{demand(f'{name}{base}人', shape.fraction, shape.op)}即至少{needed}票"
    if yes is None:
        return Judgement(UNKNOWN, needed, None, f"未填写赞成票数，{asked}")
    total = yes + (written or 0)
    holds = compare(total, shape.op, base * shape.fraction)
    note = f"（含书面意见{written}票）" if written else ""
    if not holds and written is None:
        clause = f"赞成{yes}票，未填写书面意见赞成票数，{asked}"
        return Judgement(UNKNOWN, needed, total, clause)
    who = word(facts, "name")
    clause = f"{f'{who}得' if who else ''}赞成{total}票{note}，{asked}"
    return Judgement(verdict(holds), needed, total, clause, "通过" if holds else "未通过")


def method(shape: shapes.Method, facts: Facts) -> Judgement:
    """The way of voting is one that the subject allows."""
    used = word(facts, "method")
    subject = word(facts, "subject")
    matter = f"{label(subject, SUBJECTS)}的" if subject else ""
    asked = f"{matter}表决方式应为{'或'.join(METHODS[name] for name in shape.allowed)}"
    if used is None:
        return Judgement(UNKNOWN, shape.allowed, None, f"未填写表决方式，{asked}")
    holds = used in shape.allowed
    clause = f"表决方式为{METHODS.get(used, used)}，{asked}"
    return Judgement(verdict(holds), shape.allowed, used, clause)


def convener(shape: shapes.Convener, facts: Facts) -> Judgement:
    """One of the posts is present, or an emergency lifts it."""
    here = {post: flag(facts, f"{post}_present") for post in shape.any_of}
    names = "、".join(label(post) for post in shape.any_of)
    asked = f"{names}至少一人到会方可开会"
    if shape.emergency_allows:
        asked += "，紧急情况可指定专人召集"
    if any(here.values()):
        present = tuple(label(post) for post, is_here in here.items() if is_here)
        return Judgement(Outcome.MET, shape.any_of, present, f"{'、'.join(present)}到会，{asked}")
    emergency = flag(facts, "emergency") if shape.emergency_allows else False
    if emergency:
        return Judgement(Outcome.MET, shape.any_of, (), f"{names}均未到会，属紧急情况，{asked}")
    if None in here.values() or emergency is None:
        return Judgement(UNKNOWN, shape.any_of, None, f"未填写{names}是否到会，{asked}")
    return Judgement(Outcome.BREACHED, shape.any_of, (), f"{names}均未到会，{asked}")


def agenda(shape: shapes.Agenda, facts: Facts) -> Judgement:
    """Nothing was added after the notice, or a special case lifts it."""
    added = flag(facts, "added_after_notice")
    if added is None:
        return Judgement(UNKNOWN, None, None, "未填写通知后是否增加议题，会议不得临时动议")
    if not added:
        return Judgement(Outcome.MET, None, None, "通知后未增加议题，会议不得临时动议")
    special, emergency = flag(facts, "special"), flag(facts, "emergency")
    if shape.special_allows and (special or emergency):
        clause = "通知后增加了议题，属特殊情况，会议一般不得临时动议"
        return Judgement(Outcome.MET, None, None, clause)
    clause = "通知后增加了议题，会议不得临时动议"
    if shape.special_allows and special is None and emergency is None:
        return Judgement(UNKNOWN, None, None, f"{clause}，未填写是否属特殊情况")
    return Judgement(Outcome.BREACHED, None, None, clause)


def lead_time(shape: shapes.LeadTime, facts: Facts) -> Judgement:
    """So long between the anchor and the event."""
    asked = f"需要至少提前{span(shape.n, shape.unit)}"
    anchor, event = day(facts, "anchor_on"), day(facts, "event_on")
    hours = number(facts, "notice_hours") if shape.unit in HOURS else None
    if hours is not None:
        needed = shape.n * HOURS[shape.unit]
        clause = f"提前{hours}小时，{asked}"
        return Judgement(verdict(hours >= needed), needed, hours, clause)
    if anchor is None or event is None:
        return Judgement(UNKNOWN, shape.n, None, f"未填写提前的时间，{asked}")
    off = days(facts, "holidays"), days(facts, "workdays")
    unit = "day" if shape.unit == "hour" else shape.unit
    n = -(-shape.n // 24) if shape.unit == "hour" else shape.n
    holds = later(anchor, n, unit, *off) <= event
    has: int | str = event.isoformat()
    if unit == "day":
        has = (event - anchor).days
    elif unit == "working_day":
        has = working_days(anchor, event, *off) - 1
    clause = f"{anchor}至{event}，{asked}"
    return Judgement(verdict(holds), shape.n, has, clause)


def decision_unit(shape: shapes.DecisionUnit, facts: Facts) -> Judgement:
    """Item by item or person by person; the finer one also satisfies the coarser."""
    by = word(facts, "decided_by")
    act = "表决" if shape.act == "vote" else "讨论"
    asked = f"应当{'逐项' if shape.by == 'item' else '逐个'}{act}"
    if by is None:
        return Judgement(UNKNOWN, shape.by, None, f"未填写{act}的方式，{asked}")
    holds = by == shape.by or (shape.by == "item" and by == "person")
    names = {"item": "逐项", "person": "逐个", "list": "合并"}
    return Judgement(verdict(holds), shape.by, by, f"{names.get(by, by)}{act}，{asked}")


def recusal(shape: shapes.Recusal, facts: Facts) -> Judgement:  # noqa: ARG001  # one signature for all
    """Whom the matter touches has left."""
    concerned, recused = words(facts, "concerned"), words(facts, "recused")
    asked = "与议题有关的人应当回避"
    if concerned is None or (concerned and recused is None):
        return Judgement(UNKNOWN, None, None, f"未填写回避情况，{asked}")
    stayed = tuple(name for name in concerned if name not in (recused or ()))
    clause = f"{'、'.join(stayed)}未回避，{asked}" if stayed else asked
    return Judgement(verdict(not stayed), concerned, recused or (), clause)


def exclusion(shape: shapes.Exclusion, facts: Facts) -> Judgement:
    """Only the classes of the rule are left out, and with every approval."""
    excluded, approvals = words(facts, "excluded"), words(facts, "approvals")
    asked = f"不计入应到会人数的须属规定情形，并经{labels(shape.approvals)}同意"
    if excluded is None or (excluded and approvals is None):
        return Judgement(UNKNOWN, shape.classes, excluded, f"未填写不计入的情形，{asked}")
    if not excluded:
        return Judgement(Outcome.MET, shape.classes, (), "没有不计入应到会人数的党员")
    strange = tuple(entry for entry in excluded if entry not in shape.classes)
    missing = tuple(entry for entry in shape.approvals if entry not in (approvals or ()))
    holds = not strange and not missing
    told = [f"不属规定情形：{labels(strange)}"] if strange else []
    told += [f"缺少：{labels(missing)}"] if missing else []
    clause = "，".join((*told, asked))
    return Judgement(verdict(holds), shape.classes, excluded, clause)


def suspension(shape: shapes.Suspension, facts: Facts) -> Judgement:
    """None of those counted is without the right to vote."""
    counted = words(facts, "voters")
    asked = f"{labels(shape.classes)}没有表决权、选举权和被选举权"
    if counted is None:
        return Judgement(UNKNOWN, None, None, f"未填写计入的人员，{asked}")
    wrong = tuple(entry for entry in counted if entry in shape.classes)
    clause = f"计入了{labels(wrong)}，{asked}" if wrong else asked
    return Judgement(verdict(not wrong), shape.classes, counted, clause)


def decision_state(shape: shapes.DecisionState, facts: Facts) -> Judgement:
    """A matter that was postponed went its way in order."""
    states = words(facts, "states")
    asked = f"应当依次为{'、'.join(shape.states)}"
    if states is None:
        return Judgement(UNKNOWN, shape.states, None, f"未填写经过，{asked}")
    places = [shape.states.index(s) if s in shape.states else -1 for s in states]
    holds = -1 not in places and places == sorted(set(places))
    clause = f"经过为{'、'.join(states) or '（无）'}，{asked}"
    return Judgement(verdict(holds), shape.states, states, clause)


def ballot(shape: shapes.Ballot, facts: Facts) -> Judgement:
    """Ballots returned against issued, and names marked against seats."""
    returned, issued = number(facts, "returned"), number(facts, "issued")
    marks, seats = number(facts, "marks"), number(facts, "seats")
    told: list[str] = []
    answers: list[bool] = []
    needs: int | None = None
    has: int | None = None
    if marks is not None and seats is not None:
        needs, has = seats, marks
        answers.append(compare(marks, shape.marks_op, seats))
        told.append(f"一张选票所选{marks}人，应选{seats}人，须{COMPARE[shape.marks_op]}应选人数")
    if returned is not None and issued is not None:
        needs, has = issued, returned
        answers.append(compare(returned, shape.returned_op, issued))
        rule = f"收回须{COMPARE[shape.returned_op]}发出"
        told.append(f"发出选票{issued}张，收回{returned}张，{rule}")
    if not answers:
        return Judgement(UNKNOWN, None, None, "未填写发出和收回的选票数，收回须不超过发出")
    holds = all(answers)
    ending = "选举有效" if holds else "选举无效，应当重新选举"
    if returned is None or issued is None:
        ending = "选票有效" if holds else "选票无效"
    return Judgement(verdict(holds), needs, has, "；".join(told), ending)


def elected(shape: shapes.Elected, facts: Facts) -> Judgement:
    """Votes in favour of one person against the base."""
    base, yes = number(facts, shape.base), number(facts, "yes")
    name = voters(word(facts, "body"), shape.base, electing=True)
    who = word(facts, "name") or "候选人"
    if base is None:
        clause = f"{who}当选须得票{demand(name, shape.fraction, shape.op)}，未填写{name}人数"
        return Judgement(UNKNOWN, None, yes, clause)
    needed = min_needed(base, shape.fraction, shape.op)
    asked = f"需要{demand(f'{name}{base}人', shape.fraction, shape.op)}即至少{needed}票"
    if yes is None:
        return Judgement(UNKNOWN, needed, None, f"未填写{who}的得票，{asked}")
    holds = compare(yes, shape.op, base * shape.fraction)
    ending = "达到当选票数" if holds else "未达到当选票数"
    return Judgement(verdict(holds), needed, yes, f"{who}得赞成{yes}票，{asked}", ending)


def vacancy(shape: shapes.Vacancy, facts: Facts) -> Judgement:
    """What was done about seats that were not filled."""
    vacant, chosen = number(facts, "vacant"), word(facts, "chosen")
    ways = "或者".join(label(way) for way in shape.options)
    if vacant == 0:
        return Judgement(Outcome.NOT_APPLICABLE, shape.options, chosen, "名额已选满")
    told = "名额未选满" if vacant is None else f"名额还缺{vacant}名"
    if vacant is None or chosen is None:
        clause = f"{told}时可以{ways}" if vacant is None else f"{told}，可以{ways}"
        return Judgement(UNKNOWN, shape.options, None, clause, "怎样办理尚未填写")
    clause = f"{told}，处理办法为{label(chosen)}，可以{ways}"
    return Judgement(verdict(chosen in shape.options), shape.options, chosen, clause)


def ratio(shape: shapes.Ratio, facts: Facts) -> Judgement:
    """One count against a share of another, rounded to whole persons where the rule says so."""
    top, base = number(facts, shape.numerator), number(facts, shape.denominator)
    top_name, base_name = label(shape.numerator), label(shape.denominator)
    if base is None:
        clause = (
            f"{top_name}须{COMPARE[shape.op]}{base_name}的{_times(shape.value)}，未填写{base_name}"
        )
        return Judgement(UNKNOWN, None, top, clause)
    edge = base * shape.value
    limit: int | str
    if shape.rounding == "none":
        bound = edge
        limit = int(edge) if edge.denominator == 1 else str(edge)
    else:
        bound = Fraction(edge.__ceil__() if shape.rounding == "ceil" else edge.__floor__())
        limit = int(bound)
    asked = f"须{COMPARE[shape.op]}{base_name}{base}的{_times(shape.value)}即{limit}"
    if shape.value > 1:  # more candidates than seats: people speak of the surplus
        surplus = _times(shape.value - 1)
        asked = f"{base_name}{base}名，差额须{COMPARE[shape.op]}{surplus}，即至少{limit}名"
    if top is None:
        return Judgement(UNKNOWN, limit, None, f"未填写{top_name}，{top_name}{asked}")
    holds = compare(top, shape.op, bound)
    unit = "名" if shape.value > 1 else ""
    return Judgement(verdict(holds), limit, top, f"{top_name}{top}{unit}，{asked}")


def _times(value: Fraction) -> str:
    percent = value * 100
    return f"{percent}%" if percent.denominator == 1 else str(value)
