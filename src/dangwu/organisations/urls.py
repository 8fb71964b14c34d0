from django.urls import URLPattern, path

from dangwu.organisations.views import bodies, changes, honours, places, tree

app_name = "organisations"
ONE = "<int:unit>/<uuid:organisation>"
urlpatterns: list[URLPattern] = [
    path("", tree.tree, name="tree"),
    path("bodies/", bodies.listing, name="bodies"),
    path("places/", places.listing, name="places"),
    path("places/<int:unit>/<uuid:place>/", places.show, name="place"),
    path("places/<int:unit>/<uuid:place>/change/", places.change, name="change_place"),
    path("places/<int:unit>/<uuid:place>/close/", places.close, name="close_place"),
    path("places/<int:unit>/<uuid:place>/book/", places.book, name="book_place"),
    path(
        "places/<int:unit>/<uuid:place>/bookings/<uuid:booking>/cancel/",
        places.cancel,
        name="cancel_booking",
    ),
    path(f"{ONE}/", tree.show, name="record"),
    path(f"{ONE}/children/", tree.children, name="children"),
    path(f"{ONE}/set-up/", changes.set_up, name="set_up"),
    path(f"{ONE}/rename/", changes.rename, name="rename"),
    path(f"{ONE}/kind/", changes.change_kind, name="change_kind"),
    path(f"{ONE}/move/", changes.move, name="move"),
    path(f"{ONE}/contact/", changes.change_contact, name="change_contact"),
    path(f"{ONE}/bodies/<uuid:body>/extend/", bodies.extend, name="extend_term"),
    path(f"{ONE}/bodies/<uuid:body>/end/", bodies.end, name="end_term"),
    path(f"{ONE}/places/add/", places.add, name="add_place"),
    path(f"{ONE}/honours/add/", honours.add, name="add_honour"),
    path(f"{ONE}/honours/<uuid:honour>/end/", honours.end, name="end_honour"),
]
