"""Where the pages are that people are sent to from outside a request; the only place that spells a path.

``tests/integration/test_page_addresses.py`` opens each. Pages of a content item are
``campaigns.content.renderings.PATH``: the draft at the platform is known by it.
"""

HOME = "/h5/"
ACTIVITIES = f"{HOME}activities/"
MY_ACTIVITIES = f"{ACTIVITIES}mine"
LECTURE = f"{ACTIVITIES}lecture"
QUIZ = f"{HOME}quiz"
VERIFY_CERTIFICATE = f"{QUIZ}/verify"
SUBSCRIPTIONS = f"{HOME}subscriptions"
PRIVACY = f"{HOME}privacy"
LOGIN_BACK = f"{HOME}login/back"
TIPS = f"{HOME}tips/"
NEW_TIP = f"{TIPS}new"
ANONYMOUS_TIP = f"{TIPS}anonymous"
MY_TIPS = f"{TIPS}mine"
RECEIPT_CODE = f"{TIPS}code"
TIP_IDENTITY = f"{TIPS}{{number}}/identity"
"""The page of one tip: to be filled in with its ``number``."""


def article_path(article_id: str) -> str:
    """The page of an article."""
    return f"{HOME}a/{article_id}"


def material_path(material_id: int) -> str:
    """The page of a material."""
    return f"{HOME}materials/{material_id}"


def drawing_path(picture_id: str) -> str:
    """A drawing of the project itself, as SVG."""
    return f"{HOME}pictures/{picture_id}.svg"


def internal_path(token: str) -> str:
    """The page behind the code of an enterprise; its poster lies below."""
    return f"{HOME}internal/{token}"
