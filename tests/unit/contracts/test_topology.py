"""What is collected from the contracts is all that they define."""

from contracts import accounts, dossiers, topology
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
