from django.urls import path

from dangwu.assessment.views import life, listing, papers, people

app_name = "assessment"
CASE = "life/<int:unit>/<uuid:case>"
urlpatterns = [
    path("", listing.home, name="list"),
    path("life/start/<int:unit>/<uuid:organisation>/", listing.start, name="start_life"),
    path(f"{CASE}/", life.show, name="life"),
    path(f"{CASE}/step/<slug:slug>/", life.step, name="life_step"),
    path(f"{CASE}/file/", life.file, name="life_file"),
    path(f"{CASE}/order/", life.order, name="life_order"),
    path(f"{CASE}/again/", life.again, name="life_again"),
    path(f"{CASE}/close/", life.close, name="life_close"),
    path(f"{CASE}/talks/", people.talks, name="life_talks"),
    path(f"{CASE}/talks/<uuid:talk>/remove/", people.untalk, name="life_untalk"),
    path(f"{CASE}/people/", people.people, name="life_people"),
    path(f"{CASE}/people/derive/", people.derive, name="life_derive"),
    path(f"{CASE}/self-check/<uuid:person>/", people.self_check, name="life_self_check"),
    path(f"{CASE}/meeting/", people.meeting, name="life_meeting"),
    path(f"{CASE}/rectify/", people.rectify, name="life_rectify"),
    path(f"{CASE}/paper/<slug:kind>.<str:form>", papers.paper, name="life_paper"),
    path(
        f"{CASE}/self-check/<uuid:person>/file.<str:form>",
        papers.self_check_file,
        name="life_self_check_file",
    ),
]
