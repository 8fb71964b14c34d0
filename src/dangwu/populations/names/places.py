"""Names of places, offices and firms that do not exist."""

from collections.abc import Iterator

from dangwu.populations.names import words

CITY = "云岭市"
COUNTY = "青禾县"
TOWNS = ("河湾镇", "松林镇", "石桥镇", "白杨镇", "红柳镇", "东川镇", "新泉镇")
COMMUNITIES = ("康宁", "和顺", "朝阳街", "学府路", "清泉", "锦华", "平安里", "文昌")

_FRONT = "柳杨榆槐枣梨杏桃桑沙泉井河川坪岭石泥高平大小东西南北上下前后新老双三"
_MIDDLE = "树家庄岔口湾沟坡塬梁台桥店堡营子"
_BACK = ("湾", "沟", "庄", "梁", "营", "井", "坪", "滩")

ORGANS = words(
    "办公室 组织部 宣传部 统战部 政法委 编办 信访局 档案馆 党校 发改局 教体局 工信局 民政局 司法局 财政局 人社局 "
    "自然资源局 生态环境局 住建局 交通局 水务局 农牧局 文旅局 卫健局 应急局 审计局 市场监管局 统计局 林草局 "
    "医保局 政务服务局 乡村振兴局 退役军人局 税务局 气象局 总工会 团委 妇联 工商联 科协 残联 红十字会 文联 "
    "法院 检察院 公安局 交警大队 看守所 城管局 人大办 政协办 接待办 机关事务局 能源局 粮储局 园区管委会 "
    "烟草局 邮政管理局 公路段 金融办"
)
INSTITUTIONS = words(
    "第一中学 第二中学 第三中学 职业中学 实验小学 第一小学 第二小学 第三小学 第四小学 民族小学 第一幼儿园 "
    "第二幼儿园 教研室 特殊教育学校 人民医院 中医院 妇幼保健院 疾控中心 卫生监督所 急救中心 精神卫生中心 "
    "图书馆 文化馆 博物馆 体育馆 融媒体中心 农技推广站 畜牧站 林业站 水利站 农经站 种子站 植保站 土肥站 "
    "水文站 防汛站 测绘队 设计室 质检所 计量所 供水所 污水处理厂 园林所 环卫所 房管所 公积金中心 社保中心 "
    "就业中心 救助站 福利院 殡仪馆 广播站 地震台 国土所 规划院 档案室 保障房中心 劳动监察队 运管所 路政队 "
    "养护中心 国有林场"
)
STATE_FIRMS = words(
    "供电公司 供水公司 供热公司 城投公司 交投公司 粮油公司 盐业公司 农商银行 邮政公司 电信公司 公交公司 "
    "国资公司 水务公司 文旅公司"
)
_FIRM_FRONT = words(
    "恒瑞 永丰 金穗 绿源 鼎盛 宏达 天顺 众合 瑞祥 嘉禾 东方红 兴牧 百川 华宇 聚力 诚信 和盛 远航"
)
_FIRM_BACK = words("农业 乳业 建材 能源 物流 商贸 食品 机械 牧业 建设 药业 科技")
_TOWNSHIP_OFFICES = ("机关", "中心卫生院", "中心小学", "派出所")


def villages() -> Iterator[str]:
    """Yield the names of villages, never one twice."""
    for back in _BACK:
        for middle in _MIDDLE:
            for place in range(len(_FRONT) // 2):
                step = (place * 7 + len(middle) + _BACK.index(back) * 5) % len(_FRONT)
                name = f"{_FRONT[step]}{middle}{back}村"
                if middle != back:
                    yield name


def firms() -> Iterator[str]:
    """Yield the names of private firms, never one twice."""
    for turn in range(len(_FIRM_FRONT) * len(_FIRM_BACK)):
        front = _FIRM_FRONT[turn % len(_FIRM_FRONT)]
        back = _FIRM_BACK[(turn + turn // len(_FIRM_FRONT)) % len(_FIRM_BACK)]
        yield f"{front}{back}公司"


def township_offices(town: str) -> list[str]:
    """Return the offices of a town that have a branch of their own."""
    return [f"{town}{office}" for office in _TOWNSHIP_OFFICES]
