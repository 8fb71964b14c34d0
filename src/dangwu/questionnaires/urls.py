from django.urls import path

from dangwu.questionnaires.views import filling, listing, making, questions, results, running

app_name = "questionnaires"
OWN = "<int:unit>/<uuid:questionnaire>"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("start/<int:unit>/<uuid:organisation>/", making.start, name="start"),
    path("invited/<int:unit>/<str:token>/", filling.invited, name="invited"),
    path("public/<int:unit>/<str:token>/", filling.public, name="public"),
    path(f"{OWN}/", listing.show, name="show"),
    path(f"{OWN}/change/", making.change, name="change"),
    path(f"{OWN}/drop/", making.drop, name="drop"),
    path(f"{OWN}/preview/", questions.preview, name="preview"),
    path(f"{OWN}/questions/add/<slug:kind>/", questions.add, name="add_question"),
    path(f"{OWN}/questions/<uuid:question>/", questions.change, name="change_question"),
    path(f"{OWN}/questions/<uuid:question>/move/", questions.move, name="move_question"),
    path(f"{OWN}/questions/<uuid:question>/remove/", questions.remove, name="remove_question"),
    path(f"{OWN}/draw/", running.draw, name="draw"),
    path(f"{OWN}/open/", running.open_, name="open"),
    path(f"{OWN}/close/", running.close, name="close"),
    path(f"{OWN}/remind/", running.remind, name="remind"),
    path(f"{OWN}/people/", running.people, name="people"),
    path(f"{OWN}/people/<uuid:invitation>/decline/", running.decline, name="decline"),
    path(f"{OWN}/slips/", running.slips, name="slips"),
    path(f"{OWN}/answer/", filling.answer, name="answer"),
    path(f"{OWN}/results/", results.show, name="results"),
    path(f"{OWN}/export/<slug:form>/", results.export, name="export"),
]
