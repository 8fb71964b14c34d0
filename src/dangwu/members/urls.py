from django.urls import path

from dangwu.members.views import acts, person, registering, roster

app_name = "members"
urlpatterns = [
    path("", roster.people, name="roster"),
    path("register/", registering.register, name="register"),
    path("<int:unit>/<uuid:person>/", person.person, name="person"),
    path("<int:unit>/<uuid:person>/reveal/", person.reveal, name="reveal"),
    path("<int:unit>/<uuid:person>/<slug:slug>/", acts.act, name="act"),
]
