"""Every address of the product. A test goes through each of them with every role."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, URLResolver, include, path

from dangwu.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dangwu.workbench.urls")),
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("me/", include("dangwu.accounts.urls")),
    path("organisations/", include("dangwu.organisations.urls")),
    path("members/", include("dangwu.members.urls")),
    path("work/", include("dangwu.activities.urls")),
    path("documents/", include("dangwu.documents.urls")),
    path("notices/", include("dangwu.notices.urls")),
    path("tasks/", include("dangwu.tasks.urls")),
    path("ballots/", include("dangwu.ballots.urls")),
    path("questionnaires/", include("dangwu.questionnaires.urls")),
    path("meetings/", include("dangwu.meetings.urls")),
    path("procedures/", include("dangwu.procedures.urls")),
    path("assessment/", include("dangwu.assessment.urls")),
    path("rules/", include("dangwu.rules.urls")),
    path("reports/", include("dangwu.reports.urls")),
    path("exchange/", include("dangwu.exchange.urls")),
    path("audit/", include("dangwu.audit.urls")),
    path("health/", health.live, name="health"),
]
