"""Addresses of meetings, in three groups: calling, conduct, record."""

from django.urls import URLPattern, path

from dangwu.meetings.views import (
    agenda,
    attendees,
    door,
    hall,
    materials,
    papers,
    planning,
    record,
    votes,
)
from dangwu.meetings.views import conduct as leading
from dangwu.meetings.views import minutes as keeping

app_name = "meetings"
ONE = "<int:unit>/<uuid:meeting>/"
ITEM = f"{ONE}agenda/<uuid:item>/"
calling: list[URLPattern] = [
    path("", planning.meetings, name="list"),
    path("plan/<int:unit>/<uuid:organisation>/", planning.plan, name="plan"),
    path(ONE, record.show, name="show"),
    path("of/<int:unit>/<uuid:item>/", record.of_item, name="of_item"),
    path(f"{ONE}change/", planning.change, name="change"),
    path(f"{ONE}call-off/", planning.call_off, name="call_off"),
    path(f"{ONE}agenda/", agenda.agenda, name="agenda"),
    path(ITEM, agenda.change, name="change_item"),
    path(f"{ITEM}move/", agenda.move, name="move_item"),
    path(f"{ITEM}remove/", agenda.remove, name="remove_item"),
    path(f"{ONE}notice/", record.notice, name="notice"),
    path(f"{ONE}receipt/", record.receipt, name="receipt"),
    path(f"{ONE}attendees/", attendees.attendees, name="attendees"),
    path(f"{ONE}attendees/<uuid:person>/", attendees.attendee, name="attendee"),
    path(f"{ONE}arrivals/", attendees.arrivals, name="arrivals"),
    path(f"{ONE}arrivals/confirm/", attendees.confirm, name="confirm_arrival"),
    path(f"{ONE}attendees/sheet/", attendees.sheet, name="sheet"),
    path(f"{ONE}attendees/keep/<slug:slug>/", attendees.keep, name="keep_attendees"),
    path(f"{ONE}door.svg", door.code, name="door_code"),
    path("door/<int:unit>/<str:token>/", door.arrive, name="arrive"),
    path(f"{ONE}materials/", materials.add, name="add_material"),
    path(f"{ONE}materials/<uuid:material>/", materials.show, name="material"),
    path(f"{ONE}materials/<uuid:material>/remove/", materials.remove, name="remove_material"),
]
conduct: list[URLPattern] = [
    path(f"{ONE}conduct/", leading.conduct, name="conduct"),
    path(f"{ONE}open/", leading.open_, name="open"),
    path(f"{ONE}close/", leading.close, name="close"),
    path(f"{ONE}hall/", hall.hall, name="hall"),
    path(f"{ITEM}do/<slug:slug>/", leading.item_act, name="item_act"),
    path(f"{ITEM}vote/", votes.open_vote, name="open_vote"),
    path(f"{ITEM}vote-again/", votes.again, name="vote_again"),
    path(f"{ITEM}written/", votes.written, name="written"),
    path(f"{ITEM}ruling/", votes.ruling, name="ruling"),
    path(f"{ITEM}again/", votes.rediscuss, name="rediscuss"),
    path(f"{ONE}speech/<uuid:speech>/<slug:slug>/", leading.speech, name="speech"),
    path(f"{ONE}amendment/<uuid:amendment>/", leading.settle, name="settle"),
    path(f"{ONE}statement/<uuid:statement>/up/", votes.report_up, name="report_up"),
    path(f"{ONE}vote/<uuid:vote>/named/", votes.named, name="named"),
    path(f"{ONE}vote/<uuid:vote>/count/", votes.count, name="count"),
    path(f"{ONE}vote/<uuid:vote>/void/", votes.void, name="void_vote"),
]
minutes: list[URLPattern] = [
    path(f"{ONE}minutes/", keeping.minutes, name="minutes"),
    path(f"{ONE}sealed/", keeping.sealed, name="sealed"),
    path(f"{ONE}paper/<slug:kind>.<slug:form>", papers.paper, name="paper"),
    path(f"{ITEM}assign/", keeping.assign, name="assign"),
]
urlpatterns = [*calling, *conduct, *minutes]
