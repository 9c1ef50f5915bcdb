"""Topology of the broker: its exchanges, queues, bindings and users, made from the contracts.

Queue arguments cannot be changed on a broker that has the queue already: they are chosen once, here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.amqp import retry_tiers
from chassis.amqp.permissions import BrokerUser, users_of
from chassis.amqp.retry_tiers import RetryTiers
from chassis.amqp.rpc_protocol import RPC_EXCHANGE
from contracts import topology as contract
from contracts.base import AnyMethod
from contracts.events import Subscription

VHOST = "motcua"

_UNSUBSCRIBED = (
    frozenset(kind.name for kinds in contract.EVENTS.values() for kind in kinds)
    - frozenset(kind.name for subscription in contract.SUBSCRIPTIONS for kind in subscription.types)
    - frozenset(kind.name for kind in contract.GATEWAY_REVOCATIONS)
    - frozenset(kind.name for kinds in contract.LIVE_EVENTS.values() for kind in kinds)
)

#: Redeliveries after crashes until the consumer dead-letters a message.
DELIVERY_LIMIT = 5
#: Redeliveries until the broker does it, should no consumer run long enough.
_BROKER_LIMIT = 20
#: RabbitMQ 4 drops after 20 where nothing is said; looking at dead letters must never drop one.
_NO_LIMIT = 1_000_000

_QUORUM = {"x-queue-type": "quorum"}
_SAFE_DEAD_LETTERING = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}


@dataclass(frozen=True)
class Exchange:
    """A durable exchange."""

    name: str
    type: str


@dataclass(frozen=True)
class Queue:
    """A durable queue; `service` consumes it, empty when none does."""

    name: str
    arguments: dict[str, Any]
    service: str = ""


@dataclass(frozen=True)
class Binding:
    """A binding of a queue to an exchange."""

    exchange: str
    queue: str
    routing_key: str


@dataclass(frozen=True)
class Topology:
    """Everything that must exist on the broker before a service starts."""

    exchanges: tuple[Exchange, ...]
    queues: tuple[Queue, ...]
    bindings: tuple[Binding, ...]
    users: tuple[BrokerUser, ...]


ALLOWED_CALLS: Mapping[str, Sequence[AnyMethod]] = {
    service: (
        *contract.CALLS.get(service, ()),
        *contract.CALLS_OF_RELEASE_BEFORE.get(service, ()),
        *contract.TIMER_CALLS.get(service, ()),
        contract.KEYS,
    )
    for service in contract.SERVICES
}
"""Those of this release and of the one before, which run side by side in an upgrade, those of timers, and the keys."""


def build_topology(
    services: Sequence[str] = contract.SERVICES,
    subscriptions: Sequence[Subscription] = contract.SUBSCRIPTIONS,
    tiers: RetryTiers | None = None,
    calls: Mapping[str, Sequence[AnyMethod]] = ALLOWED_CALLS,
) -> Topology:
    """The topology of these services; retry tiers from the environment unless given."""
    steps = retry_tiers.tiers_from_environment() if tiers is None else tiers
    return Topology(
        exchanges=(*_exchanges(services, steps),),
        queues=(*_queues(services, subscriptions, steps),),
        bindings=(*_bindings(services, subscriptions, steps),),
        users=users_of(services, [step.exchange for step in steps], calls),
    )


def events_exchange(service: str) -> str:
    """nameko's own name, so that stock event handlers can listen."""
    return f"{service}.events"


def dead_letter_queue(service: str) -> str:
    """The name of the queue of a service's dead letters, and of the exchange in front of it."""
    return f"dead.{service}"


def has_subscriber(event_type: str, subscriptions: Sequence[Subscription] = contract.SUBSCRIPTIONS) -> bool:
    """True when the contracts name a queue for this type: then an unroutable event is a fault, not a fact."""
    return any(event_type == kind.name for subscription in subscriptions for kind in subscription.types)


def is_published(event_type: str) -> bool:
    """False for a type of the contracts that neither a service nor the gateway listens to."""
    return event_type not in _UNSUBSCRIBED


def is_in_feed(event_type: str) -> bool:
    """True when the log of the type's service is read in its total order, which the relay gives."""
    return event_type.split(".", 1)[0] in contract.FEEDS


def _exchanges(services: Sequence[str], steps: RetryTiers) -> list[Exchange]:
    return [
        Exchange(RPC_EXCHANGE, "topic"),
        *(Exchange(events_exchange(service), "topic") for service in services),
        *(Exchange(dead_letter_queue(service), "fanout") for service in services),
        # Topic, not fanout: only a topic exchange lets the broker check for whose queue a user retries.
        *(Exchange(step.exchange, "topic") for step in steps),
    ]


def _queues(services: Sequence[str], subscriptions: Sequence[Subscription], steps: RetryTiers) -> list[Queue]:
    return [
        *(Queue(each.queue, event_queue_arguments(each.consumer), each.consumer) for each in subscriptions),
        *(
            Queue(dead_letter_queue(service), {**_QUORUM, "x-delivery-limit": _NO_LIMIT})
            for service in services
        ),
        *(Queue(step.exchange, _tier_arguments(step.delay_ms)) for step in steps),
    ]


def event_queue_arguments(service: str) -> dict[str, Any]:
    """Arguments of an event queue: a message over which processes crash ends among the service's dead letters."""
    return {
        **_QUORUM,
        **_SAFE_DEAD_LETTERING,
        "x-delivery-limit": _BROKER_LIMIT,
        "x-dead-letter-exchange": dead_letter_queue(service),
    }


def _tier_arguments(delay_ms: int) -> dict[str, Any]:
    """Back, after the delay, to the queue that the routing key names."""
    return {**_QUORUM, **_SAFE_DEAD_LETTERING, "x-message-ttl": delay_ms, "x-dead-letter-exchange": ""}


def _bindings(
    services: Sequence[str], subscriptions: Sequence[Subscription], steps: RetryTiers
) -> list[Binding]:
    return [
        *(
            Binding(events_exchange(kind.service), each.queue, kind.name)
            for each in subscriptions
            for kind in each.types
        ),
        *(Binding(dead_letter_queue(service), dead_letter_queue(service), "") for service in services),
        *(Binding(step.exchange, step.exchange, "#") for step in steps),
    ]
