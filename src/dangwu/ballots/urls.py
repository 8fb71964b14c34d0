from django.urls import path

from dangwu.ballots import views

app_name = "ballots"
urlpatterns = [
    path("", views.ballots, name="list"),
    path("recount.py", views.program, name="program"),
    path("<int:unit>/<uuid:ballot>/", views.show, name="show"),
    path("<int:unit>/<uuid:ballot>/freeze/", views.freeze, name="freeze"),
    path("<int:unit>/<uuid:ballot>/open/", views.open_, name="open"),
    path("<int:unit>/<uuid:ballot>/close/", views.close, name="close"),
    path("<int:unit>/<uuid:ballot>/cancel/", views.cancel, name="cancel"),
    path("<int:unit>/<uuid:ballot>/count/<int:contest>/", views.count, name="count"),
    path("<int:unit>/<uuid:ballot>/revote/<int:contest>/", views.revote, name="revote"),
    path("<int:unit>/<uuid:ballot>/slips.<slug:form>", views.slips, name="slips"),
    path("<int:unit>/<uuid:ballot>/vote/", views.vote, name="vote"),
    path("<int:unit>/<uuid:ballot>/cast/", views.cast, name="cast"),
    path("<int:unit>/<uuid:ballot>/key/", views.key, name="key"),
    path("<int:unit>/<uuid:ballot>/peel/", views.peel, name="peel"),
    path("<int:unit>/<uuid:ballot>/batch/", views.batch, name="batch"),
    path("<int:unit>/<uuid:ballot>/board/", views.board, name="board"),
    path("<int:unit>/<uuid:ballot>/published.json", views.published, name="published"),
]
