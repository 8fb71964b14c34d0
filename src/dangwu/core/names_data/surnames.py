"""Surnames whose reading differs from the dictionary's first one, and surnames of two characters.

Readings are toned syllables as in "zeng1". Where families differ, the more frequent one stands.
"""


def _readings(lines: str) -> dict[str, tuple[str, ...]]:
    entries = (entry.split("=") for entry in lines.replace("\n", ",").split(",") if entry)
    return {surname.strip(): tuple(reading.split()) for surname, reading in entries}


SINGLE = _readings("""
曾=zeng1,单=shan4,查=zha1,仇=qiu2,解=xie4,任=ren2,区=ou1,盖=ge3,翟=zhai2,朴=piao2
华=hua4,缪=miao4,员=yun4,乜=nie4,逄=pang2,冼=xian3,洗=xian3,覃=qin2,佴=nai4,尉=wei4
秘=bi4,折=she2,祭=zhai4,种=chong2,繁=po2,都=du1,乐=yue4,宓=mi4,瞿=qu2,葛=ge3
纪=ji3,过=guo1,应=ying1,那=na1,哈=ha3,句=gou1,呙=guo1,阚=kan4,柏=bai3,薄=bo2
晁=chao2,谌=chen2,褚=chu3,郗=xi1,牟=mou2,隗=wei3,召=shao4,佘=she2,盛=sheng4,眭=sui1
於=yu1,恽=yun4,臧=zang1,占=zhan1,仉=zhang3,撒=sa3,逯=lu4,燕=yan1,要=yao1,车=che1
石=shi2,沈=shen3,贾=jia3,万=wan4,重=chong2,长=chang2,行=xing2,朝=chao2,强=qiang2,宁=ning2
卜=bu3,尧=yao2,靓=jing4,殷=yin1,郇=xun2,郏=jia2,郄=qie4,郜=gao4,莘=shen1,费=fei4
""")

COMPOUND = _readings("""
欧阳=ou1 yang2,司马=si1 ma3,上官=shang4 guan1,诸葛=zhu1 ge3,东方=dong1 fang1
皇甫=huang2 fu3,尉迟=yu4 chi2,万俟=mo4 qi2,长孙=zhang3 sun1,夏侯=xia4 hou2
公孙=gong1 sun1,慕容=mu4 rong2,司徒=si1 tu2,司空=si1 kong1,司寇=si1 kou4
令狐=ling2 hu2,宇文=yu3 wen2,澹台=tan2 tai2,公冶=gong1 ye3,宗政=zong1 zheng4
濮阳=pu2 yang2,淳于=chun2 yu2,单于=chan2 yu2,太叔=tai4 shu1,申屠=shen1 tu2
仲孙=zhong4 sun1,轩辕=xuan1 yuan2,钟离=zhong1 li2,闻人=wen2 ren2,赫连=he4 lian2
呼延=hu1 yan2,鲜于=xian1 yu2,闾丘=lv2 qiu1,东郭=dong1 guo1,南宫=nan2 gong1
西门=xi1 men2,独孤=du2 gu1,拓跋=tuo4 ba2,完颜=wan2 yan2,端木=duan1 mu4
百里=bai3 li3,左丘=zuo3 qiu1,第五=di4 wu3,公羊=gong1 yang2,梁丘=liang2 qiu1
谷梁=gu3 liang2,颛孙=zhuan1 sun1,亓官=qi2 guan1,巫马=wu1 ma3,公西=gong1 xi1
乐正=yue4 zheng4,漆雕=qi1 diao1,壤驷=rang3 si4,夹谷=jia2 gu3,宰父=zai3 fu3
段干=duan4 gan1,纳兰=na4 lan2,贺兰=he4 lan2,哥舒=ge1 shu1,叶赫=ye4 he4
""")

# Characters that a given name reads otherwise than the dictionary's first reading.
GIVEN = _readings("""
晟=sheng4,长=chang2,朝=zhao1,茜=qian4,娜=na4,的=di4,干=gan1,重=chong2,行=xing2,乐=le4
""")
