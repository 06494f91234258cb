"""Names that people give themselves on a list, and on a certificate. Pure."""

import re

from core.text import is_writable, width_folded
from quizzes.refusals import BadName

ANONYMOUS = "匿名"
_NICKNAME = re.compile(r"[\w\u3400-\u9fff·]{1,12}")
_HOLDER = re.compile(r"[\u3400-\u9fff]{1,14}(·[\u3400-\u9fff]{1,14}){0,3}|[A-Za-z][A-Za-z .'-]{0,29}")
_TELLS_TOO_MUCH = re.compile(r"\d{4,}|www|http|微信|加我", re.IGNORECASE)


def nickname(given: str) -> str | None:
    """The nickname, cleaned; None stands for 匿名. ``BadName`` for what cannot be shown to everybody."""
    name = "".join(width_folded(given).split())
    if not name or name == ANONYMOUS:
        return None
    if not _NICKNAME.fullmatch(name) or _TELLS_TOO_MUCH.search(name) or not is_writable(name):
        raise BadName
    return name


def holder(given: str) -> str:
    """The name for a certificate; ``BadName`` for what is no name."""
    name = " ".join(given.replace("•", "·").replace("．", "·").split())
    if not _HOLDER.fullmatch(name):
        raise BadName("请填证书上要写的姓名，用汉字或者字母。")
    return name


def half_hidden(name: str) -> str:
    """A name that its bearer recognises and a stranger does not learn: 王*, 欧*丽."""
    if len(name) <= 2:
        return f"{name[:1]}*"
    return f"{name[0]}{'*' * min(len(name) - 2, 3)}{name[-1]}"
