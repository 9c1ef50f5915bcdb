"""The W3C trace context of a request: taken from a caller who sends a sound one, made otherwise."""

import secrets
from dataclasses import dataclass

from chassis.core.context import TRACEPARENT_PATTERN, new_traceparent


@dataclass(frozen=True)
class TraceContext:
    """`traceparent` names our own span within the trace."""

    traceparent: str
    tracestate: str | None = None

    @property
    def trace_id(self) -> str:
        return self.traceparent[3:35]


def start_span(traceparent: str | None, tracestate: str | None) -> TraceContext:
    """A malformed traceparent starts a new trace and its tracestate is dropped (W3C Trace Context 4.3)."""
    if traceparent is None or not TRACEPARENT_PATTERN.match(traceparent):
        return TraceContext(new_traceparent())
    return TraceContext(
        f"{traceparent[:36]}{secrets.token_hex(8)}{traceparent[52:]}", (tracestate or "")[:512] or None
    )
