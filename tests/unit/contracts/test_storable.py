"""What nothing can hold is refused wherever it stands in a request, and all else passes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import bson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from tests.contract.filled import FORMATS, Filled
from tests.support.dossiers.depth import lives
from tests.support.hostile import (
    DATES,
    STORABLE,
    UNSTORABLE,
    Place,
    any_value,
    places,
    with_value,
    without_place,
)

from chassis.amqp.rpc_protocol import decode_request, encode_request
from chassis.core.canonical_json import to_canonical_json
from chassis.storage.documents import to_document
from contracts import dossiers, topology
from contracts.base import AnyMethod
from contracts.errors import ErrorCode, ServiceError, json_pointer
from contracts.storable import FreeKeys, Opaque
from contracts.time import VIETNAM
from dossiers.domain.bulk import item_commands

METHODS = [method for methods in topology.METHODS.values() for method in methods]


def body(arguments: Any) -> bytes:
    return json.dumps({"args": [], "kwargs": arguments}).encode()


@cache
def filled(method: AnyMethod) -> Any:
    """The arguments of a request that is right, as full as can be; shared, never changed.

    What no schema can tell (a number of identity of its kind) is left out with the smallest part that may be left out.
    """
    value = Filled(method.request.model_json_schema(mode="validation")).value
    while True:
        try:
            method.request.model_validate_json(json.dumps(value), extra="forbid")
        except ValidationError as error:
            value = _without(value, error.errors()[0]["loc"], method)
        else:
            return value


def _without(value: Any, wrong: Place, method: AnyMethod) -> Any:
    for length in range(len(wrong), 0, -1):
        place = wrong[:length]
        if place not in set(places(value)):
            continue
        smaller = without_place(value, place)
        try:
            method.request.model_validate_json(json.dumps(smaller), extra="forbid")
        except ValidationError as error:
            if error.errors()[0]["loc"][: len(place)] == place:
                continue
        return smaller
    raise AssertionError(f"{method.routing_key} has no request that is right: {wrong}")


def free_places(method: AnyMethod) -> Iterator[tuple[Place, bool]]:
    """Where a request takes any JSON, and whether its names may begin with $."""
    value = filled(method)
    for place in places(value):
        if place[-1] == "free":
            marks = _marks(method.request, place)
            if not any(isinstance(mark, Opaque) for mark in marks):
                yield place, any(isinstance(mark, FreeKeys) for mark in marks)


def _marks(model: type[BaseModel], place: Place) -> list[Any]:
    """The annotations of the fields on the way to a place."""
    found: list[Any] = []
    for name in place:
        if isinstance(name, str) and name in model.model_fields:
            field = model.model_fields[name]
            found += field.metadata
            model = next((inner for inner in _models(field.annotation)), model)
    return found


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models(argument)


FREE_PLACES = [
    pytest.param(method, place, free_keys, id=f"{method.routing_key}{json_pointer(place)}")
    for method in METHODS
    for place, free_keys in free_places(method)
]


def value_at(document: Any, place: Place) -> Any:
    for key in place:
        document = document[key]
    return document


def date_places(method: AnyMethod) -> Iterator[Place]:
    """Where a request takes a day or an instant."""
    value = filled(method)
    yield from (place for place in places(value) if value_at(value, place) in (A_DAY, AN_INSTANT))


A_DAY, AN_INSTANT = FORMATS["date"], FORMATS["date-time"]
DATE_PLACES = [
    pytest.param(method, place, id=f"{method.routing_key}{json_pointer(place)}")
    for method in METHODS
    for place in date_places(method)
]


def refusal(method: AnyMethod, arguments: Any) -> set[tuple[str, str]]:
    with pytest.raises(ServiceError) as raised:
        decode_request(method, body(arguments))
    assert raised.value.code is ErrorCode.INVALID_REQUEST
    return {(error.pointer, error.code) for error in raised.value.errors}


def test_every_command_with_free_json_is_among_them() -> None:
    methods = {str(case.id).partition("/")[0] for case in FREE_PLACES}
    assert {
        "dossiers.submit", "dossiers.file_at_desk", "dossiers.supplement", "dossiers.act_on_many",
        "catalog.draft_version",
    } <= methods  # fmt: skip


@pytest.mark.parametrize(("method", "place", "free_keys"), FREE_PLACES)
def test_free_json_that_nothing_can_hold_is_pointed_at(
    method: AnyMethod, place: Place, free_keys: bool
) -> None:
    for value, code in UNSTORABLE.values():
        if free_keys and code in ("reserved_name", "too_deep"):
            continue
        found = refusal(method, with_value(filled(method), place, value))
        assert {found_code for _, found_code in found} == {code}, (value, found)
        assert all(pointer.startswith(json_pointer(place)) for pointer, _ in found), (value, found)


@pytest.mark.parametrize(("method", "place", "free_keys"), FREE_PLACES)
def test_free_json_that_can_be_held_passes_unchanged(
    method: AnyMethod, place: Place, free_keys: bool
) -> None:
    for value in STORABLE.values():
        read = decode_request(method, body(with_value(filled(method), place, value)))
        assert_held(read)
        assert json.loads(encode_request(read)) == json.loads(
            body(with_value(filled(method), place, value))
        ), value
    if free_keys:
        decode_request(method, body(with_value(filled(method), place, {"$ref": "#/$defs/a", "$id": "b"})))


@pytest.mark.parametrize(("method", "place"), DATE_PLACES)
def test_a_date_that_no_time_zone_can_move_is_pointed_at(method: AnyMethod, place: Place) -> None:
    for text in DATES:
        assert json_pointer(place) in {
            pointer for pointer, _ in refusal(method, with_value(filled(method), place, text))
        }, text


def test_a_bulk_act_points_into_its_fields() -> None:
    request = dossiers.BulkAction.model_validate({
        "command_id": "c", "action": "accept", "fields": {"due_at": "9999-12-31T23:00:00-10:00"},
        "items": [{"dossier_id": "d", "expected_version": 1}],
    })  # fmt: skip
    with pytest.raises(ServiceError) as raised:
        item_commands(request, dossiers.Accept)
    assert [(error.pointer, error.code) for error in raised.value.errors] == [
        ("/fields/due_at", "date_out_of_range")
    ]


@pytest.mark.lives
@lives(usual=100, deep=4_000, steps=1)
@given(data=st.data())
def test_whatever_a_field_holds_it_is_refused_or_can_be_held(data: st.DataObject) -> None:
    method = data.draw(st.sampled_from(METHODS))
    arguments = filled(method)
    at = data.draw(st.sampled_from([*places(arguments), ()]))
    value = data.draw(any_value())
    sent = with_value(arguments, at, value) if at else value
    try:
        read = decode_request(method, body(sent))
    except ServiceError as error:
        assert error.code is ErrorCode.INVALID_REQUEST
        error.to_json().encode()
        return
    assert_held(read)


def assert_held(request: BaseModel) -> None:
    """The request can be hashed, sent on, and stored so that the same is read back; its times have neighbours."""
    to_canonical_json(request.model_dump(mode="json", exclude=_unseen(request)))
    encode_request(request)  # type: ignore[arg-type]
    if not any(_stored_as_text(request)):
        document = to_document(_times_as_text(request.model_dump()))
        to_canonical_json(bson.decode(bson.encode(document)))
    _move_times(request)


def _unseen(request: BaseModel) -> set[str]:
    """Fields that nobody looks at on the way: an item of a batch is hashed and stored by the service that reads it."""
    fields = type(request).model_fields.items()
    return {name for name, field in fields if any(isinstance(mark, Opaque) for mark in field.metadata)}


def _times_as_text(value: Any) -> Any:
    """Times of day, which BSON does not know, are stored as text."""
    if isinstance(value, dict):
        return {name: _times_as_text(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_times_as_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, time) else value


def _stored_as_text(request: BaseModel) -> Iterator[bool]:
    for name, value in request:
        marks = type(request).model_fields[name].metadata
        yield any(isinstance(mark, Opaque | FreeKeys) for mark in marks)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, BaseModel):
                yield from _stored_as_text(inner)


def _move_times(value: Any) -> None:
    if isinstance(value, BaseModel):
        for _, inner in value:
            _move_times(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            _move_times(inner)
    elif isinstance(value, datetime):
        for zone in (VIETNAM, UTC):
            value.astimezone(zone)
        bson.encode({"at": value + timedelta(days=366)})
    elif isinstance(value, date):
        datetime(value.year, value.month, value.day, tzinfo=VIETNAM).astimezone(UTC)
        assert value + timedelta(days=366)
