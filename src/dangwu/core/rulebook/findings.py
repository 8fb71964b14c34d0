"""What one rule says of one set of facts, in a form for scripts and a sentence for people."""

from dataclasses import dataclass

from dangwu.core.rulebook.records import Rule
from dangwu.core.rulebook.terms import Confidence, Outcome, Status

Amount = int | str | tuple[str, ...] | None

ENDINGS = {
    Outcome.MET: "符合",
    Outcome.BREACHED: "不符合",
    Outcome.UNKNOWN: "资料不足，暂不判断",
    Outcome.NOT_APPLICABLE: "不适用",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a shape says of facts, before it is tied to a rule.

    clause: the facts and the demand in Chinese, without full stop; empty: the paraphrase speaks.
    ending: the verdict in words, where “符合/不符合” would be poor.
    """

    outcome: Outcome
    needs: Amount = None
    has: Amount = None
    clause: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's verdict. `text` is one Chinese sentence for a person."""

    rule: Rule
    outcome: Outcome
    needs: Amount
    has: Amount
    text: str

    @property
    def blocks(self) -> bool:
        """Whether this finding makes invalid: a breach of what a sure text demands."""
        return self.outcome is Outcome.BREACHED and self.rule.blocks

    @property
    def leaves_open(self) -> bool:
        """Whether a verdict hangs on a fact that is missing here."""
        return self.outcome is Outcome.UNKNOWN and self.rule.blocks

    def as_json(self) -> dict[str, object]:
        """Return the finding under the names of the command-line contract."""
        return {
            "rule": self.rule.id,
            "instrument": self.rule.instrument.key,
            "article": self.rule.article,
            "strength": self.rule.strength.value,
            "outcome": self.outcome.value,
            "needs": list(self.needs) if isinstance(self.needs, tuple) else self.needs,
            "has": list(self.has) if isinstance(self.has, tuple) else self.has,
            "text": self.text,
        }


def finding(rule: Rule, judgement: Judgement) -> Finding:
    """Return the judgement as a finding of the rule, with its sentence."""
    return Finding(
        rule, judgement.outcome, judgement.needs, judgement.has, _sentence(rule, judgement)
    )


def citation(rule: Rule) -> str:
    """Return the source of a rule as people write it: 《…》第11条."""
    return cited(rule.instrument.title, rule.article)


def cited(title: str, article: str) -> str:
    """Return an article of an instrument as people write it.

    A number from memory is marked; a part without a number is named.
    """
    number = article.lstrip("~")
    if not number[:1].isdigit():
        return f"《{title}》{number}"
    unsure = "，条号待核对" if article.startswith("~") else ""
    return f"《{title}》第{number}条{unsure}"


def caveat(rule: Rule) -> str:
    """Return why a rule only reminds although it demands, or an empty text."""
    if rule.status is Status.DISPUTED:
        return f"条文有争议：{rule.dispute.rstrip('。')}"
    if rule.confidence is not Confidence.HIGH:
        return "还没有核对到原文：仅提醒"
    if rule.interpretation:
        return f"系对条文的理解：{rule.interpretation.rstrip('。')}"
    return ""


def _sentence(rule: Rule, judgement: Judgement) -> str:
    clause = judgement.clause or rule.paraphrase.rstrip("。")
    ending = judgement.ending or ENDINGS[judgement.outcome]
    note = caveat(rule) if judgement.outcome is not Outcome.NOT_APPLICABLE else ""
    return f"{clause}（{citation(rule)}），{ending}{f'（{note}）' if note else ''}。"
