"""Articles made for tests."""

from datetime import date

from knowledge.articles import Article, Source, Urgency


def make_article(
    article_id: str,
    question: str,
    *asks: str,
    lead: str = "先打电话。",
    answer: str = "1. 撤离。",
    urgency: Urgency = Urgency.NORMAL,
) -> Article:
    """An article with the given phrasings and otherwise ordinary content."""
    return Article(
        id=article_id,
        topics=(article_id,),
        question=question,
        asks=asks,
        lead=lead,
        answer=answer,
        sources=(Source("中华人民共和国消防法", "第二十八条", 2021),),
        audience=("家庭",),
        urgency=urgency,
        reviewed_on=date(2026, 11, 22),
        review_due_on=date(2027, 11, 22),
    )


FEW = (
    make_article(
        "ebike.charging_indoors", "电动车能在楼道里充电吗？", "电瓶车放门厅充一夜", "楼梯间给电动车充电违法吗"
    ),
    make_article("ebike.elevator", "电动车能进电梯吗？", "把电瓶车推进电梯", "电梯里有人推电动车"),
    make_article("fire.oil_pan", "油锅着火怎么办？", "炒菜锅里的油烧起来了", "锅里起火能泼水吗"),
    make_article("fire.extinguisher_use", "灭火器怎么用？", "提拔握压是什么", "干粉灭火器使用步骤"),
    make_article("lightning.outdoor", "打雷时在户外怎么办？", "下雨打雷能不能躲树下", "户外避雷"),
    make_article("lightning.indoor", "打雷时在家里要注意什么？", "打雷能洗澡吗", "室内防雷"),
    make_article("gas.hose", "燃气软管多久换一次？", "煤气皮管老化了", "灶台软管更换"),
)
"""Articles that are close to one another, two by two, and one that is far from the rest."""
