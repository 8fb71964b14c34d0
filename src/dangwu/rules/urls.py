from django.urls import path

from dangwu.rules.views import keeping, reading, trying

app_name = "rules"
urlpatterns = [
    path("", reading.instruments, name="instruments"),
    path("duties/", reading.duties, name="duties"),
    path("compare/", reading.compare_versions, name="compare"),
    path("try/", trying.try_out, name="try"),
    path("glossary/", reading.glossary, name="glossary"),
    path("local/", keeping.local, name="local"),
    path("local/<uuid:pack>/end/", keeping.end_local, name="end_local"),
    path("exempt/<int:unit>/<uuid:organisation>/", keeping.exempt, name="exempt"),
    path(
        "exempt/<int:unit>/<uuid:organisation>/<uuid:exemption>/end/",
        keeping.end_exemption,
        name="end_exemption",
    ),
    path("holidays/", keeping.holidays, name="holidays"),
    path("rule/<str:rule_id>/", reading.rule, name="rule"),
    path("<str:key>/", reading.instrument, name="instrument"),
]
