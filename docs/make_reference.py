"""Write docs/glossary.md from the vocabularies and the models: `make docs`."""

import inspect
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parent
HEAD = """# Glossary: official term ↔ identifier ↔ where

Made from the code by `make docs`; a test holds it to the vocabularies. The terms as the sources explain them, for users, are in
`src/dangwu/core/rulebook/glossary.yaml` and on the page 制度 › 名词.

## Words that carry the product
| Term | Identifier | Where |
|---|---|---|
| 党组织 | `Organisation` | `organisations.models` |
| 班子、届 | `LeadingBody`, `term` | `organisations.models` |
| 党员、积极分子等人员 | `Person`, `standing` | `members.models` |
| 组织关系 | `Membership` | `members.models` |
| 职务、任职 | `PostHolding`, `post` | `members.models` |
| 规定、条、规则 | `Instrument`, `Article`, `Rule` | `core.rulebook.records` |
| 规则文件、本地细则 | `Pack`, `LocalPack` | `core.rulebook.records`, `rules.models` |
| 应办 | duty | `rules.duties` |
| 已办、待办、逾期、补记、免计、资料不足 | `met`, `due`, `overdue`, `late`, `exempt`, `unknown` | `rules.duties` |
| 工作记录 | `Activity`, `file`, `withdraw` | `activities` |
| 应到、实到 | `should_attend`, `present` | `activities.models`, `core.tally` |
| 依据 | instrument and article beside a verdict | `core.rulebook.explain` |
| 落实情况 | overview, subtree, `SubtreeTally` | `workbench`, `rules.models` |
| 花名册、核对、导入、撤销 | roster, check (dry run), import, undo | `exchange` |
| 提醒、收起 | `Notice`, `put_away`; `notify` is the one way in | `notices` |
| 发送、不能确定是否发出 | `Delivery`, `unsure` | `notices.sending` |
| 群机器人 | `Robot` | `notices.channels.robots` |
| 免打扰、每日汇总 | quiet hours, digest | `notices.timing`, `notices.composing` |
| 日历、订阅 | `Entry` of a source, `Feed` | `notices.sources`, `notices.calendars` |
| 任务、负责人、协助人、分任务 | `Task`, `owner`, `helpers`, part | `tasks` |
| 交办、提请办结、办结、退回 | `assign_task`, `propose_closing`, `close_task`, `reopen_task` | `tasks.actions` |
| 审计记录、封存 | `Entry`, `Seal` | `audit.models` |
| 单位 | `Unit`: the county-sized home of rows, not an employer | `sharding.models` |
| 姓氏笔画序 | `sort_key` | `core.names` |
"""
VOCABULARIES = {
    "REGIMES": "Regimes",
    "KINDS": "Kinds of organisation",
    "FIRE_KINDS": "Kinds of organisation in the fire force",
    "STRUCTURES": "What has to be set up",
    "CATEGORIES": "Categories of organisation",
    "BODIES": "Bodies that meet",
    "SUBJECTS": "Subjects of votes",
    "METHODS": "Methods of voting",
    "ACTIVITIES": "Kinds of work done",
    "STANDINGS": "Standings of persons",
    "POSTS": "Posts",
    "DUES_CLASSES": "Classes of dues",
    "CASE_WORDS": "Words of procedures",
}
ROOMS = (
    "accounts",
    "organisations",
    "members",
    "activities",
    "rules",
    "notices",
    "tasks",
    "exchange",
    "audit",
)


def glossary() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_vocabularies(), *_models()]) + "\n"


def _vocabularies() -> Iterator[str]:
    from dangwu.core.rulebook import terms  # noqa: PLC0415 - after main() has set Django up

    for name, title in VOCABULARIES.items():
        words: Mapping[str, str] = getattr(terms, name)
        yield f"## {title}\n`core.rulebook.terms.{name}`\n\n| Term | Identifier |\n|---|---|"
        yield from (f"| {term} | `{code}` |" for code, term in words.items())
        yield ""


def _models() -> Iterator[str]:
    from django.apps import apps  # noqa: PLC0415 - after main() has set Django up

    for room in ROOMS:
        for model in sorted(apps.get_app_config(room).get_models(), key=lambda m: m.__name__):
            named = [f for f in model._meta.fields if not str(f.verbose_name).isascii()]
            if not named:
                continue
            summary = (inspect.getdoc(model) or "").splitlines()[0]
            yield f"## `{room}.{model.__name__}`\n{summary}\n\n| Term | Field |\n|---|---|"
            yield from (f"| {field.verbose_name} | `{field.name}` |" for field in named)
            yield ""


def main() -> None:
    """Write the page. No database is asked; Django only wants an address."""
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/nothing")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    import django  # noqa: PLC0415 - after its variables are set

    django.setup()
    (DOCS / "glossary.md").write_text(glossary(), "utf-8")


if __name__ == "__main__":
    main()
