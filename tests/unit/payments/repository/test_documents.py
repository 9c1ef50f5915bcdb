"""Stored documents of the releases before and after this one are read."""

from dataclasses import asdict
from typing import Any

from tests.unit.payments.examples import bill, order

from chassis.storage.documents import Document, to_document
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository


def stored_bill() -> Document:
    document = to_document(bill().model_dump())
    return {"_id": document.pop("bill_id"), "source_event_id": "event-1", **document}


def stored_order() -> Document:
    document = to_document(asdict(order()))
    return {"_id": document.pop("order_id"), **document}


def test_a_bill_is_read_as_it_was_stored() -> None:
    assert BillRepository.from_document(stored_bill()) == bill()


def test_a_bill_of_the_release_after_is_read() -> None:
    document: dict[str, Any] = {**stored_bill(), "discount": 0}
    document["items"] = [{**item, "exempt": False} for item in document["items"]]
    assert BillRepository.from_document(document) == bill()


def test_an_order_is_read_as_it_was_stored() -> None:
    assert OrderRepository.from_document(stored_order()) == order()


def test_an_order_of_the_release_after_is_read() -> None:
    assert OrderRepository.from_document({**stored_order(), "fee": 0}) == order()


def test_an_order_of_the_release_before_is_read() -> None:
    """Which knew neither an order without a page nor the provider's own number."""
    optional = ("payment_url", "provider_reference", "settled_at", "provider_code", "surplus")
    document = {name: value for name, value in stored_order().items() if name not in optional}
    assert OrderRepository.from_document(document) == order()
