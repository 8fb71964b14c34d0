from django.urls import path

from dangwu.rules.views import reading, trying

app_name = "rules"
urlpatterns = [
    path("", reading.instruments, name="instruments"),
    path("duties/", reading.duties, name="duties"),
    path("compare/", reading.compare_versions, name="compare"),
    path("try/", trying.try_out, name="try"),
    path("glossary/", reading.glossary, name="glossary"),
    path("rule/<str:rule_id>/", reading.rule, name="rule"),
    path("<str:key>/", reading.instrument, name="instrument"),
]
