"""Everything that a meeting's minutes rest on, read once, in a canonical form."""

import uuid
from typing import Any

from dangwu.core import sealing
from dangwu.core.rulebook.terms import ACTIVITIES, BODIES, METHODS, SUBJECTS
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    Material,
    Meeting,
    NamedVote,
    Recusal,
    Statement,
    Vote,
    WrittenVote,
)
from dangwu.meetings.models.vote import Choice
from dangwu.meetings.queries.meeting import held_by

VERSION = 1
Rows = dict[uuid.UUID, list[dict[str, Any]]]


def content_of(meeting: Meeting, text: str) -> dict[str, Any]:
    """Return what is sealed: the meeting, its people, items, votes with verdicts, and the text.

    Names, not identifiers alone: the record must be readable without the register.
    """
    return {
        "version": VERSION,
        "meeting": {
            "id": meeting.id,
            "organisations": [each.name for each in held_by(meeting)],
            "kinds": [ACTIVITIES[kind] for kind in meeting.kinds],
            "body": BODIES[meeting.body],
            "title": meeting.title,
            "place": meeting.place,
            "chair": meeting.chair.name if meeting.chair else "",
            "recorder": meeting.recorder.name if meeting.recorder else "",
            "noticed_at": meeting.noticed_at,
            "opened_at": meeting.opened_at,
            "closed_at": meeting.closed_at,
            "emergency": meeting.emergency_reason,
            "rerun": meeting.rerun_reason,
        },
        "people": _people(meeting),
        "items": _items(meeting),
        "materials": list(
            Material.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
            .order_by("added_at", "id")
            .values("title", "file_name", "digest")
        ),
        "text": text,
    }


def plain_content(meeting: Meeting, text: str) -> sealing.Plain:
    """Return the content in the form that is stored and digested."""
    return sealing.plain(content_of(meeting, text))


def _people(meeting: Meeting) -> list[dict[str, Any]]:
    rows = (
        Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "person_id")
    )
    return [
        {
            "name": row.person.name,
            "organisation": row.organisation.name,
            "part": row.get_part_display(),
            "voting": row.voting,
            "voting_reason": row.voting_reason,
            "left_out": row.left_out_class,
            "approvals": row.left_out_approvals,
            "presence": row.get_presence_display(),
            "way": row.get_way_display(),
            "arrived_at": row.arrived_at,
            "left_at": row.left_at,
            "leave": row.leave_reason,
        }
        for row in rows
    ]


def _items(meeting: Meeting) -> list[dict[str, Any]]:
    items = list(
        AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
        .select_related("follows")
        .order_by("position")
    )
    votes = _votes(meeting)
    said = _said(meeting)
    return [
        {
            "position": item.position,
            "title": item.title,
            "kind": item.get_kind_display(),
            "subject": SUBJECTS[item.subject],
            "text": item.text,
            "basis": item.basis,
            "consulted": item.consulted,
            "added": item.added_reason,
            "state": item.get_state_display(),
            "reason": item.state_reason,
            "opened_at": item.opened_at,
            "closed_at": item.closed_at,
            "follows": item.follows.title if item.follows else "",
            "votes": votes.get(item.id, []),
            **{name: rows.get(item.id, []) for name, rows in said.items()},
            "resolution": item.resolution,
        }
        for item in items
    ]


def _said(meeting: Meeting) -> dict[str, Rows]:
    unit, of_meeting = (
        meeting.unit_id,
        {"item__meeting_id": meeting.id, "item__unit_id": meeting.unit_id},
    )
    statements: Rows = {}
    for row in (
        Statement.objects.filter(unit_id=unit, **of_meeting)
        .select_related("person")
        .order_by("recorded_at", "id")
    ):
        entry = {"name": row.person.name, "text": row.text, "reserved": row.minority}
        statements.setdefault(row.item_id, []).append(entry)
    recusals: Rows = {}
    for one in (
        Recusal.objects.filter(unit_id=unit, **of_meeting)
        .select_related("person")
        .order_by("person__sort_key")
    ):
        recusals.setdefault(one.item_id, []).append(
            {"name": one.person.name, "reason": one.reason}
        )
    amendments: Rows = {}
    for moved in (
        Amendment.objects.filter(unit_id=unit, **of_meeting)
        .select_related("moved_by")
        .order_by("position")
    ):
        amendments.setdefault(moved.item_id, []).append(
            {
                "name": moved.moved_by.name,
                "text": moved.text,
                "reason": moved.reason,
                "state": moved.get_state_display(),
            }
        )
    written: Rows = {}
    for given in (
        WrittenVote.objects.filter(unit_id=unit, **of_meeting)
        .select_related("person")
        .order_by("person__sort_key")
    ):
        written.setdefault(given.item_id, []).append(
            {
                "name": given.person.name,
                "choice": Choice(given.choice).label,
                "received_on": given.received_on,
            }
        )
    return {
        "statements": statements,
        "recusals": recusals,
        "amendments": amendments,
        "written": written,
    }


def _votes(meeting: Meeting) -> Rows:
    named: Rows = {}
    for row in (
        NamedVote.objects.filter(
            unit_id=meeting.unit_id,
            vote__unit_id=meeting.unit_id,
            vote__item__unit_id=meeting.unit_id,
            vote__item__meeting_id=meeting.id,
        )
        .select_related("person")
        .order_by("person__sort_key")
    ):
        named.setdefault(row.vote_id, []).append(
            {"name": row.person.name, "choice": Choice(row.choice).label}
        )
    found: Rows = {}
    votes = (
        Vote.objects.filter(
            unit_id=meeting.unit_id,
            item__unit_id=meeting.unit_id,
            item__meeting_id=meeting.id,
        )
        .select_related("person", "amendment")
        .order_by("opened_at", "id")
    )
    for vote in votes:
        found.setdefault(vote.item_id, []).append(_vote(vote, named.get(vote.id, [])))
    return found


def _vote(vote: Vote, named: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "person": vote.person.name if vote.person else "",
        "amendment": vote.amendment.position if vote.amendment else None,
        "round": vote.round,
        "method": METHODS[vote.method],
        "state": vote.get_state_display(),
        "void": vote.void_reason,
        "should_attend": vote.should_attend,
        "present": vote.present,
        "yes": vote.yes,
        "no": vote.no,
        "abstain": vote.abstain,
        "written_yes": vote.written_yes,
        "written_no": vote.written_no,
        "valid": vote.valid,
        "passed": vote.passed,
        "verdict": vote.verdict,
        "ballot": vote.ballot_id,
        "named": named,
        "closed_at": vote.closed_at,
    }
