"""The role table: what every address answers to every role. Rows are held to the resolver.

Columns: anonymous, secretary, committee member, clerk, member (all four of one branch),
department, supervisor, administrator (all three of the county), resident of the branch,
stranger (secretary of the branch beside), newcomer (signed in, without any role).

l  sent to the sign-in page     o  the page             r  done, sent on
f  403: seen, not allowed       m  404: not for them    p  405: only by a form
u  422: let in, the form is not complete
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """An address with what it answers to each role. A variant stands in brackets."""

    name: str
    answers: str
    given: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.name.split("[")[0]


# What the parameters stand for where the thing made under their own name is not meant.
GIVEN: Final[Mapping[str, Mapping[str, str]]] = {
    "ballots:published": {"ballot": "=announced_ballot"},
    "ballots:count": {"ballot": "=paper_ballot", "contest": "0"},
    "ballots:slips": {"ballot": "=paper_ballot", "form": "pdf"},
    "ballots:revote": {"ballot": "=announced_ballot", "contest": "0"},
    "assessment:life_step": {"case": "=life_case", "slug": "study"},
    "assessment:life_paper": {"case": "=life_case", "kind": "plan", "form": "pdf"},
    "assessment:life_issue": {"case": "=life_case", "kind": "plan"},
    "assessment:life_self_check": {"case": "=life_case", "person": "=own"},
    "assessment:life_self_check_file": {"case": "=life_case", "person": "=own", "form": "pdf"},
    "assessment:start_appraisal": {"kind": "appraisal"},
    "assessment:appraisal_step": {"slug": "study"},
    "assessment:appraisal_paper": {"form": "pdf"},
    "assessment:": {"case": "=life_case"},
    "exchange:export_page": {"key": "=export"},
    "exchange:export_progress": {"key": "=export"},
    "exchange:export_file": {"key": "=export"},
    "exchange:": {"key": "=roster"},
    "questionnaires:change": {"questionnaire": "=draft"},
    "questionnaires:drop": {"questionnaire": "=draft"},
    "questionnaires:preview": {"questionnaire": "=draft"},
    "questionnaires:add_question": {"questionnaire": "=draft", "kind": "single"},
    "questionnaires:change_question": {"questionnaire": "=draft"},
    "questionnaires:move_question": {"questionnaire": "=draft"},
    "questionnaires:remove_question": {"questionnaire": "=draft"},
    "questionnaires:draw": {"questionnaire": "=draft"},
    "questionnaires:open": {"questionnaire": "=draft"},
    "questionnaires:invited": {"token": "=invitation_token"},
    "questionnaires:public": {"token": "=public_token"},
    "questionnaires:export": {"form": "workbook"},
    "procedures:file_step": {"step": "plan"},
    "procedures:withdraw_step": {"step": "plan"},
    "procedures:candidate": {"post": "member"},
    "procedures:drop_candidate": {"post": "member"},
    "procedures:plan_sitting": {"sitting": "assembly"},
    "procedures:confirm_result": {"sitting": "assembly"},
    "procedures:accept_fewer": {"item": "=poll_item"},
    "procedures:document": {"kind": "term_request", "form": "pdf"},
    "procedures:issue_document": {"kind": "term_request"},
    "rules:instrument": {"key": "ZB2018"},
    "documents:file": {"form": "pdf"},
    "documents:write": {"kind": "notice"},
    "members:change_worker": {"slug": "strengths"},
    "members:change_worker[end]": {"slug": "end"},
    "tasks:act[progress]": {"slug": "progress"},
    "tasks:act[propose]": {"slug": "propose"},
    "tasks:act[close]": {"slug": "close"},
    "tasks:act[due]": {"slug": "due"},
    "tasks:act[cancel]": {"slug": "cancel"},
    "tasks:act[reopen]": {"slug": "reopen"},
    "meetings:item_act": {"slug": "take"},
    "meetings:keep_attendees[derive]": {"slug": "derive"},
    "meetings:keep_attendees[leave]": {"slug": "leave"},
    "meetings:keep_attendees[leave-out]": {"slug": "leave-out"},
    "meetings:paper": {"kind": "sheet", "form": "pdf"},
    "meetings:sealed": {"meeting": "=closed"},
    "meetings:speech": {"slug": "begin"},
    "members:person[own]": {"person": "=own"},
    "members:act[propose own]": {"person": "=own", "slug": "propose"},
    "members:act[correct]": {"slug": "correct"},
    "members:act[standing]": {"slug": "standing"},
    "members:act[move]": {"slug": "move"},
    "members:act[special]": {"slug": "special"},
    "members:act[end-special]": {"slug": "end-special"},
    "members:act[honour]": {"slug": "honour"},
    "members:act[discipline]": {"slug": "discipline"},
    "members:act[propose]": {"slug": "propose"},
}
# What is sent so that the form is complete: then it is done, not asked for again.
DATA: Final[Mapping[str, Mapping[str, str]]] = {
    "activities:withdraw": {"reason": "登记有误"},
    "assessment:life_order": {"reason": "查摆不具体"},
    "documents:void": {"reason": "文号有误"},
    "exchange:import": {"rows": "accepted"},
    "meetings:arrive": {"name": "李党员"},
    "meetings:call_off": {"reason": "防汛"},
    "meetings:keep_attendees[leave]": {"person": "=person", "reason": "出差"},
    "members:reveal": {"field": "phone", "reason": "通知参加党员大会"},
    "members:decide_correction": {"decision": "decline", "answer": "经核对无误"},
    "members:change_worker": {"workload": "党员发展"},
    "members:merge": {
        "unit": "=unit",
        "first": "=person",
        "second": "=own",
        "keep": "=person",
        "reason": "重复登记",
    },
}


def _rows(table: str) -> Iterator[Row]:
    for line in table.strip().splitlines():
        name, answers = line[:40].strip(), line[40:].strip()
        keys = [key for key in GIVEN if name == key or (key[-1] == ":" and name.startswith(key))]
        yield Row(name, answers, GIVEN[keys[0]] if keys else {}, DATA.get(name, {}))


GET: Final = tuple(
    _rows("""
assessment:list                         l o o o o o o f f o f
assessment:start_life                   l o o o f f f m f m m
assessment:life                         l o o o o o o m m m m
assessment:life_step                    l o o o f f f m m m m
assessment:life_file                    l p p p p p p p p p p
assessment:life_order                   l p p p p p p p p p p
assessment:life_again                   l p p p p p p p p p p
assessment:life_close                   l p p p p p p p p p p
assessment:life_talks                   l o o o f o f m m m m
assessment:life_untalk                  l p p p p p p p p p p
assessment:life_people                  l o o o f o f m m m m
assessment:life_derive                  l p p p p p p p p p p
assessment:life_self_check              l o f f o f f m m m m
assessment:life_meeting                 l o o o f f f m m m m
assessment:life_rectify                 l o f o f f f m m m m
assessment:life_paper                   l r r r f r r m m m m
assessment:life_issue                   l p p p p p p p p p p
assessment:life_self_check_file         l o f f o f f m m m m
assessment:results                      l o o o o o o o o o o
assessment:appraisals                   l o o o f o o f f o f
assessment:start_appraisal              l o o o f f f m f m m
assessment:appraisal                    l o o o m o o m m m m
assessment:appraisal_step               l o o o m f f m m m m
assessment:appraisal_close              l o o o m f f m m m m
assessment:appraisal_count              l o o o m f f m m m m
assessment:appraisal_online             l o o o m f f m m m m
assessment:appraisal_conclude           l o o o m f f m m m m
assessment:appraisal_conclude_all       l o o o m f f m m m m
assessment:appraisal_rectify            l o f o m f f m m m m
assessment:appraisal_paper              l r r r m r f m m m m
workbench:today                         l o o o o o o o o o o
workbench:search                        l o o o f o o f f o f
workbench:overview                      l r r r f r r f f r f
workbench:subtree                       l o o o m o o m m m m
workbench:behind                        l o o o m o o m m m m
workbench:duties                        l o o o m o o m m m m
workbench:finder                        l o o o f o f f f o f
workbench:settings                      l f f f f f f o f f f
workbench:open_account                  l p p p p p p p p p p
workbench:account                       l f f f f f f o f f f
workbench:grant                         l p p p p p p p p p p
workbench:end_grant                     l p p p p p p p p p p
workbench:reset_password                l p p p p p p p p p p
workbench:close_account                 l p p p p p p p p p p
workbench:reopen_account                l p p p p p p p p p p
account_login                           o r r r r r r r r r r
account_logout                          l o o o o o o o o o o
accounts:me                             l o o o o o o o o o o
accounts:password                       l p p p p p p p p p p
accounts:large_text                     p p p p p p p p p p p
organisations:tree                      l o o o o o o o o o f
organisations:bodies                    l o o o o o o o o o f
organisations:places                    l o o o o o o o o o f
organisations:place                     l o o o o o o o o m m
organisations:change_place              l o f o f o f f f m m
organisations:close_place               l o f o f o f f f m m
organisations:book_place                l o o o f o f f f m m
organisations:cancel_booking            l p p p p p p p p p p
organisations:record                    l o o o o o o m o m m
organisations:children                  l o o o o o o m o m m
organisations:set_up                    l o f o f o f m f m m
organisations:rename                    l f f f f o f m f m m
organisations:change_kind               l f f f f o f m f m m
organisations:move                      l f f f f o f m f m m
organisations:change_contact            l o f o f o f m f m m
organisations:extend_term               l f f f f o f m f m m
organisations:end_term                  l f f f f o f m f m m
organisations:add_place                 l o f o f o f m f m m
organisations:add_honour                l o f o f o f m f m m
organisations:end_honour                l o f o f o f m f m m
members:roster                          l o o o f o f f f o f
members:specials                        l o o o f o f f f o f
members:corrections                     l o o o f o f f f o f
members:decide_correction               l p p p p p p p p p p
members:duplicates                      l o o o f o f f f o f
members:merge                           l p p p p p p p p p p
members:workers                         l o o o f o f f f o f
members:worker                          l o o o m o o m m m m
members:change_worker                   l p p p p p p p p p p
members:register                        l o f o f o f f f o f
members:posts                           l o o o o o o m o m m
members:assign_post                     l o f o f o f m f m m
members:end_post                        l f f f f o f m f m m
members:election                        l f f f f o f m f m m
members:abolish_organisation            l f f f f o f m f m m
members:merge_organisation              l f f f f o f m f m m
members:split_organisation              l f f f f o f m f m m
members:person                          l o o o m o o m m m m
members:person[own]                     l o o o o o o m m m m
members:reveal                          l p p p p p p p p p p
members:act[propose own]                l f f f o f f m m m m
members:act[correct]                    l o f o m f f m m m m
members:act[standing]                   l o f o m o f m m m m
members:act[move]                       l f f f m o f m m m m
members:act[special]                    l o f o m o f m m m m
members:act[end-special]                l o f o m o f m m m m
members:act[honour]                     l o f o m f f m m m m
members:act[discipline]                 l o f f m o f m m m m
members:act[propose]                    l f f f m f f m m m m
meetings:list                           l o o o o o o f f o f
meetings:plan                           l o o o f f f m f m m
meetings:show                           l o o o o o o m m m m
meetings:of_item                        l r r r r r r m m m m
meetings:change                         l o o o f f f m m m m
meetings:call_off                       l p p p p p p p p p p
meetings:agenda                         l o o o f f f m m m m
meetings:change_item                    l o o o f f f m m m m
meetings:move_item                      l p p p p p p p p p p
meetings:remove_item                    l p p p p p p p p p p
meetings:notice                         l o o o f f f m m m m
meetings:receipt                        l p p p p p p p p p p
meetings:attendees                      l o o o f o o m m m m
meetings:attendee                       l o o o f f f m m m m
meetings:arrivals                       l o o o f f f m m m m
meetings:confirm_arrival                l p p p p p p p p p p
meetings:sheet                          l o o o f o o m m m m
meetings:keep_attendees[derive]         l p p p p p p p p p p
meetings:keep_attendees[leave]          l p p p p p p p p p p
meetings:keep_attendees[leave-out]      l p p p p p p p p p p
meetings:door_code                      l o o o f f f m m m m
meetings:arrive                         o o o o o o o o o o o
meetings:add_material                   l o o o f f f m m m m
meetings:material                       l o o o o o o m m m m
meetings:remove_material                l p p p p p p p p p p
meetings:conduct                        l o f o f f f m m m m
meetings:open                           l p p p p p p p p p p
meetings:close                          l p p p p p p p p p p
meetings:hall                           l o o o o o o m m m m
meetings:item_act                       l p p p p p p p p p p
meetings:open_vote                      l p p p p p p p p p p
meetings:vote_again                     l p p p p p p p p p p
meetings:written                        l p p p p p p p p p p
meetings:ruling                         l p p p p p p p p p p
meetings:rediscuss                      l p p p p p p p p p p
meetings:speech                         l p p p p p p p p p p
meetings:settle                         l p p p p p p p p p p
meetings:report_up                      l p p p p p p p p p p
meetings:named                          l p p p p p p p p p p
meetings:count                          l p p p p p p p p p p
meetings:void_vote                      l p p p p p p p p p p
meetings:minutes                        l r f r f f f m m m m
meetings:sealed                         l o o o o o o m m m m
meetings:paper                          l o o o f o o m m m m
meetings:assign                         l o o o f f f m m m m
activities:list                         l o o o f o o f f o f
activities:show                         l o o o m o o m m m m
activities:withdraw                     l p p p p p p p p p p
activities:file                         l o o o f f f m f m m
notices:list                            l o o o o o o o o o o
notices:put_away                        l p p p p p p p p p p
notices:settings                        l o o o o o o o o o o
notices:ask_address_again               l p p p p p p p p p p
notices:confirm_address                 l o o o o o o o o o o
notices:open_feed                       l p p p p p p p p p p
notices:close_feed                      l p p p p p p p p p p
notices:calendar                        l o o o o o o o o o o
notices:feed                            o o o o o o o o o o o
notices:robots                          l f f f f f f o f f f
notices:close_robot                     l p p p p p p p p p p
notices:send_again                      l p p p p p p p p p p
notices:drop_delivery                   l p p p p p p p p p p
tasks:list                              l o o o o o o o o o o
tasks:start                             l o f o f f f m f m m
tasks:show                              l o o o m o o m m m m
tasks:act[progress]                     l o f o m f f m m m m
tasks:act[propose]                      l f f f m f f m m m m
tasks:act[close]                        l o f o m f f m m m m
tasks:act[due]                          l o f o m f f m m m m
tasks:act[cancel]                       l o f o m f f m m m m
tasks:act[reopen]                       l o f o m f f m m m m
documents:list                          l o o o f o o f f o f
documents:show                          l o o o m o o m m m m
documents:file                          l o o o m o o m m m m
documents:void                          l p p p p p p p p p p
documents:write                         l o f o f f f m f m m
rules:instruments                       l o o o o o o o o o o
rules:duties                            l o o o o o o o o o o
rules:compare                           l o o o o o o o o o o
rules:try                               l o o o o o o o o o o
rules:glossary                          l o o o o o o o o o o
rules:local                             l o f f f o f f f o f
rules:end_local                         l p p p p p p p p p p
rules:exempt                            l f f f f o f m f m m
rules:end_exemption                     l p p p p p p p p p p
rules:holidays                          l f f f f f f o f f f
rules:rule                              l o o o o o o o o o o
rules:instrument                        l o o o o o o o o o o
reports:home                            l o f o f o f f f o f
exchange:home                           l o o o f o f f f o f
exchange:upload                         l o f o f o f f f o f
exchange:export                         l o o o f o f f f o f
exchange:export_page                    l o m m m m m m m m m
exchange:export_progress                l o m m m m m m m m m
exchange:export_file                    l o m m m m m m m m m
exchange:roster                         l o f o f o f m f m m
exchange:progress                       l o f o f o f m f m m
exchange:columns                        l p p p p p p p p p p
exchange:check                          l p p p p p p p p p p
exchange:import                         l p p p p p p p p p p
exchange:undo                           l p p p p p p p p p p
exchange:discard                        l p p p p p p p p p p
exchange:annotated                      l o f o f o f m f m m
ballots:list                            l o o o o o o o o o o
ballots:program                         l o o o o o o o o o o
ballots:show                            l o o o m o o m m m m
ballots:freeze                          l p p p p p p p p p p
ballots:open                            l p p p p p p p p p p
ballots:close                           l p p p p p p p p p p
ballots:cancel                          l p p p p p p p p p p
ballots:revote                          l p p p p p p p p p p
ballots:vote                            l m m m o m m m m m m
ballots:cast                            l p p p p p p p p p p
ballots:key                             l m m m o m m m m m m
ballots:peel                            l m m m o m m m m m m
ballots:batch                           l m m m u m m m m m m
ballots:slips                           l o o o m f f m m m m
ballots:board                           l o o o o o o m m m m
ballots:published                       l o o o o o o m m m m
ballots:count                           l o o o o f f m m m m
questionnaires:list                     l o o o o o o o o o o
questionnaires:start                    l o f o f f f m f m m
questionnaires:invited                  o o o o o o o o o o o
questionnaires:public                   o o o o o o o o o o o
questionnaires:show                     l o o o r o o m m m m
questionnaires:change                   l o f o m f f m m m m
questionnaires:drop                     l p p p p p p p p p p
questionnaires:preview                  l o o o m o o m m m m
questionnaires:add_question             l o f o m f f m m m m
questionnaires:change_question          l o f o m f f m m m m
questionnaires:move_question            l p p p p p p p p p p
questionnaires:remove_question          l p p p p p p p p p p
questionnaires:draw                     l o f o m f f m m m m
questionnaires:open                     l p p p p p p p p p p
questionnaires:close                    l p p p p p p p p p p
questionnaires:remind                   l p p p p p p p p p p
questionnaires:people                   l o f o m f f m m m m
questionnaires:decline                  l p p p p p p p p p p
questionnaires:slips                    l o f o m f f m m m m
questionnaires:answer                   l f f f o f f m m m m
questionnaires:results                  l o o o f o o m m m m
questionnaires:export                   l p p p p p p p p p p
audit:entries                           l f f f f f o o f f f
health                                  o o o o o o o o o o o
procedures:term_changes                 l o o o f o o f f o f
procedures:start                        l r f r m f f m m m m
procedures:term_change                  l o o o m o o m m m m
procedures:change                       l o f o m f f m m m m
procedures:stop                         l p p p p p p p p p p
procedures:file_step                    l o f o m o f m m m m
procedures:withdraw_step                l p p p p p p p p p p
procedures:divide_work                  l p p p p p p p p p p
procedures:finish                       l p p p p p p p p p p
procedures:candidates                   l o o o m o o m m m m
procedures:tellers                      l p p p p p p p p p p
procedures:candidate                    l o f o m f f m m m m
procedures:drop_candidate               l p p p p p p p p p p
procedures:plan_sitting                 l o f o m f f m m m m
procedures:confirm_result               l p p p p p p p p p p
procedures:accept_fewer                 l p p p p p p p p p p
procedures:documents                    l o o o m o o m m m m
procedures:document                     l o f o m o f m m m m
procedures:issue_document               l p p p p p p p p p p
procedures:delegates                    l o o o m o o m m m m
procedures:close_examination            l p p p p p p p p p p
procedures:delegation                   l o f o m f f m m m m
procedures:pass_delegation              l p p p p p p p p p p
procedures:examine                      l p p p p p p p p p p
""")
)
POST: Final = tuple(
    _rows("""
assessment:start_life                   l u u u f f f m f m m
assessment:life_step                    l u u u f f f m m m m
assessment:life_file                    l f f f f r f m m m m
assessment:life_order                   l f f f f r f m m m m
assessment:life_again                   l r r r f f f m m m m
assessment:life_close                   l r r r f f f m m m m
assessment:life_talks                   l u u u f f f m m m m
assessment:life_untalk                  l r r r f f f m m m m
assessment:life_people                  l r r r f f f m m m m
assessment:life_derive                  l r r r f f f m m m m
assessment:life_self_check              l u f f u f f m m m m
assessment:life_meeting                 l u u u f f f m m m m
assessment:life_issue                   l r f r f f f m m m m
assessment:life_rectify                 l u f u f f f m m m m
assessment:start_appraisal              l u u u f f f m f m m
assessment:appraisal_step               l u u u m f f m m m m
assessment:appraisal_close              l u u u m f f m m m m
assessment:appraisal_count              l u u u m f f m m m m
assessment:appraisal_online             l u u u m f f m m m m
assessment:appraisal_conclude           l u u u m f f m m m m
assessment:appraisal_conclude_all       l u u u m f f m m m m
assessment:appraisal_rectify            l u f u m f f m m m m
workbench:open_account                  l f f f f f f u f f f
workbench:grant                         l f f f f f f u f f f
workbench:end_grant                     l f f f f f f r f f f
workbench:reset_password                l f f f f f f u f f f
workbench:close_account                 l f f f f f f r f f f
workbench:reopen_account                l f f f f f f r f f f
account_logout                          l l l l l l l l l l l
accounts:password                       l u u u u u u u u u u
accounts:large_text                     r r r r r r r r r r r
organisations:change_place              l u f u f u f f f m m
organisations:close_place               l u f u f u f f f m m
organisations:book_place                l u u u f u f f f m m
organisations:cancel_booking            l r r r f r f f f m m
organisations:set_up                    l u f u f u f m f m m
organisations:rename                    l f f f f u f m f m m
organisations:change_kind               l f f f f u f m f m m
organisations:move                      l f f f f u f m f m m
organisations:change_contact            l u f u f u f m f m m
organisations:extend_term               l f f f f u f m f m m
organisations:end_term                  l f f f f u f m f m m
organisations:add_place                 l u f u f u f m f m m
organisations:add_honour                l u f u f u f m f m m
organisations:end_honour                l u f u f u f m f m m
members:decide_correction               l r f r m f m m m m m
members:merge                           l r f r f r f f f m f
members:change_worker                   l r f r m r f m m m m
members:change_worker[end]              l u f u m u f m m m m
members:register                        l u f u f u f f f u f
members:assign_post                     l u f u f u f m f m m
members:end_post                        l f f f f u f m f m m
members:election                        l f f f f u f m f m m
members:abolish_organisation            l f f f f u f m f m m
members:merge_organisation              l f f f f u f m f m m
members:split_organisation              l f f f f u f m f m m
members:reveal                          l u f u m u f m m m m
members:act[propose own]                l f f f u f f m m m m
members:act[correct]                    l u f u m f f m m m m
members:act[standing]                   l u f u m u f m m m m
members:act[move]                       l f f f m u f m m m m
members:act[special]                    l u f u m u f m m m m
members:act[end-special]                l u f u m u f m m m m
members:act[honour]                     l u f u m f f m m m m
members:act[discipline]                 l u f f m u f m m m m
meetings:plan                           l u u u f f f m f m m
meetings:change                         l u u u f f f m m m m
meetings:call_off                       l r r r f f f m m m m
meetings:agenda                         l u u u f f f m m m m
meetings:change_item                    l u u u f f f m m m m
meetings:move_item                      l r r r f f f m m m m
meetings:remove_item                    l r r r f f f m m m m
meetings:notice                         l u u u f f f m m m m
meetings:receipt                        l r r r r r r m m m m
meetings:confirm_arrival                l r r r f f f m m m m
meetings:sheet                          l r r r f f f m m m m
meetings:keep_attendees[derive]         l r r r f f f m m m m
meetings:keep_attendees[leave]          l r r r f f f m m m m
meetings:keep_attendees[leave-out]      l u u u f f f m m m m
meetings:arrive                         r r r r r r r r r r r
meetings:add_material                   l u u u f f f m m m m
meetings:remove_material                l r r r f f f m m m m
meetings:open                           l r f r f f f m m m m
meetings:close                          l r f r f f f m m m m
meetings:item_act                       l r f r f f f m m m m
meetings:open_vote                      l r f r f f f m m m m
meetings:vote_again                     l r f r f f f m m m m
meetings:written                        l u f u f f f m m m m
meetings:ruling                         l u f u f f f m m m m
meetings:rediscuss                      l r f r f f f m m m m
meetings:speech                         l r f r f f f m m m m
meetings:settle                         l r f r f f f m m m m
meetings:report_up                      l r f r f f f m m m m
meetings:named                          l u f u f f f m m m m
meetings:count                          l u f u f f f m m m m
meetings:void_vote                      l u f u f f f m m m m
meetings:minutes                        l u f u f f f m m m m
meetings:sealed                         l u f f f f f m m m m
meetings:assign                         l u u u f f f m m m m
activities:withdraw                     l r r r m f f m m m m
activities:file                         l u u u f f f m f m m
rules:local                             l f f f f u f f f f f
rules:exempt                            l f f f f u f m f m m
rules:holidays                          l f f f f f f u f f f
notices:put_away                        l r r r r r r r r r r
notices:settings                        l u u u u u u u u u u
notices:ask_address_again               l r r r r r r r r r r
notices:confirm_address                 l r r r r r r r r r r
notices:open_feed                       l o o o o o o o o o o
notices:close_feed                      l r r r r r r r r r r
notices:robots                          l f f f f f f u f f f
notices:close_robot                     l f f f f f f r f f f
notices:send_again                      l f f f f f f r f f f
notices:drop_delivery                   l f f f f f f r f f f
tasks:start                             l u f u f f f m f m m
tasks:act[progress]                     l u f u m f f m m m m
tasks:act[propose]                      l f f f m f f m m m m
tasks:act[close]                        l u f u m f f m m m m
tasks:act[due]                          l u f u m f f m m m m
tasks:act[cancel]                       l u f u m f f m m m m
tasks:act[reopen]                       l u f u m f f m m m m
documents:void                          l r f r m f f m m m m
documents:write                         l u f u f f f m f m m
rules:end_local                         l f f f f r f f f f f
rules:end_exemption                     l f f f f r f m f m m
exchange:upload                         l u f u f u f f f u f
exchange:export                         l u u u f u f f f u f
exchange:columns                        l u f u f u f m f m m
exchange:check                          l r f r f r f m f m m
exchange:import                         l u f u f u f m f m m
exchange:undo                           l u f u f u f m f m m
exchange:discard                        l r f r f r f m f m m
questionnaires:start                    l u f u f f f m f m m
questionnaires:invited                  u u u u u u u u u u u
questionnaires:public                   u u u u u u u u u u u
questionnaires:change                   l u f u m f f m m m m
questionnaires:drop                     l r f r m f f m m m m
questionnaires:add_question             l u f u m f f m m m m
questionnaires:change_question          l u f u m f f m m m m
questionnaires:move_question            l r f r m f f m m m m
questionnaires:remove_question          l r f r m f f m m m m
questionnaires:draw                     l u f u m f f m m m m
questionnaires:open                     l r f r m f f m m m m
questionnaires:close                    l r f r m f f m m m m
questionnaires:remind                   l r f r m f f m m m m
questionnaires:decline                  l r f r m f f m m m m
questionnaires:answer                   l f f f u f f m m m m
questionnaires:export                   l o r o f r r m m m m
ballots:freeze                          l u u u m f f m m m m
ballots:open                            l u u u m f f m m m m
ballots:close                           l u u u m f f m m m m
ballots:cancel                          l u u u m f f m m m m
ballots:revote                          l u u u m f f m m m m
ballots:cast                            l f f f f f f f f f f
ballots:key                             l m m m u m m m m m m
ballots:peel                            l m m m f m m m m m m
ballots:count                           l u u u u f f m m m m
procedures:stop                         l r f r m f f m m m m
procedures:withdraw_step                l r f r m r f m m m m
procedures:divide_work                  l r f r m f f m m m m
procedures:finish                       l r f r m r f m m m m
procedures:tellers                      l u f u m f f m m m m
procedures:drop_candidate               l r f r m f f m m m m
procedures:confirm_result               l r f r m f f m m m m
procedures:accept_fewer                 l r f r m f f m m m m
procedures:issue_document               l r f r m f f m m m m
procedures:close_examination            l r f r m f f m m m m
procedures:pass_delegation              l r f r m f f m m m m
procedures:examine                      l r f r m f f m m m m
""")
)
