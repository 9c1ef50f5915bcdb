"""Call context: the actor, language, deadline and trace that travel in the headers of every request and event."""

import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from contracts.base import ANONYMOUS, Actor, ActorKind

PREFIX = "nameko."
_LONGEST_TOKEN = 8192
TRACEPARENT_PATTERN = re.compile(r"^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$")


def new_traceparent() -> str:
    """A fresh W3C trace context, sampled."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


@dataclass(frozen=True)
class Context:
    """The headers that are passed on, as values; any other header of a message ends where it arrived.

    `deadline` (epoch seconds): after it no caller waits for the answer. `sent_at` (epoch seconds): when the message
    that brought this context was sent. `client`: the network address that a request came from, an IPv6 one cut to its /64;
    the gateway alone sets it, and no event carries it. `token`: the access token of the person or system whose request it
    is, by which whoever is called proves `actor`; empty without one, and in no event. `reading_ground`: why the caller
    reads a person's data, as it was stated, empty when nothing was; None where nobody asked: a gateway of a release before.
    `traceparent` and `tracestate` are those of W3C Trace Context.
    """

    actor: Actor = ANONYMOUS
    correlation_id: str = ""
    causation_id: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None
    locale: str = "vi"
    deadline: float | None = None
    call_id_stack: tuple[str, ...] = ()
    sent_at: float | None = None
    client: str = ""
    token: str = field(default="", repr=False)
    reading_ground: str | None = None

    @classmethod
    def new(cls, actor: Actor = ANONYMOUS, locale: str = "vi", timeout_s: float | None = None) -> "Context":
        """The first context of a new trace, with a deadline `timeout_s` from now."""
        traceparent = new_traceparent()
        deadline = None if timeout_s is None else time.time() + timeout_s
        return cls(actor, traceparent[3:35], None, traceparent, None, locale, deadline)

    @classmethod
    def from_headers(cls, headers: Mapping[str, Any] | None) -> "Context":
        """Reads what `to_headers` wrote, or a plain W3C `traceparent`. Malformed values are ignored; never raises."""
        values = {key.removeprefix(PREFIX): value for key, value in (headers or {}).items()}
        traceparent = _trace(values.get("traceparent")) or new_traceparent()
        return cls(
            actor=_actor_or_anonymous(values.get("actor")),
            correlation_id=_text(values.get("correlation_id")) or traceparent[3:35],
            causation_id=_text(values.get("causation_id")),
            traceparent=traceparent,
            tracestate=_text(values.get("tracestate")),
            locale="en" if values.get("locale") == "en" else "vi",
            deadline=_seconds(values.get("deadline")),
            call_id_stack=_texts(values.get("call_id_stack")),
            sent_at=_seconds(values.get("sent_at")),
            client=(_text(values.get("client")) or "")[:64],
            token=_token(values.get("token")),
            reading_ground=_stated(values.get("reading_ground")),
        )

    def to_headers(self) -> dict[str, Any]:
        """AMQP headers in nameko's form, which stock nameko services read too; sets `sent_at` to now."""
        values: dict[str, Any] = {
            "actor": _encode_actor(self.actor),
            "correlation_id": None if self.correlation_id == self.trace_id else self.correlation_id,
            "causation_id": self.causation_id,
            "traceparent": self.traceparent,
            "tracestate": self.tracestate,
            "locale": self.locale,
            "deadline": None if self.deadline is None else int(self.deadline * 1000),
            "call_id_stack": list(self.call_id_stack),
            "sent_at": int(time.time() * 1000),
            "client": self.client or None,
            "token": self.token or None,
            "reading_ground": self.reading_ground,
        }
        return {PREFIX + key: value for key, value in values.items() if value is not None}

    @property
    def trace_id(self) -> str:
        """The 32 hex digits that join the log lines of one request."""
        return self.traceparent[3:35] if self.traceparent else self.correlation_id

    def remaining_s(self) -> float | None:
        """Seconds until the deadline, negative after it; None without one."""
        return None if self.deadline is None else self.deadline - time.time()

    def age_s(self) -> float:
        """Seconds since the message was sent, 0 when it carries no time."""
        return 0.0 if self.sent_at is None else max(0.0, time.time() - self.sent_at)

    def within(self, timeout_s: float) -> "Context":
        """A copy whose deadline is at most `timeout_s` from now: a nested call never outlives its caller."""
        limit = time.time() + timeout_s
        return replace(self, deadline=limit if self.deadline is None else min(limit, self.deadline))

    def as_service(self, name: str) -> "Context":
        """A copy in the same trace, with the named service as the actor; client, token and ground are left out."""
        return replace(
            self,
            actor=Actor(kind=ActorKind.SERVICE, name=name),
            client="",
            token="",
            reading_ground=None,
        )

    def with_call(self, target: str) -> "Context":
        """A copy one hop further: `target`, a routing key, is added to the last nine of the call stack."""
        return replace(self, call_id_stack=(*self.call_id_stack[-9:], target))


def _text(value: Any) -> str | None:
    return value[:512] if isinstance(value, str) and value else None


def _token(value: Any) -> str:
    """Empty for what is none; one that is too long counts as one that is not good."""
    return value[:_LONGEST_TOKEN] if isinstance(value, str) else ""


def _stated(value: Any) -> str | None:
    """Also an empty text is a statement: that there is no ground."""
    return value[:2000] if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(item)[:200] for item in value[-10:]) if isinstance(value, list | tuple) else ()


def _trace(value: Any) -> str | None:
    return value if isinstance(value, str) and TRACEPARENT_PATTERN.match(value) else None


def _seconds(value: Any) -> float | None:
    # Later than the year 2099, infinity and NaN are refused too.
    return value / 1000 if type(value) in (int, float) and 0 <= value < 4.1e12 else None


@lru_cache(maxsize=1024)
def _encode_actor(actor: Actor) -> str:
    return actor.model_dump_json()


def _actor_or_anonymous(value: Any) -> Actor:
    return _decode_actor(value) if isinstance(value, str) else ANONYMOUS


@lru_cache(maxsize=1024)
def _decode_actor(text: str) -> Actor:
    try:
        return Actor.model_validate_json(text, extra="ignore")
    except ValueError:
        return ANONYMOUS
