"""What clerks call the categories of articles, in the order of the alphabet of their ids."""

CATEGORY_LABELS = {
    "campaign": "宣传活动",
    "cert": "证书",
    "chem": "危险化学品",
    "co": "一氧化碳",
    "cold": "低温雨雪",
    "crowd": "人员密集场所",
    "dust": "粉尘",
    "duty": "责任与权利",
    "ebike": "电动车",
    "elder": "老人",
    "elec": "用电",
    "elevator": "电梯",
    "fire": "火灾",
    "firework": "烟花爆竹",
    "firstaid": "急救",
    "fishing": "渔业船舶",
    "forest": "森林防火",
    "gas": "燃气",
    "heat": "高温",
    "height": "高处作业",
    "hike": "户外",
    "home": "居家",
    "hotline": "应急电话",
    "hotwork": "动火作业",
    "industry": "企业生产",
    "insurance": "保险",
    "lightning": "雷电",
    "quake": "地震",
    "rain": "暴雨山洪",
    "report": "举报",
    "rural": "农村",
    "safecode": "安全码",
    "school": "学校",
    "shelter": "避难与救助",
    "signal": "预警信号",
    "traffic": "交通",
    "typhoon": "台风",
    "water": "防溺水",
    "workspace": "有限空间",
}


def category_label(category: str) -> str:
    """The Chinese name; the word itself where a bureau began a category of its own."""
    return CATEGORY_LABELS.get(category, category)
