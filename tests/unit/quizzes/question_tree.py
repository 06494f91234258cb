"""A question as it stands in a file of the bank."""


def tree(**more: object) -> dict[str, object]:
    return {
        "id": "fire.pan",
        "kind": "single",
        "stem": "油锅着了火，您先做哪一步？",
        "options": ["关火盖锅盖", "泼水浇灭它", "端起锅往外跑"],
        "right": "A",
        "explanation": "没有空气，火自己就灭了；泼水会炸锅。",
        "source": {"title": "国家消防救援局公开消防安全提示", "clause": None, "year": None},
        "topics": ["fire.oil_pan"],
        "settings": ["家庭"],
        "difficulty": 1,
        "picture": None,
        **more,
    }
