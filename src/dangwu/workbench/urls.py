from django.urls import path

from dangwu.workbench.views import overview, search, settings, today

app_name = "workbench"
ONE = "<int:unit>/<uuid:organisation>"
urlpatterns = [
    path("", today.today, name="today"),
    path("search/", search.search, name="search"),
    path("overview/", overview.start, name="overview"),
    path(f"overview/{ONE}/", overview.subtree, name="subtree"),
    path(f"overview/{ONE}/behind/<str:rule_id>/", overview.behind, name="behind"),
    path(f"duties/{ONE}/", overview.duties, name="duties"),
    path("finder/", search.finder, name="finder"),
    path("settings/", settings.accounts, name="settings"),
    path("settings/open/", settings.open_account, name="open_account"),
    path("settings/<uuid:account>/", settings.account, name="account"),
    path("settings/<uuid:account>/grant/", settings.grant, name="grant"),
    path("settings/<uuid:account>/end/<uuid:grant>/", settings.end_grant, name="end_grant"),
    path("settings/<uuid:account>/password/", settings.password, name="reset_password"),
    path("settings/<uuid:account>/close/", settings.close, name="close_account"),
    path("settings/<uuid:account>/reopen/", settings.reopen, name="reopen_account"),
]
