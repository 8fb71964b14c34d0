from django.urls import path

from dangwu.members.views import (
    acts,
    corrections,
    duplicates,
    groups,
    person,
    posts,
    registering,
    roster,
    structure,
    workers,
)

app_name = "members"
OF = "organisations/<int:unit>/<uuid:organisation>"
urlpatterns = [
    path("", roster.people, name="roster"),
    path("specials/", groups.specials, name="specials"),
    path("corrections/", corrections.corrections, name="corrections"),
    path(
        "corrections/<int:unit>/<uuid:correction>/",
        corrections.decide,
        name="decide_correction",
    ),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/merge/", duplicates.merge, name="merge"),
    path("workers/", workers.workers, name="workers"),
    path("workers/<int:unit>/<uuid:worker>/", workers.worker, name="worker"),
    path("workers/<int:unit>/<uuid:worker>/<slug:slug>/", workers.change, name="change_worker"),
    path("register/", registering.register, name="register"),
    path(f"{OF}/posts/", posts.posts, name="posts"),
    path(f"{OF}/posts/assign/", posts.assign, name="assign_post"),
    path(f"{OF}/posts/<uuid:holding>/end/", posts.end, name="end_post"),
    path(f"{OF}/election/", posts.elect, name="election"),
    path(f"{OF}/abolish/", structure.abolish, name="abolish_organisation"),
    path(f"{OF}/merge/", structure.merge, name="merge_organisation"),
    path(f"{OF}/split/", structure.split, name="split_organisation"),
    path("<int:unit>/<uuid:person>/", person.person, name="person"),
    path("<int:unit>/<uuid:person>/reveal/", person.reveal, name="reveal"),
    path("<int:unit>/<uuid:person>/<slug:slug>/", acts.act, name="act"),
]
