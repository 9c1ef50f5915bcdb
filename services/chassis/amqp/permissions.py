"""Permissions of the broker's users: each its own queues, and none of another's.

Patterns are RabbitMQ's: regular expressions on names, separately for configure, write and read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chassis.amqp.rpc_protocol import RPC_EXCHANGE
from contracts import accounts
from contracts.base import AnyMethod
from contracts.topology import GATEWAY, GATEWAY_REVOCATIONS, LIVE_EVENTS, OPERATOR

LIVE_QUEUES = "live."
"""How the queues begin into which events fall for one process alone."""
LIVE_QUEUE_PREFIX = f"{LIVE_QUEUES}{GATEWAY}-"
"""Prefix of the gateway's own queues, into which the events of dossiers and the ends of sessions fall."""
LIVE_SERVICE = "dossiers"
"""The service whose events the gateway streams to those who follow a dossier."""
_NOTHING = "^$"
_REPLY_ADDRESS = r"[0-9a-f-]{32,36}"


@dataclass(frozen=True)
class TopicPermission:
    """On one topic exchange: which routing keys may be published, which bound."""

    exchange: str
    write: str
    read: str


@dataclass(frozen=True)
class BrokerUser:
    name: str
    configure: str
    write: str
    read: str
    topics: tuple[TopicPermission, ...] = ()


def users_of(
    services: Sequence[str], retry_exchanges: Sequence[str], calls: Mapping[str, Sequence[AnyMethod]]
) -> tuple[BrokerUser, ...]:
    """One user per service, the gateway's and the operator's. `calls`: what each service may call."""
    named = (_service_user(name, retry_exchanges, calls.get(name, ())) for name in services)
    return (*named, _gateway_user(), _operator_user())


def _service_user(name: str, retry_exchanges: Sequence[str], calls: Sequence[AnyMethod]) -> BrokerUser:
    word = re.escape(name)
    own_queues = (f"rpc-{word}", rf"rpc\.reply-{word}-.*", rf"live\.{word}-.*")
    heard = (rf"{accounts.SERVICE}\.events",) if name in LIVE_EVENTS else ()
    retries = tuple(re.escape(exchange) for exchange in retry_exchanges)
    return BrokerUser(
        name,
        configure=_any_of((*own_queues, RPC_EXCHANGE)),
        write=_any_of((*own_queues, RPC_EXCHANGE, rf"{word}\.events", rf"dead\.{word}", *retries)),
        read=_any_of((*own_queues, rf"events\.{word}\..*", RPC_EXCHANGE, *heard)),
        topics=(
            *_live_events(name),
            # Without this a service could bind a queue of its own to the requests of all.
            TopicPermission(RPC_EXCHANGE, _callable(calls), _any_of((rf"{word}\..*", _REPLY_ADDRESS))),
            *(TopicPermission(exchange, rf"^events\.{word}\..*$", _NOTHING) for exchange in retry_exchanges),
        ),
    )


def _live_events(name: str) -> tuple[TopicPermission, ...]:
    """What of accounts' events each process of the service hears, and no other."""
    kinds = LIVE_EVENTS.get(name, ())
    writes = ".*" if name == accounts.SERVICE else _NOTHING
    heard = _any_of(re.escape(kind.name) for kind in kinds)
    return (TopicPermission(f"{accounts.SERVICE}.events", writes, heard),) if kinds else ()


def _callable(calls: Sequence[AnyMethod]) -> str:
    """The calls of the contracts' graph, and answers."""
    return _any_of((*(re.escape(method.routing_key) for method in calls), _REPLY_ADDRESS))


def _caller_user(name: str) -> BrokerUser:
    replies = rf"rpc\.reply-{re.escape(name)}-.*"
    return BrokerUser(
        name,
        configure=_any_of((replies, RPC_EXCHANGE)),
        write=_any_of((replies, RPC_EXCHANGE)),
        read=_any_of((replies, RPC_EXCHANGE)),
        topics=(TopicPermission(RPC_EXCHANGE, ".*", _any_of((_REPLY_ADDRESS,))),),
    )


def _gateway_user() -> BrokerUser:
    """Calls every service, and consumes the events of dossiers and the ends of sessions from queues of its own."""
    caller, live = _caller_user(GATEWAY), re.escape(LIVE_QUEUE_PREFIX) + ".*"
    replies = rf"rpc\.reply-{GATEWAY}-.*"
    heard = rf"({re.escape(LIVE_SERVICE)}|{accounts.SERVICE})\.events"
    return BrokerUser(
        GATEWAY,
        configure=_any_of((replies, live, RPC_EXCHANGE)),
        write=_any_of((replies, live, RPC_EXCHANGE)),
        read=_any_of((replies, live, RPC_EXCHANGE, heard)),
        topics=(
            *caller.topics,
            TopicPermission(f"{LIVE_SERVICE}.events", _NOTHING, r"^dossiers\.#$"),
            TopicPermission(
                f"{accounts.SERVICE}.events",
                _NOTHING,
                _any_of(re.escape(kind.name) for kind in GATEWAY_REVOCATIONS),
            ),
        ),
    )


def _operator_user() -> BrokerUser:
    """The command line: it may move dead letters back, so it may write to any queue."""
    caller = _caller_user(OPERATOR)
    return BrokerUser(
        OPERATOR,
        configure=caller.configure,
        write=_any_of((rf"rpc\.reply-{OPERATOR}-.*", RPC_EXCHANGE, r"amq\.default")),
        read=_any_of((rf"rpc\.reply-{OPERATOR}-.*", RPC_EXCHANGE, r"dead\..*")),
        topics=caller.topics,
    )


def _any_of(patterns: Iterable[str]) -> str:
    return f"^({'|'.join(patterns)})$"
