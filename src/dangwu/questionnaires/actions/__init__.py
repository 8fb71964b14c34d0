"""What is done with questionnaires."""

from dangwu.questionnaires.actions.answering import (
    answer_anonymously,
    answer_by_name,
    answer_openly,
)
from dangwu.questionnaires.actions.drawing import decline_invitation, draw_sample
from dangwu.questionnaires.actions.exporting import export_results, print_slips
from dangwu.questionnaires.actions.making import (
    Origin,
    Setting,
    change_questionnaire,
    copy_questionnaire,
    create_questionnaire,
    drop_questionnaire,
)
from dangwu.questionnaires.actions.questions import (
    Wording,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from dangwu.questionnaires.actions.running import (
    close_questionnaire,
    open_questionnaire,
    remind_invited,
)

__all__ = [
    "Origin",
    "Setting",
    "Wording",
    "add_question",
    "answer_anonymously",
    "answer_by_name",
    "answer_openly",
    "change_question",
    "change_questionnaire",
    "close_questionnaire",
    "copy_questionnaire",
    "create_questionnaire",
    "decline_invitation",
    "draw_sample",
    "drop_questionnaire",
    "export_results",
    "move_question",
    "open_questionnaire",
    "print_slips",
    "remind_invited",
    "remove_question",
]
