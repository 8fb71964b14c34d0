"""What was typed into the forms, made into papers."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dangwu.core.errors import InputError
from dangwu.documents.kinds.certificates import (
    Certificate,
    Introduction,
    Receipt,
    certificate,
    introduction,
    receipt,
)
from dangwu.documents.kinds.correspondence import (
    Letter,
    Notice,
    Reply,
    Report,
    Request,
    letter,
    notice,
    reply,
    report,
    request,
)
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.paper import Paper, blocks_of

Typed = Mapping[str, Any]
PENDING: Final = "〔{year}〕　号"


def paper_of_draft(kind: str, issuer: str, typed: Typed) -> Paper:
    """Return the paper of a kind from the cleaned fields of its form.

    issuer: full name of the organisation. The number shows where it will stand.
    Raises InputError.
    """
    try:
        return MAKERS[kind](issuer, typed)
    except KeyError as missing:
        raise InputError("kind", f"没有“{kind}”这个文种，请重新选择。") from missing


def _number(typed: Typed) -> str:
    series = "".join(typed["series"].split())
    return series + PENDING.format(year=typed["dated"].year) if series else ""


def _issue(issuer: str, typed: Typed) -> Issue:
    copies = typed.get("copies_to", "").strip().rstrip("。")
    return Issue(
        issuer=issuer,
        dated=typed["dated"],
        number=_number(typed),
        attachments=tuple(
            line.strip() for line in typed.get("attachments", "").splitlines() if line.strip()
        ),
        copies_to=copies,
        printed_by=issuer if copies else "",
        note=typed.get("note", "").strip().strip("（）"),
        sealed=typed.get("sealed", True),
    )


def _signatories(typed: Typed) -> tuple[str, ...]:
    return tuple(name.strip() for name in typed["signatories"].split("、") if name.strip())


def _family(typed: Typed) -> dict[str, Any]:
    return {
        "title": typed["title"].strip(),
        "addressee": typed["addressee"].strip().rstrip("：:"),
        "blocks": blocks_of(typed["body"]),
    }


def _notice(issuer: str, typed: Typed) -> Paper:
    return notice(Notice(issue=_issue(issuer, typed), **_family(typed)))


def _request(issuer: str, typed: Typed) -> Paper:
    signed = _signatories(typed)
    return request(Request(issue=_issue(issuer, typed), signatories=signed, **_family(typed)))


def _report(issuer: str, typed: Typed) -> Paper:
    signed = _signatories(typed)
    return report(Report(issue=_issue(issuer, typed), signatories=signed, **_family(typed)))


def _reply(issuer: str, typed: Typed) -> Paper:
    asked = {name: typed[name] for name in ("asked_number", "asked_on")}
    title = typed["asked"].strip().strip("《》")
    return reply(Reply(issue=_issue(issuer, typed), asked=title, **asked, **_family(typed)))


def _letter(issuer: str, typed: Typed) -> Paper:
    return letter(Letter(issue=_issue(issuer, typed), **_family(typed)))


def _certificate(issuer: str, typed: Typed) -> Paper:
    return certificate(Certificate(issue=_issue(issuer, typed), **_family(typed)))


def _introduction(issuer: str, typed: Typed) -> Paper:
    return introduction(
        Introduction(
            issuer=issuer,
            number=_number(typed),
            bearer=typed["bearer"].strip(),
            companions=typed["companions"] or 0,
            addressee=typed["addressee"].strip(),
            matter=typed["matter"].strip(),
            dated=typed["dated"],
            valid_days=typed["valid_days"],
        )
    )


def _receipt(issuer: str, typed: Typed) -> Paper:
    return receipt(
        Receipt(
            issuer=issuer,
            number=_number(typed),
            payer=typed["payer"].strip(),
            lines=((typed["item"].strip(), typed["amount"]),),
            dated=typed["dated"],
            receiver=typed["receiver"].strip(),
            method=typed["method"].strip(),
        )
    )


MAKERS: Final[Mapping[str, Callable[[str, Typed], Paper]]] = {
    "notice": _notice,
    "request": _request,
    "reply": _reply,
    "report": _report,
    "letter": _letter,
    "certificate": _certificate,
    "introduction": _introduction,
    "receipt": _receipt,
}
