"""Who may do what on the broker: each user its own queues, and no way into another's.

Patterns are RabbitMQ's: regular expressions on names, separately for configure, write and read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.base import AnyMethod

GATEWAY = "gateway"
OPERATOR = "cli"
"""The user of the command line: it may move dead letters back, so it may write to any queue."""

LIVE_QUEUES = f"live.{GATEWAY}-"
"""How the gateway's own queues begin, on which it hears what happens to dossiers."""
LIVE = "dossiers"
"""The service whose events the gateway tells to those who follow a dossier."""
_NOTHING = "^$"
_REPLY_ADDRESS = r"[0-9a-f-]{32,36}"


@dataclass(frozen=True)
class TopicPermission:
    """On one topic exchange: which routing keys may be published, which bound."""

    exchange: str
    write: str
    read: str


@dataclass(frozen=True)
class User:
    name: str
    configure: str
    write: str
    read: str
    topics: tuple[TopicPermission, ...] = ()


def users_of(
    services: Sequence[str], retry_exchanges: Sequence[str], calls: Mapping[str, Sequence[AnyMethod]]
) -> tuple[User, ...]:
    """One user per service, the gateway's and the operator's. `calls`: what each service may call."""
    named = (_service(name, retry_exchanges, calls.get(name, ())) for name in services)
    return (*named, _gateway(), _operator())


def _service(name: str, retry_exchanges: Sequence[str], calls: Sequence[AnyMethod]) -> User:
    word = re.escape(name)
    own_queues = (f"rpc-{word}", rf"rpc\.reply-{word}-.*")
    retries = tuple(re.escape(exchange) for exchange in retry_exchanges)
    return User(
        name,
        configure=_any_of((*own_queues, "nameko-rpc")),
        write=_any_of((*own_queues, "nameko-rpc", rf"{word}\.events", rf"dead\.{word}", *retries)),
        read=_any_of((*own_queues, rf"events\.{word}\..*", "nameko-rpc")),
        topics=(
            # Without this a service could bind a queue of its own to everybody's calls.
            TopicPermission("nameko-rpc", _callable(calls), _any_of((rf"{word}\..*", _REPLY_ADDRESS))),
            *(TopicPermission(exchange, rf"^events\.{word}\..*$", _NOTHING) for exchange in retry_exchanges),
        ),
    )


def _callable(calls: Sequence[AnyMethod]) -> str:
    """The calls of the contracts' graph, and answers."""
    return _any_of((*(re.escape(method.routing_key) for method in calls), _REPLY_ADDRESS))


def _caller(name: str) -> User:
    replies = rf"rpc\.reply-{re.escape(name)}-.*"
    return User(
        name,
        configure=_any_of((replies, "nameko-rpc")),
        write=_any_of((replies, "nameko-rpc")),
        read=_any_of((replies, "nameko-rpc")),
        topics=(TopicPermission("nameko-rpc", ".*", _any_of((_REPLY_ADDRESS,))),),
    )


def _gateway() -> User:
    """It calls everybody, and listens to what happens to dossiers on queues of its own."""
    caller, live = _caller(GATEWAY), re.escape(LIVE_QUEUES) + ".*"
    replies = rf"rpc\.reply-{GATEWAY}-.*"
    return User(
        GATEWAY,
        configure=_any_of((replies, live, "nameko-rpc")),
        write=_any_of((replies, live, "nameko-rpc")),
        read=_any_of((replies, live, "nameko-rpc", rf"{re.escape(LIVE)}\.events")),
        topics=(*caller.topics, TopicPermission(f"{LIVE}.events", _NOTHING, r"^dossiers\.#$")),
    )


def _operator() -> User:
    caller = _caller(OPERATOR)
    return User(
        OPERATOR,
        configure=caller.configure,
        write=_any_of((rf"rpc\.reply-{OPERATOR}-.*", "nameko-rpc", r"amq\.default")),
        read=_any_of((rf"rpc\.reply-{OPERATOR}-.*", "nameko-rpc", r"dead\..*")),
        topics=caller.topics,
    )


def _any_of(patterns: Iterable[str]) -> str:
    return f"^({'|'.join(patterns)})$"
