"""Addresses of cases."""

from django.urls import path

from dangwu.procedures.views import delegates, papers, people, record, sittings

app_name = "procedures"
ONE = "<int:unit>/<uuid:case>/"
STANDS = f"{ONE}candidates/<uuid:person>/<slug:post>/"
urlpatterns = [
    path("", record.term_changes, name="term_changes"),
    path("start/<int:unit>/<uuid:organisation>/", record.start, name="start"),
    path(ONE, record.term_change, name="term_change"),
    path(f"{ONE}change/", record.change, name="change"),
    path(f"{ONE}stop/", record.stop, name="stop"),
    path(f"{ONE}step/<slug:step>/", record.file_step, name="file_step"),
    path(f"{ONE}step/<slug:step>/withdraw/", record.withdraw_step, name="withdraw_step"),
    path(f"{ONE}work/", record.divide_work, name="divide_work"),
    path(f"{ONE}finish/", record.finish, name="finish"),
    path(f"{ONE}candidates/", people.candidates, name="candidates"),
    path(f"{ONE}tellers/", people.tellers, name="tellers"),
    path(STANDS, people.candidate, name="candidate"),
    path(f"{STANDS}drop/", people.drop_candidate, name="drop_candidate"),
    path(f"{ONE}meeting/<slug:sitting>/", sittings.plan_sitting, name="plan_sitting"),
    path(f"{ONE}meeting/<slug:sitting>/result/", sittings.confirm_result, name="confirm_result"),
    path(f"{ONE}seats/<uuid:item>/", sittings.accept_fewer, name="accept_fewer"),
    path(f"{ONE}documents/", papers.documents, name="documents"),
    path(f"{ONE}documents/<slug:kind>.<slug:form>", papers.document, name="document"),
    path(f"{ONE}documents/<slug:kind>/issue/", papers.issue_document, name="issue_document"),
    path(f"{ONE}delegates/", delegates.delegates, name="delegates"),
    path(f"{ONE}delegates/close/", delegates.close_examination, name="close_examination"),
    path(f"{ONE}delegates/<uuid:delegation>/", delegates.delegation, name="delegation"),
    path(
        f"{ONE}delegates/<uuid:delegation>/valid/",
        delegates.pass_delegation,
        name="pass_delegation",
    ),
    path(f"{ONE}delegates/examine/<uuid:person>/", delegates.examine, name="examine"),
]
