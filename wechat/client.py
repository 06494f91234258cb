"""The library's client on another engine: our transport, our tokens, one retry.

Only its knowledge of the interfaces is kept from wechatpy 1.8.18: which path, which fields. Its own
``_request`` has no timeout, retries an old token endlessly and with a file already read to its end, and takes
its hosts from constants; all of that is replaced at this one point.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from wechatpy import WeChatClient

from deliveries.ports import FailureClass, GatewayRefusal
from wechat.breaker import Breaker
from wechat.tokens import TokenProvider
from wechat.transport import Answer, Files, Limits, Request, Transport, checked

Result = TypeVar("Result")

_REPEATABLE_POSTS = frozenset(
    {
        "menu/create",
        "user/info/batchget",
        "qrcode/create",
        "media/uploadimg",
        "material/get_material",
        "message/template/send",
        "draft/add",
        "freepublish/get",
        "freepublish/getarticle",
        "freepublish/batchget",
        "freepublish/delete",
        "/datacube/getarticleread",
    }
)
"""Doing these twice leaves the account as doing them once does, or leaves an unused file or draft.

A template message always carries a ``client_msg_id``."""

_SAY_OK = frozenset(
    {
        "menu/create",
        "message/custom/send",
        "message/template/send",
        "message/subscribe/bizsend",
        "message/mass/preview",
        "message/mass/delete",
        "freepublish/delete",
    }
)
"""What they did stands in nothing but ``{"errcode":0,"errmsg":"ok"}`` [O, the page of each]."""


class OfficialAccountClient(WeChatClient):  # type: ignore[misc]  # the library has no types
    """One account at the platform; ``GatewayRefusal`` is the only error of a call.

    The library makes its endpoints in ``__new__`` by reading every attribute, before ``__init__`` has run: a
    property here must raise nothing but ``AttributeError`` then, and must not ask for a token.
    """

    def __init__(
        self, appid: str, secret: str, transport: Transport, provider: TokenProvider, breaker: Breaker
    ) -> None:
        super().__init__(appid, secret, auto_retry=False)
        self.API_BASE_URL = f"{transport.hosts.api}/cgi-bin/"
        self._http = transport.session
        self._transport = transport
        self._provider = provider
        self._breaker = breaker

    @property
    def access_token(self) -> str:
        """The current token; the library's own bookkeeping of tokens is not used."""
        return self._provider.token()

    def fetch_access_token(self) -> None:
        """Refuse: tokens come only from the provider."""
        raise NotImplementedError("tokens come from the provider")

    def call(
        self,
        method: str,
        api: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, Any] | None = None,
        files: Files | None = None,
    ) -> dict[str, Any]:
        """Call ``api`` (the path after ``/cgi-bin/``, or a whole path) and return its JSON object."""
        request = Request(
            api,
            method,
            self._address(api),
            repeatable=method == "GET" or api in _REPEATABLE_POSTS,
            params=params or {},
            body=_encoded(data),
            files=files,
        )
        return self._guarded(request, lambda answer: checked(request, answer, says_ok=api in _SAY_OK))

    def download(
        self,
        method: str,
        api: str,
        *,
        params: Mapping[str, str],
        data: Mapping[str, Any] | None,
        limits: Limits,
    ) -> Answer:
        """Call an interface that answers with a file, or with JSON if it has none.

        The JSON is recognised by its first byte, whatever its declared type: no picture, recording or video
        begins with a brace.
        """
        request = Request(
            api,
            method,
            self._address(api),
            repeatable=True,
            params=params,
            body=_encoded(data),
            limits=limits,
        )

        def read(answer: Answer) -> Answer:
            if is_json(answer):
                checked(request, answer)
            return answer

        return self._guarded(request, read)

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        # The library's endpoints end here. They name paths; a full address is one of its built-in hosts.
        process: Callable[[Any], Any] = kwargs.pop("result_processor", None) or (lambda result: result)
        api = url_or_endpoint.removeprefix(self.API_BASE_URL)
        params = {name: str(value) for name, value in (kwargs.get("params") or {}).items()}
        return process(
            self.call(method.upper(), api, params=params, data=kwargs.get("data"), files=kwargs.get("files"))
        )

    def _address(self, api: str) -> str:
        if api.startswith("/"):
            return self._transport.hosts.api + api
        return api if api.startswith(("http://", "https://")) else self.API_BASE_URL + api

    def _guarded(self, request: Request, read: Callable[[Answer], Result]) -> Result:
        """What ``read`` makes of the answer, unless the interface rests after too many failures."""
        self._breaker.check(request.api)
        try:
            result = self._with_fresh_token(request, read)
        except GatewayRefusal as refused:
            self._breaker.failed(request.api, refused.failure)
            raise
        self._breaker.succeeded(request.api)
        return result

    def _with_fresh_token(self, request: Request, read: Callable[[Answer], Result]) -> Result:
        """Try with the current token; if it is no longer accepted, once more with another. No third try."""
        token = self._provider.token()
        try:
            return read(self._sent(request, token))
        except GatewayRefusal as refused:
            if refused.failure is not FailureClass.TOKEN:
                raise
        return read(self._sent(request, self._provider.refresh(token)))

    def _sent(self, request: Request, token: str) -> Answer:
        return self._transport.send(replace(request, params={**request.params, "access_token": token}))


def _encoded(data: Mapping[str, Any] | None) -> bytes | None:
    # In UTF-8: the platform shows \\uXXXX to people literally. Half a surrogate pair cannot be sent.
    return None if data is None else json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")


def is_json(answer: Answer) -> bool:
    """Whether a download brought a message about the file instead of the file."""
    return answer.body[:1] == b"{"
