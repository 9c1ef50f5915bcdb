"""Bodies of requests and replies: requests refuse what they do not know, replies of a newer release are read."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from chassis.amqp.rpc_protocol import (
    decode_json_reply,
    decode_raw_reply,
    decode_reply,
    decode_request,
    encode_error,
    encode_request,
    encode_result,
)
from contracts.base import Method, Model, Query
from contracts.errors import ErrorCode, ServiceError


class Line(Model):
    item: str


class Ask(Query):
    lines: tuple[Line, ...] = ()


class Receipt(Model):
    lines: tuple[Line, ...]
    by_name: dict[str, Line]


ORDER = Method("shop", "order", Ask, Receipt)
RECEIPT = Receipt(lines=(Line(item="pen"),), by_name={"pen": Line(item="pen")})


def test_request_comes_back_as_it_went() -> None:
    request = Ask(lines=(Line(item="bút"),))
    assert decode_request(ORDER, encode_request(request)) == request


@pytest.mark.parametrize(
    ("kwargs", "pointer"),
    [({"colour": 1}, "/colour"), ({"lines": [{"item": "pen", "colour": 1}]}, "/lines/0/colour")],
)
def test_request_with_an_unknown_field_is_refused_at_every_depth(
    kwargs: dict[str, object], pointer: str
) -> None:
    with pytest.raises(ServiceError) as refused:
        decode_request(ORDER, orjson.dumps({"args": [], "kwargs": kwargs}))
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    assert [error.pointer for error in refused.value.errors] == [pointer]


def test_reply_of_the_release_after_this_one_is_read_at_every_depth() -> None:
    reply = orjson.loads(encode_result(RECEIPT))
    reply["result"]["colour"] = "blue"
    reply["result"]["lines"][0]["colour"] = "blue"
    reply["result"]["by_name"]["pen"]["colour"] = "blue"
    reply["server"] = "2"
    assert decode_reply(ORDER, orjson.dumps(reply)) == RECEIPT


def test_reply_without_a_field_that_is_needed_is_an_internal_error() -> None:
    with pytest.raises(ServiceError) as broken:
        decode_reply(ORDER, b'{"result":{},"error":null}')
    assert broken.value.code is ErrorCode.INTERNAL_ERROR


@pytest.mark.parametrize("decode", [lambda body: decode_reply(ORDER, body), decode_raw_reply])
def test_error_of_the_owner_is_raised_with_a_field_of_nobody_in_it(decode: Callable[[bytes], Any]) -> None:
    reply = orjson.loads(encode_error(ServiceError(ErrorCode.NOT_FOUND, what="bill")))
    reply["error"]["colour"] = "blue"
    with pytest.raises(ServiceError) as raised:
        decode(orjson.dumps(reply))
    assert (raised.value.code, raised.value.params) == (ErrorCode.NOT_FOUND, {"what": "bill"})


def test_result_that_is_passed_on_is_what_the_owner_wrote() -> None:
    assert decode_json_reply(encode_result(RECEIPT)) == RECEIPT.model_dump_json().encode()
    other_order = orjson.dumps({"error": None, "result": {"lines": []}})
    assert decode_json_reply(other_order) == b'{"lines":[]}'


@pytest.mark.parametrize(
    "body", [b"no json", b'{"result":null,"error":null}', b'{"result": null, "error": null}']
)
def test_reply_without_a_result_is_not_passed_on(body: bytes) -> None:
    with pytest.raises(ServiceError) as failed:
        decode_json_reply(body)
    assert failed.value.code is ErrorCode.INTERNAL_ERROR


def test_error_is_raised_where_the_result_would_be_passed_on() -> None:
    with pytest.raises(ServiceError) as failed:
        decode_json_reply(encode_error(ServiceError(ErrorCode.NOT_FOUND, what="x")))
    assert failed.value.code is ErrorCode.NOT_FOUND
