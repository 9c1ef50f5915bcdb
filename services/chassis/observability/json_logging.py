"""JSON logging: one object a line on stdout, with the trace id, without personal data."""

import logging
import sys
import threading
import warnings
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import orjson
from pythonjsonlogger.orjson import OrjsonFormatter

from chassis.observability.redaction import redact

_trace: ContextVar[str] = ContextVar("motcua_trace_id", default="")

# They log each connection or request, which our own lines name already.
_NOISY_LOGGERS = (
    "amqp",
    "kombu",
    "nameko",
    "pymongo",
    "httpx",
    "httpcore",
    "aiormq",
    "aio_pika",
    "uvicorn",
    "asyncio",
)
_FIELDS = ["levelname", "name", "message"]
_NAMES = {"levelname": "level", "name": "logger", "exc_info": "exception", "stack_info": "stack"}
_UNREDACTED = frozenset({"ts", "level", "service", "logger", "trace_id"})
_plain: "_PlainLines | None" = None


def set_trace_id(trace_id: str) -> None:
    """Put this id on every line that the running greenlet or task logs from here on."""
    _trace.set(trace_id)


def current_trace_id() -> str:
    """The id given by `set_trace` in this greenlet or task, or empty."""
    return _trace.get()


class JsonFormatter(OrjsonFormatter):
    """Log formatter: ts, level, service, logger, message, trace_id, then the extras; personal data is redacted."""

    def __init__(self, service: str) -> None:
        super().__init__(_FIELDS, rename_fields=_NAMES, static_fields={"service": service}, timestamp="ts")

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        if trace_id := current_trace_id():
            log_data.setdefault("trace_id", trace_id)
        return {
            name: value if name in _UNREDACTED else redact(name, value) for name, value in log_data.items()
        }


def configure_logging(service: str, level: str = "INFO") -> None:
    """Send every log record of this process to stdout as JSON. A second call replaces the first."""
    global _plain  # noqa: PLW0603  of the process, as the root logger is
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(service))
    _plain = _PlainLines(service, handler)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    _silence_deprecations()
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread


def log_plainly(logger: logging.Logger, message: str, fields: Mapping[str, str | float]) -> None:
    """`logger.info(message, extra=fields)` at a tenth of its cost, for the line that every request leaves. Nothing is
    redacted: the message and the fields are words and numbers of the program itself, none of them a caller's."""
    if _plain is None:
        logger.info(message, extra=dict(fields))
    elif logger.isEnabledFor(logging.INFO):
        _plain.write(logger.name, message, fields)


class _PlainLines:
    """Writes lines as `JsonFormatter` would, to the same stream, without a record."""

    def __init__(self, service: str, handler: "logging.StreamHandler[Any]") -> None:
        self._service = service
        self._handler = handler

    def write(self, logger: str, message: str, fields: Mapping[str, str | float]) -> None:
        line = {"level": "INFO", "logger": logger, "message": message, "service": self._service, **fields}
        line["ts"] = datetime.now(UTC).isoformat()
        if trace_id := current_trace_id():
            line["trace_id"] = trace_id
        text = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE).decode()
        self._handler.acquire()
        try:
            self._handler.stream.write(text)
            self._handler.flush()
        finally:
            self._handler.release()


def _silence_deprecations() -> None:
    # Known and decided: see the design notes on the choice of nameko and eventlet.
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated")
    warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"(nameko|eventlet|kombu|amqp)\b.*")
    logging.captureWarnings(capture=True)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(__name__).critical("uncaught exception", exc_info=(kind, error, trace))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
