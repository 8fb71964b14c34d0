from django.urls import path

from dangwu.assessment.views import (
    appraisal,
    concluding,
    counting,
    life,
    listing,
    papers,
    people,
)

app_name = "assessment"
CASE = "life/<int:unit>/<uuid:case>"
ONE = "appraisals/<int:unit>/<uuid:appraisal>"
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
    path(f"{CASE}/paper/<slug:kind>/issue/", papers.issue, name="life_issue"),
    path(
        f"{CASE}/self-check/<uuid:person>/file.<str:form>",
        papers.self_check_file,
        name="life_self_check_file",
    ),
    path("results/", appraisal.results, name="results"),
    path("appraisals/", appraisal.appraisals, name="appraisals"),
    path(
        "appraisals/start/<int:unit>/<uuid:organisation>/<slug:kind>/",
        appraisal.start,
        name="start_appraisal",
    ),
    path(f"{ONE}/", appraisal.show, name="appraisal"),
    path(f"{ONE}/step/<slug:slug>/", appraisal.step, name="appraisal_step"),
    path(f"{ONE}/close/", appraisal.close, name="appraisal_close"),
    path(f"{ONE}/count/<uuid:audience>/", counting.count, name="appraisal_count"),
    path(f"{ONE}/online/<uuid:audience>/", counting.online, name="appraisal_online"),
    path(f"{ONE}/conclude/", concluding.conclude_all, name="appraisal_conclude_all"),
    path(f"{ONE}/conclude/<uuid:subject>/", concluding.conclude, name="appraisal_conclude"),
    path(f"{ONE}/rectify/", counting.rectify, name="appraisal_rectify"),
    path(f"{ONE}/rectification.<str:form>", counting.paper, name="appraisal_paper"),
]
