"""W3C trace context."""

import pytest

from chassis.core.context import TRACEPARENT_PATTERN
from gateway.http import trace

SENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"


def test_goes_on_with_the_trace_under_a_span_of_our_own() -> None:
    begun = trace.start_span(SENT, "vendor=1")
    assert TRACEPARENT_PATTERN.match(begun.traceparent)
    assert begun.trace_id == "0af7651916cd43dd8448eb211c80319c"
    assert begun.traceparent[36:52] != SENT[36:52]
    assert begun.traceparent.endswith("-00")
    assert begun.tracestate == "vendor=1"


@pytest.mark.parametrize(
    "sent", [None, "", "nonsense", SENT.upper(), SENT + "-1", "00-" + "0" * 32 + "-b7ad6b7169203331-01"]
)
def test_starts_a_new_trace_where_none_or_a_broken_one_came(sent: str | None) -> None:
    begun = trace.start_span(sent, "vendor=1")
    assert TRACEPARENT_PATTERN.match(begun.traceparent)
    assert begun.trace_id != "0af7651916cd43dd8448eb211c80319c"
    assert begun.tracestate is None
