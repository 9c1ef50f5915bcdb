"""This release reads what every release before it answered, published and stored: tests/samples/releases/*.

The samples of a release that is out are never changed. What fails here would fail while the system is rolled over, or on
data that is kept: give the field a default, or leave it as it was.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from bson.json_util import JSONOptions, loads
from kombu.message import Message
from tests.contract.schemas import breaking_changes
from tests.contract.stored import readers
from tests.samples.recorder.release import ReleaseSamples, releases, schemas_of_today

from accounts.domain.token_keys import TokenKeyPair
from chassis.amqp.event_decoder import EventDecoder
from chassis.amqp.rpc_protocol import decode_reply
from contracts import topology
from contracts.events import Subscription

ADDED = "added_by_the_next_release"
FREE = frozenset(
    {"form_data", "form_schema", "payload", "private", "content", "forms", "step_agencies", "logs"}
)
"""Fields whose names are data, not ours."""

METHODS = {method.routing_key: method for methods in topology.METHODS.values() for method in methods}
EVENTS = {event.name: event for events in topology.EVENTS.values() for event in events}
READERS = readers()
RELEASES = releases()

WITHOUT_READER = {
    "data_keys": "the chassis: read by name",
    "re_encryption": "the chassis: read by name",
    "restricted_persons": "the chassis: an id",
    "commands": "the chassis: id, fingerprint and the result, which is read as the answer that it is",
    "events": "the chassis: the event log, read by name; its payload is read as the event that it is",
    "inbox": "the chassis: an id",
    "leases": "the chassis: read by name",
    "migrations": "the chassis: read by name",
    "timers": "the chassis: read by name",
}


READ_BY_NAME = {
    "accounts.identity_proofs": "nothing: it is evidence",
    "catalog.import_rows": "an id",
    "catalog.searchable_revision": "a number",
    "catalog.turns": "a lock",
    "dossiers.codes": "a number",
    "payments.obligations": "an id",
    "sync.numbers": "a number",
}
"""Collections that no reader takes as a whole, and what is read of them."""


def samples(kind: str) -> list[Any]:
    return [
        pytest.param(name, sample, id=f"{release.version} {name}")
        for release in RELEASES
        for name, sample in release.read(kind)
    ]


def documents() -> list[Any]:
    return [
        pytest.param(reader, found, id=f"{release.version} {name} {number}")
        for release in RELEASES
        for name, found in release.read("documents")
        for number, reader in enumerate(READERS.get(_collection(name), ()))
    ]


def _collection(name: str) -> tuple[str, str]:
    service, _, collection = name.partition(".")
    return service, collection


@pytest.mark.parametrize(("name", "sample"), samples("answers"))
def test_answer_is_read_and_no_field_of_it_is_gone(name: str, sample: Any) -> None:
    method = METHODS[name]
    answer = decode_reply(method, json.dumps({"result": sample, "error": None}).encode())
    assert method.response.model_validate_json(json.dumps(sample), extra="forbid") == answer


@pytest.mark.parametrize(("name", "sample"), samples("events"))
def test_event_is_read_and_no_field_of_it_is_gone(name: str, sample: Any) -> None:
    event = EVENTS[name]
    decoder = EventDecoder(Subscription("test", "releases", (event,)))
    message = Message(body=json.dumps(sample).encode(), content_type="application/json")
    payload = event.payload.model_validate_json(json.dumps(sample["payload"]), extra="forbid")
    assert decoder.decode(message).payload == payload


@pytest.mark.parametrize(("reader", "found"), documents())
def test_stored_document_is_read(reader: Any, found: Any) -> None:
    for document in found:
        assert reader(_stored(document)) is not None


@pytest.mark.parametrize(("reader", "found"), documents())
def test_stored_document_of_the_next_release_is_read(reader: Any, found: Any) -> None:
    """After a rollback, or while both releases run."""
    for document in found:
        assert _comparable(reader(_stored(_extended(document)))) == _comparable(reader(_stored(document)))


def _comparable(read: Any) -> Any:
    """Private keys are compared by their names: the library does not compare them."""
    return (read.kid, read.signs_from, read.checked_until) if isinstance(read, TokenKeyPair) else read


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.version)
def test_every_collection_that_is_stored_has_a_reader(release: ReleaseSamples) -> None:
    stored = {_collection(name) for name, _ in release.read("documents")}
    unread = {
        f"{service}.{collection}"
        for service, collection in stored - READERS.keys()
        if collection not in WITHOUT_READER
    }
    assert unread - READ_BY_NAME.keys() == set()


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.version)
@pytest.mark.parametrize("kind", ["requests", "answers", "events"])
def test_nothing_of_a_release_is_removed_or_narrowed(release: ReleaseSamples, kind: str) -> None:
    before, now = release.schemas(), schemas_of_today()
    changes = [
        f"{name} {change}"
        for name, schema in before[kind].items()
        for change in breaking_changes(schema, before["$defs"], now[kind].get(name), now["$defs"])
    ]
    assert changes == []


def _stored(document: Any) -> Any:
    return loads(json.dumps(document), json_options=JSONOptions(tz_aware=True))


def _extended(value: Any) -> Any:
    """With a field more at every depth, but where the names are data."""
    if isinstance(value, list):
        return [_extended(inner) for inner in value]
    if not isinstance(value, dict) or any(name.startswith("$") for name in value):
        return value
    extended = {name: inner if name in FREE else _extended(inner) for name, inner in value.items()}
    return {**extended, ADDED: "new"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.version)
def test_a_release_has_a_sample_of_everything_that_it_answered_and_published(
    release: ReleaseSamples,
) -> None:
    spoken = release.schemas()
    assert {name for name, _ in release.read("answers")} == set(spoken["answers"])
    assert {name for name, _ in release.read("events")} == set(spoken["events"])
