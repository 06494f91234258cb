"""The letters that lead to the sections after g: where it can be, the first of the name in pinyin."""

SECTION_KEYS = {
    "today": "t",
    "screen": "p",
    "duty": "n",
    "tips": "j",
    "unit": "b",
    "identities": "s",
    "hazards": "y",
    "rewards": "l",
    "payouts": "f",
    "knowledge": "z",
    "campaigns": "x",
    "pushes": "u",
    "library": "k",
    "quizzes": "w",
    "followers": "g",
    "people": "r",
    "rights": "q",
    "audit": "a",
    "system": "m",
}
"""By the name of the route; a test holds that no two share a letter and that each is a route."""
