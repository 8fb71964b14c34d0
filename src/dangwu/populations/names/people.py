"""Names of people, put together from surnames and given characters by chance."""

from dangwu.populations.draw import Draw
from dangwu.populations.names import words

# The commoner a surname, the more often it stands here.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚"
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭王李张刘陈杨赵王李张刘王李张"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟", "令狐", "皇甫", "慕容")
_MALE = "建国强军伟刚勇明志永春生福贵德才宝山林海峰涛斌鹏飞龙成祥和平东辉凯旭浩宇杰俊毅诚安邦振兴学文武义发根柱田"
_FEMALE = "秀英桂兰玉珍凤霞梅芳丽娟艳红静敏燕玲淑华云莲翠香月琴美惠萍莉婷雪洁倩颖慧佳怡欣悦蕾薇琳晓春秋荣巧"
_BOTH = "文华明春荣平安庆新晓云清宁一然卫东国立永世景思远向阳"

# Nationality code → how its people's names are made here: own given names, or these surnames.
_MONGOL_MALE = words(
    "巴特尔 巴雅尔 朝鲁 布和 那顺 额尔敦 乌力吉 苏和 阿木古郎 哈斯巴根 特木尔 孟和 白音 宝力高 达来 "
    "斯琴夫 呼格吉勒 阿拉坦仓 敖特根 吉日嘎拉 毕力格 青格勒 满都拉 铁木尔 格日勒图"
)
_MONGOL_FEMALE = words(
    "娜仁 其其格 乌云 萨仁 托娅 苏日娜 乌日娜 斯琴 高娃 阿茹娜 娜布其 通拉嘎 敖登 乌兰图雅 哈斯其木格 "
    "萨日娜 图雅 塔娜 其木格 格日乐 娜仁花 琪琪格 乌仁 阿拉腾花 珠拉"
)
_OWN_SURNAMES = {
    "03": "马丁白沙哈虎撒",
    "11": "关佟富那赫瓜",
    "31": "敖郭孟鄂莫",
    "10": "金朴崔李",
}
_SHARES = ("02",) * 70 + ("03",) * 12 + ("11",) * 12 + ("31",) * 3 + ("10", "15", "06")

HAN = "01"


def minority(draw: Draw) -> str:
    """Return the code of a national minority, as they are spread in these counties."""
    return draw.one_of(_SHARES)


def person_name(draw: Draw, sex: str, ethnicity: str) -> str:
    """Return a name. sex: code of GB/T 2261.1. ethnicity: code of GB/T 3304."""
    if ethnicity == "02" and draw.chance(0.8):
        return draw.one_of(_MONGOL_FEMALE if sex == "2" else _MONGOL_MALE)
    return _surname(draw, ethnicity) + _given(draw, sex)


def _surname(draw: Draw, ethnicity: str) -> str:
    if ethnicity in _OWN_SURNAMES:
        return draw.one_of(_OWN_SURNAMES[ethnicity])
    return draw.one_of(_COMPOUND) if draw.chance(0.006) else draw.one_of(_SURNAMES)


def _given(draw: Draw, sex: str) -> str:
    characters = _FEMALE if sex == "2" else _MALE
    last = draw.one_of(characters)
    if draw.chance(0.18):
        return last
    middle = draw.one_of(_BOTH if draw.chance(0.45) else characters)
    return middle + last
