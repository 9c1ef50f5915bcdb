"""Stored messages of the releases before and after this one are read."""

from dataclasses import asdict

from tests.unit.notifications.examples import MESSAGE

from chassis.storage.documents import Document, to_document
from notifications.repository.messages import MessageRepository


def stored_message() -> Document:
    document = to_document(asdict(MESSAGE))
    return {"_id": document.pop("message_id"), **document}


def test_a_message_is_read_as_it_was_stored() -> None:
    assert MessageRepository.from_document(stored_message()) == MESSAGE


def test_a_message_of_the_release_after_is_read() -> None:
    document = {**stored_message(), "channel": "carrier_pigeon", "priority": 1}
    assert MessageRepository.from_document(document).channel == "carrier_pigeon"


def test_a_message_of_the_release_before_is_read() -> None:
    optional = ("settled_at", "read_at", "agency_code", "dossier_code")
    document = {name: value for name, value in stored_message().items() if name not in optional}
    assert MessageRepository.from_document(document) == MESSAGE
