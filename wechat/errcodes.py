"""What the platform's numbers mean for us: the class of a failure decides whether it is tried again.

Sources: [O] the official list 全局返回码 and the page of the interface, [K] general knowledge that nobody
confirmed. The text beside a number ends with a request id and changes; only the number counts.
"""

import re

from deliveries.ports import FailureClass

OK = 0
MENU_MISSING = 46003
MEDIA_GONE = 40007
"""No such media_id: deleted, expired, or another account's [O]."""

ARTICLE_GONE = 53600
"""No published article of this name: never was, or deleted already [O freepublish_delete]."""

TOKEN_CODES = frozenset({40001, 40014, 42001})
"""The access token is wrong, replaced or expired [O]; a fresh one may help, once."""

TOKEN_ENDPOINT_REFUSALS = frozenset({40001, 40013, 40125, 40164})
"""From the token interface itself: wrong secret, wrong appid, or an address that is not on the list [O]."""

_CLASSES: dict[FailureClass, frozenset[int]] = {
    FailureClass.BUSY: frozenset(
        {
            -1,  # system busy [O]
            45066,  # the same clientmsgid again within a minute [O]
        }
    ),
    FailureClass.TOKEN: TOKEN_CODES,
    FailureClass.CONFIG: frozenset(
        {
            40002,  # grant type [O]
            40013,  # appid [O]
            40066,  # no such path [O]
            40125,  # secret [O]
            40164,  # our address is not on the account's list [O]
            *range(41001, 41005),  # a credential is missing from the request [O]
            48001,  # the account may not use this interface [O]
            48004,  # the interface is banned, see the console [O]
            50002,  # the account is restricted [O]
            61004,  # our address is not registered [O]
            76021,  # no such path [O]
            89501,  # our address waits for an administrator's confirmation [K]
            89503,  # the same [K]
        }
    ),
    FailureClass.QUOTA: frozenset(
        {
            45009,  # today's calls [O]
            45011,  # this minute's calls [O]
            45028,  # mass sends [K]
            45047,  # customer-service messages since the person last acted [O]
            48006,  # resets of the quota, ten a month [O]
        }
    ),
    FailureClass.RECIPIENT: frozenset(
        {
            40003,  # no such openid, or another account's [O]
            40029,  # the OAuth code of a visit is wrong or older than five minutes [O]
            40130,  # fewer than two of a list follow [O]
            40163,  # it was used before [O]
            43004,  # does not follow [O]
            43019,  # is on the blacklist [O]
            43107,  # has switched notices off, or the platform has [3]
            43101,  # has not agreed, or has used up the consent [O]
            45015,  # has not acted within the window, or left [O]
            46004,  # no such person [O]
            48002,  # does not want messages [O]
            49003,  # the openid is another account's [O]
        }
    ),
    FailureClass.DEDUPE: frozenset({45065}),  # this clientmsgid was sent already [O]
}

_CLASS_OF = {code: failure for failure, codes in _CLASSES.items() for code in codes}
_RID = re.compile(r"rid: ?([0-9a-zA-Z-]{8,64})")


def class_of(errcode: int, *, at_token_endpoint: bool = False) -> FailureClass:
    """The class of an errcode; an unknown number is ``CONTENT``: a person must look.

    A 40001 has two meanings: at the token endpoint the secret is wrong, and asking again would only use up
    the day's quota; anywhere else the token is old.
    """
    if at_token_endpoint and errcode in TOKEN_ENDPOINT_REFUSALS:
        return FailureClass.CONFIG
    return _CLASS_OF.get(errcode, FailureClass.CONTENT)


def class_of_status(status: int, *, repeatable: bool) -> FailureClass:
    """The class of an HTTP status that is not 200.

    A 504 says that somebody behind the proxy may have done the work; a redirect or a 4xx comes from a
    gateway between us and the platform, whose own refusals are all 200.
    """
    if status == 504 and not repeatable:
        return FailureClass.LOST
    if status >= 500 or status == 429:
        return FailureClass.BUSY
    return FailureClass.CONFIG


def rid_of(errmsg: str) -> str | None:
    """The request id at the end of an errmsg, for a support ticket."""
    found = _RID.search(errmsg)
    return found[1] if found else None
