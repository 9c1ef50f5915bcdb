"""What is collected from the contracts is all that they define."""

from pathlib import Path

import gateway
from contracts import accounts, dossiers, notifications, payments, topology
from contracts.base import Method, methods_of
from contracts.events import EventType, events_of


def test_methods_and_events_of_a_module_are_collected_in_order() -> None:
    assert methods_of("contracts.accounts")[:2] == (accounts.register_citizen, accounts.create_officer)
    assert events_of("contracts.dossiers.events")[0] == dossiers.SUBMITTED


def test_every_method_and_event_belongs_to_the_service_that_defines_it() -> None:
    for service in topology.SERVICES:
        assert {method.service for method in topology.METHODS[service]} == {service}
        assert {event.service for event in topology.EVENTS[service]} == {service}


def test_names_are_unique_on_the_wire() -> None:
    methods = [method.routing_key for offered in topology.METHODS.values() for method in offered]
    events = [event.name for published in topology.EVENTS.values() for event in published]
    assert len(methods) == len(set(methods))
    assert len(events) == len(set(events))


def test_the_face_of_a_contract_offers_each_method_and_event() -> None:
    for contract in topology.CONTRACTS:
        names = vars(contract).values()
        assert {name for name in names if isinstance(name, Method)} == set(contract.METHODS)
        assert {name for name in names if isinstance(name, EventType)} == set(contract.EVENTS)


def test_every_event_type_has_a_reader() -> None:
    """A service that listens, or a list where a person sees what it is about."""
    heard = {kind.name for subscription in topology.SUBSCRIPTIONS for kind in subscription.types}
    shown = {kind.name for kind in topology.SHOWN_BY}
    published = {kind.name for events in topology.EVENTS.values() for kind in events}
    assert not published - heard - shown, "nobody reads these"
    assert not shown & heard, "these have a reader, and need no list"
    assert not (heard | shown) - published


def test_what_shows_an_event_is_of_its_service_and_at_the_gateway() -> None:
    """The person comes to the list by a route of ours."""
    root = Path(gateway.__file__).parent / "routes"
    routes = "".join(path.read_text() for path in root.rglob("*.py"))
    for kind, method in topology.SHOWN_BY.items():
        assert method in topology.METHODS[kind.service], kind.name
        assert f"{method.service}.{method.name}" in routes, kind.name


def test_what_goes_wrong_is_listed_for_the_office_and_told() -> None:
    """What is lost without somebody's hand: it is not enough that the log of a service has it."""
    wrong = {
        payments.DUPLICATE_PAYMENT,
        payments.REFUND_DUE,
        payments.WRONG_AMOUNT,
        payments.PAYMENT_PENDING,
        payments.ORDER_EXPIRED,
        dossiers.DOCUMENT_FAILED,
        dossiers.RESULT_SEAL_FAILED,
        dossiers.OVERDUE,
        notifications.MESSAGE_FAILED,
    }
    assert wrong <= set(topology.NOTIFICATIONS_PROBLEMS.types)
    messages = {
        kind
        for one in topology.SUBSCRIPTIONS
        if one.consumer == "notifications" and one is not topology.NOTIFICATIONS_PROBLEMS
        for kind in one.types
    }
    assert wrong <= messages
