import re

from chassis.amqp import topology
from chassis.amqp.rpc_protocol import PROBE_KEY, RPC_EXCHANGE
from contracts import accounts, dossiers
from contracts.events import EventType
from contracts.topology import CALLS, CALLS_OF_RELEASE_BEFORE, LIVE_EVENTS, SERVICES, SUBSCRIPTIONS

DESCRIBED = topology.build_topology()


def test_every_subscription_has_its_queue_and_its_bindings() -> None:
    bound = {(binding.exchange, binding.queue, binding.routing_key) for binding in DESCRIBED.bindings}
    expected = {
        (f"{kind.service}.events", subscription.queue, kind.name)
        for subscription in SUBSCRIPTIONS
        for kind in subscription.types
    }
    assert expected <= bound


def test_every_binding_joins_things_that_are_declared() -> None:
    exchanges = {exchange.name for exchange in DESCRIBED.exchanges}
    queues = {queue.name for queue in DESCRIBED.queues}
    loose = [
        each for each in DESCRIBED.bindings if each.exchange not in exchanges or each.queue not in queues
    ]
    assert loose == []


def test_every_queue_is_a_quorum_queue() -> None:
    others = [queue.name for queue in DESCRIBED.queues if queue.arguments["x-queue-type"] != "quorum"]
    assert others == []


def test_every_work_queue_ends_among_the_dead_letters_of_its_service() -> None:
    ends = {
        queue.service: queue.arguments["x-dead-letter-exchange"]
        for queue in DESCRIBED.queues
        if queue.service
    }
    assert ends == {service: f"dead.{service}" for service in ends}


def test_every_user_may_configure_no_queue_of_events() -> None:
    queues = [queue.name for queue in DESCRIBED.queues]
    able = [
        (user.name, queue) for user in DESCRIBED.users for queue in queues if re.search(user.configure, queue)
    ]
    assert able == []


def test_no_service_may_read_the_queue_of_another() -> None:
    able = [
        (user.name, queue.name)
        for user in DESCRIBED.users
        for queue in DESCRIBED.queues
        if queue.service and queue.service != user.name and re.search(user.read, queue.name)
    ]
    assert able == []


def test_no_service_may_publish_events_of_another() -> None:
    able = {
        (user.name, service)
        for user in DESCRIBED.users
        for service in SERVICES
        if re.search(user.write, f"{service}.events")
    }
    assert able == {(service, service) for service in SERVICES}


def test_type_with_a_queue_has_a_subscriber() -> None:
    assert topology.has_subscriber(dossiers.SUBMITTED.name)


def test_type_without_a_queue_has_none() -> None:
    unheard = EventType("dossiers.unheard_of", dossiers.SUBMITTED.payload)
    assert not topology.has_subscriber(unheard.name)


def callable_by_user() -> dict[str, str]:
    """The pattern of the routing keys that each user may publish on the exchange of calls."""
    return {
        user.name: topic.write
        for user in DESCRIBED.users
        for topic in user.topics
        if topic.exchange == RPC_EXCHANGE
    }


def test_every_call_of_the_contracts_and_of_the_release_before_is_allowed() -> None:
    written = callable_by_user()
    refused = [
        (service, method.routing_key)
        for calls in (CALLS, CALLS_OF_RELEASE_BEFORE)
        for service, methods in calls.items()
        for method in methods
        if not re.search(written[service], method.routing_key)
    ]
    assert refused == []


def test_every_user_may_probe_the_broker() -> None:
    """The broker closes the channel of who publishes what it may not."""
    refused = [name for name, pattern in callable_by_user().items() if not re.search(pattern, PROBE_KEY)]
    assert refused == []


def test_what_nobody_subscribes_to_is_not_published() -> None:
    assert not topology.is_published("notifications.message_sent")
    assert topology.is_published(dossiers.SUBMITTED.name)
    assert topology.is_published("shop.sold"), "of whom the contracts know nothing"
    assert topology.is_in_feed(dossiers.DELEGATED.name)


def test_a_service_hears_live_of_accounts_what_the_graph_says_and_no_more() -> None:
    heard = {
        user.name: {
            kind.name
            for kind in accounts.EVENTS
            for topic in user.topics
            if topic.exchange == "accounts.events" and re.search(topic.read, kind.name)
        }
        for user in DESCRIBED.users
        if user.name in SERVICES
    }
    assert heard == {service: {kind.name for kind in kinds} for service, kinds in LIVE_EVENTS.items()}
    assert all(topology.is_published(name) for names in heard.values() for name in names)


def test_accounts_alone_publishes_its_events() -> None:
    name = accounts.SESSION_ENDED.name
    able = [
        user.name
        for user in DESCRIBED.users
        for topic in user.topics
        if topic.exchange == "accounts.events" and re.search(topic.write, name)
    ]
    assert able == ["accounts"]
