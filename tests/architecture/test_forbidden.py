"""What the product never does: no points, no ranking of people, no forced duty, no watching.

These are absent by design; the test looks for them in fields, addresses, forms and words.
"""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps

from architecture.code import SOURCE, modules, shown, templates
from architecture.world import addresses

WORDS = {
    "points": r"积分|加分|扣分|评分榜|学分",
    "ranking of people": r"排名|排行|龙虎榜|红黑榜|先锋榜",
    "forced sign-in": r"打卡|签到|补签",
    "sign-in as a measure": r"签到率|签到次数|签到天数|连续签到|每日签到|定时签到",
    "online time": r"在线时长|学习时长|在线时间|浏览时长|阅读时长",
    "photo duty": r"上传照片|上传图片|拍照|人脸",
    "location": r"定位|经纬度|轨迹|足迹",
    "opinion monitoring": r"舆情|舆论监测|思想倾向|言论监测",
}
NAMES = re.compile(
    r"(^|_)(points?|score|scores|rank|ranking|ranked|leaderboard|check_?ins?|sign_ins?|"
    r"online_(time|minutes)|duration_online|photos?|selfies?|faces?|latitude|longitude|gps|"
    r"geolocation|location|opinions?|sentiment|monitoring)($|_)"
)
# Sentences that say the thing is absent, each with its reason. Nothing else may use the words.
ALLOWED = {
    "不排名次、不打分": "the overview says that its order is the tree's",
    "不打分、不排名": "the page of a worker says what the described strengths are not used for",
}
# 签到 at the door of a meeting is the evidence of its quorum (XF2011 art. 19, XJ2020): these rooms
# may name it, and no other. Nobody is asked to sign in anywhere but at a meeting.
AT_THE_DOOR = re.compile(r"src/dangwu/(meetings|documents|procedures|assessment)/")


def _without_allowed(text: str) -> str:
    for sentence in ALLOWED:
        text = text.replace(sentence, "")
    return text


def _texts() -> Iterator[tuple[str, str]]:
    """Yield what people read or name: templates, code, our scripts. Packs say what others ask."""
    scripts = (SOURCE / "web" / "static" / "web").glob("*.js")
    for path in (*templates(), *modules(), *scripts):
        yield shown(path), path.read_text("utf-8")


@pytest.mark.parametrize("what", WORDS)
def test_no_words_offer_it(what: str) -> None:
    pattern = re.compile(WORDS[what])
    found = [
        (where, match.group())
        for where, text in _texts()
        for match in pattern.finditer(_without_allowed(text))
        if not (match.group() == "签到" and AT_THE_DOOR.match(where))
    ]
    assert not found, what


def test_every_allowed_sentence_is_still_said() -> None:
    texts = [text for _, text in _texts()]
    assert not [sentence for sentence in ALLOWED if not any(sentence in text for text in texts)]


def test_no_field_holds_it() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith("dangwu.")]
    names = [f"{m.__name__}.{f.name}" for m in ours for f in m._meta.fields]
    assert len(names) > 100
    assert not [name for name in names if NAMES.search(name.split(".")[1])]


def test_no_address_leads_to_it() -> None:
    named = [word for name in addresses() for word in name.split(":")]
    assert not [name for name in named if NAMES.search(name)]


def _forms() -> Iterator[type[forms.BaseForm]]:
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for found in waiting.pop().__subclasses__():
            waiting.append(found)
            if found.__module__.startswith("dangwu."):
                yield found


def test_no_form_asks_for_it() -> None:
    addresses()  # loads every view with its forms
    asked = [(f.__name__, name, field) for f in _forms() for name, field in _fields(f)]
    assert len(asked) > 50
    assert not [(form, name) for form, name, _ in asked if NAMES.search(name)]
    assert not [(form, name) for form, name, field in asked if isinstance(field, forms.ImageField)]


def _fields(form: type[forms.BaseForm]) -> list[tuple[str, forms.Field]]:
    return list(getattr(form, "base_fields", {}).items())
