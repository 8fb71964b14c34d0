"""Rows of organisations: their state today, their history, their places and honours."""

from datetime import date

from dangwu.core.names import name_keys
from dangwu.organisations.models import (
    Organisation,
    OrganisationHonour,
    OrganisationPeriod,
    Place,
)
from dangwu.populations.copying import Span
from dangwu.populations.model import Home, Node

APPROVER = "上级党委"
_EQUIPMENT = "投影仪 1台\n会议桌椅 {seats}套\n电脑 2台\n图书 {books}册"


def write_organisation(home: Home, node: Node) -> None:
    """Write one organisation with the period that says how it has been since it was founded."""
    keys = name_keys(node.name)
    own = {"unit_id": home.unit_id, "name": node.name, "kind": node.kind, "path": node.path}
    own |= {"category": node.category, "parent_id": node.parent.id if node.parent else None}
    home.sink.add(
        Organisation,
        {
            **own,
            "id": node.id,
            "code": node.code,
            "regime": node.regime,
            "fire_kind": node.fire_kind,
            "label": node.path.rsplit(".", 1)[-1],
            "approves_members": node.kind == "committee",
            "founded_on": node.founded_on,
            "records_from": max(home.days.records_from, node.founded_on),
            "home_name": node.home_name,
            "joint_units": node.joint_units,
            "ends_on": node.ends_on,
            "approver": node.parent.name if node.parent else APPROVER,
            "ngrams": keys.ngrams,
            "pinyin": keys.pinyin,
            "initials": keys.initials,
        },
    )
    home.sink.add(
        OrganisationPeriod,
        {
            **own,
            "id": home.draw.new_id(),
            "organisation_id": node.id,
            "period": Span(node.founded_on),
            "reason": "设立",
            "basis": f"组发〔{node.founded_on.year}〕{home.draw.between(1, 80)}号",
        },
    )


def write_place(home: Home, node: Node, *, address: str) -> None:
    """Write the organisation's place for activities with its equipment."""
    seats = home.draw.between(3, 8) * 10
    home.sink.add(
        Place,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "organisation_id": node.id,
            "name": "党员活动室",
            "address": address,
            "area": home.draw.between(40, 160),
            "seats": seats,
            "equipment": _EQUIPMENT.format(seats=seats, books=home.draw.between(20, 90) * 10),
            "opening": "周一至周五 8:30—17:30",
        },
    )


def write_honour(home: Home, node: Node, *, title: str, given_by: str, on: date) -> None:
    """Write an honour of an organisation."""
    home.sink.add(
        OrganisationHonour,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "organisation_id": node.id,
            "nature": OrganisationHonour.Nature.HONOUR.value,
            "title": title,
            "given_by": given_by,
            "document": f"委发〔{on.year}〕{home.draw.between(1, 40)}号",
            "effect": Span(on),
        },
    )


def write_measure(home: Home, node: Node, *, title: str, given_by: str, effect: Span) -> None:
    """Write a measure against an organisation with the period of its effect."""
    home.sink.add(
        OrganisationHonour,
        {
            "unit_id": home.unit_id,
            "id": home.draw.new_id(),
            "organisation_id": node.id,
            "nature": OrganisationHonour.Nature.MEASURE.value,
            "title": title,
            "given_by": given_by,
            "effect": effect,
        },
    )
