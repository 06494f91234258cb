"""What somebody hears whose request could not be read, so that no page of ours was asked: gunicorn says it in
English, with a piece of the request.
"""

import contextlib
import socket
from http import HTTPStatus
from pathlib import Path
from string import Template
from typing import Final

from gunicorn.http import errors
from gunicorn.util import write_nonblock

from h5.addresses import HOME

_PAGE: Final = Template(Path(__file__).with_suffix(".html").read_text("utf-8"))
_STRANGE: Final = "没看懂这次打开", "请从公众号的聊天或者菜单里重新打开。一直不行，换一个浏览器再试。"
_WORDS: Final = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "网址太长，打不开",
        "搜索的话请写短一些，一句话就够；别的页面，请从公众号的聊天或者菜单里重新打开。",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "浏览器一次带来的东西太多",
        "请清理一下这个网站的缓存（Cookie），或者从公众号的聊天里重新打开。",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("页面出了问题", "请过一会儿再试。"),
}
_STATUSES: Final[dict[type[Exception], HTTPStatus]] = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ForbiddenProxyRequest: HTTPStatus.FORBIDDEN,
}


def status_of(error: BaseException) -> HTTPStatus:
    """What an error of reading a request is called; 500 for one that is none of the sender's."""
    for kind, status in _STATUSES.items():
        if isinstance(error, kind):
            return status
    is_theirs = isinstance(error, errors.ParseException) and not isinstance(
        error, errors.ConfigurationProblem
    )
    return HTTPStatus.BAD_REQUEST if is_theirs else HTTPStatus.INTERNAL_SERVER_ERROR


def refuse(sock: socket.socket, status: HTTPStatus) -> None:
    """Say it, if the other side still listens."""
    title, words = _WORDS.get(status, _STRANGE)
    page = _PAGE.substitute(title=title, words=words, home=HOME).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nConnection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n"
        f"Cache-Control: no-store\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    with contextlib.suppress(OSError):
        write_nonblock(sock, head.encode("ascii") + page)
