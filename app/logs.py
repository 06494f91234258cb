"""Logging: JSON lines in production, readable lines in development; and nothing that must not be there."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from core.masking import masked
from core.text import short_openid

_OPENID = re.compile(r"(?<![0-9A-Za-z_-])o[0-9A-Za-z_-]{27}(?![0-9A-Za-z_-])")
# A receipt code: 26 characters of its alphabet, together or in groups of six and four times five.
_RECEIPT = re.compile(
    r"(?<![0-9A-Za-z])[0-9A-HJKMNP-TV-Z]{6}(?:[- ]?[0-9A-HJKMNP-TV-Z]{5}){4}(?![0-9A-Za-z])", re.IGNORECASE
)
# A secret in a URL or a body: the platform wants its access token in the query of every call.
_SECRET = re.compile(
    r"((?<![A-Za-z])(?:access_token|appsecret|secret|ticket|code|refresh_token|signature|msg_signature|echostr|openid|password)"
    r"[\"']?\s*[=:]\s*[\"']?)[^&\s\"',}]+",
    re.IGNORECASE,
)
# What PostgreSQL tells of the row it refused, all its columns; up to the statement, the next error, the end.
_ROW = re.compile(
    r"(DETAIL: +)(?:Failing row|Key ).*?(?=(?:\n|\\n)(?:\[SQL|(?:\n|\\n)The above)|(?<!\\)\"[,}]|\Z)",
    re.DOTALL,
)


def cleaned(text: str) -> str:
    """``text`` without secrets, refused rows, receipt codes, full openids, telephone and identity numbers."""
    text = _ROW.sub(r"\1***", text)
    text = _SECRET.sub(r"\1***", text)
    text = _OPENID.sub(lambda found: short_openid(found[0]), text)
    text = _RECEIPT.sub("[查询码]", text)
    return masked(text)


def _clean(render: Any) -> Any:
    """Clean each line once, as a whole, when it is ready to be written."""

    def rendered(logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
        return cleaned(render(logger, name, event))

    return rendered


def set_up_logging(level: str, *, as_json: bool) -> None:
    """Send every log line of this process, ours and the libraries', to standard error in one form."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        # Elsewhere a logger asks each time, so that whoever listens for a moment (a test) hears it.
        cache_logger_on_first_use=as_json,
    )
    render: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _clean(render)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # gunicorn brings a handler of its own, for lines of another form.
    server = logging.getLogger("gunicorn.error")
    server.handlers.clear()
    server.propagate = True
    # These tell every request and every statement, with their parameters, at INFO and DEBUG.
    for noisy in ("urllib3", "werkzeug", "sqlalchemy", "dramatiq", "apscheduler", "jieba", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
