"""A request of Flask whose files never touch the disk, and whose body is refused rather than cut short."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any, cast

from flask import Request
from gunicorn.http.errors import ParseException
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.utils import cached_property
from werkzeug.wsgi import LimitedStream


class _Sent(ImmutableMultiDict[str, Any]):
    """Fields as they came, without NUL: no keyboard has it, and PostgreSQL takes none, even to compare."""

    def __init__(self, sent: Any = None) -> None:
        fields = sent if isinstance(sent, list) else MultiDict[str, Any](sent).items(multi=True)
        super().__init__(
            [(name, one.replace("\0", "") if isinstance(one, str) else one) for name, one in fields]
        )


class InMemoryRequest(Request):
    """Keeps uploaded files in memory: a spool would write what citizens send to the disk, unsealed.

    A body in pieces that are none is the sender's mistake: 400, no error of ours; so is a form that cannot be
    read, which Werkzeug would take for an empty one. One with too many pieces is refused like one that names
    its length, not cut.
    """

    parameter_storage_class = _Sent

    @cached_property
    def stream(self) -> IO[bytes]:
        """See Flask."""
        limit = self.max_content_length
        if self.content_length is None and limit is not None and self.environ.get("wsgi.input_terminated"):
            return cast(IO[bytes], _InPieces(self.environ["wsgi.input"], limit, is_max=True))
        return super().stream

    def get_data(self, *arguments: Any, **settings: Any) -> Any:
        """See Flask."""
        with _from_the_sender():
            return super().get_data(*arguments, **settings)

    def make_form_data_parser(self) -> FormDataParser:
        """See Werkzeug."""
        parser = super().make_form_data_parser()
        parser.silent = False
        return parser

    def _load_form_data(self) -> None:
        with _from_the_sender(ValueError):
            super()._load_form_data()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


class _InPieces(LimitedStream):
    """A body of unknown length: read as a whole, Werkzeug's own stream stops at the limit without a word."""

    def readall(self) -> bytes:
        """See Werkzeug."""
        body = super().readall()
        if self.is_exhausted and self._stream.read(1):
            raise RequestEntityTooLarge
        return body


@contextmanager
def _from_the_sender(*more: type[Exception]) -> Iterator[None]:
    try:
        yield
    except (ParseException, *more) as error:
        raise BadRequest from error
